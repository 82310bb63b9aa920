"""What stands side by side on a page: short columns under headings of their own, cells read out of order, spaced-out headings."""

from engine.profile import Section
from services.matcher.domain.document import Document, TextLine
from services.matcher.domain.structure import read_cv
from services.matcher.domain.structure.rows import rows_of
from services.matcher.domain.structure.zones import zones_of
from tests.unit.matcher.structure.pages import text_line


def zones(*lines: TextLine) -> list[tuple[str, list[str]]]:
    """Kind and rows of each zone but the header."""
    return [(zone.kind, [row.text for row in zone.rows]) for zone in zones_of(rows_of(lines))[1:]]


def heading(text: str, *, y: float, x0: float = 60.0, size: float = 13) -> TextLine:
    return text_line(text, y=y, x0=x0, size=size, bold=True)


def test_what_stands_under_several_headings_in_a_row_is_put_under_each() -> None:
    """Two short lists beside each other, of unlike length, are two sections; a heading below them ends both."""
    found = zones(
        heading("Skills", y=100),
        heading("Languages", y=100, x0=300),
        text_line("Forklift", y=120),
        text_line("Swedish: native", y=120, x0=300),
        text_line("Stock control", y=135),
        text_line("English: B2", y=135, x0=300),
        text_line("Rota planning", y=150),
        heading("Education", y=180, size=14),
        text_line("BSc Logistics", y=200),
    )

    assert found == [
        (Section.SKILLS, ["Forklift", "Stock control", "Rota planning"]),
        (Section.LANGUAGES, ["Swedish: native", "English: B2"]),
        (Section.EDUCATION, ["BSc Logistics"]),
    ]


def test_a_row_across_the_columns_ends_them() -> None:
    """Text as wide as the page belongs to no column."""
    found = zones(
        heading("Skills", y=100),
        heading("Languages", y=100, x0=300),
        text_line("Forklift", y=120),
        text_line("English: B2", y=120, x0=300),
        text_line("All of this was learned on the job, in the evening and at weekends", y=140),
    )

    assert found[0] == (Section.SKILLS, ["Forklift"])
    assert found[1][1][0] == "English: B2"


def test_a_heading_whose_words_were_taken_for_cells_is_one() -> None:
    """Spaced-out capitals leave gaps as wide as those of a table."""
    found = zones(
        heading("EDUCATION", y=100),
        text_line("BSc Physics", y=120),
        heading("DOŚWIADCZENIE", y=140),
        heading("ZAWODOWE", y=140, x0=220),
        text_line("Surveyor, Harbour Office", y=160),
    )

    assert [kind for kind, _ in found] == [Section.EDUCATION, Section.EXPERIENCE]


def test_margin_headings_with_a_single_row_each_stay_apart() -> None:
    """One heading right below another is not its second line; a heading that takes two lines still is one."""
    lines = [heading("Ines Roth", y=40, x0=170, size=20)]
    for y, title, text in (
        (100, "Work", "Surveyor, Harbour Office || 2015 - 2019"),
        (120, "Education", "BSc Physics, Aldgate University"),
        (140, "Skills", "AutoCAD; Levelling; GNSS"),
        (160, "Languages", "English: native; German: B1"),
    ):
        lines += [text_line(title, y=y, size=10.5, bold=True), text_line(text, y=y, x0=170)]

    assert [kind for kind, _ in zones(*lines)] == [
        Section.EXPERIENCE,
        Section.EDUCATION,
        Section.SKILLS,
        Section.LANGUAGES,
    ]


def test_a_column_read_before_the_one_beside_it_is_woven_back() -> None:
    """Names above each other, then their levels at the right: each level goes to the name at its height."""
    lines = (
        heading("Languages", y=100),
        text_line("English", y=120),
        text_line("French", y=135),
        text_line("Igbo", y=150),
        text_line("native", y=120, x0=300),
        text_line("B1", y=135, x0=300),
        text_line("fluent", y=150, x0=300),
    )

    profile = read_cv(Document(lines, pages=1, pages_read=1, reader="test")).profile

    assert [(language.name, language.level) for language in profile.languages] == [
        ("English", "native"),
        ("French", "B1"),
        ("Igbo", "C1"),
    ]
