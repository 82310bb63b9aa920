"""Searches beside continuous ingests, changes and erasures, with a memory of what each search must and must not show."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.support.deepsearch import CANDIDATES, CORPORA, DeepSearch, candidate, parsed_cv
from tests.support.live import RestClient
from tests.support.replicas import A, B, Replicas

_SKILLS = (
    "Python",
    "PostgreSQL",
    "Kubernetes",
    "triage",
    "welding",
    "payroll",
    "Java",
    "accounting",
    "German",
    "sales",
)
_IDS = 30


class _Known(Enum):
    """What is certain of a candidate; anything in between is not."""

    THERE = "there"
    GONE = "gone"


@dataclass(slots=True)
class _Memory:
    """What is certain of one candidate, and how often that has changed: `changes` rises before a request and after its answer."""

    certain: _Known | None = None
    changes: int = 0
    held: asyncio.Lock = field(default_factory=asyncio.Lock)

    def note(self, certain: _Known | None) -> None:
        self.certain = certain
        self.changes += 1


@dataclass(slots=True)
class Soak:
    """The load and its judge. External ids name their client and corpus, so that a row tells whose it is."""

    replicas: Replicas
    clients: Sequence[RestClient]
    corpora: Sequence[str]
    wrong: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    _memory: dict[tuple[int, str, int], _Memory] = field(default_factory=dict)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _searched: set[str] = field(default_factory=set)

    async def run(self, *, for_s: float, writers: int, searchers: int) -> None:
        """Loads the system for a while; what was seen that must not be is in `wrong`."""
        async with asyncio.TaskGroup() as group:
            for number in range(writers):
                group.create_task(self._write(number))
            for number in range(searchers):
                group.create_task(self._search(number))
            await asyncio.sleep(for_s)
            self._ended.set()

    def done_by_each(self) -> Sequence[int]:
        """How many of the searches each replica has done."""
        return [len(self._searched & set(self.replicas.of.ran(label))) for label in (A, B)]

    def _of(self, client: int, corpus: str, number: int) -> _Memory:
        return self._memory.setdefault((client, corpus, number), _Memory())

    def _through(self, chosen: random.Random, client: int) -> DeepSearch:
        return chosen.choice(self.replicas.views(self.clients[client]))

    async def _write(self, seed: int) -> None:
        chosen = random.Random(f"writer {seed}")
        while not self._ended.is_set():
            client, corpus = chosen.randrange(len(self.clients)), chosen.choice(self.corpora)
            through = self._through(chosen, client)
            what = chosen.random()
            if what < 0.25:
                await self._erase(through, client, corpus, chosen.randrange(_IDS))
            elif what < 0.26:
                await self._erase_corpus(through, client, corpus)
            else:
                numbers = chosen.sample(range(_IDS), chosen.choice((1, 1, 2, 5)))
                await self._ingest(through, client, corpus, sorted(numbers), chosen)

    async def _ingest(
        self, through: DeepSearch, client: int, corpus: str, numbers: Sequence[int], chosen: random.Random
    ) -> None:
        memories = [self._of(client, corpus, number) for number in numbers]
        async with _all_held(memories):
            for memory in memories:
                memory.note(None)
            batch = [candidate(self._name(client, corpus, number), _cv(chosen)) for number in numbers]
            body = await through.ingested(corpus, *batch)
            for memory, result in zip(memories, body["results"], strict=True):
                if result["embedding_status"] == "embedded":
                    memory.note(_Known.THERE)
                if result["embedding_status"] == "failed":
                    self.wrong.append(f"not embedded: {result}")
            self.counted["ingested"] += len(numbers)

    async def _erase(self, through: DeepSearch, client: int, corpus: str, number: int) -> None:
        memory = self._of(client, corpus, number)
        async with memory.held:
            memory.note(None)
            name = self._name(client, corpus, number)
            answer = await through.delete(f"{CANDIDATES}/{name}", corpus_id=corpus)
            assert answer.status_code == 204, answer.text
            memory.note(_Known.GONE)
            self.counted["erased"] += 1

    async def _erase_corpus(self, through: DeepSearch, client: int, corpus: str) -> None:
        memories = [self._of(client, corpus, number) for number in range(_IDS)]
        async with _all_held(memories):
            for memory in memories:
                memory.note(None)
            answer = await through.delete(f"{CORPORA}/{corpus}")
            assert answer.status_code == 204, answer.text
            for memory in memories:
                memory.note(_Known.GONE)
            self.counted["corpora erased"] += 1

    async def _search(self, seed: int) -> None:
        chosen = random.Random(f"searcher {seed}")
        while not self._ended.is_set():
            client, corpus = chosen.randrange(len(self.clients)), chosen.choice(self.corpora)
            through = self._through(chosen, client)
            before = {
                self._name(client, corpus, number): (memory, memory.certain, memory.changes)
                for number in range(_IDS)
                for memory in [self._of(client, corpus, number)]
            }
            run_id = await through.started(corpus, top_n=1000)
            run = await through.ended(run_id)
            self._searched.add(run_id)
            self._judge(run, before)

    def _judge(self, run: dict[str, Any], before: dict[str, tuple[_Memory, _Known | None, int]]) -> None:
        self.counted["searched"] += 1
        if run["status"] != "finished":
            self.wrong.append(f"a run that {run['status']}: {run['error']}")
            return
        found = {row["external_id"] for row in run["results"]}
        self.counted["rows"] += len(found)
        if len(found) != len(run["results"]):
            self.wrong.append("a candidate twice in one run")
        if foreign := found - set(before):
            self.wrong.append(f"rows of another: {sorted(foreign)}")
        for name, (memory, certain, changes) in before.items():
            if memory.changes != changes:
                continue
            self.counted["certain"] += certain is not None
            if certain is _Known.GONE and name in found:
                self.wrong.append(f"an erased one was found: {name} in {run['id']}")
            if certain is _Known.THERE and name not in found:
                self.wrong.append(f"one that is there was not found: {name} in {run['id']}")

    def _name(self, client: int, corpus: str, number: int) -> str:
        return f"{self.clients[client].client_id}-{corpus}-{number}"


class _all_held:  # noqa: N801 - reads as a function
    """Holds several candidates, always in the same order, so that no two writers wait for each other."""

    def __init__(self, memories: Sequence[_Memory]) -> None:
        self._memories = memories

    async def __aenter__(self) -> None:
        for memory in self._memories:
            await memory.held.acquire()

    async def __aexit__(self, *_: object) -> None:
        for memory in self._memories:
            memory.held.release()


def _cv(chosen: random.Random) -> Any:
    return parsed_cv(*chosen.sample(_SKILLS, 2), company=f"Company {chosen.randrange(10**9)}")
