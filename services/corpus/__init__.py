"""DeepSearch and meaning: the one embedding model every score uses; candidates and search runs join it here."""
