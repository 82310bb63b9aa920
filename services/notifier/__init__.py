"""The notifier: judges webhook targets and delivers events from the outbox, signed."""
