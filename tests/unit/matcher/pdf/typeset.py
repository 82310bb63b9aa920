"""Sets text on a page glyph by glyph, as a reader library would report it: half an em for every character."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.matcher.adapters.pdf.extract import document_of
from services.matcher.adapters.pdf.page import Colour, Glyph, RawDocument, RawPage, Shape, ShapeKind, Style
from services.matcher.domain.document import Document

PLAIN = Style(size=10, bold=False, italic=False, colour=(0, 0, 0), opacity=1, painted=True)
BOLD = replace(PLAIN, bold=True)
BLUE: Colour = (0, 60, 120)


@dataclass
class Sheet:
    """A page under the pen."""

    width: float = 600
    height: float = 800
    number: int = 1
    glyphs: list[Glyph] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    z: int = 0

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        style: Style = PLAIN,
        tracking: float = 0,
        spaces: bool = True,
        angle: float = 0,
    ) -> float:
        """Writes from (x, baseline y); returns where it ends. Without `spaces` words are only set apart, as TeX does."""
        self.z += 1
        for character in text:
            end = x + style.size / 2
            if character != " " or spaces:
                self.glyphs.append(Glyph(character, x, end, y, angle, style, self.z))
            x = end + tracking
        return x

    def write_right(self, text: str, right: float, y: float, *, style: Style = PLAIN) -> None:
        """Writes so that the text ends at `right`."""
        self.write(text, right - len(text) * style.size / 2, y, style=style)

    def column(self, lines: Sequence[str], x: float, y: float, *, leading: float = 12, style: Style = PLAIN) -> float:
        """Writes lines one below the other, "" for half a line of space; returns the next baseline."""
        for line in lines:
            if line:
                self.write(line, x, y, style=style)
            y += leading if line else leading / 2
        return y

    def paint(
        self,
        box: tuple[float, float, float, float],
        colour: Colour | None,
        kind: ShapeKind = ShapeKind.RECTANGLE,
    ) -> None:
        """Paints a shape over what is there."""
        self.z += 1
        self.shapes.append(Shape(kind, *box, colour, self.z))

    def page(self) -> RawPage:
        """Returns what stands on the sheet."""
        return RawPage(self.number, self.width, self.height, tuple(self.glyphs), tuple(self.shapes))

    def document(self) -> Document:
        """Reads the sheet as the only page of a document."""
        return document_of(RawDocument(pages=1, read=(self.page(),), links=(), reader="typeset"))

    def texts(self) -> list[str]:
        """Returns the lines read from the sheet."""
        return [line.text for line in self.document().lines]
