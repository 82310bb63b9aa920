"""Curated facts about work: what things are called, what they are a kind of, and how occupations relate."""
