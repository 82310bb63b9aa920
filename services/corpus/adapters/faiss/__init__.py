"""FAISS: vectors laid out for search."""
