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
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field

import dns.asyncresolver
import dns.exception

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
    """Whose matches are polled, and through which gateways: those that the nameserver calls ready."""

    key: str
    nameserver_port: int
    gateway_port: int
    a_second: float


@dataclass(slots=True)
class _Poller:
    client: RestClient
    tally: Tally = field(default_factory=Tally)
    listed_at: float = 0.0
    known: set[str] = field(default_factory=set)
    due: list[tuple[float, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    async def call(self) -> None:
        now = time.monotonic()
        if self.due and self.due[0][0] <= now:
            await self._poll(heapq.heappop(self.due)[1])
        elif self.ended and now < self.listed_at + _LIST_EVERY_S:
            await self._poll(random.choice(self.ended))
        else:
            self.listed_at = now
            await self._list()

    async def _list(self) -> None:
        answer = await self.tally.answered(
            "poll", lambda: self.client.get("/api/v1/cvdeepmatch/requests", limit=100), good=_OK
        )
        for row in answer.json()["data"] if answer else ():
            if row["id"] not in self.known:
                self.known.add(row["id"])
                heapq.heappush(self.due, (0.0, row["id"]))

    async def _poll(self, match_id: str) -> None:
        # One whose answer was lost may have counted.
        answer = await self.tally.answered(
            "poll", lambda: self.client.get(f"/api/v1/cvdeepmatch/{match_id}"), good=_OK, lost=_TOO_SOON
        )
        if answer is None or answer.json()["status"] not in ENDED:
            heapq.heappush(self.due, (time.monotonic() + _AGAIN_S, match_id))
        else:
            self.ended.append(match_id)


@asynccontextmanager
async def polling(pods: Pods, key: str, *, a_second: float, tally: Tally) -> AsyncIterator[None]:
    """Polls in another process for as long as the block runs; its calls are in the tally after it."""
    of = Polling(key, pods.nameserver.port, pods.stack.ports["gateway"], a_second)
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
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers, resolver.port, resolver.lifetime = ["127.0.0.1"], of.nameserver_port, 2.0

    async def ready() -> Sequence[str]:
        try:
            return [row.to_text() for row in await resolver.resolve("gateway.test.", "A")]
        except dns.exception.DNSException:
            return ()

    async with Door(ready, of.gateway_port).client() as http:
        poller = _Poller(RestClient(http, "", of.key))
        print("ready", flush=True)  # noqa: T201 - the parent reads it
        async with steadily(poller.call, a_second=of.a_second):
            await asyncio.to_thread(sys.stdin.read)
    print(json.dumps(asdict(poller.tally)))  # noqa: T201 - as above


if __name__ == "__main__":
    asyncio.run(_run(Polling(**json.loads(sys.argv[1]))))
