"""Judges skills, soft skills and free statements by the pieces that show them."""

from collections.abc import Sequence

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.evidence import Shown
from engine.judged import EVIDENCE_LIMIT, Finding, as_score
from engine.kinds import Kind
from engine.profile import Line

# What is asked of a trade's work as such; a credential or an industry is had or not.
_OWN_TRADE = frozenset({Kind.SKILL, Kind.SOFT_SKILL, Kind.STATEMENT})


def judge_skill(need: Need, context: Context) -> Finding:
    """How far the profile shows a skill: its parts are judged alone and their mean is taken."""
    found = context.evidence.find(need, relevance=context.relevance)
    unrelated = c.UNRELATED_JOB_SOFT if need.asked.kind is Kind.SOFT_SKILL else c.UNRELATED_JOB
    standing = [context.standing(each.piece, unrelated=unrelated) for each in found]
    shown = list(zip(found, standing, strict=True))
    parts = len(need.parts)
    scores = [_part(found, standing, part, context) for part in range(parts)]
    if need.asked.kind in _OWN_TRADE:
        signs = [
            max(
                (
                    each.parts[part] * stand
                    for each, stand in shown
                    if each.plain[part] and not context.is_claim(each.piece)
                ),
                default=0.0,
            )
            for part in range(parts)
        ]
        scores = [_lifted(score, sign, context.trade) for score, sign in zip(scores, signs, strict=True)]
    score = sum(scores) / parts
    if min(scores) < c.PARTIAL:
        # Each part is needed: the rest cannot make up for one that is missing.
        score = min(score, c.JUST_SHORT)
    weights = [each.best * stand for each, stand in shown]
    return Finding(as_score(score), quotes(found, weights))


def _lifted(score: float, sign: float, trade: float) -> float:
    """A score seen in the light of the person's trade: in the position's own work a plain sign stands for the usual practice.

    What is not shown at all stays unshown, however long somebody has been in the trade.
    """
    seen = min(1.0, sign / c.TRADE_SIGN)
    return 1 - (1 - score) * (1 - c.TRADE_LIFT * seen * trade**c.TRADE_EXPONENT)


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
