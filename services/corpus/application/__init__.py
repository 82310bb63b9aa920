"""The corpus service's use cases."""
