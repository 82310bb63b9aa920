"""Towns that no table knows and dates that a narrow column breaks: what the rest of a section tells of one entry."""

import pytest

from services.matcher.domain.document import Document
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure.pages import document, text_line
from tests.unit.matcher.structure.test_jobs import jobs, read_jobs

BULLET = "- Planned the weekly rota for a team of nine"


def companies(experience: str) -> list[tuple[str, str | None]]:
    return [(job.company, job.location) for job in read_jobs(experience)]


def studies(education: str) -> list[tuple[str, str]]:
    profile = read_cv(document(f"# Robin Ashdown\nrobin@example.org\n\n## Education\n{education}")).profile
    return [(each.degree_text, each.institution) for each in profile.education]


@pytest.mark.parametrize("form", ["{company}, {town}", "{company} ({town})"])
def test_an_unknown_town_stands_where_the_other_entries_have_theirs(form: str) -> None:
    """A known town behind one company tells that what stands behind the other is one, too."""
    experience = "\n\n".join(
        f"** {title} || {dates}\n{form.format(company=company, town=town)}\n{BULLET}"
        for title, dates, company, town in (
            ("Kitchen Manager", "2019 – 2023", "Bellweather Foods", "Leeds"),
            ("Sous Chef", "2015 – 2018", "Hotel Marsh", "Upper Thwaitby"),
        )
    )

    assert companies(experience) == [("Bellweather Foods", "Leeds"), ("Hotel Marsh", "Upper Thwaitby")]


def test_a_name_that_an_entry_needs_is_no_town() -> None:
    """Where one entry gives a town and another its company in the same place, the company stays one."""
    experience = f"** Kitchen Manager || 2019 – 2023\nLeeds\n{BULLET}\n\n** Sous Chef || 2015 – 2018\nMarsh\n{BULLET}"

    assert companies(experience)[1] == ("Marsh", None)


def test_an_unknown_town_beside_a_date_leaves_room_for_title_and_company() -> None:
    """`2015 – 2018 | Thwaitby`, title and company below: three rows are one header."""
    experience = "\n\n".join(
        f"{dates} | {town}\n** {title}\n{company}\n{BULLET}"
        for dates, town, title, company in (
            ("2019 – 2023", "Leeds", "Kitchen Manager", "Bellweather Foods"),
            ("2015 – 2018", "Thwaitby", "Sous Chef", "Hotel Marsh"),
        )
    )

    assert companies(experience) == [("Bellweather Foods", "Leeds"), ("Hotel Marsh", "Thwaitby")]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("September 2015 –", "March 2018"), ("September 2015 – March", "2018"), ("09/2015 -", "03/2018")],
)
def test_a_range_broken_by_a_narrow_column_is_whole(upper: str, lower: str) -> None:
    """The end of a range stands below its start, beside the company."""
    lines = (
        text_line("Experience", y=100, size=14, bold=True),
        text_line("Staff Nurse", y=120, bold=True),
        text_line(upper, y=120, x0=400),
        text_line("Harrowgate Hospital", y=135),
        text_line(lower, y=135, x0=400),
        text_line("\u2022 Planned the weekly rota for a team of nine", y=150),
    )

    (job,) = read_cv(Document(lines, pages=1, pages_read=1, reader="test")).profile.jobs

    assert (job.title, job.company) == ("Staff Nurse", "Harrowgate Hospital")
    assert (str(job.period.start), str(job.period.end)) == ("2015-09", "2018-03")


def test_two_whole_dates_above_each_other_stay_two() -> None:
    """Single years of two entries in one column are no range."""
    education = "** BSc Physics, Aldgate University || 2015\n** A-levels, Thornfield College || 2011"

    assert len(studies(education)) == 2


def test_a_section_that_begins_with_a_date_has_its_dates_first() -> None:
    """What stands above a date belongs to the entry before, also where nothing but rows of one make follow."""
    education = "2014 – 2015\nUniversity of Leeds\nBSc Physics\n2012 – 2014\nThornfield College\nA-levels in Biology"

    assert studies(education) == [("BSc Physics", "University of Leeds"), ("A-levels in Biology", "Thornfield College")]


@pytest.mark.parametrize(
    ("row", "degree", "institution"),
    [
        ("A-levels in Biology, Thornfield Sixth Form College", "A-levels in Biology", "Thornfield Sixth Form College"),
        ("Schiller-Gymnasium Esslingen, Abitur", "Abitur", "Schiller-Gymnasium Esslingen"),
        ("HAVO, Wolfert Lyceum", "HAVO", "Wolfert Lyceum"),
    ],
)
def test_a_school_and_its_certificate_in_one_row_are_parted(row: str, degree: str, institution: str) -> None:
    """Both sides of the comma may have words of a school; only one is a place of learning or only one a certificate."""
    assert studies(f"{row} || 2010 – 2012") == [(degree, institution)]


def test_a_teacher_at_a_school_works_there() -> None:
    """A school under the heading of work is an employer: its own name is no degree."""
    assert jobs(f"** Gymnasielärare || 2016 – 2020\nBjörkhagens gymnasium\n{BULLET}") == [
        ("Gymnasielärare", "Björkhagens gymnasium", "2016-01", "2020-12")
    ]
