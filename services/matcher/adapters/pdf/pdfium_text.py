"""Glyphs of one pdfium text page: place, size, looks and painting order of every character."""

import math
import sys
from ctypes import byref, c_char, c_double, c_float, c_int, c_uint
from typing import NamedTuple

from services.matcher.adapters.pdf import native
from services.matcher.adapters.pdf.characters import COMBINING, TEX_LIGATURES
from services.matcher.adapters.pdf.fonts import Face, face
from services.matcher.adapters.pdf.geometry import Affine, writing_angle, writing_frame
from services.matcher.adapters.pdf.page import Colour, Glyph, Style
from services.matcher.adapters.pdf.pdfium_shapes import Painting

_INVISIBLE_MODES = (3, 7)
_STROKE_MODES = (1, 5)
_FILL_AND_STROKE_MODES = (2, 6)
# Below this size the box of the glyph itself decides: Type 3 fonts have units of their own.
_SMALL_SIZE = 2.0
# Advances are asked for at this font size.
_WIDTH_SIZE = 100.0
_LEAST_OVERHANG = 0.02
_OVERHANG = 0.35
# Where the next glyphs of so many begin at the end of their boxes, the advances are those of other glyphs.
_UNTRUE = 0.6
_NEAR = 0.04
_LIGATURE_LETTERS = 3


class _Painted(NamedTuple):
    """What the glyphs of one text object share; `stretch` makes an advance at `_WIDTH_SIZE` one in points."""

    style: Style
    angle: float
    frame: Affine
    z: int
    font: int
    stretch: float


class _Character(NamedTuple):
    """A font's character: its code, None when the font does not say what it is, and its width at `_WIDTH_SIZE`, 0 for unknown."""

    code: int | None
    text: str
    advance: float


class Fonts:
    """What is known of a document's fonts by their address, which holds while the document is open."""

    def __init__(self) -> None:
        self._faces: dict[int, Face] = {}
        self._characters: dict[tuple[int, int], _Character] = {}

    def face(self, font: int) -> Face:
        """Returns the looks of a font; those of a plain one for 0."""
        known = self._faces.get(font)
        if known is None:
            known = self._faces[font] = _read_face(font) if font else face("")
        return known

    def character(self, font: int, code: int) -> _Character | None:
        """Returns what is known of a font's character, None when it was not met before."""
        return self._characters.get((font, code))

    def learn(self, font: int, code: int, text: int, index: int) -> _Character:
        """Asks the library about a character met at a place of a text page."""
        width = c_float()
        told = font and native.glyph_width(font, code, _WIDTH_SIZE, byref(width))
        meant = TEX_LIGATURES.get(code) if native.char_unmapped(text, index) else code
        character = chr(meant) if meant is not None and meant <= sys.maxunicode else ""
        known = _Character(meant, character, width.value if told else 0.0)
        self._characters[font, code] = known
        return known


