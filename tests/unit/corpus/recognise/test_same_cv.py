"""A corpus reads of a CV what DeepMatch reads of it, and of JSON Resume what a careful reader would."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.facts.languages import canonical_language
from engine.identity import Identity
from engine.neutral import neutralise
from engine.profile import (
    Certificate,
    Degree,
    Education,
    Job,
    Language,
    Line,
    Month,
    Period,
    Profile,
    Project,
    Section,
    Skill,
)
from services.corpus.domain.recognise import recognise
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.parser_result import parser_result
from tests.fakes.json_resume import profile_of


def _line(text: str, section: Section) -> Line:
    return Line(text, text, 1, section)


def _read() -> ReadCv:
    line = _line
    return ReadCv(
        identity=Identity(name="Zebulon Quackenbush", emails=("z@example.com",), phones=("+49 000 7712345",), location="Oakford"),
        profile=Profile(
            headline=line("Intensive care nurse", Section.SUMMARY),
            summary=(line("Nine years on wards.", Section.SUMMARY),),
            jobs=(
                Job("Staff Nurse", "Oakford Infirmary", Period(Month(2019, 4), None, current=True), line("Staff Nurse, Oakford Infirmary", Section.EXPERIENCE), (line("Led a team. Trained two nurses <li>.", Section.EXPERIENCE),), "Oakford"),
                Job("Ward Nurse", "Saint Ulric", Period(Month(2016, 1), Month(2018, 12), year_only=True), line("Ward Nurse, Saint Ulric", Section.EXPERIENCE)),
                Job("Helper", "Mill", Period(Month(2015, 1), None), line("Helper, Mill", Section.EXPERIENCE)),
            ),
            education=(Education("Elmsbrook University", Degree.BACHELOR, "BSc", "Nursing", Period(None, Month(2015, 12), year_only=True), line("BSc, Nursing, Elmsbrook University", Section.EDUCATION)),),
            skills=(Skill("Ventilation", line("Ventilation, Triage", Section.SKILLS), "expert"), Skill("Triage", line("Ventilation, Triage", Section.SKILLS))),
            languages=(Language("German", "native", line("German: native", Section.LANGUAGES)),),
            certificates=(Certificate("Life Support", line("Life Support, Board, 2022", Section.CERTIFICATES), "Board", 2022),),
            projects=(Project("Rota tool", Period(Month(2020, 1), Month(2020, 6)), (line("Rota tool, Python", Section.PROJECTS), line("Plans shifts.", Section.PROJECTS))),),
            other=(line("Helps at a shelter each winter.", Section.VOLUNTEERING),),
        ),
        pages=2,
        pages_read=2,
        reader="pdfium",
    )  # fmt: skip


def test_own_reading_gives_the_profile_it_was_made_of() -> None:
    """A `cv_parser_result` put into a corpus has the roles, periods, levels and lines of the match it came from."""
    read = _read()

    recognised = recognise(json.loads(json.dumps(parser_result(read))))

    assert recognised.format == "cvdeep"
    want, got = read.profile, recognised.profile
    assert [(j.title, j.company, j.period, j.header.scored, [x.scored for x in j.lines]) for j in got.jobs] == [
        (j.title, j.company, j.period, j.header.scored, [x.scored for x in j.lines]) for j in want.jobs
    ]
    assert [
        (e.institution, e.degree, e.degree_text, e.field_of_study, e.period, e.line.scored) for e in got.education
    ] == [(e.institution, e.degree, e.degree_text, e.field_of_study, e.period, e.line.scored) for e in want.education]
    assert [(s.name, s.level, s.line.scored) for s in got.skills] == [
        (s.name, s.level, s.line.scored) for s in want.skills
    ]
    assert [(x.name, x.level) for x in got.languages] == [(x.name, x.level) for x in want.languages]
    assert [(c.name, c.issuer, c.year) for c in got.certificates] == [
        (c.name, c.issuer, c.year) for c in want.certificates
    ]
    assert [(p.name, p.period, [x.scored for x in p.lines]) for p in got.projects] == [
        (p.name, p.period, [x.scored for x in p.lines]) for p in want.projects
    ]
    assert [(x.scored, x.section) for x in (*got.summary, *got.other)] == [
        (x.scored, x.section) for x in (*want.summary, *want.other)
    ]


def _resumes(shared_data: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((shared_data / "match").glob("*.json")):
        for cv in json.loads(path.read_text())["cvs"]:
            yield cv["resume"]


def test_json_resumes_are_read_as_a_careful_reader_would(shared_data: Path) -> None:
    """Months, titles, employers, skills and lines of real JSON Resumes are those of an independent reading, made neutral."""
    count = 0
    for resume in _resumes(shared_data):
        identity = Identity(name=resume["basics"].get("name"))

        def neutral(text: str, identity: Identity = identity) -> str:
            return neutralise(text, identity)

        want, recognised = profile_of(resume), recognise(resume)
        got = recognised.profile
        count += 1

        assert recognised.format == "json_resume"
        assert [(j.title, j.company, j.period) for j in got.jobs] == [
            (neutral(j.title), neutral(j.company), j.period) for j in want.jobs
        ]
        assert [x.scored for j in got.jobs for x in j.lines] == [
            scored
            for j in want.jobs
            for x in j.lines
            if any(c.isalpha() for c in x.text) and (scored := neutral(x.text))
        ]
        names = {s.name.casefold() for s in got.skills}
        missed = [s.name for s in want.skills if s.name.casefold() not in names]
        assert len(missed) <= 1
        assert [(e.period, e.field_of_study) for e in got.education] == [
            (e.period, neutral(e.field_of_study)) for e in want.education
        ]
        assert [(c.name, c.year) for c in got.certificates] == [(neutral(c.name), c.year) for c in want.certificates]
        assert [canonical_language(x.name) for x in got.languages] == [
            canonical_language(x.name) for x in want.languages
        ]
    assert count == 100
