"""The JSON of a reading."""

import json

from services.matcher.domain.document import Document
from services.matcher.domain.parser_result import parser_result
from services.matcher.domain.structure import read_cv
from tests.unit.matcher.structure import cvs
from tests.unit.matcher.structure.pages import document


def test_a_reading_becomes_plain_json() -> None:
    """Every value survives a round through JSON, months are YYYY-MM, pages are there."""
    result = parser_result(read_cv(document(cvs.GERMAN)))

    assert json.loads(json.dumps(result)) == result
    assert result["contact"]["name"] == "Annika Böttcher"
    assert result["jobs"][1] == {
        "title": "Softwareentwickler",
        "company": "Bank am Dom AG",
        "location": "Düsseldorf",
        "start": "2014-10",
        "end": "2019-03",
        "current": False,
        "year_only": False,
        "page": 1,
        "header": "Softwareentwicklerin Oktober 2014 bis März 2019 Bank am Dom AG, Düsseldorf",
        "highlights": [{"text": "Pflege der Kernbankanwendung in COBOL und Java", "page": 1, "section": "experience"}],
    }
    assert result["education"][0]["level"] == "master"
    assert result["languages"][0] == {"name": "German", "level": "native", "page": 1}


def test_personal_data_is_not_in_the_result() -> None:
    """Birth date, nationality and marital status are nobody's business, not even the client's."""
    told = json.dumps(parser_result(read_cv(document(cvs.GERMAN))), ensure_ascii=False)

    assert not any(word in told for word in ("14.03.1988", 'deutsch"', "verheiratet"))


def test_every_key_is_there_for_an_empty_cv() -> None:
    """Clients need not ask whether a key exists."""
    empty = parser_result(read_cv(Document((), pages=1, pages_read=1, reader="test")))

    assert empty.keys() == parser_result(read_cv(document(cvs.GERMAN))).keys()
    assert empty["contact"] == {"name": None, "emails": [], "phones": [], "location": None, "links": []}
