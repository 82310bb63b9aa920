"""Facts about the words CVs are written with, by language; data only."""
