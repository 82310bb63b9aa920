"""Contract §4.2 against the running system: who somebody is never changes a score."""

import json
from pathlib import Path

import pytest

from tests.support.live import RestClient
from tools.sample_cv import SUMMARY, write_sample_cv

pytestmark = pytest.mark.system

PEOPLE: dict[str, dict[str, object]] = {
    "another name": {"name": "Mohammed Al-Farsi"},
    "a name of one sex": {"name": "Mary-Jane Okonkwo"},
    "a name that is a word": {"name": "Rose Baker"},
    "another address, e-mail, phone and link": {
        "contact": "12 Rue des Lilas, 75011 Paris, France  |  m.b@example.org  |  +33 1 99 00 12 34  |  linkedin.com/in/example-mb"
    },
    "age and date of birth": {"personal": ("Date of birth: 12 May 1964", "Age: 62")},
    "nationality and marital status": {
        "personal": ("Nationality: Nigerian", "Marital status: married, three children")
    },
    "sex and pronouns": {"personal": ("Gender: female", "Pronouns: she/her")},
    "pronouns in the text": {"summary": f"{SUMMARY} She likes her pager quiet."},
}


@pytest.mark.parametrize("person", PEOPLE)
async def test_who_somebody_is_never_changes_a_score(
    client: RestClient, cv: bytes, tmp_path: Path, person: str
) -> None:
    """Name, sex, pronouns, age, birth, nationality, marital status, address, e-mail, phone and links: difference exactly 0."""
    base = cv
    if person == "pronouns in the text":
        other = write_sample_cv(tmp_path / "he.pdf", summary=f"{SUMMARY} He likes his pager quiet.")
        base = other.read_bytes()
    changed = write_sample_cv(tmp_path / "changed.pdf", **PEOPLE[person]).read_bytes()  # type: ignore[arg-type]
    ids = [await client.accepted(base), await client.accepted(changed)]

    results = [(await client.ended(match_id))["cv2jd_result"] for match_id in ids]

    numbers = [
        [
            result["overall_score"],
            result["breakdown"],
            [(row["name"], row["score"]) for row in result["details"]["requirements"]],
        ]
        for result in results
    ]
    assert json.dumps(numbers[0]) == json.dumps(numbers[1])
