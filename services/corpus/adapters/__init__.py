"""What the corpus service's ports look like on real ground."""
