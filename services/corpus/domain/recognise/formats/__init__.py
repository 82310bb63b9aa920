"""One small recogniser a format: whether a tree is of it, and what it says."""
