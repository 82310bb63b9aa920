"""A client that polls its matches at a steady rate, in a process of its own: one that also submits cannot send as many.

`python -m tests.support.poller` with the fields of `Polling` as JSON in its one argument. It says "ready", polls until its
standard input ends, and then prints the tally of its calls as JSON.
"""

import asyncio
import contextlib
import heapq
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from tests.support.live import ENDED, RestClient
from tests.support.pods import Door, Pods
from tests.support.steady import Tally, steadily

# A match that has not ended may be polled every 10 s, one that has at any time.
_AGAIN_S = 10.5
# New matches are looked for in the list, which may be read at any time.
_LIST_EVERY_S = 1.0
_OK, _TOO_SOON = frozenset({200}), frozenset({429})


@dataclass(frozen=True, slots=True)
class Polling:
    """Whose matches are polled, and through which gateways: those whose addresses a file has."""

    key: str
    gateways_file: str
    gateway_port: int
    a_second: float


@dataclass(slots=True)
class _Poller:
    client: RestClient
    tally: Tally = field(default_factory=Tally)
    listed_at: float | None = None
    known: set[str] = field(default_factory=set)
    due: list[tuple[float, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    async def call(self) -> None:
        now = time.monotonic()
        if self.due and self.due[0][0] <= now:
            await self._poll(heapq.heappop(self.due)[1])
        elif self.ended and self.listed_at is not None and now < self.listed_at + _LIST_EVERY_S:
            await self._asked(random.choice(self.ended))
        else:
            # What is there before us somebody may have polled just now.
            due_at = now + _AGAIN_S if self.listed_at is None else now
            self.listed_at = now
            await self._list(due_at=due_at)

    async def _list(self, *, due_at: float) -> None:
        answer = await self.tally.answered(
            "poll", lambda: self.client.get("/api/v1/cvdeepmatch/requests", limit=100), good=_OK
        )
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
    gateways = Path(of.gateways_file)
    async with Door(lambda: gateways.read_text("ascii").split(), of.gateway_port).client() as http:
        poller = _Poller(RestClient(http, "", of.key))
        print("ready", flush=True)  # noqa: T201 - the parent reads it
        async with steadily(poller.call, a_second=of.a_second):
            await asyncio.to_thread(sys.stdin.read)
    print(json.dumps({"first": poller.tally.first, "failed": poller.tally.failed}))  # noqa: T201 - as above


if __name__ == "__main__":
    asyncio.run(_run(Polling(**json.loads(sys.argv[1]))))
