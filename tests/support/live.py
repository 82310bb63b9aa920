"""Drives a running system as an external REST client would."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tools.sample_cv import write_sample_cv
from tools.stack import ROOT

JOB = (ROOT / "samples" / "job.txt").read_text(encoding="utf-8")
CONFIG: dict[str, Any] = json.loads((ROOT / "samples" / "config.json").read_text(encoding="utf-8"))
SUBMIT = "/api/v1/cvdeepmatch/submit"
ENDED = ("finished", "failed")
# What a client may see while a process is being replaced: it asks again.
AWAY = (500, 502, 503)


def sample_pdf(directory: Path) -> bytes:
    """The repository's sample CV."""
    return write_sample_cv(directory / "sample-cv.pdf").read_bytes()


def form(
    cv: bytes, /, **changes: str | None
) -> list[tuple[str, tuple[str | None, bytes | str] | tuple[str, bytes, str]]]:
    """A valid submit as multipart parts; a change to None leaves the field out."""
    fields: dict[str, str | None] = {"position_id": "backend-1", "job_description": JOB, "config": json.dumps(CONFIG)}
    fields |= changes
    parts: list[Any] = [("cv_file", ("cv.pdf", cv, "application/pdf"))]
    parts += [(name, (None, value)) for name, value in fields.items() if value is not None]
    return parts


@dataclass(slots=True)
class RestClient:
    """One API key's view of the service."""

    http: httpx.AsyncClient
    client_id: str
    key: str

    async def get(self, path: str, **params: str | int) -> httpx.Response:
        return await self.http.get(path, params=params, headers={"X-API-Key": self.key})

    async def get_patiently(self, path: str, **params: str | int) -> httpx.Response:
        """Reads, and asks again while a part of the system is away, as a client should; then the answer must be 200."""
        deadline = time.monotonic() + 60
        while True:
            try:
                answer = await self.get(path, **params)
            except httpx.TransportError:
                assert time.monotonic() < deadline, "nothing answers"
            else:
                if answer.status_code not in AWAY or time.monotonic() > deadline:
                    assert answer.status_code == 200, answer.text
                    return answer
            await asyncio.sleep(0.2)

    async def submit(self, cv: bytes, /, **changes: str | None) -> httpx.Response:
        return await self.http.post(SUBMIT, files=form(cv, **changes), headers={"X-API-Key": self.key})

    async def submit_parts(self, parts: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return await self.http.post(SUBMIT, files=parts, headers={"X-API-Key": self.key, **(headers or {})})

    async def accepted(self, cv: bytes, /, **changes: str | None) -> str:
        """Submits and returns the id; the answer must be 202."""
        answer = await self.submit(cv, **changes)
        assert answer.status_code == 202, answer.text
        match_id: str = answer.json()["id"]
        return match_id

    async def rows(self, **filters: str | int) -> list[dict[str, Any]]:
        """All rows of the list that the filters leave, newest first."""
        rows: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await self.get_patiently("/api/v1/cvdeepmatch/requests", limit=100, **filters, **cursor)).json()
            rows += page["data"]
            if page["next_cursor"] is None:
                return rows
            cursor = {"cursor": page["next_cursor"]}

    async def all_ended(self, ids: list[str], *, timeout_s: float = 60.0) -> dict[str, dict[str, Any]]:
        """Waits, by the list (which has no poll interval), until the matches have ended; returns id → row."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = {row["id"]: row for row in await self.rows() if row["id"] in ids}
            if len(found) == len(ids) and all(row["status"] in ENDED for row in found.values()):
                return found
            waiting = {match_id: found.get(match_id, {}).get("status", "absent") for match_id in ids}
            assert time.monotonic() < deadline, f"not ended in {timeout_s} s: {waiting}"
            await asyncio.sleep(0.2)

    async def ended(self, match_id: str, *, timeout_s: float = 60.0) -> dict[str, Any]:
        """Waits until a match has ended and returns its whole body, as the poll route gives it."""
        await self.all_ended([match_id], timeout_s=timeout_s)
        answer = await self.get(f"/api/v1/cvdeepmatch/{match_id}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def credits(self) -> dict[str, Any]:
        answer = await self.get("/api/v1/credits")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body


def assert_error(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Checks the envelope of contract §1 and returns the error."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    error: dict[str, Any] = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["requestId"] == answer.headers["X-Request-Id"]
    return error


def bad_fields(answer: httpx.Response) -> dict[str, list[str]]:
    """The fields of an `INVALID_INPUT`."""
    fields: dict[str, list[str]] = assert_error(answer, 400, "INVALID_INPUT")["details"]["fields"]
    return fields


async def raw_exchange(port: int, data: bytes, *, timeout_s: float = 15.0) -> tuple[int, bytes]:
    """Sends bytes no client library would and returns the status and the rest of the answer."""
    async with asyncio.timeout(timeout_s):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(data)
            await writer.drain()
            status_line = await reader.readline()
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")), 0
            )
            return int(status_line.split()[1]), head + await reader.readexactly(length)
        finally:
            writer.close()
