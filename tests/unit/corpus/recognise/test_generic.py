"""Shapes that no recogniser knows: what can be found is found."""

from typing import Any

import pytest

from engine.profile import Degree, Month, Period, Section
from services.corpus.domain.recognise import recognise
from services.corpus.domain.recognise.tree import MAX_CHARS, folded_key, texts_in, tree_of

_TEXT = """Ludmilla Throckmorton
Gallowgate 7, Strelsau
lt@example.org

Summary
Engineer with ten years of practice in payments.

Experience
Senior Engineer at Strelsau Bank, Jan 2020 - Present
- Built the ledger in Go.
Engineer, Mill Ltd | 2015 - 2019
Wrote Python.

Education
BSc Computer Science, Elm University, 2011 - 2014

Skills
Python, Go, Kafka

Languages
English (native), German B2
"""


def test_whole_text_is_read_by_its_headings() -> None:
    """A parser that hands over one text: roles, studies, skills and languages are found, the person's header is not read."""
    profile = recognise({"meta": {"source": "upload"}, "resume_text": _TEXT}).profile

    assert [(job.title, job.company) for job in profile.jobs] == [
        ("Senior Engineer", "Strelsau Bank"),
        ("Engineer", "Mill Ltd"),
    ]
    assert profile.jobs[0].period == Period(Month(2020, 1), None, current=True)
    assert [line.scored for line in profile.jobs[0].lines] == ["Built the ledger in Go."]
    assert [(study.institution, study.degree) for study in profile.education] == [("Elm University", Degree.BACHELOR)]
    assert [skill.name for skill in profile.skills] == ["Python", "Go", "Kafka"]
    assert [(language.name, language.level) for language in profile.languages] == [
        ("English", "native"),
        ("German", "B2"),
    ]
    assert not [word for word in ("Ludmilla", "Throckmorton", "Gallowgate", "lt@") if word in repr(profile)]


def test_whole_text_is_left_where_parts_are_given() -> None:
    """Nothing is counted twice: the text is read only where the parts say nothing of work."""
    profile = recognise({"rawText": _TEXT, "skills": ["Welding"]}).profile

    assert [skill.name for skill in profile.skills] == ["Welding"]
    assert profile.jobs == ()


@pytest.mark.parametrize(
    "work",
    [
        [{"company": "Mill", "roles": [{"title": "Lead", "start": "2020-01"}, {"title": "Hand", "start": "2018-01", "end": "2019-12"}]}],
        {"Mill": [{"title": "Lead", "from": "2020-01", "to": "now"}, {"title": "Hand", "from": "2018-01", "to": "2019-12"}]},
        {"current": {"employer": "Mill", "position": "Lead", "period": "Jan 2020 - Present"}, "previous": [{"employer": "Mill", "position": "Hand", "period": "Jan 2018 - Dec 2019"}]},
        ["Lead at Mill, January 2020 – present", "Hand at Mill (01/2018 - 12/2019)"],
        {"items": [{"jobTitle": "Hand", "organisation": {"name": "Mill"}, "years": "01/2018-12/2019"}, {"jobTitle": "Lead", "organisation": {"name": "Mill"}, "years": "01/2020 - today"}]},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "key",
    [
        "experience",
        "Work History",
        "parcours professionnel",
        "experienciaLaboral",
        "工作经历",
        "candidate_employment_history",
    ],
)
def test_jobs_are_found_in_any_grouping_under_any_key(key: str, work: Any) -> None:
    """Grouped by employer, by time, as text or wrapped, and under a key in another language, both roles are found in order."""
    jobs = recognise({"cv": {"inner": [{key: work}]}}).profile.jobs

    assert [(job.title, job.company) for job in jobs] == [("Lead", "Mill"), ("Hand", "Mill")]
    assert [job.period for job in jobs] == [
        Period(Month(2020, 1), None, current=True),
        Period(Month(2018, 1), Month(2019, 12)),
    ]


@pytest.mark.parametrize(
    "skills",
    [
        ["Go", "SQL"],
        "Go, SQL",
        "Languages and tools: Go; SQL",
        [{"name": "Go"}, {"name": "SQL"}],
        [{"skill": {"name": "Go"}}, {"skill": {"name": "SQL"}}],
        {"Programming": ["Go"], "Storage": ["SQL"]},
        {"Go": "expert", "SQL": "basic"},
        {"technical": [{"title": "Go", "years": 4}], "other": "SQL"},
        [{"category": "All", "items": ["Go", "SQL"]}],
        [{"name": "All", "keywords": ["Go", "SQL"]}],
    ],
)
def test_skills_are_found_in_any_shape(skills: Any) -> None:
    """Names, lists in one text, groups, and levels by name give the same two skills."""
    assert sorted(skill.name for skill in recognise({"my_skills": skills}).profile.skills) == ["Go", "SQL"]


def test_levels_of_skills_are_kept() -> None:
    """A level stays with its skill, beside it or as its value."""
    profile = recognise({"skills": [{"name": "Go", "level": "expert"}, "SQL (basic)"]}).profile

    assert [(skill.name, skill.level) for skill in profile.skills] == [("Go", "expert"), ("SQL", "basic")]


def test_job_without_an_end_goes_on_only_if_none_began_later() -> None:
    """No years are granted for what a parser left out: only the newest role without an end is current."""
    jobs = recognise(
        {
            "experience": [
                {"title": "Lead", "company": "Mill", "start": "2020-01"},
                {"title": "Hand", "company": "Mill", "start": "2010-01"},
            ]
        }
    ).profile.jobs

    assert [(job.title, job.period.current) for job in jobs] == [("Lead", True), ("Hand", False)]


def test_what_no_section_holds_is_kept_as_text() -> None:
    """A statement anywhere is kept; codes, links and flags are not."""
    profile = recognise(
        {
            "a": {"b": [{"c": "Welded pipes in ships for years.", "d": "https://x.example/a/b", "e": "XJ-9"}]},
            "active": True,
        }
    ).profile

    assert [(line.scored, line.section) for line in profile.other] == [
        ("Welded pipes in ships for years.", Section.OTHER)
    ]


def test_markup_and_bullets_become_lines() -> None:
    """HTML lists, line breaks and bullet signs part what is told of a role."""
    told = "<ul><li>Built a &amp; b.</li><li>Ran it</li></ul>• Sold it • Bought it\n- Left it. Came back, e.g. Monday."
    profile = recognise(
        {"jobs": [{"title": "Hand", "company": "Mill", "dates": "2018 - 2019", "description": told}]}
    ).profile

    assert [line.scored for line in profile.jobs[0].lines] == [
        "Built a & b.", "Ran it", "Sold it", "Bought it", "Left it.", "Came back, e.g. Monday.",
    ]  # fmt: skip


def test_keys_are_equal_in_every_spelling() -> None:
    """Case, separators, accents and namespaces of a key do not matter."""
    assert {folded_key(key) for key in ("endDate", "end_date", "End Date", "END-DATE", "oa:EndDate", "@endDate")} == {
        "enddate"
    }
    assert folded_key("Expérience") == folded_key("Expe\u0301rience") == "experience"


def test_tree_is_bounded() -> None:
    """No more characters are read than the bound, whatever they are spread over."""
    tree = tree_of({f"k{n}": "word " * 4_000 for n in range(100)})

    assert sum(len(text) for text in texts_in(tree)) <= MAX_CHARS + 20_000
