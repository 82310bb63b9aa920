"""Jobs in the ways CVs lay them out."""

import pytest

from engine.profile import Job, Month
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure.pages import document

BULLETS = "- Planned the weekly rota for a team of nine\n- Cut waste by a fifth"


def jobs(experience: str) -> list[tuple[str, str, str, str]]:
    """Title, company, start and end of each job of a section."""
    return [(job.title, job.company, str(job.period.start), str(job.period.end)) for job in read_jobs(experience)]


def read_jobs(experience: str) -> tuple[Job, ...]:
    return read_cv(document(f"# Robin Ashdown\nrobin@example.org\n\n## Experience\n{experience}")).profile.jobs


EXPECTED = [
    ("Kitchen Manager", "Bellweather Foods Ltd", "2019-03", "None"),
    ("Sous Chef", "Hotel Marsh", "2015-06", "2019-02"),
]

LAYOUTS = {
    "date at the right of the title": f"""
** Kitchen Manager || Mar 2019 – Present
Bellweather Foods Ltd
{BULLETS}

** Sous Chef || Jun 2015 – Feb 2019
Hotel Marsh
{BULLETS}""",
    "company first, title below": f"""
** Bellweather Foods Ltd || 03/2019 - now
Kitchen Manager || Leeds, UK
{BULLETS}

** Hotel Marsh || 06/2015 - 02/2019
Sous Chef || York, UK
{BULLETS}""",
    "date in a line above": f"""
March 2019 – today
** Kitchen Manager
Bellweather Foods Ltd, Leeds
{BULLETS}

June 2015 – February 2019
** Sous Chef
Hotel Marsh
{BULLETS}""",
    "date in a line below": f"""
** Kitchen Manager
Bellweather Foods Ltd
2019-03 – present
{BULLETS}

** Sous Chef
Hotel Marsh
2015-06 – 2019-02
{BULLETS}""",
    "all in one line with at": f"""
** Kitchen Manager at Bellweather Foods Ltd || 2019-03 –
{BULLETS}

** Sous Chef at Hotel Marsh || 2015-06 – 2019-02
{BULLETS}""",
    "all in one line with bars": f"""
** Kitchen Manager | Bellweather Foods Ltd | Leeds, UK | Mar 2019 – Present
{BULLETS}

** Sous Chef | Hotel Marsh | York, UK | Jun 2015 – Feb 2019
{BULLETS}""",
    "company in brackets": f"""
** Kitchen Manager (Bellweather Foods Ltd) || Mar 2019 – Present
{BULLETS}

** Sous Chef (Hotel Marsh) || Jun 2015 – Feb 2019
{BULLETS}""",
    "date at the left": f"""
Mar 2019 – Present || Kitchen Manager, Bellweather Foods Ltd
{BULLETS}

Jun 2015 – Feb 2019 || Sous Chef, Hotel Marsh
{BULLETS}""",
    "oldest first": f"""
** Sous Chef, Hotel Marsh || Jun 2015 – Feb 2019
{BULLETS}

** Kitchen Manager, Bellweather Foods Ltd || Mar 2019 – Present
{BULLETS}""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_title_company_and_dates_are_found_in_any_layout(layout: str) -> None:
    """Newest first, wherever the date stands and whichever of title and company comes first."""
    assert jobs(LAYOUTS[layout]) == EXPECTED


def test_several_roles_at_one_company_are_several_jobs() -> None:
    """A role without a company of its own belongs to the company above it; the company's whole time is no job."""
    found = jobs(f"""
** Corvane Mobility GmbH || 2014 – 2021
Head of Operations || Apr 2018 – Dec 2021
{BULLETS}
Operations Analyst || Jan 2014 – Mar 2018
{BULLETS}""")

    assert found == [
        ("Head of Operations", "Corvane Mobility GmbH", "2018-04", "2021-12"),
        ("Operations Analyst", "Corvane Mobility GmbH", "2014-01", "2018-03"),
    ]


def test_a_company_before_its_city_is_no_place() -> None:
    """Two words before a city are a company in a job's header, though they could be a town in its region."""
    found = read_jobs(f"""
** Sous Chef || Jun 2015 – Feb 2019
Tarnwick Kitchens, Stockholm
{BULLETS}""")

    assert [(job.title, job.company, job.location) for job in found] == [
        ("Sous Chef", "Tarnwick Kitchens", "Stockholm")
    ]


def test_bullets_are_joined_and_kept_in_order() -> None:
    """A bullet over three lines is one line, its broken word mended, and none runs into the next header."""
    (job, older) = read_jobs("""
** Welder || 2018 – 2020
Tarn Steelworks
- Welded frames for harvesters to drawings and pre-
  pared the parts for the paint shop, checking each weld by eye and by
  ultrasound
- Trained two apprentices
** Fitter || 2016 – 2018
Ostrow Engines
- Fitted pumps""")

    assert [line.text for line in job.lines] == [
        "Welded frames for harvesters to drawings and prepared the parts for the paint shop, checking each weld by eye and by ultrasound",
        "Trained two apprentices",
    ]
    assert [line.text for line in older.lines] == ["Fitted pumps"]


def test_a_header_keeps_its_words_and_is_scored_by_title_and_company() -> None:
    """The quote is the whole header; place and dates are no part of what is scored."""
    (job,) = read_jobs("** Waitress || Mar 2019 – Apr 2020\nCafé Lindgren, Vienna\n- Served guests")

    assert job.header.text == "Waitress Mar 2019 – Apr 2020 Café Lindgren, Vienna"
    assert job.header.scored == "Waiter, Café Lindgren"
    assert job.location == "Vienna"


DATED_BULLETS = {
    "the rest of a bullet": "- Wrote the scorer that routes fourteen hundred claims a day, in a container on ECS, live and in use\n  since 2022.",
    "a bullet that names a role and a month": "- Runs the grill\n- Employee of the month, March 2026.",
}


@pytest.mark.parametrize("bullets", DATED_BULLETS.values(), ids=DATED_BULLETS)
def test_a_date_in_a_bullet_opens_no_job(bullets: str) -> None:
    """What was done at some time is part of its job."""
    (job,) = read_jobs(f"** Line Cook || Oct 2021 – Present\nSmokepost Burgers\n{bullets}\n- Cleans down")

    assert job.title == "Line Cook"
    assert job.lines[-1].text == "Cleans down"


def test_bullets_may_be_the_roles_at_one_company() -> None:
    """A range of dates in a bullet is a role of its own."""
    titles = [
        job.title
        for job in read_jobs("** Acme Ltd || 2015 – 2021\n- Senior Engineer, 2018 – 2021\n- Engineer, 2015 – 2018")
    ]

    assert titles[-2:] == ["Senior Engineer", "Engineer"]


def test_years_alone_are_marked() -> None:
    """A job dated in years says that its months are unknown."""
    (job,) = read_jobs("** Baker, Crumb & Co || 2011 – 2013\n- Baked bread")

    assert job.period.year_only
    assert (job.period.start, job.period.end) == (Month(2011, 1), Month(2013, 12))


def test_jobs_without_dates_are_told_apart_by_their_look() -> None:
    """Bold lines open the entries where no dates do."""
    assert [
        job.title
        for job in read_jobs("** Painter\nHall & Sons\n- Painted houses\n** Plasterer\nReed Homes\n- Plastered walls")
    ] == [
        "Painter",
        "Plasterer",
    ]


def test_a_cv_without_a_heading_for_its_jobs_still_has_them() -> None:
    """Dated entries below the contact data are jobs even without a heading."""
    cv = read_cv(
        document(
            "# Robin Ashdown\nrobin@example.org\n\n** Kitchen Manager, Bellweather Foods Ltd || Mar 2019 – Present\n"
            f"{BULLETS}\n\n** Sous Chef, Hotel Marsh || Jun 2015 – Feb 2019\n{BULLETS}"
        )
    )

    assert [(job.title, job.company) for job in cv.profile.jobs] == [row[:2] for row in EXPECTED]
