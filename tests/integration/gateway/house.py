"""A whole gateway for a test: real HTTP, real gRPC to stand-ins, real Redis for accounts."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession
from redis.asyncio import Redis

from services.gateway.config import GatewayConfig
from services.gateway.middleware import journal
from services.gateway.server import Gateway
from services.gateway.wiring import build_gateway
from services.platform.accounts.provisioning import ReadyClient
from tests.integration.gateway.backend import Backend

SUBMIT = "/api/v1/cvdeepmatch/submit"
REQUESTS = "/api/v1/cvdeepmatch/requests"
CREDITS = "/api/v1/credits"
HEALTH = "/api/v1/health"
BOUNDARY = "x-test-boundary"
PDF = b"%PDF-1.7\nnot much of a CV\n%%EOF"
CONFIG: dict[str, Any] = {
    "requirements": {
        "workExperience": {"from": 2, "to": 8, "importance": 4},
        "skills": {"importance": 5, "skills_config": {"hard_skills": [{"name": "Python", "importance": 5}]}},
    },
    "_internal": {"note": 1},
    "kept": {"_secret": 2, "shown": [{"_deep": 3, "here": 4}]},
}
FIELDS = {
    "position_id": "backend-1",
    "job_description": "We look for a backend engineer.",
    "config": json.dumps(CONFIG),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error of the envelope, whose shape is checked on the way."""
        envelope = self.json
        error: dict[str, Any] = envelope["error"]
        assert error["requestId"] == self.headers["x-request-id"]
        assert {"code", "message", "timestamp"} <= error.keys()
        return error

    @property
    def bad_fields(self) -> dict[str, list[str]]:
        assert (self.status, self.error["code"]) == (400, "INVALID_INPUT"), self.body
        fields: dict[str, list[str]] = self.error["details"]["fields"]
        return fields


def part(name: str, value: bytes | str, *, header: str = "") -> bytes:
    """One part of a body; `header` goes behind the name."""
    data = value.encode() if isinstance(value, str) else value
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{header}\r\n\r\n'.encode() + data + b"\r\n"


def file_part(
    data: bytes = PDF, *, name: str = "cv_file", filename: str = "cv.pdf", kind: str = "application/pdf"
) -> bytes:
    return part(name, data, header=f'; filename="{filename}"\r\nContent-Type: {kind}')


def form(*extra: bytes, cv: bytes | None = None, **changes: Any) -> bytes:
    """A valid submit, changed: a change to None leaves the field out."""
    fields: dict[str, str | None] = {**FIELDS, **changes}
    texts = [part(name, value) for name, value in fields.items() if value is not None]
    return b"".join([file_part() if cv is None else cv, *texts, *extra]) + f"--{BOUNDARY}--\r\n".encode()


@dataclass(slots=True)
class House:
    """One gateway, its backend and a client's key."""

    gateway: Gateway
    backend: Backend
    client: ReadyClient
    redis: Redis
    session: ClientSession
    port: int = field(init=False)
    base: str = field(init=False)

    def __post_init__(self) -> None:
        self.port = self.gateway.port
        self.base = f"http://127.0.0.1:{self.port}"

    async def get(self, path: str, *, key: str | None = None, **headers: Any) -> Reply:
        return await self.call("GET", path, key=key, **headers)

    async def call(
        self, method: str, path: str, *, key: str | None = None, data: bytes | None = None, **headers: Any
    ) -> Reply:
        sent = {"X-API-Key": self.client.plain_key if key is None else key}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        if sent["X-API-Key"] == "":
            del sent["X-API-Key"]
        async with self.session.request(method, self.base + path, data=data, headers=sent) as answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            return Reply(answer.status, found, await answer.read())

    async def submit(self, body: bytes | None = None, **headers: str) -> Reply:
        kind = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"}
        sent: dict[str, Any] = {**kind, **headers}
        return await self.call("POST", SUBMIT, data=form() if body is None else body, **sent)

    async def accepted(self, **changes: Any) -> str:
        reply = await self.submit(form(**changes))
        assert reply.status == 202, reply.body
        match_id: str = reply.json["id"]
        return match_id

    async def raw(self, *pieces: bytes, timeout_s: float = 20.0) -> bytes:
        """Sends bytes as they are and returns everything that comes until the other side closes."""
        async with asyncio.timeout(timeout_s):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.gateway.port)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            answer = await reader.read()
            writer.close()
            return answer

    async def until_reading(self) -> None:
        """Returns once the gateway waits for the body of an upload."""
        async with asyncio.timeout(10):
            while not journal.UPLOADS._value.get():
                await asyncio.sleep(0)

    async def until_closed(self) -> None:
        """Returns once nothing listens on the gateway's port any more."""
        async with asyncio.timeout(10):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    return
                writer.close()


def parse(raw: bytes) -> Reply:
    """Reads the one answer in `raw`."""
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Reply(int(status.split()[1]), headers, body)


def gateway_for(target: str, **changes: Any) -> Gateway:
    """A gateway that is not started, whose three services are all at `target`."""
    settings: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 0,
        "matcher_target": target,
        "corpus_target": target,
        "notifier_target": target,
        "grace_s": 2.0,
    }
    return build_gateway(GatewayConfig(**(settings | changes)))
