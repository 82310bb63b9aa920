"""How the notifier reaches Redis and the world outside."""
