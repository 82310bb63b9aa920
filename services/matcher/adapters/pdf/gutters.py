"""Finds the vertical white space in a region that could part columns, and the rows each stretch of it passes through."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.matcher.adapters.pdf.beside import Band
from services.matcher.adapters.pdf.page import Shape
from services.matcher.adapters.pdf.rows import Fragment, Row, fragments_of, is_marker

# The narrowest gutter, in parts of the font size; white space inside a line is .2 to .6.
_GUTTER = 0.75
# What begins at an edge where so many pieces begin needs only so much white space before it.
_EDGE_PIECES = 4
_EDGE_GUTTER = 0.5
_MAX_CANDIDATES = 40
# White space above a line of this many usual leadings starts something new.
_SECTION_GAP = 1.45
_RULE_HEIGHT = 2.5
_RULE_SHARE = 0.25
_PANEL_HEIGHT = 0.25
# How far a painted edge may stand from the gutter, in points.
_PANEL_REACH = 8.0
_LOOK_BACK = 8
_COMMON_LEADINGS = (4, 40)
_DEFAULT_LEADING = 12.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Painted lines and areas that show how a page is divided: horizontal rules, and tall things whose edges part columns."""

    rules: tuple[Shape, ...]
    panels: tuple[Shape, ...]


def marks_of(shapes: Sequence[Shape], page_height: float) -> Marks:
    """Picks what of a page's shapes divides it."""
    rules = tuple(s for s in shapes if s.y1 - s.y0 <= _RULE_HEIGHT and s.x1 - s.x0 > 4 * _RULE_HEIGHT)
    panels = tuple(s for s in shapes if s.y1 - s.y0 >= _PANEL_HEIGHT * page_height)
    return Marks(rules, panels)


