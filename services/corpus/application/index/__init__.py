"""Indexes of corpora, kept in memory as a cache of their change logs."""
