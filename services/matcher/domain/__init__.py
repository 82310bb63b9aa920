"""The matcher's rules and values; no I/O."""
