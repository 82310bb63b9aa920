"""The OpenAPI document: valid, whole, and nothing in it that does not exist."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.gateway.operation import Operation
from services.gateway.problems import status_of
from services.gateway.schemas.match import SubmitForm
from services.gateway.schemas.validation import field_names
from tests.unit.gateway.api import document, operations


@pytest.fixture(scope="module")
def served() -> dict[str, Any]:
    return document()


def schema(served: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = served["components"]["schemas"][name]
    return found


def test_the_document_is_valid_openapi_3_1(served: dict[str, Any]) -> None:
    """By a validator that is not ours."""
    assert served["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []


def test_only_what_exists_is_documented(served: dict[str, Any]) -> None:
    """Exactly the routes of this version."""
    found = {(method.upper(), path) for path, methods in served["paths"].items() for method in methods}
    assert found == {
        ("POST", "/api/v1/cvdeepmatch/submit"),
        ("GET", "/api/v1/cvdeepmatch/requests"),
        ("GET", "/api/v1/cvdeepmatch/{id}"),
        ("POST", "/api/v1/cvds/candidates"),
        ("GET", "/api/v1/cvds/candidates"),
        ("GET", "/api/v1/cvds/candidates/{external_id}"),
        ("DELETE", "/api/v1/cvds/candidates/{external_id}"),
        ("GET", "/api/v1/cvds/corpora"),
        ("DELETE", "/api/v1/cvds/corpora/{corpus_id}"),
        ("POST", "/api/v1/cvds/corpora/{corpus_id}/sync"),
        ("GET", "/api/v1/cvds/syncs/{id}"),
        ("POST", "/api/v1/cvds/search"),
        ("GET", "/api/v1/cvds/runs"),
        ("GET", "/api/v1/cvds/runs/{id}"),
        ("GET", "/api/v1/cvds/runs/{id}/results"),
        ("GET", "/api/v1/credits"),
        ("GET", "/api/v1/health"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/docs"),
    }


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
def test_every_answer_an_operation_can_give_is_documented(served: dict[str, Any], operation: Operation) -> None:
    """Each status with a schema, each code in words, each with the request id."""
    described = served["paths"][operation.path][operation.method.lower()]
    responses = described["responses"]
    expected = {str(status_of(reason)) for reason in operation.all_reasons} | {
        str(status) for status in operation.answers
    }
    assert set(responses) == expected
    for reason in operation.all_reasons:
        answer = responses[str(status_of(reason))]
        if status_of(reason) not in operation.answers:
            assert reason.value in answer["description"]
            assert reason.value in answer["x-error-codes"]
    for status, answer in responses.items():
        assert "X-Request-Id" in answer["headers"]
        assert ("Retry-After" in answer["headers"]) == (status in {"429", "503"})
    assert (described["security"] == []) == operation.public


def test_the_codes_of_submit_are_those_of_the_contract(served: dict[str, Any]) -> None:
    """Every code of §1 that a submit can answer."""
    responses = served["paths"]["/api/v1/cvdeepmatch/submit"]["post"]["responses"]
    assert {status: answer.get("x-error-codes") for status, answer in responses.items() if int(status) >= 400} == {
        "400": ["INVALID_INPUT", "INVALID_FILE_CONTENT", "INSECURE_WEBHOOK_URL", "PRIVATE_WEBHOOK_URL"],
        "401": ["MISSING_API_KEY", "INVALID_API_KEY", "API_KEY_EXPIRED", "CLIENT_INACTIVE"],
        "402": ["INSUFFICIENT_CREDITS"],
        "403": ["MISSING_PERMISSION", "IP_NOT_ALLOWED"],
        "429": ["RATE_LIMIT_EXCEEDED", "RATE_LIMITED"],
        "500": ["INTERNAL_ERROR"],
        "502": ["STEP_FUNCTIONS_FAILED"],
        "503": ["SERVICE_WARMING"],
    }


def test_the_form_of_submit_shows_every_field_and_limit(served: dict[str, Any]) -> None:
    """Nine fields, four of them required, each with its rule."""
    form = schema(served, "SubmitForm")
    assert set(form["properties"]) == field_names(SubmitForm)
    assert form["required"] == ["cv_file", "position_id", "job_description", "config"]
    fields = form["properties"]
    assert fields["cv_file"]["maxLength"] == 5 * 2**20
    assert fields["position_id"]["pattern"] == "^[A-Za-z0-9._-]{1,28}$"
    assert fields["idempotency_key"]["pattern"] == "^[A-Za-z0-9._-]{1,128}$"
    assert fields["job_description"]["maxLength"] == 100_000
    assert fields["webhook_url"]["maxLength"] == 2048
    assert fields["externalId"]["maxLength"] == 255
    assert fields["metadata"]["contentSchema"]["maxProperties"] == 50
    assert fields["tags"]["contentSchema"]["items"]["maxLength"] == 40


def test_the_query_of_the_list_shows_every_filter(served: dict[str, Any]) -> None:
    """The seven filters, the limit and the cursor."""
    parameters = served["paths"]["/api/v1/cvdeepmatch/requests"]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} == {
        *("status", "position_id", "externalId", "tag", "project", "created_after", "created_before", "limit", "cursor")
    }
    assert not any(parameter["required"] for parameter in parameters)
    limit = next(parameter["schema"] for parameter in parameters if parameter["name"] == "limit")
    assert limit == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}


def test_requirements_are_documented_as_they_are_validated(served: dict[str, Any]) -> None:
    """Required fields and bounds of §4."""
    work = schema(served, "WorkExperience")
    assert set(work["required"]) == {"from", "to", "importance"}
    assert schema(served, "Weighted")["properties"]["importance"] | {"description": ""} == {
        "type": "integer", "minimum": 1, "maximum": 5, "description": ""
    }  # fmt: skip
    assert schema(served, "Requirements")["required"] == ["workExperience", "skills"]


def test_every_schema_is_a_json_schema(served: dict[str, Any]) -> None:
    """Each can be used to check a body."""
    for body in served["components"]["schemas"].values():
        Draft202012Validator.check_schema(body)


def test_generated_clients_have_method_names(served: dict[str, Any]) -> None:
    """Operation ids are unique and fit for code."""
    names = [operation["operationId"] for methods in served["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_the_document_is_the_same_at_every_start() -> None:
    """So that a diff of it is a diff of the API."""
    assert json.dumps(document()) == json.dumps(document())


def test_json_bodies_stand_with_their_limits(served: dict[str, Any]) -> None:
    """Required, by their model; too large and too busy are among the answers."""
    for path, model in (("/api/v1/cvds/candidates", "IngestBatch"), ("/api/v1/cvds/search", "SearchOrder")):
        operation = served["paths"][path]["post"]
        assert operation["requestBody"] == {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}},
        }
        assert {"413", "429"} <= set(operation["responses"])
    assert schema(served, "IngestBatch")["properties"]["candidates"]["maxItems"] == 500
    candidate = schema(served, "NewCandidate")
    assert set(candidate["required"]) == {"external_id", "parsed_cv"}
    assert (
        candidate["properties"]["external_id"]["minLength"],
        candidate["properties"]["external_id"]["maxLength"],
    ) == (1, 255)
    assert set(schema(served, "SearchOrder")["required"]) == {"corpus_id", "position_id", "position_metadata"}


def test_an_answer_without_a_body_has_no_content(served: dict[str, Any]) -> None:
    """204."""
    responses = served["paths"]["/api/v1/cvds/corpora/{corpus_id}"]["delete"]["responses"]
    assert set(responses["204"]) == {"description", "headers"}


def test_the_corpus_of_a_question_is_required(served: dict[str, Any]) -> None:
    """Though it has a code of its own when it is missing."""
    for path, method in (("", "get"), ("/{external_id}", "get"), ("/{external_id}", "delete")):
        parameters = served["paths"][f"/api/v1/cvds/candidates{path}"][method]["parameters"]
        corpus = next(parameter for parameter in parameters if parameter["name"] == "corpus_id")
        assert corpus["required"]
        assert "default" not in corpus["schema"]
