"""What pdfium says is painted on a page besides text, and in which order everything is painted."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint, c_ulong
from dataclasses import dataclass, field

from services.matcher.adapters.pdf import native
from services.matcher.adapters.pdf.geometry import Affine
from services.matcher.adapters.pdf.page import Colour, Shape, ShapeKind

# Pages of CVs have hundreds of objects; past these caps shapes are unknown and no text is judged hidden by them.
_MAX_OBJECTS = 100_000
_MAX_DEPTH = 6
_RECTANGLE_SEGMENTS = range(4, 7)
_OPAQUE = 250
_ACTUAL_TEXT = b"ActualText"
# UTF-16 with its terminator: up to four characters.
_SHORT_REPLACEMENT_BYTES = 10


@dataclass(slots=True)
class Painting:
    """Shapes in painting order, and the place in that order of each text object by its address."""

    shapes: tuple[Shape, ...] = ()
    order: dict[int, int] = field(default_factory=dict)
    last: int = 0


def read_painting(page: int, to_page: Affine) -> Painting:
    """Walks the page's objects, forms included, up to a cap on their number and depth."""
    order: dict[int, int] = {}
    shapes: list[Shape] = []
    place = 0
    for address, kind, matrix in _walk_page(page, to_page):
        place += 1
        if place > _MAX_OBJECTS:
            break
        if kind == native.TEXT:
            order[address] = place
            _drop_replacement(address)
        else:
            shape = _shape(address, kind, matrix, place)
            if shape is not None:
                shapes.append(shape)
    return Painting(tuple(shapes), order, place + 1)


def _walk_page(page: int, to_page: Affine) -> Iterator[tuple[int, int, Affine]]:
    for index in range(native.page_object_count(page)):
        address = native.page_object(page, index)
        if address:
            yield from _walk(address, to_page, 0)


def _walk(address: int, matrix: Affine, depth: int) -> Iterator[tuple[int, int, Affine]]:
    kind = native.object_type(address)
    if kind != native.FORM:
        yield address, kind, matrix
    elif depth < _MAX_DEPTH:
        own = native.Matrix()
        native.object_matrix(address, byref(own))
        inner = Affine(own.a, own.b, own.c, own.d, own.e, own.f).then(matrix)
        for index in range(max(0, native.form_object_count(address))):
            child = native.form_object(address, index)
            if child:
                yield from _walk(child, inner, depth + 1)


def _drop_replacement(address: int) -> None:
    """Has pdfium read what is painted and not what an ActualText says instead, which nobody sees.

    Short ones stay: they open ligatures and name hyphens.
    """
    for index in range(native.mark_count(address)):
        mark = native.mark(address, index)
        length = c_ulong()
        if native.mark_string(mark, _ACTUAL_TEXT, None, 0, byref(length)) and length.value > _SHORT_REPLACEMENT_BYTES:
            native.remove_mark_parameter(address, mark, _ACTUAL_TEXT)


def _shape(address: int, kind: int, matrix: Affine, place: int) -> Shape | None:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not native.object_bounds(address, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    box = matrix.box(left.value, bottom.value, right.value, top.value)
    if kind == native.PATH:
        return _path(address, box, place)
    if kind in {native.IMAGE, native.SHADING}:
        return Shape(ShapeKind.IMAGE if kind == native.IMAGE else ShapeKind.PATH, *box, None, place)
    return None


def _path(address: int, box: tuple[float, float, float, float], place: int) -> Shape | None:
    filled, stroked = c_int(), c_int()
    native.path_draw_mode(address, byref(filled), byref(stroked))
    if not filled.value:
        return _ruled(address, box, place) if stroked.value else None
    colour, opacity = _fill(address)
    points = native.path_segments(address)
    if opacity >= _OPAQUE and points in _RECTANGLE_SEGMENTS and _upright(address):
        return Shape(ShapeKind.RECTANGLE, *box, colour, place)
    return Shape(ShapeKind.PATH, *box, colour, place, detail=points if opacity >= _OPAQUE else 0)


def _ruled(address: int, box: tuple[float, float, float, float], place: int) -> Shape | None:
    """A stroked line is kept as a path without area: layout looks for rules, nothing is painted over text by it."""
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(0)
    native.stroke_colour(address, byref(red), byref(green), byref(blue), byref(alpha))
    if not alpha.value or native.path_segments(address) > 2:  # noqa: PLR2004 - a straight line has two points
        return None
    return Shape(ShapeKind.PATH, *box, (red.value, green.value, blue.value), place)


def _fill(address: int) -> tuple[Colour | None, int]:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
    if not native.fill_colour(address, byref(red), byref(green), byref(blue), byref(alpha)):
        return None, 255
    return (red.value, green.value, blue.value), alpha.value


def _upright(address: int) -> bool:
    """Says whether a short path runs only along the axes."""
    x, y = c_float(), c_float()
    xs: set[float] = set()
    ys: set[float] = set()
    for index in range(native.path_segments(address)):
        if not native.segment_point(native.path_segment(address, index), byref(x), byref(y)):
            return False
        xs.add(round(x.value, 1))
        ys.add(round(y.value, 1))
    return len(xs) == 2 and len(ys) == 2  # noqa: PLR2004 - a rectangle has two of each
