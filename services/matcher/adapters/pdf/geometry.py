"""From a file's user space to the page as it is displayed."""

import math
from dataclasses import dataclass
from typing import NamedTuple

_SNAP_DEGREES = 10.0


class Affine(NamedTuple):
    """A transformation as PDF writes it: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: "Affine") -> "Affine":
        """Returns this transformation followed by `outer`."""
        return Affine(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Transforms a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Transforms a box to the upright box around it."""
        points = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Display:
    """How a page is shown: user space to points from the top left corner, downwards."""

    to_page: Affine
    width: float
    height: float


def display(left: float, bottom: float, right: float, top: float, quarter_turns: int) -> Display:
    """Makes the display of a crop box that is turned clockwise by `quarter_turns` quarters."""
    turn = quarter_turns % 4
    to_page = (
        Affine(1, 0, 0, -1, -left, top),
        Affine(0, 1, 1, 0, -bottom, -left),
        Affine(-1, 0, 0, 1, right, -bottom),
        Affine(0, -1, -1, 0, top, right),
    )[turn]
    width, height = right - left, top - bottom
    return Display(to_page, *((height, width) if turn % 2 else (width, height)))


def writing_angle(dx: float, dy: float) -> float:
    """Returns the clockwise degrees of a direction on the page; what is nearly upright or a quarter turn is exactly that."""
    degrees = math.degrees(math.atan2(dy, dx)) % 360
    nearest = round(degrees / 90) * 90
    return float(nearest % 360) if abs(degrees - nearest) <= _SNAP_DEGREES else degrees


def writing_frame(angle: float) -> Affine:
    """Turns the page so that text of that angle runs to the right and its lines go down."""
    if angle == 0:
        return Affine()
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return Affine(cos, -sin, sin, cos, 0, 0)
