"""Who somebody is never reaches a line that is scored, wherever a parser put it."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.corpus.domain.recognise import recognise
from services.corpus.domain.recognise.identity import part
from services.corpus.domain.recognise.tree import tree_of
from tests.unit.corpus.recognise.samples import EVERY, JSON_RESUME

# Spellings of fields of the identity with a value each; the value is looked for in the whole profile.
_FIELDS: tuple[tuple[str, str], ...] = (
    ("firstName", "Ludmilla"),
    ("LAST_NAME", "Throckmorton"),
    ("Given Name", "Ludmilla"),
    ("nom de famille", "Throckmorton"),
    ("Vorname", "Ludmilla"),
    ("imię", "Ludmilla"),
    ("apellidos", "Throckmorton"),
    ("姓名", "Throckmorton"),
    ("candidateName", "Ludmilla Throckmorton"),
    ("e-mail", "lt.private@example.org"),
    ("emailAddresses", "lt.private@example.org"),
    ("mobile_number", "+44 7700 900123"),
    ("Téléphone", "+44 7700 900123"),
    ("dateOfBirth", "17 March 1983"),
    ("Geburtsdatum", "17. März 1983"),
    ("fecha de nacimiento", "17/03/1983"),
    ("gender", "genderfluid-marker"),
    ("Geschlecht", "genderfluid-marker"),
    ("nationality", "Ruritanian"),
    ("Staatsangehörigkeit", "Ruritanian"),
    ("nazionalità", "Ruritanian"),
    ("maritalStatus", "separated-marker"),
    ("situation de famille", "separated-marker"),
    ("home address", "Gallowgate 7 in Strelsau town centre"),
    ("Anschrift", "Gallowgate 7 in Strelsau town centre"),
    ("postal_code", "ZX7-9QQ"),
    ("religion", "Old Believer of some kind or other"),
    ("photo", "portrait of the applicant in colour"),
    ("profilePictureUrl", "https://cdn.example.org/lt.png"),
    ("linkedinUrl", "https://linkedin.com/in/throckmorton-l"),
    ("passport number", "P-99817263"),
    ("children", "two children aged four and six"),
)
_PLACES: tuple[tuple[str | int, ...], ...] = (
    (),
    ("basics",),
    ("work", 0),
    ("work", 1),
    ("education", 0),
    ("skills", 0),
    ("languages", 0),
)


def _planted(field: str, value: Any, place: tuple[str | int, ...], nesting: int) -> dict[str, Any]:
    document: dict[str, Any] = copy.deepcopy(JSON_RESUME)
    holder: Any = document
    for step in place:
        holder = holder[step]
    planted: Any = {field: value}
    for level in range(nesting):
        planted = {("extra", "details", "more")[level]: [planted] if level % 2 else planted}
    holder.update(planted)
    return document


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    field=st.sampled_from(_FIELDS),
    place=st.sampled_from(_PLACES),
    nesting=st.integers(0, 3),
    wrapped=st.sampled_from(("plain", "list", "object", "pair")),
)
def test_planted_identity_never_reaches_the_profile(
    field: tuple[str, str], place: tuple[str | int, ...], nesting: int, wrapped: str
) -> None:
    """A value in a field of the identity, at any place and depth, alone, listed, wrapped or labelled, is nowhere in the profile."""
    key, value = field
    document: dict[str, Any]
    match wrapped:
        case "pair":
            document = _planted("fields", [{"label": key, "value": value}], place, nesting)
        case "list":
            document = _planted(key, [value], place, nesting)
        case "object":
            document = _planted(key, {"raw": value, "confidence": 0.9}, place, nesting)
        case _:
            document = _planted(key, value, place, nesting)
    if key == "children" and wrapped in {"list", "object", "pair"}:
        return

    assert value not in repr(recognise(document).profile)


@pytest.mark.parametrize("name", EVERY)
def test_name_in_free_text_is_taken_out(name: str) -> None:
    """The name a format states is looked for in what the CV tells."""
    text = repr(EVERY[name][1]).replace(
        "Likes teaching.", "Quackenbush, Zebulon likes teaching; write to zeb.quack@example.com."
    )

    assert text != repr(EVERY[name][1]) or name == "sectioned"
    profile = repr(recognise(eval(text)).profile)  # noqa: S307 - the repr of a literal of this package

    assert "Zebulon" not in profile
    assert "Quackenbush" not in profile
    assert "zeb.quack" not in profile


def test_identity_is_collected_from_every_spelling() -> None:
    """What is dropped is known to the step that takes names, numbers and places out of texts."""
    _, identity = part(
        tree_of(
            {
                "person": {"name": {"first": "Ludmilla", "last": "Throckmorton", "title": "Dr"}, "city": "Strelsau"},
                "contact": {
                    "numbers": ["+44 7700 900123"],
                    "web": "https://lt.example.org/cv",
                    "who": "lt.private@example.org",
                },
                "fields": [
                    {"label": "Nationality", "value": "Ruritanian"},
                    {"key": "Date of birth", "value": "1983-03-17"},
                ],
            }
        )
    )

    assert identity.name == "Ludmilla Throckmorton"
    assert identity.emails == ("lt.private@example.org",)
    assert identity.phones == ("+44 7700 900123",)
    assert identity.location == "Strelsau"
    assert identity.links == ("https://lt.example.org/cv",)
    assert identity.nationality == "Ruritanian"
    assert identity.birth_date == "1983-03-17"


def test_two_people_with_the_same_work_have_equal_profiles() -> None:
    """Name, sex, birth, address and the like change nothing of a profile."""
    one = copy.deepcopy(JSON_RESUME)
    other = copy.deepcopy(JSON_RESUME)
    other["basics"] |= {
        "name": "Ludmilla Throckmorton",
        "email": "l@example.org",
        "phone": "1",
        "gender": "female",
        "birthDate": "1960-01-01",
    }
    other["basics"]["location"] = {"address": "Gallowgate 7", "city": "Strelsau", "countryCode": "RU"}
    other["basics"]["image"] = "https://example.org/l.png"
    other["basics"]["summary"] = one["basics"]["summary"].replace("Nurse with", "Ludmilla is a nurse. Nurse with")
    one["basics"]["summary"] = one["basics"]["summary"].replace("Nurse with", "Zebulon is a nurse. Nurse with")

    assert recognise(other).profile == recognise(one).profile


def test_names_of_employers_and_skills_are_no_names_of_people() -> None:
    """`name` inside jobs and skills stays what it is."""
    profile = recognise(
        {
            "name": "Ludmilla Throckmorton",
            "work": [{"name": "Strelsau Mill", "position": "Miller", "startDate": "2019"}],
            "skills": [{"name": "Milling"}],
        }
    ).profile

    assert profile.jobs[0].company == "Strelsau Mill"
    assert [skill.name for skill in profile.skills] == ["Milling"]


def test_an_absurd_name_takes_no_words_from_the_cv() -> None:
    """A whole text in the field of the name is dropped without its words being looked for."""
    document = {
        **JSON_RESUME,
        "basics": {"name": "Staff nurse on a ward with ventilation and haemofiltration and more " * 5},
    }

    assert [skill.name for skill in recognise(document).profile.skills] == ["Ventilation", "Haemofiltration"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "Ludmilla Throckmorton"),
        ("city", "Strelsau in the far east"),
        ("location", {"city": "Strelsau", "region": "the far east of nowhere"}),
        ("Wohnort", "Strelsau in the far east"),
        ("url", "https://lt.example.org/cv"),
        ("website", ["lt.example.org/home"]),
        ("GitHub", "github.com/lthrockmorton"),
        ("contact", {"anything": ["Strelsau in the far east"]}),
        ("references", [{"name": "Petronella Umbridge", "text": "Petronella praised the work of the candidate."}]),
    ],
)
@pytest.mark.parametrize("place", [(), ("basics",)])
def test_names_places_and_links_of_the_person_are_left_out(key: str, value: Any, place: tuple[str, ...]) -> None:
    """Where the CV speaks of the person, its plain names, places and links go; third persons go everywhere."""
    profile = repr(recognise(_planted(key, value, place, 0)).profile)

    assert not [
        word for word in ("Ludmilla", "Strelsau", "far east", "lt.example", "lthrock", "Petronella") if word in profile
    ]


@pytest.mark.parametrize("key", ["contact", "user", "name", "state", "person"])
def test_a_cv_below_a_personal_key_is_read(key: str) -> None:
    """A key of personal data that holds a whole CV is a wrapper: the CV is read, and the person in it is taken out."""
    recognised = recognise(
        {
            key: {
                "name": "Ludmilla Throckmorton",
                "phone": "+44 7700 900123",
                "skills": ["Milling"],
                "about": "Ludmilla mills.",
            }
        }
    )

    assert [skill.name for skill in recognised.profile.skills] == ["Milling"]
    assert not [word for word in ("Ludmilla", "Throckmorton", "900123") if word in repr(recognised)]
