"""Reading order across columns, sidebars and tables."""

from services.matcher.adapters.pdf.page import ShapeKind
from tests.unit.matcher.pdf.typeset import BLUE, BOLD, Sheet

LEFT = [
    "Led a team of nine engineers that",
    "moved billing to a new platform.",
    "Cut the time of a release from two",
    "weeks to one day with tests and",
    "small steps.",
    "",
    "Wrote the service that checks each",
    "payment against known fraud.",
]
RIGHT = [
    "Python and Go for services that",
    "handle large traffic, with care",
    "for what happens when they fail.",
    "",
    "Kubernetes and Terraform for the",
    "running of it all, day and night.",
]


def words_of(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def test_two_columns_come_one_after_the_other() -> None:
    """Prose in two columns with baselines of their own is read column by column."""
    sheet = Sheet()
    sheet.column(LEFT, 40, 100)
    sheet.column(RIGHT, 320, 104)
    assert sheet.texts() == words_of(LEFT) + words_of(RIGHT)


def test_columns_on_one_grid_come_one_after_the_other() -> None:
    """Columns whose baselines agree line by line are still columns when their text is prose."""
    sheet = Sheet()
    sheet.column(LEFT, 40, 100)
    sheet.column(RIGHT, 320, 100)
    assert sheet.texts() == words_of(LEFT) + words_of(RIGHT)


def test_a_header_and_a_footer_across_columns_frame_them() -> None:
    """What runs across the gutter stands above and below the columns, in blocks of its own."""
    sheet = Sheet()
    sheet.write("Ada Lovelace, mathematician and engineer, London, ada@example.com, +44 20 7946 0000", 40, 60)
    sheet.column(LEFT, 40, 120)
    sheet.column(RIGHT, 320, 124)
    sheet.write("References are available on request and will be sent by post within a week of asking", 40, 300)
    texts = sheet.texts()
    assert texts[0].startswith("Ada")
    assert texts[1:-1] == words_of(LEFT) + words_of(RIGHT)
    assert texts[-1].startswith("References")
    blocks = [line.block for line in sheet.document().lines]
    assert blocks == sorted(blocks)
    assert len(set(blocks)) == 4


def test_a_sidebar_shorter_than_the_main_column_keeps_the_main_column_whole() -> None:
    """The main column goes on as one block where a sidebar on its right has ended."""
    sheet = Sheet()
    main = [f"Sentence number {index} of a long report on engines." for index in range(30)]
    sheet.column(main, 40, 100, leading=13)
    sheet.column(["Skills", "Python", "Go", "Terraform", "Kafka", "Postgres"], 420, 106, leading=14)
    texts = sheet.texts()
    assert texts[:30] == main
    assert texts[30:] == ["Skills", "Python", "Go", "Terraform", "Kafka", "Postgres"]


def test_a_sidebar_on_the_left_comes_first() -> None:
    """A sidebar on the left is read before the main column."""
    sheet = Sheet()
    sheet.column(["Contact", "ada@example.com", "London", "", "Languages", "English", "French"], 30, 100, leading=15)
    sheet.column(LEFT, 220, 103)
    assert sheet.texts()[:6] == ["Contact", "ada@example.com", "London", "Languages", "English", "French"]
    assert sheet.texts()[6:] == words_of(LEFT)


def test_dates_at_the_right_stay_with_their_titles() -> None:
    """In one column with dates at the right edge, each date follows its title, level with it and in the same block."""
    sheet = Sheet()
    y = 100.0
    expected: list[str] = []
    for title, date in (("Engineer, Acme", "2019 - 2024"), ("Developer, Initech", "2015 - 2019"), ("Intern", "2014")):
        sheet.write(title, 40, y, style=BOLD)
        sheet.write_right(date, 560, y)
        bullet = "• Built what was asked for, on time, and kept it running for years after it was built"
        sheet.write(bullet, 50, y + 14)
        expected += [title, date, bullet]
        y += 40
    lines = sheet.document().lines
    assert [line.text for line in lines] == expected
    assert {line.block for line in lines} == {0}
    assert lines[0].y0 == lines[1].y0


def test_dates_in_a_column_on_the_left_stay_with_their_entries() -> None:
    """A column of dates beside entries is a table: each date comes right before its entry."""
    sheet = Sheet()
    y = 100.0
    expected: list[str] = []
    for date, entry in (
        ("2019 - 2024", "Engineer at Acme"),
        ("2015 - 2019", "Developer"),
        ("2014", "Intern"),
        ("2013", "Tutor"),
    ):
        text = ["Kept the payment systems of three banks running", "and wrote the handbook that others work by."]
        sheet.write(date, 40, y)
        sheet.column([entry, *text], 160, y)
        expected += [date, entry, *text]
        y += 50
    assert sheet.texts() == expected


def test_a_label_of_two_lines_does_not_cut_the_text_beside_it() -> None:
    """The second line of a label is read with its first, before the text it labels."""
    sheet = Sheet()
    for index, (first, second) in enumerate((("Programming", "languages"), ("Cloud", "platforms"), ("Data", "stores"))):
        y = 100 + index * 60
        sheet.column([first, second], 40, y)
        sheet.column(
            ["Python for services and tools,", "Go where speed matters, and", "a little Rust for fun."], 160, y
        )
    assert sheet.texts()[:5] == [
        "Programming",
        "languages",
        "Python for services and tools,",
        "Go where speed matters, and",
        "a little Rust for fun.",
    ]


def test_cards_side_by_side_come_one_after_the_other() -> None:
    """Two entries of the same make beside each other are read one after the other though all their lines are level."""
    sheet = Sheet()
    for x, name, school, years in ((40, "MSc Computing", "Leeds", "2012"), (320, "BSc Physics", "York", "2010")):
        sheet.write(name, x, 100, style=BOLD)
        sheet.column([school, years, "With honours"], x, 114)
    assert sheet.texts() == [
        *("MSc Computing", "Leeds", "2012", "With honours"),
        *("BSc Physics", "York", "2010", "With honours"),
    ]


def test_a_painted_sidebar_parts_even_level_lines() -> None:
    """A tall painted area beside the text makes a column of it, whatever its lines are level with."""
    sheet = Sheet()
    sheet.paint((400, 0, 600, 800), BLUE)
    main = ["Engineer at Acme", "Developer at Initech", "Intern at Hooli", "Tutor at school"]
    side = ["Python", "Go", "Rust", "Java"]
    sheet.column(main, 40, 100, leading=30)
    sheet.column(side, 430, 100, leading=30)
    assert sheet.texts() == main + side


def test_a_rule_across_the_page_ends_columns() -> None:
    """Two sections of columns parted by a painted rule are read section by section."""
    sheet = Sheet()
    sheet.column(LEFT[:5], 40, 100)
    sheet.column(RIGHT[:3], 320, 104)
    sheet.paint((30, 180, 570, 181), (0, 0, 0), ShapeKind.PATH)
    sheet.column(LEFT[6:] + LEFT[:2], 40, 200)
    sheet.column(RIGHT[4:] + RIGHT[:2], 320, 204)
    assert sheet.texts() == LEFT[:5] + RIGHT[:3] + LEFT[6:] + LEFT[:2] + RIGHT[4:] + RIGHT[:2]


def test_a_strip_of_contact_data_is_not_cut_by_the_columns_below() -> None:
    """Contact data in one row above two columns stays together, left to right."""
    sheet = Sheet()
    sheet.write("London", 130, 80)
    sheet.write("ada@example.com", 190, 80)
    sheet.write("+44 20 7946 0000", 295, 80)
    sheet.write("example.com/ada", 405, 80)
    sheet.column(LEFT, 40, 100)
    sheet.column(RIGHT, 320, 104)
    texts = sheet.texts()
    assert texts[:4] == ["London", "ada@example.com", "+44 20 7946 0000", "example.com/ada"]
    assert texts[4:] == words_of(LEFT) + words_of(RIGHT)


def test_a_painted_sidebar_that_ends_early_is_one_all_the_same() -> None:
    """The main column goes on, far looser than the sidebar, where the sidebar has no more text."""
    sheet = Sheet()
    sheet.paint((400, 0, 600, 800), BLUE)
    main = [f"Managed ward number {number} for a whole year" for number in range(12)]
    side = [f"Skill {number}" for number in range(9)]
    sheet.column(main, 40, 60, leading=50)
    sheet.column(side, 420, 61)

    assert sheet.texts() == main + side


def test_headings_between_the_rows_of_a_table_do_not_make_columns_of_it() -> None:
    """A borderless table of dates and texts has the headings of its parts in bold in its left column."""
    sheet = Sheet()
    y, expected = 100.0, list[str]()
    for heading in ("Work", "Studies", "Courses"):
        sheet.write(heading, 40, y, style=BOLD)
        expected.append(heading)
        y += 26
        for year in ("2019", "2015", "2011"):
            sheet.write(year, 40, y)
            sheet.write("Baker", 320, y)
            sheet.write("Friobeira, a town", 320, y + 12)
            expected += [year, "Baker", "Friobeira, a town"]
            y += 40
    assert sheet.texts() == expected
