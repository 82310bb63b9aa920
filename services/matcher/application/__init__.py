"""The matcher's use cases, written against its ports."""
