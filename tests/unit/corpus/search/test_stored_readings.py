"""What is kept of a candidate's texts: it saves work, and never changes a number."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import Rating, rate
from engine.brief import Brief
from engine.laid import Laid
from engine.profile import Month, Profile
from engine.readings import readings_of_profile
from services.corpus.adapters.judging.work import judge
from services.corpus.domain.stored_readings import read_readings, stored_readings
from services.platform import wire
from tests.fakes.profiles import config, job, profile, skills
from tests.fakes.search import position, record, stored

LINES = (
    "Built services in Go and Qt on Kubernetes.", "Never used Kafka.", "Would like to learn Rust", "Recruited Python developers",
    "Sold Kafka licences to a bank.", "AWS Certified Developer", "Refactored the source code of a card issuer's back-end.",
    "We look for a backend engineer who builds services and keeps them running day and night.",
)  # fmt: skip
TEXT = "We look for a backend engineer who builds services and keeps them running day and night. You like banks and clouds a lot."
ASKED = config(
    hard_skills=["Go", "Kafka and Qt", "Rust (or similar)", "Zig"], soft_skills=["Teamwork"],
    minimal_qualifications=["AWS certification", "3 years of Go", "Banking experience"],
)  # fmt: skip
_, SOUGHT = position({"name": "Backend Engineer", "text": TEXT, **ASKED})
jobs = st.builds(
    lambda title, lines, start: job(title, *lines, start=f"{start}-01"),
    st.sampled_from(["Backend Engineer", "Recruiter", "Nurse"]), st.lists(st.sampled_from(LINES), max_size=4), st.integers(2008, 2024),
)  # fmt: skip
people = st.builds(
    lambda jobs, listed: profile(*jobs, skills=skills(*listed)),
    st.lists(jobs, max_size=3), st.lists(st.sampled_from(["Go", "Rust", "Docker", "Qt"]), max_size=3, unique=True),
)  # fmt: skip
PERSON = profile(job("Backend Engineer", LINES[0], start="2019-02"), skills=skills("Go"))


@settings(max_examples=25, deadline=None)
@given(st.lists(people, min_size=1, max_size=4), st.data())
def test_numbers_are_the_same_with_and_without_in_any_company(profiles: list[Profile], data: st.DataObject) -> None:
    """Each alone without, and some of them together with what was kept, in any order: equal to the last bit."""
    records = [record(stored(f"c{number}", each)) for number, each in enumerate(profiles)]
    alone = [judge(SOUGHT, [each]) for each in records]
    expected = {judgement.scored[0].candidate_key: judgement.scored[0] for judgement in alone}
    readings = {key: each for judgement in alone for key, each in judgement.readings}
    together = data.draw(st.permutations(records))
    some = [
        replace(each, readings=readings[each.candidate_key]) if data.draw(st.booleans()) else each for each in together
    ]
    assert list(judge(SOUGHT, some).scored) == [expected[each.candidate_key] for each in together]


def test_kept_readings_are_used() -> None:
    """Whoever judges believes them: without the names in them the person is worth less."""
    known, read = record(stored("c", PERSON)), readings_of_profile(PERSON)
    assert read_readings(stored_readings(read, known.profile), known.profile) == read
    nameless = replace(known, readings=stored_readings(replace(read, skills={}), known.profile))
    judgement = judge(SOUGHT, [nameless])
    assert judgement.scored[0].breakdown["skills"] < judge(SOUGHT, [known]).scored[0].breakdown["skills"]
    assert judgement.readings == ()


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda good: good[:0], lambda good: good[:-1], lambda good: good[:-9] + b"x" + good[-8:], lambda good: good.split(b"\n")[0] + b"\n",
        lambda good: b"2 another " + good.split(b" ", 2)[2], lambda good: good[::-1],
    ],
)  # fmt: skip
def test_what_does_not_hold_is_read_anew(spoilt: Callable[[bytes], bytes]) -> None:
    """Damaged, cut off, or of another engine: it is as if there were none, and it is handed over anew."""
    whole = record(stored("c", PERSON))
    expected = judge(SOUGHT, [whole])
    ((_, good),) = expected.readings
    assert judge(SOUGHT, [replace(whole, readings=spoilt(good))]) == expected


def test_readings_of_another_profile_are_not_used() -> None:
    """As an older version leaves them that does not know of them: new content, and what was read of the old beside it."""
    whole, other = record(stored("c", PERSON)), record(stored("c", profile(job("Nurse", "Never wrote Go."))))
    ((_, stale),) = judge(SOUGHT, [whole]).readings
    assert judge(SOUGHT, [replace(other, readings=stale)]).scored == judge(SOUGHT, [other]).scored


def test_readings_of_another_engine_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it read may mean something else by now: its version stands in front."""
    whole = record(stored("c", PERSON))
    with monkeypatch.context() as another:
        another.setattr("services.corpus.domain.stored_readings.ENGINE_VERSION", "another")
        nameless = stored_readings(replace(readings_of_profile(PERSON), skills={}), whole.profile)
        assert read_readings(nameless, whole.profile) is not None
    assert judge(SOUGHT, [replace(whole, readings=nameless)]) == judge(SOUGHT, [whole])


def test_an_older_and_a_later_shape_of_a_profile_are_judged() -> None:
    """A field that has come since takes its default, one that is not known yet is passed over."""
    whole = record(stored("c", PERSON))
    assert b',"other":[]' in whole.profile
    older = replace(whole, profile=whole.profile.replace(b',"other":[]', b""))
    later = replace(whole, profile=whole.profile.replace(b'"other":[]', b'"other":[],"hobbies":[]'))
    for record_of in (older, later):
        assert judge(SOUGHT, [record_of]).scored == judge(SOUGHT, [whole]).scored
    assert wire.loads(older.profile, Profile, kept=True) == PERSON
    with pytest.raises(wire.WireError):
        wire.loads(older.profile, Profile)
    with pytest.raises(wire.WireError):
        wire.loads(b'{"shape":2}', Profile, kept=True)
    with pytest.raises(wire.WireError):
        wire.loads(whole.profile.replace(b'"title"', b'"name"'), Profile, kept=True)


def test_one_that_cannot_be_judged_costs_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates are judged together; where that breaks each is judged by itself, with the same numbers."""
    records = [record(stored(name, PERSON)) for name in ("a", "b", "c")]
    expected = judge(SOUGHT, [records[0], records[2]]).scored
    broken = record(stored("b", profile(job("Nurse", "Breaks."))))

    def rate_unless_broken(brief: Brief, laid: Sequence[Laid], *, as_of: Month) -> list[Rating]:
        if any(each.material.profile.jobs[0].title == "Nurse" for each in laid):
            raise ValueError("broken")
        return rate(brief, laid, as_of=as_of)

    monkeypatch.setattr("services.corpus.adapters.judging.work.rate", rate_unless_broken)
    judgement = judge(SOUGHT, [records[0], broken, records[2]])
    assert (judgement.scored, judgement.damaged) == (expected, (broken.candidate_key,))
