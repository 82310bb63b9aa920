"""Personal data stated with a label or in words of its own: birth date, nationality, marital status and the like."""

import re
from dataclasses import dataclass

from engine.reading.lexicon.personal import DRIVING_LICENCE, LABELS, MARITAL_WORDS
from engine.reading.text import clean, fold

_LABEL_CHARS = 40
_COLON = re.compile(r"\s*[::]\s*")
_BORN = re.compile(
    r"(?:born|geboren|geb\.|nee?(?:\(e\))?|nacid[oa](?:/a)?|nat[oa](?:/a)?|nascid[oa]|urodzon[ya])\s(?:(?:on|in|am|le|el|il|em|op|a|dnia)\s)?(?=.{0,30}\d)"
)
_AGE = re.compile(
    r"\b(?:aged?\s\d{2}|\d{2}\s?[- ]?(?:years?[- ]old|y/?o|jahre alt|anni|jaar oud|anos de edad|lat)|age de \d{2} ans|\d{2} ans|\d{2} anos|\d{2} jaar|\d{2} jahre)\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A personal datum: the identity's field it belongs to, its value and whether a label named it."""

    field: str
    value: str
    labelled: bool


def label_of(text: str) -> str | None:
    """The identity's field that a text is the label of; None for any other text."""
    if len(text) > _LABEL_CHARS:
        return None
    key = fold(text).strip(" :.-–—*")
    return LABELS.get(key)


def stated_in(text: str) -> Stated | None:
    """The personal datum that one piece of a header states; None when it states none."""
    if len(text) > 300:  # noqa: PLR2004 - no statement of personal data is so long
        return None
    parts = _COLON.split(text, maxsplit=1)
    if len(parts) == 2 and parts[1].strip():  # noqa: PLR2004 - label and value
        field = label_of(parts[0])
        if field is not None:
            return Stated(field, clean(parts[1]), labelled=True)
    folded = fold(text).strip(" .,;")
    if _BORN.match(folded):
        return Stated("birth_date", clean(text), labelled=False)
    tokens = [token.strip() for token in re.split(r"[,;/|]|\s-\s", folded) if token.strip()]
    if folded in MARITAL_WORDS or (tokens and all(token in MARITAL_WORDS or _is_children(token) for token in tokens)):
        return Stated("other", clean(text), labelled=False)
    if _AGE.fullmatch(folded):
        return Stated("other", clean(text), labelled=False)
    return None


def is_driving_licence(text: str) -> bool:
    """Whether a short text states a driving licence."""
    folded = fold(text[:80])
    return len(text) <= 80 and any(name in folded for name in DRIVING_LICENCE)  # noqa: PLR2004 - a statement, not a sentence


def _is_children(token: str) -> bool:
    return (
        re.fullmatch(
            r"(?:\d|one|two|three|ein|zwei|drei|un|deux|trois|dos|due|tre|no|keine|sans|sin)\s(?:child|children|kind|kinder|enfants?|hij[oa]s?|figli[oa]?|filh[oa]s?)",
            token,
        )
        is not None
    )
