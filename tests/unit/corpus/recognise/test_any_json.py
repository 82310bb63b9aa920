"""Whatever JSON is sent, a profile comes back in bounded time, and the same content gives the same profile."""

import json
import random
import unicodedata
from typing import Any, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.profile import Line, Profile
from services.corpus.domain.recognise import build, recognise
from tests.unit.corpus.recognise.samples import EVERY, JSON_RESUME

_KEYS = st.sampled_from(
    [
        "basics", "work", "education", "skills", "languages", "position", "name", "company", "startDate", "endDate", "dates", "title", "data",
        "Value", "ResumeData", "EmploymentHistory", "Positions", "ResumeParserData", "SegregatedExperience", "workExperience", "jobTitle",
        "positions", "values", "profiles", "item", "employment", "positionHistories", "pages", "pages_read", "reader", "jobs", "summary",
        "certificates", "projects", "other", "section", "text", "level", "current", "year", "month", "contact", "keywords", "highlights",
        "EducationDetails", "Education", "Degree", "fullName", "rawText", "type", "value", "label", "Berufserfahrung", "公司", "", "\ud800",
    ]
)  # fmt: skip
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(1900, 2100),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        [
            "2019-05",
            "2019",
            "May 2019 - Present",
            "Senior Engineer",
            "Led a team of nine nurses on two wards.",
            "9999-99",
            "a, b; c (expert)",
            "\ud800x",
        ]
    ),
)
_ANY = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_KEYS | st.text(max_size=8), inner, max_size=6),
    max_leaves=60,
)


def _lines(profile: Profile) -> list[Line]:
    return [
        *([profile.headline] if profile.headline else []),
        *profile.summary,
        *(line for job in profile.jobs for line in (job.header, *job.lines)),
        *(
            entry.line
            for entries in (profile.education, profile.skills, profile.languages, profile.certificates)
            for entry in entries
        ),
        *(line for project in profile.projects for line in project.lines),
        *profile.other,
    ]


def _shuffled(value: Any, by: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        by.shuffle(keys)
        return {key: _shuffled(value[key], by) for key in keys}
    return [_shuffled(item, by) for item in value] if isinstance(value, list) else value


def _normalised(value: Any, form: Literal["NFC", "NFD"]) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize(form, value)
    if isinstance(value, dict):
        return {_normalised(key, form): _normalised(item, form) for key, item in value.items()}
    return [_normalised(item, form) for item in value] if isinstance(value, list) else value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=_ANY)
def test_any_json_value_gives_a_profile(value: Any) -> None:
    """No value raises, and every line of what comes back can be stored as UTF-8."""
    profile = recognise(value).profile

    for line in _lines(profile):
        assert line.page == 0
        line.text.encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=_ANY, seed=st.integers(0, 9))
def test_order_of_keys_does_not_matter(value: Any, seed: int) -> None:
    """The same object with its keys in another order is the same CV."""
    assert recognise(_shuffled(value, random.Random(seed))) == recognise(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=_ANY)
def test_unicode_form_does_not_matter(value: Any) -> None:
    """Composed and decomposed letters are the same letters, in keys and in values."""
    assert recognise(_normalised(value, "NFD")) == recognise(_normalised(value, "NFC"))


def test_i27_samples_are_equal_in_every_form() -> None:
    """I27: key order, 1 beside 1.0, and Unicode form change nothing of a real shape."""
    for _, document in EVERY.values():
        numbers = json.loads(json.dumps(document), parse_int=float)
        changed = _normalised(_shuffled(numbers, random.Random(7)), "NFD")

        assert recognise(changed) == recognise(document)


def test_hostile_sizes_are_read_within_bounds() -> None:
    """Long texts, long lists, deep nesting and runs of combining marks end within the test's time limit, in no more lines than are read."""
    deep: Any = "Nurse"
    for _ in range(900):
        deep = {"experience": [deep]}
    hostile: list[Any] = [
        {"summary": "word " * 2_000_000},
        {"summary": "x" * 10_000_000},
        {"rawText": "Experience\n" + "Nurse, Oakford 2019 - 2020\n" * 100_000},
        {"summary": "a" + "\u0315\u0300" * 1_000_000},
        {"name": "Zebulon " * 100_000, "summary": "Nurse."},
        {"work": [{"position": f"Nurse {n}", "name": "Oakford", "startDate": "2019-01"} for n in range(50_000)]},
        {"skills": [f"skill {n}" for n in range(200_000)]},
        {f"key {n}": "Some text of five words" for n in range(50_000)},
        {"summary": "e.g. Dr. " * 50_000},
        {"skills": "(" * 40_000 + "," * 40_000},
        {"work": [{"position": "a." * 20_000, "name": "-" * 40_000, "dates": "2019 - " * 5_000}]},
        {"summary": "<li>" * 100_000 + "&amp;" * 50_000},
        deep,
        [[[[]]]] * 10_000,
    ]
    for value in hostile:
        profile = recognise(value).profile

        assert len(_lines(profile)) <= build.MAX_LINES + build.MAX_SKILLS
        assert len(profile.jobs) <= build.MAX_JOBS


def test_ten_wrong_types_in_a_known_shape_lose_only_themselves() -> None:
    """A field of a wrong type is left out; what stands beside it is read."""
    broken: dict[str, Any] = {
        **JSON_RESUME,
        "education": 7,
        "languages": {"x": [True]},
        "certificates": "none",
        "projects": [None, 3, []],
    }
    broken["work"] = [
        *JSON_RESUME["work"],
        None,
        5,
        {"position": {"a": []}, "name": ["x"], "startDate": {"year": "MMXX"}, "highlights": {"b": 1}},
    ]

    profile = recognise(broken).profile

    assert [job.title for job in profile.jobs][:2] == ["Staff Nurse", "Ward Nurse"]
    assert len(profile.skills) == 2
