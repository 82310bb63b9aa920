"""Texts of a client's JSON as sentences and bullets."""

import html
import re
from collections.abc import Iterable, Iterator

from engine.sentences import sentences_of
from services.corpus.domain.recognise.reading import clean, strip_bullet

# What the engine judges of a line; a longer sentence is parted at a space.
LINE_CHARS = 1_000
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|p|li|ul|ol|div)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|a|em|strong|span|ul|ol|p|li|div|font|h[1-6]|sup|sub)\b[^<>]{0,300}>", re.IGNORECASE)
_LINK = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_INLINE_BULLET = re.compile(r"\s+[•●▪◦‣∙]\s+")


def lines_in(texts: Iterable[str]) -> Iterator[str]:
    """The sentences and bullets of some texts in order, at most 1,000 characters each, without markup and bare links."""
    for text in texts:
        for row in _rows(text):
            _, bare = strip_bullet(row)
            for sentence in sentences_of(clean(bare)):
                if any(c.isalpha() for c in sentence) and not _LINK.match(sentence):
                    yield from _cut(sentence)


def plain(text: str) -> str:
    """A short text without markup, on one line."""
    return clean(" ".join(_rows(text)))


def _rows(text: str) -> list[str]:
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return [part for row in text.split("\n") for part in _INLINE_BULLET.split(row) if part.strip()]


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > LINE_CHARS:
        space = sentence.rfind(" ", LINE_CHARS // 2, LINE_CHARS)
        end = space if space > 0 else LINE_CHARS
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence
