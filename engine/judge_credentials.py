"""Judges certificates, licences, registrations and spoken languages."""

import re
from collections.abc import Sequence

import numpy as np

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.facts.certificates import CREDENTIAL_WORDS, GOOD_UNTIL, IN_PROGRESS, LAPSED, LEVEL_NUMBER, TASTER
from engine.facts.languages import LEVELS, canonical_language
from engine.judge_skills import judge_skill
from engine.judged import EVIDENCE_LIMIT, Finding, as_score
from engine.kinds import Asked
from engine.material import Piece, Source
from engine.overlap import keys_of, share
from engine.profile import Line, Month
from engine.reading.dates import find_period
from engine.stance import Stance
from engine.text import folded

_HOLDING = {
    Source.CERTIFICATE: 1.0,
    Source.EDUCATION: 0.9,
    Source.SUMMARY: 0.5,
    Source.TITLE: 0.6,
    Source.WORK: 0.5,
    Source.LISTED: 0.6,
}

# Where papers are listed.
_PAPERS = frozenset({Source.CERTIFICATE, Source.EDUCATION})
# A sign that no other paper has: "CIPP/E", "9606-1", "AM2", "BS 7671".
_OWN_SIGN = re.compile(r"\b(?:[A-Z]{2,6}[ -]?\d{3,5}(?:-\d)?|[A-Z]{3,6}/[A-Z]|[A-Z]{2,4}\d{1,4}|\d{4,5}-\d)\b")
# No date is longer: what stands further behind "until" is another one.
_DATE_LENGTH = 24
# Above any level that is asked for by number.
_ANY_LEVEL = 9


def judge_certificate(need: Need, context: Context) -> Finding:
    """Whether the credential is held, in progress or lapsed; doing the work it stands for is only a part of it."""
    senses = context.evidence.certificates(need)
    likeness = context.evidence.likeness[need.row]
    alike = dict.fromkeys(np.flatnonzero(likeness > c.CREDENTIAL_LOW).tolist())
    alike |= dict.fromkeys(place for place, piece in enumerate(context.pieces) if piece.source in _PAPERS)
    rated: list[tuple[float, int]] = []
    for place in (*senses, *(place for place in alike if place not in senses)):
        line = context.evidence.line(place)
        held = _held(
            need, context.pieces[place], senses.get(place, ()), line, float(likeness[place]), as_of=context.as_of
        )
        if held > 0:
            rated.append((held, place))
    best = sorted(rated, key=lambda rating: (-rating[0], rating[1]))
    held = best[0][0] if best else 0.0
    practised = judge_skill(need, context) if need.asked.skills else Finding(0.0)
    practice = min(practised.score * c.PRACTICE_FOR_CREDENTIAL, c.JUST_SHORT)
    lines = dict.fromkeys(
        (*(context.pieces[place].line for _, place in best), *(practised.evidence if practice > held else ()))
    )
    return Finding(as_score(max(held, practice)), tuple(lines)[:EVIDENCE_LIMIT])


def _held(need: Need, piece: Piece, senses: Sequence[Stance], line: Stance, cosine: float, *, as_of: Month) -> float:
    """How far a piece says that the credential is held, 0–1."""
    weight = _HOLDING.get(piece.source)
    if weight is None:
        return 0.0
    text = piece.scored
    named = 0.0
    for stance in senses:
        named = max(
            named, 1.0 if stance is Stance.HEDGED and piece.source is Source.CERTIFICATE else c.STANCE_WEIGHT[stance]
        )
    if not named and (piece.source is Source.CERTIFICATE or CREDENTIAL_WORDS.search(text)):
        ramp = (cosine - c.CREDENTIAL_LOW) / (c.CREDENTIAL_HIGH - c.CREDENTIAL_LOW)
        alike = max(ramp, _by_words(need.asked, text) if piece.source in _PAPERS else 0.0)
        named = (
            min(1.0, max(0.0, alike)) * c.STANCE_WEIGHT[line if piece.source is not Source.CERTIFICATE else Stance.OWN]
        )
    return _in_force(named * weight, text, need.asked.name, as_of=as_of) if named else 0.0


def _by_words(asked: Asked, text: str) -> float:
    """How far a paper is called what was asked for: by a sign of its own ("CIPP/E", "BS 7671"), or by all of its words."""
    written = f" {' '.join(folded(text))} "
    if any(f" {' '.join(folded(sign))} " in written for sign in _OWN_SIGN.findall(asked.name)):
        return 1.0
    # A concept of the tables is told apart by its names; other names only by their words.
    return 0.0 if asked.certificates else max(0.0, 2 * share(keys_of(asked.name), written) - 1)


def _in_force(shown: float, text: str, asked: str, *, as_of: Month) -> float:
    """What is left of a credential that has lapsed, is a taste of it, of a lower level, or only under way."""
    if LAPSED.search(text) or _is_over(text, as_of):
        return min(shown, c.LAPSED_CREDENTIAL)
    if TASTER.search(text) and not TASTER.search(asked):
        return shown * c.TASTER_CREDENTIAL
    if _level(text) < _level(asked):
        return shown * c.LOWER_CREDENTIAL
    # "complete or in progress": then being on the way is what was asked for.
    if IN_PROGRESS.search(text) and not IN_PROGRESS.search(asked):
        return shown * c.IN_PROGRESS_CREDENTIAL
    return shown


def _is_over(text: str, as_of: Month) -> bool:
    """Whether a date until which the credential was good has passed; it is good in the last month yet."""
    for mark in GOOD_UNTIL.finditer(text):
        rest = text[mark.end() : mark.end() + _DATE_LENGTH]
        date = find_period(rest)
        # Behind a comma something else is told.
        if date and date.period.end and date.period.end < as_of and not {",", ";"} & set(rest[: date.start]):
            return True
    return False


def _level(text: str) -> int:
    """The number of the level a credential is of; one that names none is of any."""
    found = LEVEL_NUMBER.search(text)
    return int(found.group(1)) if found else _ANY_LEVEL


def judge_language(asked: Asked, context: Context) -> Finding:
    """The level of a language against the level asked for; a CV written in the language is a weaker sign."""
    spoken = [entry for entry in context.profile.languages if canonical_language(entry.name) == asked.language]
    if spoken:
        scored = [(_level_score(entry.level, asked.level), entry.line) for entry in spoken]
        score, line = max(scored, key=lambda pair: pair[0])
        return Finding(as_score(score), (line,))
    written = context.evidence.language
    return Finding(
        c.LANGUAGE_OF_THE_CV if written == asked.language else 0.0,
        _first_line(context) if written == asked.language else (),
    )


def _first_line(context: Context) -> tuple[Line, ...]:
    return tuple(piece.line for piece in context.pieces if piece.source is Source.WORK)[:1]


def _level_score(level: str | None, wanted: str | None) -> float:
    if wanted is None:
        return 1.0
    if level is None:
        return c.LANGUAGE_LEVEL_UNSAID
    short = LEVELS.index(wanted) - LEVELS.index(level)
    return 1.0 if short <= 0 else max(c.LANGUAGE_FLOOR, c.JUST_SHORT - c.LANGUAGE_STEP * (short - 1) / 2)
