"""DeepMatch: the life of a match, the CV reader and the workers that run matches."""
