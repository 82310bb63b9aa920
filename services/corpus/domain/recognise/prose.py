"""Texts of a client's JSON as sentences and bullets."""

import html
import re
from collections.abc import Iterable, Iterator

from services.corpus.domain.recognise.reading import clean, strip_bullet

# What the engine judges of a line; a longer sentence is parted at a space.
LINE_CHARS = 1_000
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|p|li|ul|ol|div)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|a|em|strong|span|ul|ol|p|li|div|font|h[1-6]|sup|sub)\b[^<>]{0,300}>", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<=[^\W_]{2}[.!?])\s+(?=[A-ZÀ-ÞĀ-Ž0-9'\"“(])|(?<=[)\]%\"'”][.!?])\s+(?=[A-ZÀ-ÞĀ-Ž0-9'\"“(])|(?<=[。！？])"
)
_ABBREVIATED = re.compile(
    r"(?:^|\s)(?:approx|bzw|ca|inkl|incl|etc|vs|nr|no|dr|mr|mrs|ms|prof|st|inc|ltd|corp|co|dept|mio|tsd|usw|evtl|max|min|sr|jr)\.$",
    re.IGNORECASE,
)
_LINK = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_INLINE_BULLET = re.compile(r"\s+[•●▪◦‣∙]\s+")


def lines_in(texts: Iterable[str]) -> Iterator[str]:
    """The sentences and bullets of some texts in order, at most 1,000 characters each, without markup and bare links."""
    for text in texts:
        for row in _rows(text):
            _, bare = strip_bullet(row)
            for sentence in _sentences(clean(bare)):
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


def _sentences(row: str) -> Iterator[str]:
    """The sentences of a row; none ends behind an abbreviation."""
    pending = ""
    for piece in _SENTENCE_END.split(row):
        pending = f"{pending} {piece}" if pending else piece
        if not _ABBREVIATED.search(pending[-10:]):
            yield pending.strip()
            pending = ""
    if pending:
        yield pending.strip()


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > LINE_CHARS:
        space = sentence.rfind(" ", LINE_CHARS // 2, LINE_CHARS)
        end = space if space > 0 else LINE_CHARS
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    if sentence:
        yield sentence
