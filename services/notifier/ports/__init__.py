"""What the notifier's use cases need from outside, one module a use."""
