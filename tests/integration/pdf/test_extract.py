"""Both reader libraries on real PDFs: text, looks, hidden text, links, pages of images."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.document import Document
from services.matcher.domain.failure import FailureCode, MatchFailure
from tests.integration.pdf import hostile

LONG = "Led a team of nine engineers and built a platform for banks"
HELVETICA = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

Read = Callable[[bytes], Document]


@pytest.fixture(params=["pypdfium2", "pdfminer.six"])
def read(request: pytest.FixtureRequest) -> Read:
    """Reads with one of the two libraries."""
    second = request.param == "pdfminer.six"
    return lambda pdf: extract(pdf, ReadLimits(), second_only=second)


def content(operators: str) -> bytes:
    return hostile.one_page(hostile.stream(operators.encode("latin-1")))


def show(text: str, x: float, y: float, *, before: str = "", size: float = 10) -> str:
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_lines_have_place_size_and_looks(read: Read) -> None:
    """Positions run from the top left corner in points; size, weight and slant are those of the font."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("helvetica", style="B", size=20)
    pdf.text(50, 60, "Ada Lovelace")
    pdf.set_font("times", style="I", size=11)
    pdf.text(50, 90, LONG)
    name, body = read(bytes(pdf.output())).lines
    assert (name.text, name.size, name.bold, name.italic, name.page) == ("Ada Lovelace", 20, True, False, 1)
    assert (body.text, body.size, body.bold, body.italic) == (LONG, 11, False, True)
    assert name.x0 == pytest.approx(50, abs=1)
    assert name.y1 == pytest.approx(60 + 4.4, abs=1)
    assert body.gap > 10


@pytest.mark.parametrize(
    ("operators", "kind"),
    [
        (show("kubernetes", 300, 600, before="3 Tr"), "invisible"),
        (show("kubernetes", 300, 600, before="1 1 1 rg"), "background"),
        (show("kubernetes", -200, 600), "off_page"),
        (show("kubernetes", 300, 600, size=0.5), "tiny"),
    ],
)
def test_hidden_text_is_reported_and_not_read(read: Read, operators: str, kind: str) -> None:
    """Text a person cannot see is counted by kind and left out, whichever library reads."""
    document = read(content(show(LONG, 50, 700) + operators))
    assert texts(document) == [LONG]
    assert [(hidden.kind, hidden.characters) for hidden in document.hidden] == [(kind, 10)]


def test_white_text_on_a_dark_box_is_read(read: Read) -> None:
    """A dark sidebar with white text is text."""
    document = read(
        content(
            f"0.1 0.2 0.4 rg 0 0 200 842 re f\n1 1 1 rg\n{show('Python and Go', 20, 700)}0 g\n{show(LONG, 220, 650)}"
        )
    )
    assert sorted(texts(document)) == [LONG, "Python and Go"]
    assert document.hidden == ()


def test_transparent_text_is_not_read() -> None:
    """Text painted with no opacity at all is invisible."""
    resources = HELVETICA[:-2] + b" /ExtGState << /G << /ca 0 >> >> >>"
    operators = show(LONG, 50, 700) + "q /G gs\n" + show("kubernetes", 300, 600) + "Q"
    document = extract(hostile.one_page(hostile.stream(operators.encode()), resources=resources), ReadLimits())
    assert texts(document) == [LONG]
    assert [(hidden.kind, hidden.characters) for hidden in document.hidden] == [("invisible", 10)]


def test_what_is_painted_counts_and_not_what_an_alternative_says(read: Read) -> None:
    """An ActualText beside the painted text, which nobody sees, is not read in its place."""
    operators = f"/Span << /ActualText (Ten years of Kubernetes at scale) >> BDC\n{show(LONG, 50, 700)}EMC\n"
    assert texts(read(content(operators))) == [LONG]


def test_a_file_whose_text_is_hidden_is_not_read_by_the_other_library() -> None:
    """When the first library sees that all text is hidden, the second is not asked to find it."""
    operators = show(LONG, 50, 700, before="3 Tr") + show(LONG, 50, 600, before="1 1 1 rg")
    with pytest.raises(MatchFailure) as caught:
        extract(content(operators), ReadLimits())
    assert caught.value.code is FailureCode.CV_NO_TEXT


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_displayed(read: Read, turn: int) -> None:
    """A page whose /Rotate makes its text upright is an ordinary page."""
    matrix = {90: "0 1 -1 0 100 100", 180: "-1 0 0 -1 500 700", 270: "0 -1 1 0 400 700"}[turn]
    lines = f"({LONG}) Tj 0 -14 Td (and kept it running for years) Tj"
    pdf = content(f"BT /F1 10 Tf {matrix} Tm {lines} ET").replace(b"/MediaBox", b"/Rotate %d /MediaBox" % turn)
    document = read(pdf)
    assert texts(document) == [LONG, "and kept it running for years"]
    assert document.lines[0].y0 < document.lines[1].y0
    assert document.lines[0].x1 > document.lines[0].x0 + 200


def test_a_drawn_form_is_read(read: Read) -> None:
    """Text inside a form XObject is text of the page."""
    form = hostile.stream(
        show(LONG, 0, 0).encode(), b"/Type /XObject /Subtype /Form /BBox [0 -20 500 20] /Resources " + HELVETICA
    )
    page = hostile.one_page(
        hostile.stream(b"q 1 0 0 1 50 700 cm /X Do Q"), resources=b"<< /XObject << /X 5 0 R >> >>", others={5: form}
    )
    assert texts(read(page)) == [LONG]


def test_links_and_image_pages(read: Read, tmp_path: Path) -> None:
    """Targets of link annotations are told, and pages that show only an image."""
    image = tmp_path / "scan.pgm"
    image.write_bytes(b"P5 40 40 255 " + bytes(1600))
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    pdf.text(50, 60, LONG)
    pdf.link(50, 50, 100, 20, "mailto:ada@example.com")
    pdf.link(50, 80, 100, 20, "https://example.com/ada")
    pdf.add_page()
    pdf.image(str(image), x=0, y=0, w=595, h=842)
    document = read(bytes(pdf.output()))
    assert document.links == ("mailto:ada@example.com", "https://example.com/ada")
    assert document.image_pages == (2,)
    assert (document.pages, document.pages_read) == (2, 2)


def test_glyphs_that_no_font_names_are_no_text() -> None:
    """Codes of a font that says nowhere which characters they are are not passed off as text."""
    font = (
        b"<< /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type"
        b" /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> >>] >> >> >>"
    )
    codes = "".join(f"{code:04X}" for code in range(100, 180))
    pdf = hostile.one_page(hostile.stream(f"BT /F1 10 Tf 50 700 Td <{codes}> Tj ET".encode()), resources=font)
    with pytest.raises(MatchFailure) as caught:
        extract(pdf, ReadLimits())
    assert caught.value.code is FailureCode.CV_NO_TEXT


def test_the_second_library_reads_what_the_first_cannot_map(shared_data: Path) -> None:
    """Where the first library knows hardly any character, the second is asked and its text is taken."""
    file = shared_data / "hostile" / "pdfminer.six" / "contrib" / "issue-625-identity-cmap.pdf"
    document = extract(file.read_bytes(), ReadLimits())
    assert document.reader == "pdfminer.six"
    assert sum(character.isalpha() for line in document.lines for character in line.text) > 1_000
