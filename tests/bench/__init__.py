"""Measurements, each printed beside its baseline; nothing here asserts on time."""
