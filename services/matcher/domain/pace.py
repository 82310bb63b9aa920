"""How long a submitted match will probably take, from what waits before it."""

import math
from dataclasses import dataclass

FIRST_GUESS_MS = 4_000
"""Mean time of a run before any has been measured."""

_LONGEST_S = 3_600


@dataclass(frozen=True, slots=True)
class QueueLook:
    """The queue at one moment: matches not final yet, and the rolling mean of run times (0: none measured)."""

    active: int
    mean_run_ms: int


def estimated_seconds(look: QueueLook, *, parallel: int) -> int:
    """Returns whole seconds, 1 to 3,600, until a match submitted now should have ended.

    Args:
        look: the queue, the new match not counted.
        parallel: matches that surely run at the same time: those of one worker process.
    """
    mean_ms = look.mean_run_ms or FIRST_GUESS_MS
    rounds = look.active / max(1, parallel) + 1
    return max(1, min(_LONGEST_S, math.ceil(rounds * mean_ms / 1000)))
