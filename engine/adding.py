"""Adds up what a profile's pieces show of each part of each requirement: its use, its claims, and the person's trade."""

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.evidence import Shown
from engine.layout import Layout


def part_scores(
    layout: Layout, shown: Shown, standing: NDArray[np.float64], *, claims: NDArray[np.bool_], trade: float
) -> list[float]:
    """How far each part of each requirement is shown, 0–1, in the rows of the layout.

    Args:
        layout: the rows.
        shown: what each piece shows.
        standing: how much each piece shows by where it stands, [rows, pieces].
        claims: which pieces only say so, without use.
        trade: how far the position's work is the person's own trade, 0–1.
    """
    weighed = shown.values * standing
    used = weighed[:, ~claims]
    scores = _together(used, weighed[:, claims])
    signs = np.where(shown.plain[:, ~claims], used, 0.0).max(axis=1, initial=0.0)
    found: list[float] = np.where(layout.own_trade, _lifted(scores, signs, trade), scores).tolist()
    return found


def _together(used: NDArray[np.float64], claims: NDArray[np.float64]) -> NDArray[np.float64]:
    """Use adds up, each further piece less; of the claims only the best counts, so that a long list gains nothing."""
    claimed = claims.max(axis=1, initial=0.0)
    further = np.sort(used, axis=1)[:, ::-1].T
    missing = np.ones(len(used))
    for values, share in zip(further, c.FURTHER_PIECES, strict=False):
        missing *= 1 - share * values
    together = 1 - missing
    return np.asarray(np.maximum(np.maximum(together, claimed), 1 - (1 - together) * (1 - c.CLAIM_ADDS * claimed)))


def _lifted(scores: NDArray[np.float64], signs: NDArray[np.float64], trade: float) -> NDArray[np.float64]:
    """Scores seen in the light of the person's trade: in the position's own work a plain sign stands for the usual practice.

    What is not shown at all stays unshown, however long somebody has been in the trade.
    """
    seen = np.minimum(1.0, signs / c.TRADE_SIGN)
    return np.asarray(1 - (1 - scores) * (1 - c.TRADE_LIFT * seen * trade**c.TRADE_EXPONENT))
