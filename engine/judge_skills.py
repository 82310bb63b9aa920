"""Judges skills, soft skills and free statements by the pieces that show them."""

import numpy as np

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.judged import Finding, as_score
from engine.kinds import Kind
from engine.profile import Line
from engine.quoting import best_first, quotes


def judge_skill(need: Need, context: Context) -> Finding:
    """How far the profile shows a skill: its parts are judged alone and their mean is taken."""
    scores = context.part_scores[need.rows]
    score = sum(scores) / len(scores)
    if min(scores) < c.PARTIAL:
        # Each part is needed: the rest cannot make up for one that is missing.
        score = min(score, c.JUST_SHORT)
    return Finding(as_score(score), _quotes(need, context))


def _quotes(need: Need, context: Context) -> tuple[Line, ...]:
    """The lines that show most of any part."""
    if not context.quoting:
        return ()
    unrelated = c.UNRELATED_JOB_SOFT if need.asked.kind is Kind.SOFT_SKILL else c.UNRELATED_JOB
    values = context.shown.values[need.rows].max(axis=0) * context.standings(unrelated=unrelated)
    places = np.flatnonzero(values >= c.EVIDENCE_FLOOR)
    return quotes(best_first(zip(values[places].tolist(), places.tolist(), strict=True)), context)
