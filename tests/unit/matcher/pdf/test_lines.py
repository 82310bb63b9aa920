"""Words and lines from glyphs."""

from dataclasses import replace

import pytest

from tests.unit.matcher.pdf.typeset import BOLD, PLAIN, Sheet


def test_words_without_space_glyphs_are_told_apart_by_gaps() -> None:
    """Fonts without a space, as TeX uses them, give words all the same."""
    sheet = Sheet()
    sheet.write("Led a team of nine", 40, 100, spaces=False)
    assert sheet.texts() == ["Led a team of nine"]


@pytest.mark.parametrize("spaces", [True, False])
def test_letter_spaced_headings_are_words(spaces: bool) -> None:  # noqa: FBT001
    """A heading with wide gaps between its letters is read as words."""
    sheet = Sheet()
    sheet.write("WORK EXPERIENCE", 40, 100, tracking=3, spaces=spaces)
    assert sheet.texts() == ["WORK EXPERIENCE"]


def test_a_space_after_every_letter_is_letter_spacing() -> None:
    """A heading typed with spaces between its letters is read as words."""
    sheet = Sheet()
    sheet.write("E D U C A T I O N", 40, 100)
    assert sheet.texts() == ["EDUCATION"]


def test_a_bullet_stays_with_its_text() -> None:
    """A bullet far to the left of its text belongs to the line."""
    sheet = Sheet()
    sheet.write("•", 40, 100)
    sheet.write("Led a team of nine", 65, 100)
    assert sheet.texts() == ["• Led a team of nine"]


def test_a_superscript_belongs_to_its_line() -> None:
    """Raised small print is part of the line it stands in."""
    sheet = Sheet()
    end = sheet.write("Came 1", 40, 100)
    end = sheet.write("st", end, 96, style=replace(PLAIN, size=6))
    sheet.write(" of ninety", end, 100)
    assert sheet.texts() == ["Came 1st of ninety"]


def test_a_word_in_two_styles_is_one_word() -> None:
    """A change of font inside a word makes no space."""
    sheet = Sheet()
    end = sheet.write("micro", 40, 100)
    sheet.write("services", end, 100, style=BOLD)
    assert sheet.texts() == ["microservices"]


def test_a_wide_gap_makes_two_lines_at_one_height() -> None:
    """A title and a date far apart are two lines with the same top."""
    sheet = Sheet()
    sheet.write("Engineer", 40, 100)
    sheet.write("2019 - 2024", 480, 100)
    first, second = sheet.document().lines
    assert (first.text, second.text) == ("Engineer", "2019 - 2024")
    assert (first.y0, first.block) == (second.y0, second.block)


def test_size_weight_and_gap_are_told() -> None:
    """A line carries the size and weight of most of its characters and the white space above it."""
    sheet = Sheet()
    sheet.write("Ada Lovelace", 40, 100, style=replace(BOLD, size=20))
    sheet.write("Mathematician", 40, 150)
    name, headline = sheet.document().lines
    assert (name.size, name.bold, name.gap) == (20, True, 0)
    assert (headline.size, headline.bold, headline.italic) == (10, False, False)
    assert headline.gap == pytest.approx(150 - 7.8 - (100 + 4.4), abs=0.1)


def test_right_to_left_text_comes_in_logical_order() -> None:
    """Hebrew words, painted from left to right as they look, are read in the order they are spoken; numbers keep theirs."""
    sheet = Sheet()
    sheet.write("2019", 40, 100)
    sheet.write("סדנהמ", 70, 100)
    sheet.write("הנכות", 105, 100)
    assert sheet.texts() == ["תוכנה מהנדס 2019"]


def test_chinese_text_keeps_its_order_without_spaces() -> None:
    """Chinese characters side by side are one word."""
    sheet = Sheet()
    sheet.write("上海交通", 40, 100)
    sheet.write("大学", 60, 100)
    assert sheet.texts() == ["上海交通大学"]


def test_text_along_the_margin_comes_last_and_slanted_text_not_at_all() -> None:
    """A heading turned by a quarter is read after the page, in its place; a watermark across the page is not read."""
    sheet = Sheet()
    sheet.write("EXPERIENCE", 100, -550, angle=90)
    sheet.write("CONFIDENTIAL", 100, 300, angle=315)
    sheet.column(["Engineer at Acme", "Led a team of nine", "Built a platform"], 40, 100)
    lines = sheet.document().lines
    assert [line.text for line in lines] == ["Engineer at Acme", "Led a team of nine", "Built a platform", "EXPERIENCE"]
    assert 540 < lines[-1].x0 < lines[-1].x1 < 570
    assert (lines[-1].y0, lines[-1].y1) == (100, 150)


def test_soft_hyphens_show_only_at_the_end_of_a_line() -> None:
    """A soft hyphen inside a line is nothing, at its end a hyphen."""
    sheet = Sheet()
    sheet.write("soft\u00adware engi\u00ad", 40, 100)
    assert sheet.texts() == ["software engi-"]


def test_several_spaces_part_what_stands_side_by_side() -> None:
    """Names set apart by two spaces are cells; a line stretched to its column's edge is one sentence all the same."""
    sheet = Sheet()
    sheet.write("Docker  Kubernetes  Terraform", 40, 100)
    sheet.write("looked  after  the  servers  and  the  office", 40, 114)

    assert sheet.texts() == ["Docker", "Kubernetes", "Terraform", "looked after the servers and the office"]


def test_leftward_text_keeps_its_order_around_other_words() -> None:
    """In a Hebrew paragraph a line that is half Latin is still read from the right."""
    sheet = Sheet()
    sheet.write("\u05d4\u05de\u05d9\u05d3\u05d9\u05e8\u05d1\u05d4 \u05d5\u05dc\u05d5\u05db \u05d4\u05d6", 300, 100)
    sheet.write("\u05ea\u05d5\u05d5\u05e6 Python, SQL,", 300, 114)

    assert sheet.texts()[1] == "Python, SQL, \u05e6\u05d5\u05d5\u05ea"
