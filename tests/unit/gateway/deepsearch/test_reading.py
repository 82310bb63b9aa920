"""Bodies of DeepSearch: what is taken out of the text, and what is judged before any field."""

import json
from typing import Any

import pytest

from engine.position import asks_formally
from services.gateway.application.ingest import resolved
from services.gateway.intake.deepsearch import read_batch, read_search
from services.gateway.intake.strict_json import JsonError
from services.gateway.middleware.fields import parse_json_body
from services.gateway.operation import JsonSpec
from services.gateway.schemas.candidate import IngestBatch, ParsedCv
from services.gateway.schemas.names import names_something
from services.gateway.schemas.search import PositionMetadata, SearchOrder, requirements_model
from services.platform.errors import AppError, Reason

BATCH = JsonSpec(model=IngestBatch, read=read_batch)
BLOCK: dict[str, Any] = {"workExperience": {"from": 1, "to": 2, "importance": 3}, "skills": {"importance": 3}}


def candidate(external_id: str = "a", **changes: Any) -> dict[str, Any]:
    return {"external_id": external_id, "parsed_cv": {}} | changes


def read(value: Any) -> IngestBatch:
    found = parse_json_body(json.dumps(value).encode(), BATCH)
    assert isinstance(found, IngestBatch)
    return found


def reason_of(text: str) -> Reason:
    with pytest.raises(AppError) as caught:
        read_batch(text)
    return caught.value.reason


def test_a_parsed_cv_stays_the_text_it_was_sent_in() -> None:
    """Numbers, order and spelling are the client's."""
    fields = read_batch('{"candidates": [ {"parsed_cv" : {"b":1.0, "a":[ ]} , "x": 1} , {"parsed_cv": "no"}, 5 ]}')
    assert fields["candidates"] == [{"parsed_cv": ParsedCv('{"b":1.0, "a":[ ]}'), "x": 1}, {"parsed_cv": "no"}, 5]


def test_j13_the_count_is_judged_before_what_stands_in_the_candidates() -> None:
    """And before what comes after them, which is not read."""
    assert reason_of('{"candidates": [' + "{}," * 501 + "broken") is Reason.BATCH_TOO_LARGE
    assert len(read_batch('{"candidates": [' + ",".join(["{}"] * 500) + "]}")["candidates"]) == 500


def test_j15_a_swarm_of_candidates_is_a_large_batch_and_any_other_swarm_is_none() -> None:
    """The number of candidates decides where it can be seen at the start of the text."""
    assert reason_of('{"candidates": [' + "{}," * 999_999 + "{}]}") is Reason.BATCH_TOO_LARGE
    with pytest.raises(JsonError, match="values"):
        read_batch('{"candidates": [{"parsed_cv": [' + "[]," * 999_999 + "[]]}]}")


def test_j17_names_of_languages_are_plain_data() -> None:
    """Keys that mean something elsewhere mean nothing here."""
    cv = {"__class__": 1, "__proto__": {"a": 1}, "constructor": [], "": 0}
    (found,) = resolved(read({"corpus_id": "c", "candidates": [candidate(parsed_cv=cv, __class__="x")]}))
    assert json.loads(found.parsed_cv_json) == cv


def test_the_own_corpus_comes_before_that_of_the_batch() -> None:
    """Null is as absent."""
    batch = read({"corpus_id": "shared", "candidates": [candidate(corpus_id="own"), candidate(corpus_id=None)]})
    assert [found.corpus_id for found in resolved(batch)] == ["own", "shared"]


def test_a_batch_without_a_corpus_of_its_own_needs_none() -> None:
    """When every candidate has one."""
    assert [found.corpus_id for found in resolved(read({"candidates": [candidate(corpus_id="own")]}))] == ["own"]


def test_missing_corpora_are_named() -> None:
    """By their places, of which at most 200 are told."""
    with pytest.raises(AppError) as caught:
        resolved(read({"candidates": [candidate(corpus_id="c"), *([candidate()] * 300)]}))
    assert caught.value.reason is Reason.MISSING_CORPUS_ID
    assert list(caught.value.fields)[:2] == ["candidates[1].corpus_id", "candidates[2].corpus_id"]
    assert len(caught.value.fields) == 200


@pytest.mark.parametrize("name", ["a", " ", "é", "e\u0301", "x" * 255, "a/b", "\u202e", "\U0010ffff"])
def test_j20_bytes_decide_about_names(name: str) -> None:
    """Nothing is trimmed or normalised."""
    (found,) = resolved(read({"corpus_id": name, "candidates": [candidate(name)]}))
    assert (found.corpus_id, found.external_id) == (name, name)
    assert names_something(name)


@pytest.mark.parametrize("name", ["", "x" * 256, "\n", "a\x1fb", "\x7f", "\x85", "\x9f", "\udcff"])
def test_what_is_no_name_names_nothing(name: str) -> None:
    """Empty, too long, with control characters, or no text at all."""
    assert not names_something(name)


def test_the_metadata_of_a_position_stays_the_text_it_was_sent_in() -> None:
    """Next to its value, which is judged."""
    fields = read_search('{"corpus_id": "c", "position_metadata": { "a" : 1.0 } }')
    assert fields == {"corpus_id": "c", "position_metadata": PositionMetadata('{ "a" : 1.0 }', {"a": 1.0})}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"requirements": BLOCK}, "MatchConfig"), ({"name": "x", "requirements": {"skills": {}}}, "MatchConfig"),
        (BLOCK, "Requirements"), ({"skills": {}}, "Requirements"), ({"workExperience": {}}, "Requirements"),
        ({"skills": ["Python"]}, None), ({"requirements": "text"}, None), ({"title": "x"}, None), ({}, None),
        ({"requirements": {"must": ["Python"]}}, None), ({"requirements": [], "skills": {}}, "Requirements"),
    ],
)  # fmt: skip
def test_what_looks_like_requirements_is_judged_as_such(value: dict[str, Any], found: str | None) -> None:
    """So that a slip in them is told, and does not turn the search into one by text; the engine sees it alike."""
    model = requirements_model(value)
    assert (model.__name__ if model else None) == found
    assert asks_formally(value) == {"MatchConfig": "requirements", "Requirements": "", None: None}[found]


def test_the_largest_top_n_is_clamped_where_it_is_read() -> None:
    """1000 rows at most."""
    text = json.dumps({"corpus_id": "c", "position_id": "p", "position_metadata": {"a": 1}, "top_n": 5000})
    order = parse_json_body(text.encode(), JsonSpec(model=SearchOrder, read=read_search))
    assert isinstance(order, SearchOrder)
    assert order.top_n == 1000
