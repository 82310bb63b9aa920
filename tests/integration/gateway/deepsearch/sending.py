"""Sends JSON to a gateway's DeepSearch routes."""

import json
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.integration.gateway.house import CONFIG, House, Reply

CANDIDATES = "/api/v1/cvds/candidates"
CORPORA = "/api/v1/cvds/corpora"
SEARCH = "/api/v1/cvds/search"
RUNS = "/api/v1/cvds/runs"
MAX_BYTES = 10 * 2**20
ORDER: dict[str, Any] = {
    "corpus_id": "c",
    "position_id": "backend-1",
    "position_metadata": {"name": "Backend engineer", "requirements": CONFIG["requirements"]},
}


def candidate(external_id: str = "a", **changes: Any) -> dict[str, Any]:
    return {"external_id": external_id, "parsed_cv": {"skills": ["Python"]}} | changes


def batch(*candidates: Any, **changes: Any) -> dict[str, Any]:
    return {"corpus_id": "c", "candidates": list(candidates) or [candidate()]} | changes


async def post(house: House, path: str, value: Any, **headers: str) -> Reply:
    """Sends a value as JSON; bytes are sent as they are."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    sent: dict[str, Any] = {"Content_Type": "application/json", **headers}
    return await house.call("POST", path, data=data, **sent)


async def ingested(house: House, *candidates: Any, **changes: Any) -> Any:
    reply = await post(house, CANDIDATES, batch(*candidates, **changes))
    assert reply.status == 200, reply.body
    return reply.json


async def fits(house: House, name: str, body: Any) -> None:
    """Checks a body against the schema the gateway itself publishes."""
    document = (await house.get("/api/v1/openapi.json", key="")).json
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(body)
