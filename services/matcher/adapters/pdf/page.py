"""One page as a reader library gives it: glyphs and what is painted around them, before any judgement."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""


_TRANSPARENT = 0.04


class ReaderError(Exception):
    """A reader library could not make sense of the file."""


class PasswordError(ReaderError):
    """The file opens only with a password."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of glyphs is painted. `colour` is None for patterns and unknown colour spaces; `opacity` is 0 to 1."""

    size: float
    bold: bool
    italic: bool
    colour: Colour | None
    opacity: float
    painted: bool
    wingdings: bool = False

    @property
    def visible(self) -> bool:
        """Says whether the text itself is painted at all; its colour may still be that of the paper."""
        return self.painted and self.opacity > _TRANSPARENT


class Glyph(NamedTuple):
    """One character at its place, in points from the displayed page's top left; a tuple because there are many.

    `y` is the baseline, `x0` to `x1` the advance. `angle` is the direction of writing as displayed, clockwise, in degrees.
    `z` is the place in painting order.
    """

    text: str
    x0: float
    x1: float
    y: float
    angle: float
    style: Style
    z: int


class ShapeKind(StrEnum):
    """What a painted thing can say about the text over it."""

    RECTANGLE = "rectangle"
    PATH = "path"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Shape:
    """Something painted that is not text; `colour` is None when it is not one known colour.

    `detail` is the number of points of a filled free form: outlines of letters have many.
    """

    kind: ShapeKind
    x0: float
    y0: float
    x1: float
    y1: float
    colour: Colour | None
    z: int
    detail: int = 0

    def covers(self, x: float, y: float) -> bool:
        """Says whether the bounding box holds the point."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's content. `unmapped` counts glyphs whose font does not say which character they are; `cut` that a limit ended it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...]
    unmapped: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader library gives of a file; `pages` is the number the file has."""

    pages: int
    read: tuple[RawPage, ...]
    links: tuple[str, ...]
    reader: str
