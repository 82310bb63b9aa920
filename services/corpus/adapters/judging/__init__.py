"""Judging candidates beside the service: in processes of their own, or in its threads."""
