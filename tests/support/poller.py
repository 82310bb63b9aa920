"""A client that polls its matches at a steady rate, in a process of its own: one that also submits cannot send as many.

It asks by aiohttp, for a fifth of the processor time that httpx takes: beside ten busy services it has not more than that.

`python -m tests.support.poller` with the fields of `Polling` as JSON in its one argument. It says "ready", polls until its
standard input ends, and then prints the tally of its calls as JSON.
"""

import asyncio
import contextlib
import heapq
import json
import random
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.support.live import ENDED
from tests.support.pods import Pods
from tests.support.steady import Tally, steadily

# A match that has not ended may be polled every 10 s, one that has at any time.
_AGAIN_S = 10.5
# New matches are looked for in the list, which may be read at any time: twice as many rows as are submitted meanwhile.
_LIST_EVERY_S = 1.0
_LIST_ROWS = 40
_OK, _TOO_SOON = frozenset({200}), frozenset({429})


@dataclass(frozen=True, slots=True)
class Polling:
    """Whose matches are polled, and through which gateways: those whose addresses a file has."""

    key: str
    gateways_file: str
    gateway_port: int
    a_second: float


class _Ready(AbstractResolver):
    """Finds a ready gateway, whatever host is asked for."""

    def __init__(self, gateways: Path) -> None:
        self._gateways = gateways

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        ready = self._gateways.read_text("ascii").split()
        if not ready:
            raise OSError("no gateway is ready")
        address = random.choice(ready)
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Holds nothing."""


class _Client:
    """What a REST client reads, in httpx' words for what came of it."""

    def __init__(self, session: aiohttp.ClientSession, of: Polling) -> None:
        self._session = session
        # A second try of its own would hide that the first failed.
        session._retry_connection = False
        self._url = f"http://gateway:{of.gateway_port}"
        self._headers = {"X-API-Key": of.key}

    async def get(self, path: str, **params: int) -> httpx.Response:
        try:
            async with self._session.get(self._url + path, params=params, headers=self._headers) as answer:
                return httpx.Response(answer.status, content=await answer.read())
        except aiohttp.ClientConnectorError as error:
            raise httpx.ConnectError(str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise httpx.ReadError(str(error)) from error


@dataclass(slots=True)
class _Poller:
    client: _Client
    tally: Tally = field(default_factory=Tally)
    listed_at: float = -_LIST_EVERY_S
    listed: bool = False
    known: set[str] = field(default_factory=set)
    due: list[tuple[float, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    async def call(self) -> None:
        now = time.monotonic()
        if self.due and self.due[0][0] <= now:
            await self._poll(heapq.heappop(self.due)[1])
        elif self.ended and now < self.listed_at + _LIST_EVERY_S:
            await self._asked(random.choice(self.ended))
        else:
            self.listed_at = now
            await self._list()

    async def _list(self) -> None:
        # What was there before us, by all lists asked for until one was answered, somebody may have polled just now.
        due_at = time.monotonic() + (0.0 if self.listed else _AGAIN_S)
        answer = await self.tally.answered(
            "poll", lambda: self.client.get("/api/v1/cvdeepmatch/requests", limit=_LIST_ROWS), good=_OK
        )
        self.listed |= answer is not None
        for row in answer.json()["data"] if answer else ():
            if row["id"] not in self.known:
                self.known.add(row["id"])
                heapq.heappush(self.due, (due_at, row["id"]))

    async def _asked(self, match_id: str) -> httpx.Response | None:
        # One whose answer was lost may have counted.
        return await self.tally.answered(
            "poll", lambda: self.client.get(f"/api/v1/cvdeepmatch/{match_id}"), good=_OK, lost=_TOO_SOON
        )

    async def _poll(self, match_id: str) -> None:
        answer = await self._asked(match_id)
        if answer is None or answer.json()["status"] not in ENDED:
            heapq.heappush(self.due, (time.monotonic() + _AGAIN_S, match_id))
        else:
            self.ended.append(match_id)


@asynccontextmanager
async def polling(pods: Pods, key: str, *, a_second: float, tally: Tally) -> AsyncIterator[None]:
    """Polls in another process for as long as the block runs; its calls are in the tally after it."""
    of = Polling(key, str(pods.gateways_file), pods.stack.ports["gateway"], a_second)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.poller", json.dumps(asdict(of))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield
        process.stdin.close()
        told = json.loads(await process.stdout.read())
        tally.first.update(told["first"])
        tally.failed += told["failed"]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _run(of: Polling) -> None:
    connector = aiohttp.TCPConnector(resolver=_Ready(Path(of.gateways_file)), use_dns_cache=False, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(30)) as session:
        poller = _Poller(_Client(session, of))
        print("ready", flush=True)  # noqa: T201 - the parent reads it
        async with steadily(poller.call, a_second=of.a_second):
            await asyncio.to_thread(sys.stdin.read)
    print(json.dumps({"first": poller.tally.first, "failed": poller.tally.failed}))  # noqa: T201 - as above


if __name__ == "__main__":
    asyncio.run(_run(Polling(**json.loads(sys.argv[1]))))
