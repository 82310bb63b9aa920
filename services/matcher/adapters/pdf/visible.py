"""Parts what a person sees on a page from what only a machine would read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import floor

from services.matcher.adapters.pdf.characters import COMBINING, readable
from services.matcher.adapters.pdf.geometry import writing_frame
from services.matcher.adapters.pdf.page import Colour, Glyph, RawPage, Shape, ShapeKind, Style
from services.matcher.domain.document import HiddenText

_TINY = 2.0
_PAPER: Colour = (255, 255, 255)
# Greatest difference of one channel at which two colours look the same on paper and on screens.
_SAME_COLOUR = 12
_OUTLINE_POINTS = 5
_OUTLINE_HEIGHT = 2.0
_MAX_OUTLINES = 500
# A copy of a glyph nearer than this part of its size is the same glyph printed twice to look bold.
_OVERPRINT = 0.12
# Letters are looked up below a loose accent by squares of so many points, of which each keeps so many letters.
_PLACE = 16.0
_PLACE_GLYPHS = 64


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The glyphs a person sees, made readable, and how many characters of which kind were left out."""

    glyphs: tuple[Glyph, ...]
    hidden: tuple[HiddenText, ...]


def see(page: RawPage) -> SeenPage:
    """Drops hidden glyphs and overprints, and makes the text of the others readable; spaces stay, as " "."""
    background = _Background(page.shapes)
    outlines = _Outlines(page)
    hidden: Counter[str] = Counter()
    seen: list[Glyph] = []
    for raw in page.glyphs:
        text = readable(raw.text, wingdings=raw.style.wingdings)
        if not text:
            continue
        if text == " ":
            # White space hides nothing.
            seen.append(raw if raw.text == text else raw._replace(text=text))
            continue
        glyph = raw if raw.style.visible else outlines.drawn(raw)
        if glyph is None:
            hidden["invisible"] += 1
        elif (kind := _hidden_kind(glyph, page, background)) is not None:
            hidden[kind] += 1
        else:
            seen.append(glyph if text == glyph.text else glyph._replace(text=text))
    counts = tuple(HiddenText(page.number, kind, hidden[kind]) for kind in sorted(hidden))
    return SeenPage(glyphs=tuple(_accents(_without_overprints(seen))), hidden=counts)


def _hidden_kind(glyph: Glyph, page: RawPage, background: "_Background") -> str | None:
    if glyph.style.size < _TINY:
        return "tiny"
    x, y = _middle(glyph)
    if not (0 <= x <= page.width and 0 <= y <= page.height):
        return "off_page"
    return "background" if background.swallows(glyph, x, y) else None


def _middle(glyph: Glyph) -> tuple[float, float]:
    """Returns the middle of a small letter on the page as displayed, whatever the direction of writing."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.style.size
    if glyph.angle:
        a, b, c, d, _, _ = writing_frame(glyph.angle)
        return a * x + b * y, c * x + d * y
    return x, y


class _Outlines:
    """Finds letters that are painted as outlines with unpainted text over them, as browsers print artificial bold.

    Such an outline is as high as its text and has many points for each of its letters; a mere line or box behind
    unpainted text does not bring it to light.
    """

    def __init__(self, page: RawPage) -> None:
        self._drawn: dict[int, Shape] = {}
        unpainted = [glyph for glyph in page.glyphs if not glyph.style.visible and glyph.text.strip()]
        if not unpainted:
            return
        forms = [shape for shape in page.shapes if shape.detail >= _OUTLINE_POINTS]
        for shape in forms[:_MAX_OUTLINES]:
            over = [
                glyph
                for glyph in unpainted
                if shape.covers(*_middle(glyph)) and shape.y1 - shape.y0 <= _OUTLINE_HEIGHT * glyph.style.size
            ]
            if over and shape.detail >= _OUTLINE_POINTS * len(over):
                self._drawn |= {id(glyph): shape for glyph in over}
        self._styles: dict[tuple[Style, Colour | None], Style] = {}

    def drawn(self, glyph: Glyph) -> Glyph | None:
        """Returns the glyph as its outline shows it; None when nothing shows it."""
        shape = self._drawn.get(id(glyph))
        if shape is None:
            return None
        key = (glyph.style, shape.colour)
        style = self._styles.get(key)
        if style is None:
            style = replace(glyph.style, colour=shape.colour, opacity=1.0, painted=True, bold=True)
            self._styles[key] = style
        return glyph._replace(style=style, z=shape.z)


class _Background:
    """Judges whether text has the colour of what lies behind it; when unsure it is visible."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = [shape for shape in shapes if shape.x1 - shape.x0 > 1 and shape.y1 - shape.y0 > 1]
        self._colours = {_PAPER, *(shape.colour for shape in self._shapes if shape.colour is not None)}
        self._suspicious: dict[Colour, bool] = {}

    def swallows(self, glyph: Glyph, x: float, y: float) -> bool:
        colour = glyph.style.colour
        if colour is None or not self._is_suspicious(colour):
            return False
        behind: Colour | None = _PAPER
        for shape in self._shapes:
            if shape.z >= glyph.z:
                break
            if shape.covers(x, y):
                # Of an image, a gradient or a free form it is not known what lies exactly here, so it may well contrast.
                behind = shape.colour if shape.kind is ShapeKind.RECTANGLE else None
        return behind is not None and _alike(colour, behind)

    def _is_suspicious(self, colour: Colour) -> bool:
        known = self._suspicious.get(colour)
        if known is None:
            known = self._suspicious[colour] = any(_alike(colour, other) for other in self._colours)
        return known


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(one, other, strict=True))


