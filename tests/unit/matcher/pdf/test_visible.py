"""What a person sees on the page and what only a machine would."""

from dataclasses import replace

import pytest

from services.matcher.adapters.pdf.page import Shape, ShapeKind, Style
from services.matcher.adapters.pdf.visible import see
from tests.unit.matcher.pdf.typeset import BLUE, BOLD, PLAIN, Sheet

WHITE = replace(PLAIN, colour=(255, 255, 255))


def seen(sheet: Sheet) -> tuple[str, dict[str, int]]:
    page = see(sheet.page())
    return "".join(glyph.text.strip() for glyph in page.glyphs), {
        hidden.kind: hidden.characters for hidden in page.hidden
    }


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        (replace(PLAIN, painted=False), "invisible"),
        (replace(PLAIN, opacity=0), "invisible"),
        (WHITE, "background"),
        (replace(PLAIN, colour=(250, 250, 252)), "background"),
        (replace(PLAIN, size=1), "tiny"),
    ],
)
def test_hidden_text_is_counted_and_not_read(style: Style, kind: str) -> None:
    """Unpainted, transparent, paper-coloured and tiny text is reported by kind, without what it says."""
    sheet = Sheet()
    sheet.write("seen", 40, 100)
    sheet.write("ten years of Kubernetes", 40, 120, style=style)
    text, hidden = seen(sheet)
    assert text == "seen"
    assert hidden == {kind: 20}


def test_text_off_the_page_is_not_read() -> None:
    """Text outside the page as displayed is hidden."""
    sheet = Sheet()
    sheet.write("seen", 40, 100)
    sheet.write("left", -60, 100)
    sheet.write("below", 40, 900)
    assert seen(sheet) == ("seen", {"off_page": 9})


def test_white_text_on_a_dark_area_is_seen() -> None:
    """Paper-coloured text is read where something dark is painted behind it."""
    sheet = Sheet()
    sheet.paint((0, 0, 200, 800), BLUE)
    sheet.write("Skills", 40, 100, style=WHITE)
    sheet.write("hidden", 300, 100, style=WHITE)
    assert seen(sheet) == ("Skills", {"background": 6})


@pytest.mark.parametrize("kind", [ShapeKind.IMAGE, ShapeKind.PATH])
def test_white_text_on_what_is_not_known_is_seen(kind: ShapeKind) -> None:
    """Over an image or a free form it cannot be told what lies behind, so the text counts as seen."""
    sheet = Sheet()
    sheet.paint((0, 0, 200, 800), BLUE if kind is ShapeKind.PATH else None, kind)
    sheet.write("Skills", 40, 100, style=WHITE)
    assert seen(sheet) == ("Skills", {})


def test_a_dark_area_painted_later_does_not_help() -> None:
    """Only what is painted before the text lies behind it."""
    sheet = Sheet()
    sheet.write("hidden", 40, 100, style=WHITE)
    sheet.paint((0, 0, 200, 800), BLUE)
    assert seen(sheet) == ("", {"background": 6})


def test_text_of_the_colour_of_its_box_is_hidden() -> None:
    """Blue text on a blue box is hidden, the same text on paper is seen."""
    sheet = Sheet()
    sheet.paint((0, 0, 200, 800), BLUE)
    sheet.write("hidden", 40, 100, style=replace(PLAIN, colour=BLUE))
    sheet.write("seen", 300, 100, style=replace(PLAIN, colour=BLUE))
    assert seen(sheet) == ("seen", {"background": 6})


def test_a_white_page_painted_first_hides_nothing() -> None:
    """Exporters paint the paper white first; black text on it is seen."""
    sheet = Sheet()
    sheet.paint((0, 0, 600, 800), (255, 255, 255))
    sheet.write("seen", 40, 100)
    assert seen(sheet) == ("seen", {})


def test_unpainted_text_over_its_own_outlines_is_seen_as_bold() -> None:
    """Browsers draw artificial bold as outlines with unpainted text over them: that text is what is seen."""
    sheet = Sheet()
    end = sheet.write("Ada Lovelace", 40, 100, style=replace(PLAIN, opacity=0))
    sheet.shapes.append(Shape(ShapeKind.PATH, 40, 91, end, 103, (0, 0, 0), 0, detail=400))
    page = see(sheet.page())
    assert "".join(glyph.text for glyph in page.glyphs) == "Ada Lovelace"
    assert all(glyph.style.bold for glyph in page.glyphs if glyph.text != " ")
    assert page.hidden == ()


@pytest.mark.parametrize(
    ("height", "detail"),
    [(12, 4), (300, 400)],
    ids=["a line with too few points to be letters", "a form much higher than the text"],
)
def test_a_mere_shape_behind_unpainted_text_does_not_show_it(height: float, detail: int) -> None:
    """Unpainted text stays hidden over a rule or a large ornament."""
    sheet = Sheet()
    end = sheet.write("ten years of Kubernetes", 40, 100, style=replace(PLAIN, opacity=0))
    sheet.shapes.append(Shape(ShapeKind.PATH, 40, 91, end, 91 + height, (0, 0, 0), 0, detail=detail))
    assert seen(sheet) == ("", {"invisible": 20})


def test_overprints_are_one_bold_print() -> None:
    """Text printed twice with a tiny shift is read once, as bold; twin letters inside a word are two."""
    sheet = Sheet()
    sheet.write("skill", 40, 100)
    sheet.write("skill", 40.4, 100)
    page = see(sheet.page())
    assert "".join(glyph.text for glyph in page.glyphs) == "skill"
    assert all(glyph.style.bold for glyph in page.glyphs)


def test_the_same_word_in_the_next_line_is_no_overprint() -> None:
    """Equal text one line below is other text."""
    sheet = Sheet()
    sheet.column(["skill", "skill"], 40, 100)
    assert seen(sheet)[0] == "skillskill"


def test_an_accent_over_a_letter_is_the_accented_letter() -> None:
    """TeX's old fonts draw an accent and a letter in one place; they are read as one letter."""
    sheet = Sheet()
    sheet.write("R", 40, 100, style=BOLD)
    sheet.write("´", 45, 100, style=BOLD)
    sheet.write("esum", 45, 100, style=BOLD)
    sheet.write("e", 65, 100, style=BOLD)
    sheet.write("´", 65.2, 100, style=BOLD)
    assert sheet.texts() == ["Résumé"]


def test_an_accent_painted_long_after_its_letter_is_put_over_it() -> None:
    """Some writers set all accents of a line behind its letters; each belongs to what stands below it."""
    sheet = Sheet()
    sheet.write("Resum", 40, 100)
    sheet.write("other", 40, 120)
    sheet.write("´", 45.5, 100)
    assert sheet.texts() == ["Résum", "other"]
