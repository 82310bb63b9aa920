"""Redis, the fact store: connections, key names and scripts."""
