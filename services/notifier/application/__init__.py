"""Use cases of the notifier, over ports."""
