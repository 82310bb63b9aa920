"""Regions to text lines: reading order inside a column, gaps, sizes, and scripts that run leftwards."""

from collections import Counter
from collections.abc import Sequence

from services.matcher.adapters.pdf.characters import SOFT_HYPHEN
from services.matcher.adapters.pdf.columns import Divider, Region
from services.matcher.adapters.pdf.rows import Fragment, Row, fragments_of, rows_of
from services.matcher.adapters.pdf.words import Word, needs_space
from services.matcher.domain.document import TextLine

# A gap of this many font sizes inside a row makes two lines of it, such as a title and its date.
_LINE_GAP = 1.2
_CELL_GAP = 1.7


def lines_of(region: Region, *, page: int, block: int) -> list[TextLine]:
    """Makes the lines of one region, in reading order; what stands side by side comes left to right with the same `y0`."""
    rows = rows_of(region.words)
    pieces = [(index, piece) for index, row in enumerate(rows) for piece in _pieces(row, region.dividers)]
    pieces = _labels_together(pieces, region.dividers)
    made: list[TextLine] = []
    for index, piece in pieces:
        row = rows[index]
        above = rows[index - 1].bottom if index else row.top
        made.append(_line(piece, row, max(0.0, row.top - above) if index else 0.0, page, block))
    return made


def _pieces(row: Row, dividers: Sequence[Divider]) -> list[Fragment]:
    places = [divider.x for divider in dividers if divider.top <= row.y <= divider.bottom]
    cut: list[Fragment] = []
    for piece in fragments_of(row, _LINE_GAP):
        start = 0
        for index in range(1, len(piece.words)):
            left, right = piece.words[index - 1], piece.words[index]
            if any(left.x1 <= x <= right.x0 for x in places):
                cut.append(_fragment(piece.words[start:index]))
                start = index
        cut.append(_fragment(piece.words[start:]))
    return cut


def _fragment(words: list[Word]) -> Fragment:
    return Fragment(words, words[0].x0, max(word.x1 for word in words), words[0].y, max(word.size for word in words))


def _labels_together(pieces: list[tuple[int, Fragment]], dividers: Sequence[Divider]) -> list[tuple[int, Fragment]]:
    """Moves the further lines of a label that takes several up to its first, so that they do not cut the text beside it."""
    ordered: list[tuple[int, Fragment]] = []
    last_label: int | None = None
    for index, piece in pieces:
        label = any(d.labels and d.top <= piece.y <= d.bottom and piece.x1 <= d.x for d in dividers)
        if label and last_label is not None:
            above = ordered[last_label][1]
            if piece.y - above.y <= _CELL_GAP * piece.size and abs(above.x0 - piece.x0) < piece.size:
                last_label += 1
                ordered.insert(last_label, (index, piece))
                continue
        if label:
            last_label = len(ordered)
        ordered.append((index, piece))
    return ordered


def _line(piece: Fragment, row: Row, gap: float, page: int, block: int) -> TextLine:
    sizes: Counter[float] = Counter()
    for word in piece.words:
        sizes[round(word.size, 1)] += len(word.text)
    characters = sum(sizes.values())
    return TextLine(
        text=_text(piece.words),
        page=page,
        block=block,
        x0=round(piece.x0, 1),
        y0=round(row.top, 1),
        x1=round(piece.x1, 1),
        y1=round(row.bottom, 1),
        size=max(sizes.items(), key=lambda item: (item[1], item[0]))[0],
        bold=sum(len(word.text) for word in piece.words if word.bold) * 2 > characters,
        italic=sum(len(word.text) for word in piece.words if word.italic) * 2 > characters,
        gap=round(gap, 1),
    )


def _text(words: Sequence[Word]) -> str:
    """Joins words from left to right as they are read: runs of a leftward script are turned round."""
    text = ""
    previous: Word | None = None
    for word in _logical(words):
        if previous is not None:
            left, right = (previous, word) if previous.x0 <= word.x0 else (word, previous)
            text += " " if needs_space(left, right) else ""
        text += word.text
        previous = word
    if text.endswith(SOFT_HYPHEN):
        text = f"{text[:-1]}-"
    return text.replace(SOFT_HYPHEN, "")


def _logical(words: Sequence[Word]) -> list[Word]:
    if not any(word.leftwards for word in words):
        return list(words)
    mostly = sum(len(w.text) for w in words if w.leftwards) * 2 > sum(len(w.text) for w in words)
    # Runs of one direction, left to right on the page.
    runs: list[list[Word]] = []
    for word in words:
        if runs and runs[-1][0].leftwards == word.leftwards:
            runs[-1].append(word)
        else:
            runs.append([word])
    if mostly:
        runs.reverse()
    return [word for run in runs for word in (reversed(run) if run[0].leftwards else run)]
