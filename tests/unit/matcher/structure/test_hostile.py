"""Text made to be slow: whatever a document holds, the work grows in step with its length."""

import time

import pytest

from services.matcher.domain.document import Document, TextLine
from services.matcher.domain.structure import read_cv

# Eight times the text may take this many times as long: far above linear work and its noise, far below the 64 of quadratic work.
MAX_GROWTH = 26.0
# The most characters and rows that extraction lets through, and what is enough to see growth.
LONG, SOME_CHARS = 400_000, 48_000
ROWS, SOME_ROWS = 50_000, 6_000

LINES = [
    "a",
    "1 ",
    "a.",
    "a@",
    "(",
    "[(",
    " \u00a0",
    "-",
    "•",
    "2019 ",
    "2019-",
    "a,",
    "a-",
    "http://",
    "Jan ",
    "born ",
    "Mr ",
    "+1",
    "Engineer at ",
    "x@y.z ",
]
ROW_TEXTS = [
    "a",
    "Experience",
    "2019 - 2020",
    "• Did things with Java",
    "Engineer, Acme GmbH, Berlin 2019 - 2020",
    "jane@example.org",
    "English",
    "Nationality",
    "lower case going on",
]


def lined(text: str) -> Document:
    """A document whose header and sections are one endless line each."""
    texts = ["Jane Doe", text, "Experience", text, "Skills", text]
    return stacked(texts)


def stacked(texts: list[str]) -> Document:
    lines = [
        TextLine(
            text,
            1 + n // 60,
            0,
            60.0,
            15.0 * (n % 60),
            60.0 + 5 * len(text),
            15.0 * (n % 60) + 12,
            10.0,
            bold=False,
            italic=False,
            gap=3.0,
        )
        for n, text in enumerate(texts)
    ]
    return Document(tuple(lines), pages=1 + len(texts) // 60, pages_read=1 + len(texts) // 60, reader="test")


def seconds(document: Document) -> float:
    """Processor time of one reading, never zero."""
    begin = time.process_time()
    read_cv(document)
    return max(time.process_time() - begin, 0.02)


@pytest.mark.parametrize("piece", LINES)
def test_p23_one_endless_line_costs_no_more_than_its_length(piece: str) -> None:
    """Repeating a piece that patterns stumble over eight times as often costs about eight times as much."""
    small, large = (lined(piece * (size // len(piece))) for size in (SOME_CHARS // 8, SOME_CHARS))

    assert seconds(large) / seconds(small) < MAX_GROWTH


@pytest.mark.parametrize("text", ROW_TEXTS)
def test_p23_many_equal_rows_cost_no_more_than_their_number(text: str) -> None:
    """Rows that each might open a section or an entry cost in step with their number."""
    small, large = (stacked(["Jane Doe", "Experience", *[text] * rows]) for rows in (SOME_ROWS // 8, SOME_ROWS))

    assert seconds(large) / seconds(small) < MAX_GROWTH


@pytest.mark.parametrize(
    "heading", ["Experience", "Education", "Skills", "Languages", "Certificates", "Projects", "Boats"]
)
def test_p23_many_short_rows_end_in_a_bounded_reading(heading: str) -> None:
    """Thousands of rows of any section give a CV with a bounded number of facts."""
    cv = read_cv(mixed(heading, SOME_ROWS))

    assert len(cv.profile.jobs) <= 100
    assert len(cv.profile.skills) <= 400
    assert len(cv.identity.other) <= 20


def test_p23_the_largest_documents_are_read_to_the_end() -> None:
    """A single line of 400,000 characters and 50,000 rows, the limits of extraction, end in a reading."""
    line = read_cv(stacked(["Jane Doe", "Experience", "Engineer at Acme, 2019 to 2020. " * (LONG // 32)]))
    rows = read_cv(mixed("Skills", ROWS))

    assert line.identity.name == "Jane Doe"
    assert rows.pages == 1 + (ROWS + 1) // 60


def mixed(heading: str, count: int) -> Document:
    rows = [
        "Engineer 2019 - 2020",
        "Acme GmbH",
        "• did java",
        "Python, Go, Rust",
        "English - native",
        "B.Sc. Physics",
        "2018",
        "lower case",
    ]
    return stacked([heading, *(rows * (count // len(rows)))])
