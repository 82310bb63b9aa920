"""What the gateway decides itself, over its ports."""
