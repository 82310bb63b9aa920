"""Regions to text lines: reading order inside a column, gaps, sizes, and scripts that run leftwards."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from services.matcher.adapters.pdf.characters import SOFT_HYPHEN
from services.matcher.adapters.pdf.columns import Divider, Region
from services.matcher.adapters.pdf.rows import Fragment, Row, fragments_of, is_marker, rows_of
from services.matcher.adapters.pdf.words import Word, needs_space
from services.matcher.domain.document import TextLine

# A gap of this many font sizes inside a row makes two lines of it, such as a title and its date.
_LINE_GAP = 1.2
# Three spaces in a row are a gap, too, unless the line was stretched to its column's edge or all its gaps are alike.
_SPACES_GAP = 0.75
_SPACES_SHARE = 2.2
# Letters take .4 to .75 of their size each; set apart from each other they take more, and so do the spaces between words.
_SET_APART = 0.8
_CELL_GAP = 1.7


def lines_of(region: Region, *, page: int, block: int) -> list[TextLine]:
    """Makes the lines of one region, in reading order; what stands side by side comes left to right with the same `y0`."""
    rows = rows_of(region.words)
    leftwards = _mostly_leftwards(region.words)
    edge = max((word.x1 for word in region.words), default=0.0)
    pieces = [(index, piece) for index, row in enumerate(rows) for piece in _pieces(row, region.dividers, edge)]
    pieces = _labels_together(pieces, region.dividers)
    made: list[TextLine] = []
    for index, piece in pieces:
        row = rows[index]
        above = rows[index - 1].bottom if index else row.top
        gap = max(0.0, row.top - above) if index else 0.0
        made.append(_line(piece, row, gap=gap, page=page, block=block, leftwards=leftwards))
    return made


def _pieces(row: Row, dividers: Sequence[Divider], edge: float) -> list[Fragment]:
    places = [divider.x for divider in dividers if divider.top <= row.y <= divider.bottom]
    cut: list[Fragment] = []
    for piece in fragments_of(row, _LINE_GAP):
        start = 0
        spaced = _spaced_out(piece, edge)
        for index in range(1, len(piece.words)):
            left, right = piece.words[index - 1], piece.words[index]
            if any(left.x1 <= x <= right.x0 for x in places) or index in spaced:
                cut.append(_fragment(piece.words[start:index]))
                start = index
        cut.append(_fragment(piece.words[start:]))
    return cut


def _spaced_out(piece: Fragment, edge: float) -> frozenset[int]:
    """The words of a piece that stand behind several spaces."""
    words = piece.words
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    wide = [index for index, gap in enumerate(gaps, start=1) if gap > _SPACES_GAP * words[index].size]
    letters = sum(len(word.text) * word.size for word in words)
    if not wide or any(word.leftwards for word in words) or sum(w.x1 - w.x0 for w in words) > _SET_APART * letters:
        return frozenset()
    usual = sorted(gaps)[(len(gaps) - 1) // 2]
    free = piece.x1 < edge - piece.size
    return frozenset(
        index
        for index in wide
        if (free or gaps[index - 1] > _SPACES_SHARE * usual) and not (index == 1 and is_marker(words[0].text))
    )


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


def _line(piece: Fragment, row: Row, *, gap: float, page: int, block: int, leftwards: bool) -> TextLine:
    sizes: Counter[float] = Counter()
    for word in piece.words:
        sizes[round(word.size, 1)] += len(word.text)
    characters = sum(sizes.values())
    return TextLine(
        text=_text(piece.words, leftwards=leftwards),
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


def _text(words: Sequence[Word], *, leftwards: bool) -> str:
    """Joins words from left to right as they are read: runs of a leftward script are turned round, in leftward text their order, too."""
    text = ""
    previous: Word | None = None
    for word in _logical(words, leftwards=leftwards):
        if previous is not None:
            left, right = (previous, word) if previous.x0 <= word.x0 else (word, previous)
            text += " " if needs_space(left, right) else ""
        text += word.text
        previous = word
    if text.endswith(SOFT_HYPHEN):
        text = f"{text[:-1]}-"
    return text.replace(SOFT_HYPHEN, "")


def _mostly_leftwards(words: Sequence[Word]) -> bool:
    """Says whether most letters are of scripts written from right to left; digits have no direction of their own."""
    letters = [(word.leftwards, sum(character.isalpha() for character in word.text)) for word in words]
    return 2 * sum(count for leftward, count in letters if leftward) > sum(count for _, count in letters)


def _logical(words: Sequence[Word], *, leftwards: bool) -> list[Word]:
    if not any(word.leftwards for word in words):
        return list(words)
    # Runs of one direction, left to right on the page.
    runs: list[list[Word]] = []
    for word in words:
        if runs and runs[-1][0].leftwards == word.leftwards:
            runs[-1].append(word)
        else:
            runs.append([word])
    if leftwards or _mostly_leftwards(words):
        runs.reverse()
    return [word for run in runs for word in (reversed(run) if run[0].leftwards else run)]
