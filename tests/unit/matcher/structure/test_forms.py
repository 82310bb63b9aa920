"""Entries filled into forms and tables, and dates set above each other."""

from services.matcher.domain.document import Document, TextLine
from services.matcher.domain.structure import read_cv
from services.matcher.domain.structure.forms import without_labels
from services.matcher.domain.structure.rows import rows_of
from tests.unit.matcher.structure.pages import document, text_line
from tests.unit.matcher.structure.test_jobs import jobs

BULLET = "- Planned the weekly rota for a team of nine"
EXPECTED = [
    ("Kitchen Manager", "Bellweather Foods", "2019-01", "2023-12"),
    ("Sous Chef", "Hotel Marsh", "2015-01", "2018-12"),
]


def test_labels_of_a_form_are_no_names() -> None:
    """`Position: …`, `Employer: …`, with the tasks before the employer as some forms have it."""
    found = jobs("""
Period: 01/2019 – 12/2023
Position: Kitchen Manager
Responsibilities: planning the weekly rota
Employer: Bellweather Foods
Period: 01/2015 – 12/2018
Position: Sous Chef
Responsibilities: planning the menu
Employer: Hotel Marsh""")

    assert found == EXPECTED


def test_the_head_of_a_table_is_no_entry() -> None:
    """A row of column names is left out."""
    rows = rows_of(document("Employer || Position\nHotel Marsh || Sous Chef").lines)

    assert [row.text for row in without_labels(rows)] == ["Hotel Marsh Sous Chef"]


def test_the_end_of_a_job_above_its_start_is_one_range() -> None:
    """A margin with `present` over `01/2019`, beside a title over a company."""
    lines: list[TextLine] = [
        text_line("Robin Ashdown", y=20, size=24),
        text_line("Experience", y=60, size=14, bold=True),
    ]
    y = 90.0
    for upper, lower, title, company in (
        ("present", "01/2019", "Kitchen Manager", "Bellweather Foods"),
        ("12/2018", "01/2015", "Sous Chef", "Hotel Marsh"),
    ):
        for date, text, bold in ((upper, title, True), (lower, company, False)):
            lines += [text_line(date, y=y, x0=60), text_line(text, y=y, x0=160, bold=bold)]
            y += 15
        lines.append(text_line("• Planned the weekly rota for a team of nine", y=y, x0=160))
        y += 25

    found = read_cv(Document(tuple(lines), 1, 1, "test")).profile.jobs

    assert [(job.title, job.company, str(job.period.start), job.period.current) for job in found] == [
        ("Kitchen Manager", "Bellweather Foods", "2019-01", True),
        ("Sous Chef", "Hotel Marsh", "2015-01", False),
    ]


def test_single_years_of_like_rows_stay_two() -> None:
    """Two degrees with a year each are no range."""
    text = "# Robin Ashdown\nrobin@example.org\n\n## Education\n2013 || Bachelor of Arts, University of Hull\n2011 || A-levels, Marsh College"

    assert len(read_cv(document(text)).profile.education) == 2


def test_a_company_with_its_town_in_brackets_frames_its_roles() -> None:
    """The whole time at a company heads its roles; the next company without a date heads its own."""
    found = jobs(f"""
** Corvane Mobility (Thwaitby) || 2014 – 2021
Head of Operations || Apr 2018 – Dec 2021
{BULLET}
Operations Analyst || Jan 2014 – Mar 2018
{BULLET}
** Hotel Marsh (Upper Thwaitby)
Night Porter || Jan 2012 – Dec 2013
{BULLET}""")

    assert found == [
        ("Head of Operations", "Corvane Mobility", "2018-04", "2021-12"),
        ("Operations Analyst", "Corvane Mobility", "2014-01", "2018-03"),
        ("Night Porter", "Hotel Marsh", "2012-01", "2013-12"),
    ]


def test_dotted_leaders_lead_to_the_date() -> None:
    """`Company: Title ........ 2015 – 2018`."""
    found = jobs(f"""
Bellweather Foods: Kitchen Manager .................... 01/2019 – 12/2023
{BULLET}
Hotel Marsh: Sous Chef ............................ 01/2015 – 12/2018
{BULLET}""")

    assert found == EXPECTED


def test_an_address_broken_by_a_narrow_column_is_whole() -> None:
    """The end of an e-mail address in a row of its own belongs to it."""
    found = read_cv(
        document("# Robin Ashdown\nrobin.ashdown@bellweather-foods.co\nm\nLeeds\n\n## Skills\nPlanning, Rotas")
    )

    assert found.identity.emails == ("robin.ashdown@bellweather-foods.com",)
