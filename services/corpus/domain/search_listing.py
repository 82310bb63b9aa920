"""Places of runs and of rows in their lists."""

import re

LIMIT_MAX = 100

RUN_PLACE = re.compile(r"\d{13}/cvds_[0-9A-Za-z]{22}")
"""What `run_place` gives."""
RANK = re.compile(r"\d{1,4}")
"""The rank of a row, as text."""


def run_place(created_at_ms: int, run_id: str) -> str:
    """Returns a run's place in its client's index: text that sorts by time, then id."""
    return f"{created_at_ms:013d}/{run_id}"
