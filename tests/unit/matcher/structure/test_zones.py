"""Sections by headings and typography: columns, margins, page breaks, running heads."""

from dataclasses import replace

from engine.profile import Section
from services.matcher.domain.document import Document, TextLine
from services.matcher.domain.structure import read_cv
from services.matcher.domain.structure.rows import rows_of
from services.matcher.domain.structure.zones import Zone, zones_of
from tests.unit.matcher.structure.pages import document, text_line


def titled(zones: list[Zone]) -> list[tuple[str, list[str]]]:
    """Kind and rows of each zone but the header."""
    return [(zone.kind, [row.text for row in zone.rows]) for zone in zones[1:]]


def placed(*lines: TextLine) -> list[Zone]:
    return zones_of(rows_of(lines))


def test_a_sidebar_does_not_swallow_the_main_column() -> None:
    """A block that begins above the sidebar's last heading goes on with no section of it."""
    zones = placed(
        text_line("Skills", y=200, size=13, bold=True),
        text_line("Python", y=220),
        text_line("Interests", y=300, size=13, bold=True),
        text_line("Sailing", y=320),
        text_line("Ida Brandt", y=40, x0=220, size=26, block=1),
        text_line("Surveyor", y=80, x0=220, block=1),
        text_line("Experience", y=120, x0=220, size=13, bold=True, block=1),
        text_line("Measured bridges", y=140, x0=220, block=1),
    )

    assert [row.text for row in zones[0].rows] == ["Ida Brandt", "Surveyor"]
    assert titled(zones) == [
        (Section.SKILLS, ["Python"]),
        (Section.INTERESTS, ["Sailing"]),
        (Section.EXPERIENCE, ["Measured bridges"]),
    ]


def test_columns_below_a_heading_belong_to_it() -> None:
    """Three columns under one full-width heading are one section."""
    zones = placed(
        text_line("Skills", y=200, size=13, bold=True),
        text_line("Python", y=220),
        text_line("Go", y=220, x0=220, block=1),
        text_line("Rust", y=220, x0=380, block=2),
    )

    assert titled(zones) == [(Section.SKILLS, ["Python", "Go", "Rust"])]


def test_headings_in_a_margin_stand_before_what_is_beside_them() -> None:
    """A column of headings at the left is woven into the text at its right, also where a heading takes two lines."""
    zones = placed(
        text_line("EDUCATION", y=100, bold=True),
        text_line("WORK", y=200, bold=True),
        text_line("EXPERIENCE", y=214, bold=True),
        text_line("Aldgate University", y=100, x0=200, block=1),
        text_line("BSc Physics", y=114, x0=200, block=1),
        text_line("Harbour Office", y=200, x0=200, block=1),
        text_line("Surveyor", y=214, x0=200, block=1),
        text_line("Measured bridges", y=228, x0=200, block=1),
    )

    assert titled(zones) == [
        (Section.EDUCATION, ["Aldgate University", "BSc Physics"]),
        (Section.EXPERIENCE, ["Harbour Office", "Surveyor", "Measured bridges"]),
    ]


def test_a_section_name_at_the_start_of_an_outdented_line_is_its_heading() -> None:
    """A margin heading that extraction ran into the line beside it is parted from it."""
    body = [text_line(f"Line {n} of the text", y=130 + 15 * n, x0=200) for n in range(4)]
    zones = placed(text_line("Experience Harbour Office, Surveyor of the northern docks", y=115, x0=60), *body)

    assert zones[1].kind == Section.EXPERIENCE
    assert zones[1].rows[0].text == "Harbour Office, Surveyor of the northern docks"


def test_dates_in_a_column_of_their_own_join_their_rows() -> None:
    """A block of nothing but dates stands beside what it dates."""
    (row, *_) = rows_of(
        [
            text_line("Surveyor, Harbour Office", y=100),
            text_line("Measured bridges", y=115),
            text_line("2015 – 2018", y=100, x0=400, block=1),
        ]
    )

    assert [cell.text for cell in row.cells] == ["Surveyor, Harbour Office", "2015 – 2018"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands at the same height of every page is no content after the first; a page number never is."""
    lines = [
        text_line("Ida Brandt", y=20),
        text_line("Surveyor", y=400),
        text_line("Page 1 of 2", y=800),
        text_line("Ida Brandt", y=20, page=2),
        text_line("Builder", y=400, page=2),
        text_line("Page 2 of 2", y=800, page=2),
    ]

    assert [row.text for row in rows_of(lines)] == ["Ida Brandt", "Surveyor", "Builder"]


def test_a_section_goes_on_over_the_page() -> None:
    """Rows at the top of a page belong to the section that the page before ended in, column by column."""
    zones = placed(
        text_line("Skills", y=200, size=13, bold=True),
        text_line("Python", y=220),
        text_line("Experience", y=200, x0=220, size=13, bold=True, block=1),
        text_line("Measured bridges", y=220, x0=220, block=1),
        replace(text_line("Go", y=40), page=2),
        replace(text_line("Measured tunnels", y=40, x0=220, block=1), page=2),
    )

    assert titled(zones) == [
        (Section.SKILLS, ["Python", "Go"]),
        (Section.EXPERIENCE, ["Measured bridges", "Measured tunnels"]),
    ]


def test_a_label_in_an_entry_is_no_section() -> None:
    """`Achievements` over some bullets stays inside its job where the CV's headings look otherwise."""
    cv = read_cv(
        document(
            "# Ida Brandt\nida@example.org\n\n## Experience\n** Surveyor, Harbour Office || 2015 – 2018\n** Achievements\n- Measured bridges\n\n## Education\n** BSc Physics, Aldgate University || 2014"
        )
    )

    assert [line.text for line in cv.profile.jobs[0].lines] == ["Measured bridges"]


def test_an_unknown_heading_ends_the_section_before_it() -> None:
    """What looks like the CV's headings opens a section even under a name of its own."""
    cv = read_cv(
        document(
            "# Ida Brandt\nida@example.org\n\n## Experience\n** Surveyor, Harbour Office || 2015 – 2018\n- Measured bridges\n\n## Boats I built\nA dinghy of oak\n\n## Education\n** BSc Physics, Aldgate University || 2014"
        )
    )

    assert [line.text for line in cv.profile.jobs[0].lines] == ["Measured bridges"]
    assert [(line.text, line.section) for line in cv.profile.other] == [("A dinghy of oak", Section.OTHER)]


def test_an_empty_document_is_an_empty_cv() -> None:
    """No lines give no facts and no error."""
    cv = read_cv(Document((), pages=1, pages_read=1, reader="test"))

    assert cv.identity.name is None
    assert cv.profile.jobs == ()
