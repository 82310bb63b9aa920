"""Cuts text of any script into the terms a lexical index counts: folded words, and pairs of signs where words have no gaps."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from engine.reading.composed import parted

# Marks that spelling may leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs. Marks of other
# scripts are letters in all but name (a Japanese voicing mark, an Indic vowel) and stay.
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
# Words, with the signs of names such as C++ and C#. The ranges are scripts whose vowel signs do not count as word characters.
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3])+[+#]*")
_ASCII_WORD = re.compile(r"[a-z0-9]+[+#]*")
# Scripts written without gaps between words, and Korean, whose words carry their particles: pairs of signs stand for words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# A CV has some ten thousand characters; what lies beyond this in a profile is not searched by its words.
TEXT_CHARS_MAX = 200_000
_TERM_BYTES = 10
_COUNT_MAX = 65_535


def terms_of(text: str) -> list[str]:
    """Returns the terms of a text in order, repeated as they are: case, accents and widths folded, nothing stemmed."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    plain = unicodedata.normalize("NFKC", parted(text)).casefold()
    folded = unicodedata.normalize("NFC", _LOOSE_MARKS.sub("", unicodedata.normalize("NFD", plain)))
    return [term for word in _WORD.findall(folded) for term in _split(word)]


def _split(word: str) -> Iterator[str]:
    end = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        signs, end = run.group(), run.end()
        if len(signs) == 1:
            yield signs
        for place in range(len(signs) - 1):
            yield signs[place : place + 2]
    if end < len(word):
        yield word[end:]


@lru_cache(maxsize=200_000)
def term_id(term: str) -> int:
    """Returns a term's number, 64 bits of its hash: an index then holds no words, and needs no shared vocabulary."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def count_terms(texts: Iterable[str]) -> dict[int, int]:
    """Returns term id → how often it occurs in the texts, read up to `TEXT_CHARS_MAX` characters."""
    counts: Counter[str] = Counter()
    left = TEXT_CHARS_MAX
    for text in texts:
        counts.update(terms_of(text[:left]))
        left -= len(text)
        if left <= 0:
            break
    return {term_id(term): count for term, count in counts.items()}


def stored_terms(counts: Mapping[int, int]) -> bytes:
    """Returns term ids and their counts as a candidate's record keeps them: ten bytes a term, ids rising, then counts."""
    ids = np.sort(np.fromiter(counts, "<u8", len(counts)))
    return ids.tobytes() + np.array([min(counts[term], _COUNT_MAX) for term in ids.tolist()], "<u2").tobytes()


def read_terms(stored: bytes) -> dict[int, int]:
    """Returns term id → count of what `stored_terms` made; raises `ValueError` for bytes that it cannot have made."""
    terms, rest = divmod(len(stored), _TERM_BYTES)
    ids = np.frombuffer(stored, "<u8", terms)
    counts = np.frombuffer(stored, "<u2", terms, offset=ids.nbytes)
    if rest or (ids[1:] <= ids[:-1]).any() or not counts.all():
        raise ValueError("terms are not as they were stored")
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


def scored_texts(profile_json: bytes) -> list[str]:
    """Returns the distinct `scored` texts of a stored profile, wherever they stand; raises `ValueError` when it is no JSON.

    Only these are free of what tells who somebody is. Decoding the whole profile into its values would cost ten times more
    and a new field in it would then stop old records from being indexed.
    """
    found: dict[str, None] = {}
    stack: list[object] = [json.loads(profile_json)]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            scored = here.get("scored")
            if isinstance(scored, str):
                found[scored] = None
            stack.extend(reversed([value for value in here.values() if isinstance(value, (dict, list))]))
        elif isinstance(here, list):
            stack.extend(reversed(here))
    return list(found)
