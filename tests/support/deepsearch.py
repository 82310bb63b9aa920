"""Drives DeepSearch of a running system as an external REST client would."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from tests.support.live import CONFIG, RestClient

CANDIDATES = "/api/v1/cvds/candidates"
CORPORA = "/api/v1/cvds/corpora"
SEARCH = "/api/v1/cvds/search"
RUNS = "/api/v1/cvds/runs"
POSITION: dict[str, Any] = {"name": "Backend engineer", "requirements": CONFIG["requirements"]}


def parsed_cv(*skills: str, title: str = "Software Engineer", company: str = "Acme", start: str = "2015-01") -> Any:
    """A CV in the JSON Resume format."""
    return {
        "basics": {"name": "Somebody Else", "label": title, "email": "somebody@example.com"},
        "work": [
            {
                "position": title,
                "name": company,
                "startDate": start,
                "highlights": [f"Built and ran services with {skill} every day." for skill in skills],
            }
        ],
        "skills": [{"name": skill} for skill in skills],
    }


ENGINEER = parsed_cv("Python", "PostgreSQL", "Kubernetes", title="Backend Engineer")
NURSE = parsed_cv("wound care", "triage", title="Registered Nurse", company="City Hospital")


def candidate(external_id: str, cv: Any = None, **changes: Any) -> dict[str, Any]:
    return {"external_id": external_id, "parsed_cv": ENGINEER if cv is None else cv} | changes


@dataclass(slots=True)
class DeepSearch:
    """One API key's view of DeepSearch."""

    client: RestClient

    async def post(self, path: str, value: Any, **headers: str) -> httpx.Response:
        """Sends a value as JSON; bytes are sent as they are."""
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        sent = {"X-API-Key": self.client.key, "Content-Type": "application/json", **headers}
        return await self.client.http.post(path, content=content, headers=sent)

    async def delete(self, path: str, **params: str) -> httpx.Response:
        return await self.client.http.delete(path, params=params, headers={"X-API-Key": self.client.key})

    async def ingest(self, corpus_id: str | None, *candidates: Any) -> httpx.Response:
        batch: dict[str, Any] = {"candidates": list(candidates)}
        return await self.post(CANDIDATES, batch if corpus_id is None else batch | {"corpus_id": corpus_id})

    async def ingested(self, corpus_id: str | None, *candidates: Any) -> Any:
        """Ingests and returns the body; the answer must be 200."""
        answer = await self.ingest(corpus_id, *candidates)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def all_embedded(self, corpus_id: str, count: int, *, timeout_s: float = 60.0) -> None:
        """Waits until a corpus has `count` candidates that can be found and none that is pending."""
        deadline = time.monotonic() + timeout_s
        while True:
            answer = await self.client.get(CORPORA, limit=100)
            assert answer.status_code == 200, answer.text
            counts = {row["corpus_id"]: row for row in answer.json()["data"]}.get(corpus_id)
            if counts is not None and (counts["pending"], counts["embedded"]) == (0, count):
                return
            assert time.monotonic() < deadline, f"not embedded in {timeout_s} s: {counts}"
            await asyncio.sleep(0.1)  # another process' state: there is no event to wait for

    async def one(self, corpus_id: str, external_id: str) -> httpx.Response:
        return await self.client.get(f"{CANDIDATES}/{quote(external_id, safe='')}", corpus_id=corpus_id)

    async def search(self, corpus_id: str, **changes: Any) -> httpx.Response:
        order = {"corpus_id": corpus_id, "position_id": "backend-1", "position_metadata": POSITION}
        return await self.post(SEARCH, order | changes)

    async def started(self, corpus_id: str, **changes: Any) -> str:
        """Starts a search and returns its id; the answer must be 200."""
        answer = await self.search(corpus_id, **changes)
        assert answer.status_code == 200, answer.text
        run_id: str = answer.json()["id"]
        return run_id

    async def ended(self, run_id: str, *, timeout_s: float = 60.0) -> dict[str, Any]:
        """Waits until a run has ended and returns its body."""
        deadline = time.monotonic() + timeout_s
        while True:
            body: dict[str, Any] = (await self.client.get_patiently(f"{RUNS}/{run_id}")).json()
            if body["status"] != "pending":
                return body
            assert time.monotonic() < deadline, f"not ended in {timeout_s} s"
            await asyncio.sleep(0.05)  # another process' state: there is no event to wait for

    async def found(self, corpus_id: str, **changes: Any) -> list[str]:
        """Searches and returns the external ids, best first."""
        run = await self.ended(await self.started(corpus_id, **changes))
        assert run["status"] == "finished", run
        return [row["external_id"] for row in run["results"]]