class TextPage:
    """Reads the characters of one open text page; `unmapped` counts those whose font does not say what they are."""

    def __init__(self, text: int, *, to_page: Affine, painting: Painting, fonts: Fonts) -> None:
        self._text = text
        self._to_page = to_page
        self._painting = painting
        self._fonts = fonts
        self._known: dict[int, _Painted] = {}
        self._x, self._y, self._box = c_double(), c_double(), native.Rect()
        self._out = (byref(self._x), byref(self._y), byref(self._box))
        self._box_end = 0.0
        self.characters: int = max(0, native.char_count(text))
        self.unmapped = 0

    def glyphs(self, limit: int) -> list[Glyph]:
        """Reads the glyphs of the first `limit` characters, in the order pdfium has them."""
        text = self._text
        glyphs: list[Glyph] = []
        shortened: dict[tuple[int, float, float], list[tuple[int, float]]] = {}
        for index in range(min(self.characters, limit)):
            address = native.char_object(text, index) or 0
            # Spaces and line ends that pdfium thought of itself belong to no object.
            if not address and native.char_generated(text, index):
                continue
            painted = self._known.get(address)
            if painted is None:
                painted = self._known[address] = self._painted(index, address)
            code = native.char_unicode(text, index)
            known = self._fonts.character(painted.font, code) or self._fonts.learn(painted.font, code, text, index)
            if known.code is None:
                self.unmapped += 1
                continue
            glyph = self._glyph(index, known, painted)
            last = glyphs[-1] if glyphs else None
            if last is not None and _is_part(glyph, last):
                glyphs[-1] = last._replace(text=last.text + glyph.text, x1=max(last.x1, self._box_end))
            elif math.isfinite(glyph.x0) and math.isfinite(glyph.x1) and math.isfinite(glyph.y):
                if glyph.x1 < self._box_end:
                    line = (painted.font, glyph.style.size, glyph.y)
                    shortened.setdefault(line, []).append((len(glyphs), self._box_end))
                glyphs.append(glyph)
        for cut in shortened.values():
            _restore(glyphs, cut)
        return glyphs

    def _glyph(self, index: int, known: _Character, painted: _Painted) -> Glyph:
        style, angle, frame, z, _, stretch = painted
        out_x, out_y, out_box = self._out
        native.char_origin(self._text, index, out_x, out_y)
        native.char_loose_box(self._text, index, out_box)
        box = self._box
        x0, baseline = frame.point(self._x.value, self._y.value)
        # The far end of the box in the direction of writing.
        x1 = frame.e + frame.a * (box.right if frame.a > 0 else box.left)
        if frame.c:
            x1 += frame.c * (box.top if frame.c > 0 else box.bottom)
        self._box_end = x1
        # The box may hold what hangs over into the next glyph's place ("f", "j"): the advance tells where that begins.
        # Fonts may have several widths for one character, so it counts only where the ink reaches the box's edge.
        advance = known.advance * stretch
        hangs_over = _LEAST_OVERHANG * style.size < x1 - x0 - advance <= _OVERHANG * style.size
        if advance and hangs_over and self._ink_end(index, frame) >= x1 - 0.01:
            x1 = x0 + advance
        return Glyph(known.text, x0, max(x0, x1), baseline, angle, style, z)

    def _painted(self, index: int, address: int) -> _Painted:
        """Reads what all glyphs of one text object share."""
        matrix = native.Matrix()
        native.char_matrix(self._text, index, byref(matrix))
        direction = Affine(matrix.a, matrix.b, matrix.c, matrix.d).then(self._to_page)
        angle = writing_angle(direction.a, direction.b)
        mode = native.render_mode(address) if address else 0
        colour, opacity = _colour(address, stroke=mode in _STROKE_MODES) if address else (None, 1.0)
        font = (native.object_font(address) if address else None) or 0
        looks = self._fonts.face(font)
        points = native.char_font_size(self._text, index)
        style = Style(
            size=self._size(index, points * math.hypot(matrix.c, matrix.d)),
            bold=looks.bold or mode in _FILL_AND_STROKE_MODES,
            italic=looks.italic,
            colour=colour,
            opacity=opacity,
            painted=mode not in _INVISIBLE_MODES,
            wingdings=looks.wingdings,
        )
        return _Painted(
            style,
            angle,
            frame=self._to_page.then(writing_frame(angle)),
            z=self._painting.order.get(address, self._painting.last),
            font=font,
            stretch=points * math.hypot(matrix.a, matrix.b) / _WIDTH_SIZE,
        )

    def _size(self, index: int, size: float) -> float:
        if size < _SMALL_SIZE:
            left, right, bottom, top = self._ink(index)
            size = max(size, min(abs(top - bottom), abs(right - left)))
        return size if math.isfinite(size) else 0.0

    def _ink(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        native.char_box(self._text, index, byref(left), byref(right), byref(bottom), byref(top))
        return left.value, right.value, bottom.value, top.value

    def _ink_end(self, index: int, frame: Affine) -> float:
        left, right, bottom, top = self._ink(index)
        return frame.box(left, bottom, right, top)[2]


def _restore(glyphs: list[Glyph], cut: list[tuple[int, float]]) -> None:
    """Gives the shortened glyphs of one line and font their boxes back where they fill them: small capitals told as small letters."""
    followed = [(glyphs[index], glyphs[index + 1], end) for index, end in cut if index + 1 < len(glyphs)]
    filled = sum(after.x0 >= end - _NEAR * glyph.style.size for glyph, after, end in followed if after.y == glyph.y)
    if filled > 1 and filled >= _UNTRUE * len(followed):
        for index, end in cut:
            glyphs[index] = glyphs[index]._replace(x1=max(glyphs[index].x1, end))


def _is_part(glyph: Glyph, last: Glyph) -> bool:
    """Says whether two characters are one ligature: they come as its letters, all at its place."""
    same_place = glyph.x0 == last.x0 and glyph.y == last.y and glyph.z == last.z
    # A space or an accent that is as wide as the letter at its place is none of it.
    return same_place and len(last.text) < _LIGATURE_LETTERS and last.text != " " and last.text not in COMBINING


def _colour(address: int, *, stroke: bool) -> tuple[Colour | None, float]:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
    read = native.stroke_colour if stroke else native.fill_colour
    if not read(address, byref(red), byref(green), byref(blue), byref(alpha)):
        return None, 1.0
    return (red.value, green.value, blue.value), alpha.value / 255


def _read_face(font: int) -> Face:
    name = (c_char * 256)()
    native.font_name(font, name, len(name))
    slant = c_int(0)
    native.font_italic_angle(font, byref(slant))
    return face(
        name.value.decode("utf-8", "replace"),
        flags=native.font_flags(font),
        weight=native.font_weight(font),
        italic_angle=slant.value,
    )