def _without_overprints(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Keeps one of several prints of the same glyph at nearly the same place, as bold."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], list[int]] = {}
    bolder: dict[Style, Style] = {}
    for glyph in glyphs:
        if glyph.text == " ":
            kept.append(glyph)
            continue
        # Cells are twice as wide as the distance looked for: a twin stands in this cell or in one of the three nearest.
        near = _OVERPRINT * glyph.style.size
        across, down = glyph.x0 / (2 * near), glyph.y / (2 * near)
        column, row = floor(across), floor(down)
        columns = (column, column + (1 if across - column > 0.5 else -1))  # noqa: PLR2004 - nearer to that side
        rows = (row, row + (1 if down - row > 0.5 else -1))  # noqa: PLR2004 - nearer to that side
        found = [place for c in columns for r in rows for place in places.get((glyph.text, c, r), ())]
        twin = next((place for place in found if _is_twin(kept[place], glyph, near)), None)
        if twin is None:
            places.setdefault((glyph.text, column, row), []).append(len(kept))
            kept.append(glyph)
        elif not kept[twin].style.bold:
            style = kept[twin].style
            kept[twin] = kept[twin]._replace(style=bolder.setdefault(style, replace(style, bold=True)))
    return kept


def _is_twin(one: Glyph, other: Glyph, near: float) -> bool:
    # Not of one text object: there a ligature opened into letters shares one place.
    same_place = abs(one.x0 - other.x0) <= near and abs(one.y - other.y) <= near
    return same_place and one.angle == other.angle and one.z != other.z


def _accents(glyphs: list[Glyph]) -> list[Glyph]:
    """Joins an accent drawn over a letter with that letter."""
    joined: list[Glyph] = []
    loose: list[int] = []
    pending: Glyph | None = None
    for glyph in glyphs:
        if pending is not None:
            accent, pending = pending, None
            if glyph.text.isalpha() and _over(accent, glyph):
                joined.append(_accented(glyph, accent))
                continue
            loose.append(len(joined))
            joined.append(accent)
        if glyph.text in COMBINING:
            if joined and joined[-1].text.isalpha() and _over(glyph, joined[-1]):
                joined[-1] = _accented(joined[-1], glyph)
            else:
                pending = glyph
        else:
            joined.append(glyph)
    if pending is not None:
        loose.append(len(joined))
        joined.append(pending)
    return _with_loose_accents(joined, loose) if loose else joined


def _with_loose_accents(glyphs: list[Glyph], loose: Sequence[int]) -> list[Glyph]:
    """Joins accents that were painted long before or after their letters with what stands below them."""
    places: dict[tuple[int, int], list[int]] = {}
    for index, glyph in enumerate(glyphs):
        if glyph.text.isalpha():
            place = places.setdefault((int(glyph.x0 // _PLACE), int(glyph.y // _PLACE)), [])
            if len(place) < _PLACE_GLYPHS:
                place.append(index)
    taken: set[int] = set()
    for index in loose:
        accent = glyphs[index]
        across, down = int((accent.x0 + accent.x1) / 2 // _PLACE), int(accent.y // _PLACE)
        near = [at for x in (across - 1, across) for y in (down - 1, down, down + 1) for at in places.get((x, y), ())]
        below = [at for at in near if _over(accent, glyphs[at])]
        if below:
            at = min(below, key=lambda at: abs(glyphs[at].y - accent.y))
            glyphs[at] = _accented(glyphs[at], accent)
            taken.add(index)
    return [glyph for index, glyph in enumerate(glyphs) if index not in taken]


def _accented(letter: Glyph, accent: Glyph) -> Glyph:
    # An i under an accent is drawn without its dot.
    return letter._replace(text=letter.text.replace("\u0131", "i") + COMBINING[accent.text])


def _over(accent: Glyph, letter: Glyph) -> bool:
    """An accent stands over a letter when its middle lies within the letter's width."""
    middle = (accent.x0 + accent.x1) / 2
    return letter.x0 <= middle <= letter.x1 and abs(accent.y - letter.y) < letter.style.size / 2
