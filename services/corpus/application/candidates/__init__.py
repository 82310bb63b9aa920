"""Candidates in, out and away: ingest, embedding now or in the background, lists, erasure."""
