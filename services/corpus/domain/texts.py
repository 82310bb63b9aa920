"""Which texts may be embedded, and what of each counts."""

import hashlib
from collections.abc import Sequence

TEXTS_MAX = 2048
# Tokenising costs time by the character, and no model here reads further than a few thousand of them.
CHARS_MAX = 8192


def cut(text: str) -> str:
    """Returns what of the text is embedded: its first 8,192 characters. The model then cuts at its token limit."""
    return text[:CHARS_MAX]


def text_key(text: str) -> bytes:
    """Returns the SHA-256 of a cut text: 32 bytes that stand for it."""
    return hashlib.sha256(text.encode()).digest()


def problems_of(texts: Sequence[str]) -> dict[str, list[str]]:
    """Returns what is wrong, by field path (`texts` or `texts[3]`); empty when the cut texts can be embedded."""
    if not texts:
        return {"texts": ["must hold at least one text"]}
    if len(texts) > TEXTS_MAX:
        return {"texts": [f"must hold at most {TEXTS_MAX} texts, not {len(texts)}"]}
    return {f"texts[{place}]": ["must not be blank"] for place, text in enumerate(texts) if not text or text.isspace()}