class Grid:
    """The rows of a region, each cut at its wide gaps."""

    def __init__(self, rows: list[Row], marks: Marks) -> None:
        self.rows = rows
        self._marks = marks
        self._pieces = _parted_at_edges([fragments_of(row, _GUTTER) for row in rows])
        self._x0 = min((row[0].x0 for row in self._pieces), default=0.0)
        self._x1 = max((row[-1].x1 for row in self._pieces), default=0.0)
        self._leading = self._usual_leading()

    def bands(self) -> list[Band]:
        """Lists every run of rows through which a gutter passes, for each place where one could end."""
        # Left edges that occur often are likely column edges.
        starts = Counter(round(piece.x0) for row in self._pieces for piece in row)
        candidates = sorted(x for x, _ in starts.most_common(_MAX_CANDIDATES))
        return [band for x in candidates for band in self._bands_at(x - 0.6)]

    def _bands_at(self, x: float) -> list[Band]:
        found: list[Band] = []
        first = 0
        for index in range(len(self.rows) + 1):
            ends = index == len(self.rows) or self._crosses(index, x)
            ruled = not ends and index > first and self._rule_above(index, x)
            if ends or ruled:
                band = self._band(first, index, x)
                if band is not None:
                    found.append(band)
                first = index if ruled else index + 1
        return found

    def _crosses(self, index: int, x: float) -> bool:
        """Says whether a row leaves no room for a gutter that ends at `x`."""
        return any(piece.x0 < x < piece.x1 + _GUTTER * piece.size / 2 for piece in self._pieces[index])

    def _rule_above(self, index: int, x: float) -> bool:
        """Says whether a painted rule runs across both sides between a row and the one above; one box's edge does not."""
        top, bottom = self.rows[index - 1].y, self.rows[index].y - 0.3 * self.rows[index].size
        left, right = x - _RULE_SHARE * (x - self._x0), x + _RULE_SHARE * (self._x1 - x)
        return any(
            top < rule.y1 and rule.y0 < bottom and rule.x0 < left and rule.x1 > right for rule in self._marks.rules
        )

    def _band(self, first: int, end: int, x: float) -> Band | None:
        """Makes a band of rows, without one-sided rows at its ends that belong to what surrounds it."""
        lefts = [index for index in range(first, end) if any(piece.x0 < x for piece in self._pieces[index])]
        rights = [index for index in range(first, end) if any(piece.x0 >= x for piece in self._pieces[index])]
        if not lefts or not rights:
            return None
        # Both sides have begun and neither has ended between these rows.
        inner_first, inner_last = max(lefts[0], rights[0]), min(lefts[-1], rights[-1])
        if inner_first > inner_last:
            return None
        while first < inner_last and self._is_strip(first, end):
            first += 1
        inner_first = max(first, inner_first)
        ends = [piece.x1 for row in self._pieces[inner_first : inner_last + 1] for piece in row if piece.x0 < x]
        if not ends:
            return None
        begins = max(ends)
        panel = self._panel(begins, x, top=self.rows[inner_first].y, bottom=self.rows[inner_last].y)
        if first > 0:
            first = self._cut_above(first, inner_first)
        if end < len(self.rows):
            end = self._cut_below(inner_last, end, panel)
        left = [piece for index in range(first, end) for piece in self._pieces[index] if piece.x0 < x]
        right = [piece for index in range(first, end) for piece in self._pieces[index] if piece.x0 >= x]
        if not left or not right:
            return None
        overlap = self.rows[inner_last].bottom - self.rows[inner_first].top
        return Band(
            x=x,
            first=first,
            end=end,
            left=left,
            right=right,
            top=self.rows[first].top,
            bottom=self.rows[end - 1].bottom,
            weight=overlap * min(1.0, (x - begins) / self.rows[inner_first].size),
            panel=panel is not None,
        )

    def _panel(self, begins: float, x: float, *, top: float, bottom: float) -> Shape | None:
        """Returns a tall painted area or line with an edge in the gutter from `begins` to `x`."""
        low, high = begins - _PANEL_REACH, x + _PANEL_REACH
        for shape in self._marks.panels:
            if shape.y0 < bottom and shape.y1 > top and (low < shape.x0 < high or low < shape.x1 < high):
                return shape
        return None

    def _is_strip(self, index: int, end: int) -> bool:
        """Says whether a row is a strip of items with like gaps, such as contact data under a name, and not part of columns."""
        own = self._pieces[index]
        gaps = [right.x0 - left.x1 for left, right in pairwise(own)]
        if len(gaps) < 2 or max(gaps) > 2.5 * min(gaps):  # noqa: PLR2004 - three items at least, evenly spread
            return False
        others = [piece.x0 for row in self._pieces[index + 1 : end] for piece in row]
        return not any(sum(abs(piece.x0 - x) < 2 for x in others) > 1 for piece in own[1:])  # noqa: PLR2004 - points

    def _cut_above(self, first: int, inner_first: int) -> int:
        """Of one-sided rows above the columns, keeps those below the widest gap."""
        widest = max(range(first, inner_first + 1), key=lambda index: (self._step(index), -index))
        return widest if self._step(widest) > _SECTION_GAP * self._leading else first

    def _cut_below(self, inner_last: int, end: int, panel: Shape | None) -> int:
        """Of one-sided rows below the columns, keeps those above the widest gap: a heading stands closest to its text.

        What stands beside a painted sidebar stands beside it to its end, whether the sidebar has text there or not.
        """
        kept = inner_last + 1
        while panel is not None and kept < end and self.rows[kept].y < panel.y1:
            kept += 1
        widest = max(range(kept, end + 1), key=lambda index: (self._step(index), index))
        return widest if self._step(widest) > _SECTION_GAP * self._leading else end

    def _step(self, index: int) -> float:
        """Returns how far a row stands below the text above it in the same column, in points."""
        own = self._pieces[index]
        for above in range(index - 1, max(-1, index - _LOOK_BACK), -1):
            if any(high.x0 < low.x1 and low.x0 < high.x1 for high in self._pieces[above] for low in own):
                return self.rows[index].y - self.rows[above].y
        return 0.0

    def _usual_leading(self) -> float:
        """Returns the commonest distance of baselines in a column, in points."""
        least, most = _COMMON_LEADINGS
        steps = Counter(
            round(step) for index in range(1, len(self.rows)) if least <= (step := self._step(index)) <= most
        )
        return float(steps.most_common(1)[0][0]) if steps else _DEFAULT_LEADING


def _parted_at_edges(rows: list[list[Fragment]]) -> list[list[Fragment]]:
    """The pieces of the rows, parted where a word begins at an edge at which many pieces of other rows begin."""
    starts = Counter(round(piece.x0) for row in rows for piece in row)
    edges = {x for x, count in starts.items() if count >= _EDGE_PIECES}
    return [[part for piece in row for part in _parted(piece, edges)] for row in rows]


def _parted(piece: Fragment, edges: set[int]) -> list[Fragment]:
    words = piece.words
    cuts = [
        index
        for index in range(1, len(words))
        if round(words[index].x0) in edges
        and words[index].x0 - words[index - 1].x1 > _EDGE_GUTTER * words[index].size
        and not is_marker(words[index - 1].text)
    ]
    if not cuts:
        return [piece]
    bounds = [0, *cuts, len(words)]
    return [
        Fragment(part, part[0].x0, max(word.x1 for word in part), piece.y, max(word.size for word in part))
        for part in (words[start:end] for start, end in pairwise(bounds))
    ]
