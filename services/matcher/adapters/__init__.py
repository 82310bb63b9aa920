"""The matcher's ports in real parts."""
