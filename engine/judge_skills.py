"""Judges skills, soft skills and free statements by the pieces that show them."""

from collections.abc import Sequence

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.evidence import Shown
from engine.judged import EVIDENCE_LIMIT, Finding, as_score
from engine.kinds import Kind
from engine.profile import Line


def judge_skill(need: Need, context: Context) -> Finding:
    """How far the profile shows a skill: its parts are judged alone and their mean is taken."""
    found = context.evidence.find(need, relevance=context.relevance)
    unrelated = c.UNRELATED_JOB_SOFT if need.asked.kind is Kind.SOFT_SKILL else c.UNRELATED_JOB
    standing = [context.standing(shown.piece, unrelated=unrelated) for shown in found]
    parts = len(need.parts)
    scores = [_part(found, standing, part, context) for part in range(parts)]
    score = sum(scores) / parts
    if min(scores) < c.PARTIAL:
        # Each part is needed: the rest cannot make up for one that is missing.
        score = min(score, c.JUST_SHORT)
    weights = [shown.best * stand for shown, stand in zip(found, standing, strict=True)]
    return Finding(as_score(score), quotes(found, weights))


def _part(found: Sequence[Shown], standing: Sequence[float], part: int, context: Context) -> float:
    """Use adds up, each further piece less; of the claims only the best counts, so that a long list gains nothing."""
    used: list[float] = []
    claimed = 0.0
    for shown, stand in zip(found, standing, strict=True):
        value = shown.parts[part] * stand
        if context.is_claim(shown.piece):
            claimed = max(claimed, value)
        else:
            used.append(value)
    missing = 1.0
    for value, share in zip(sorted(used, reverse=True), c.FURTHER_PIECES, strict=False):
        missing *= 1 - share * value
    together = 1 - missing
    return max(together, claimed, 1 - (1 - together) * (1 - c.CLAIM_ADDS * claimed))


def quotes(found: Sequence[Shown], weights: Sequence[float]) -> tuple[Line, ...]:
    """The best lines to quote, best first, each once; those that show next to nothing are not evidence."""
    order = sorted(range(len(found)), key=lambda place: (-round(weights[place], 6), place))
    lines = dict.fromkeys(found[place].piece.line for place in order if weights[place] >= c.EVIDENCE_FLOOR)
    return tuple(lines)[:EVIDENCE_LIMIT]
