"""Texts to vectors: batched across requests, each text once, each vector the same whenever it is asked for."""
