"""Bulk sync: parts of a file applied and counted once, and what a mirror did not name erased."""
