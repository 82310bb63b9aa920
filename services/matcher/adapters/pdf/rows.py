"""Words that stand side by side, and the pieces of a row between wide gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.adapters.pdf.words import Word

# Baselines of one row differ by less than this part of the smaller font size.
_SAME_ROW = 0.3
# Raised or lowered small print belongs to the row of the word it touches.
_SMALL = 0.85
_TOUCHES = 0.4
_SHIFTED = 0.35
# A bullet or number belongs to the text behind it, however far its tab reaches.
_BULLET_REACH = 3.0
_MARKER = re.compile(r"[^\w\s(\[{<\"'#@+$€£&/\\]{1,2}|\(?\d{1,2}[.)]|[o\u00a7]", re.UNICODE)


@dataclass(slots=True)
class Fragment:
    """Neighbouring words of one row, from left to right, without a wide gap between them."""

    words: list[Word]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def text(self) -> str:
        """The words with spaces, for judging only."""
        return " ".join(word.text for word in self.words)

    @property
    def characters(self) -> int:
        """How many characters the words have."""
        return sum(len(word.text) for word in self.words)

    @property
    def bold(self) -> bool:
        """Says whether the first word is bold."""
        return self.words[0].bold


@dataclass(slots=True)
class Row:
    """Words on one baseline, from left to right."""

    words: list[Word]
    y: float

    @property
    def size(self) -> float:
        """The largest font size of the row."""
        return max(word.size for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge of the highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of the lowest word."""
        return max(word.bottom for word in self.words)


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Groups words by baseline, from the top down."""
    rows: list[Row] = []
    smallest = 0.0
    for word in sorted(words, key=lambda word: word.y):
        if rows and word.y - rows[-1].y <= _SAME_ROW * min(smallest, word.size):
            rows[-1].words.append(word)
            smallest = min(smallest, word.size)
        else:
            rows.append(Row([word], word.y))
            smallest = word.size
    rows = _with_small_print(rows)
    for row in rows:
        row.words.sort(key=lambda word: word.x0)
    return rows


def _with_small_print(rows: list[Row]) -> list[Row]:
    """Moves superscripts and subscripts into the row of the words they touch."""
    for index, row in enumerate(rows):
        for other in (*rows[max(0, index - 1) : index], *rows[index + 1 : index + 2]):
            if not other.words or abs(other.y - row.y) > 0.6 * other.size:
                continue
            moved = [
                word
                for word in row.words
                if any(_touches(word, big) for big in other.words) or _fills_hole(word, other.words)
            ]
            if moved:
                other.words += moved
                row.words = [word for word in row.words if word not in moved]
    return [row for row in rows if row.words]


def _touches(small: Word, big: Word) -> bool:
    if small.size > _SMALL * big.size or len(small.text) > 4:  # noqa: PLR2004 - "th", "2)", "[12]"
        return False
    beside = -_TOUCHES * big.size <= small.x0 - big.x1 <= _TOUCHES * big.size
    if small.y - big.y > _SHIFTED * big.size:
        return False
    return beside and small.top < big.bottom and small.bottom > big.top


def _fills_hole(word: Word, others: Sequence[Word]) -> bool:
    """Says whether a lowered or raised letter stands in the place others leave for it, as in TeX's own name."""
    if len(word.text) > 2:  # noqa: PLR2004 - a letter, perhaps with an accent
        return False
    reach = _TOUCHES * word.size
    near = [other for other in others if abs(word.y - other.y) <= _SHIFTED * other.size]
    before = any(-reach <= word.x0 - other.x1 <= reach / 2 for other in near)
    after = any(-reach <= other.x0 - word.x1 <= reach / 2 for other in near)
    return before and after


def fragments_of(row: Row, gap_em: float) -> list[Fragment]:
    """Cuts a row where the gap is wider than `gap_em` times the font size; bullets stay with their text."""
    fragments: list[Fragment] = []
    for word in row.words:
        if fragments and not _apart(fragments[-1], word, gap_em):
            piece = fragments[-1]
            piece.words.append(word)
            piece.x1 = max(piece.x1, word.x1)
            piece.size = max(piece.size, word.size)
        else:
            fragments.append(Fragment([word], word.x0, word.x1, word.y, word.size))
    return fragments


def _apart(left: Fragment, word: Word, gap_em: float) -> bool:
    size = min(left.words[-1].size, word.size)
    reach = gap_em
    if len(left.words) == 1 and is_marker(left.words[0].text):
        # A marker's own size says nothing: bullets are often set smaller or larger.
        size, reach = word.size, max(gap_em, _BULLET_REACH)
    return word.x0 - left.x1 > reach * size


def is_marker(text: str) -> bool:
    """Says whether a word is a bullet or the number of a list entry."""
    return bool(_MARKER.fullmatch(text))
