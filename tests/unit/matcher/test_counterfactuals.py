"""Contract §4.2 on drawn CVs: who somebody is changes nothing of what is judged, through either door."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.material import texts_of
from engine.profile import Month, Profile
from services.corpus.domain.recognise import recognise
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.structure import read_cv
from tests.bench.audit_changes import CHANGES, NAMES, Change, Rule
from tests.bench.audit_cvs import Draft, Job, with_name
from tests.fakes.judging import judge
from tests.fakes.profiles import config
from tests.support.plain_cv import plain_cv

PERSON: dict[str, Any] = {
    "basics": {
        "name": "Tobias Lindgren", "label": "Warehouse Supervisor", "email": "t.lindgren@example.com", "phone": "+46 31 555 01 77",
        "location": {"city": "Malmo", "countryCode": "SE"},
        "summary": "Nine years in distribution centres. I plan shifts and keep the docks safe.",
    },
    "work": [
        {"name": "Nordhavn Freight", "position": "Warehouse Supervisor", "startDate": "2019-03", "highlights": [
            "Lead a team of twenty on the night shift.", "Wrote services in Go for the dock planning.", "Run the forklift training."]},
        {"name": "Klarsten Stores", "position": "Picker", "startDate": "2015-01", "endDate": "2019-02", "highlights": ["Picked and packed orders."]},
    ],
    "education": [{"institution": "Chalmers", "studyType": "BSc", "area": "Logistics", "startDate": "2011-09", "endDate": "2014-06"}],
    "skills": [{"name": "Tools", "keywords": ["SAP", "Forklift", "Excel"]}],
    "languages": [{"language": "Swedish", "fluency": "Native"}, {"language": "English", "fluency": "C1"}],
}  # fmt: skip
ASKED = config(
    hard_skills=["Shift planning", "Forklift", "SAP", "Go"],
    languages=[{"name": "English", "level": "B2", "importance": 3}],
)
JOB = Job(
    "warehouse",
    "We look for a supervisor of our night shift who keeps docks safe.",
    ASKED["requirements"],
    Month(2026, 11),
)
EXACT = [change for change in CHANGES if change.rule is Rule.EXACT]


def readings(draft: Draft) -> Iterator[Profile]:
    """Through both doors."""
    yield from _read(json.dumps(draft.resume), draft.hidden)


@cache
def _read(resume_json: str, hidden: tuple[tuple[str, str], ...]) -> tuple[Profile, Profile]:
    resume = json.loads(resume_json)
    return recognise(resume).profile, read_cv(extract(plain_cv(resume, hidden=hidden), ReadLimits())).profile


def total(profile: Profile) -> object:
    found = judge(profile, text=JOB.text, hard_skills=ASKED["requirements"]["skills"]["skills_config"]["hard_skills"])
    return found.total, [row.score for row in found.requirements]


@pytest.mark.parametrize("change", EXACT, ids=lambda change: change.name)
def test_who_somebody_is_changes_nothing_of_what_is_judged(change: Change) -> None:
    """The texts that are embedded, and so every score, are the same before and after."""
    for before, after in change.pairs(PERSON, JOB, 0):
        for one, other in zip(readings(before), readings(after), strict=True):
            assert texts_of(one) == texts_of(other)
            assert total(one) == total(other)


@pytest.mark.parametrize("name", ["Rose Baker", "Greg Cook", "Ana Sofia Fernández", "Olivier D'Angelo"])
def test_a_firm_that_bears_its_owners_name_changes_nothing(name: str) -> None:
    """It is renamed with its owner wherever it is told of, also where the name is a trade."""
    before = deepcopy(PERSON)
    before["work"][1] |= {"name": "Lindgren Stores", "highlights": ["Picked orders at Lindgren Stores."]}
    after = with_name(before, name)
    after["work"][1]["highlights"] = [f"Picked orders at {name.rsplit(maxsplit=1)[-1]} Stores."]
    for one, other in zip(readings(Draft(before)), readings(Draft(after)), strict=True):
        assert texts_of(one) == texts_of(other)
        assert any("Stores" in text for text in texts_of(one))


def test_a_firm_that_bears_its_owners_name_tells_no_other_entry_what_is_a_title() -> None:
    """Where no table knows a firm, entries are read by the habit of their section: "Baker" in a firm's name is no title there."""
    before = deepcopy(PERSON)
    before["basics"]["name"] = "Ingrid Lindgren"
    before["work"] = [
        {"name": "Harrow & Vale Infirmaries", "position": "Senior Staff Nurse, Emergency Department", "startDate": "2020-03"},
        {"name": "Harrow & Vale Infirmaries", "position": "Secondment, Critical Care", "startDate": "2019-01", "endDate": "2020-02"},
        {"name": "Harrow & Vale Infirmaries", "position": "Staff Nurse, Emergency Department", "startDate": "2016-01", "endDate": "2018-12"},
        {"name": "Lindgren & Sons Removals", "position": "Driver", "startDate": "2011-02", "endDate": "2015-06"},
    ]  # fmt: skip
    after = with_name(before, "Rose Baker")
    for one, other in zip(readings(Draft(before)), readings(Draft(after)), strict=True):
        assert [(job.title, job.company.partition(" &")[2]) for job in one.jobs] == [
            (job.title, job.company.partition(" &")[2]) for job in other.jobs
        ]
        assert texts_of(one) == texts_of(other)


def test_hidden_text_is_not_read() -> None:
    """White, tiny, off the page or drawn invisibly: what is asked for is not found there."""
    (hidden,) = [change for change in CHANGES if change.name.startswith("hidden text")]
    for before, after in hidden.pairs(PERSON, JOB, 0):
        assert after.hidden
        assert texts_of(list(readings(before))[1]) == texts_of(list(readings(after))[1])


names = st.sampled_from(NAMES) | st.builds(
    "{} {}".format,
    st.sampled_from(["Rose", "Mohammed", "Taylor", "Anne-Marie", "Jo", "Ñusta", "May", "Max"]),
    st.sampled_from(
        [
            "Baker",
            "Cook",
            "Smith",
            "Fischer",
            "Python",
            "London",
            "Walker",
            "O'Neill",
            "van der Berg",
            "Schmidt",
            "Carpenter",
        ]
    ),
)


@settings(max_examples=12, deadline=None)
@given(names)
def test_no_name_is_read_as_a_trade_a_place_or_a_technology(name: str) -> None:
    """A person called Baker, Cook or Python is judged as anybody else."""
    after = {**PERSON, "basics": {**PERSON["basics"], "name": name, "email": "somebody@example.com"}}
    for one, other in zip(readings(Draft(PERSON)), readings(Draft(after)), strict=True):
        assert texts_of(one) == texts_of(other), name
