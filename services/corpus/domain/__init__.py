"""The corpus service's rules and values; no I/O."""
