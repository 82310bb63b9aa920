"""Finds what a qualification is in: "Bachelor's degree in Nursing", "laurea in economia o giurisprudenza"."""

import re

from engine.remember import remembered

# What a degree is in: behind "in" and its like, or else behind "of" and its like.
_SUBJECT = (
    re.compile(r"\b(?:in|en|em)\s+(.+)", re.IGNORECASE),
    re.compile(
        r"\b(?:of|der|des|de|di|van|w|als|zum|zur|as an?|comme|como|come|jako|bts|dut|cap)\s+(.+)", re.IGNORECASE
    ),
)
_ALTERNATIVE = re.compile(r"\s+(?:or|oder|ou|o|lub|of|bzw\.)\s+|[,/;]", re.IGNORECASE)
_BESIDE = re.compile(r"\s+(?:mit|with|avec|con|com|met|z)\s+|\(", re.IGNORECASE)
_ANY_FIELD = re.compile(
    r"(?:an?\s+)?(?:other|similar|related|equivalent|comparable|relevant|vergleichbar\w*|ähnlich\w*|équivalent\w*|similaire\w*|connexe\w*|equivalente\w*|"
    r"similar\w*|afín|affine|affini|gelijkwaardig\w*|aanverwant\w*|pokrewn\w*|podobn\w*)",
    re.IGNORECASE,
)


@remembered(256)
def subjects_of(name: str) -> tuple[str, ...]:
    """The fields a degree's name asks for: any of them will do."""
    found = next((match for pattern in _SUBJECT if (match := pattern.search(name))), None)
    if found is None:
        return ()
    parts = (part.strip(" ,;.()") for part in _ALTERNATIVE.split(_BESIDE.split(found.group(1))[0]))
    return tuple(part for part in parts if part and not _ANY_FIELD.match(part))
