"""What a running service tells about itself: logs, metrics and the id of the request they belong to."""
