"""The search use case: the contract's order of checks, replays, and what is sent again."""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.gateway.application.search import StartSearch, new_run_id
from services.gateway.ports import Caller, JsonObject, Search, Started, UnreachableError
from services.gateway.schemas.candidate import PageQuery
from services.gateway.schemas.search import PositionMetadata, SearchOrder
from services.platform.errors import AppError, Reason

CALLER = Caller(client_id="cl_1", project="main")
DOWN = UnreachableError("corpus", code="UNAVAILABLE", resendable=True)
BROKEN = UnreachableError("corpus", code="UNIMPLEMENTED", resendable=False)


def order(**changes: Any) -> SearchOrder:
    metadata = PositionMetadata('{"a": 1}', {"a": 1})
    return SearchOrder.model_validate({"corpus_id": "c", "position_id": "p", "position_metadata": metadata} | changes)


@dataclass
class World:
    """The corpus service and the judge of webhooks, with a diary."""

    diary: list[str] = field(default_factory=list)
    replay: Started | None = None
    failures: dict[str, deque[Exception]] = field(default_factory=dict)
    sent: list[Search] = field(default_factory=list)
    patience: list[bool] = field(default_factory=list)

    def _enter(self, what: str) -> None:
        self.diary.append(what)
        if self.failures.get(what):
            raise self.failures[what].popleft()

    async def find_replay(self, caller: Caller, *, idempotency_key: str) -> Started | None:
        self._enter("replay")
        return self.replay

    async def start(self, caller: Caller, search: Search, *, patient: bool = False) -> Started:
        self.sent.append(search)
        self.patience.append(patient)
        self._enter("start")
        return Started(run_id=search.run_id)

    async def get(self, caller: Caller, run_id: str) -> JsonObject:
        raise AssertionError("a start reads no run")

    async def results(self, caller: Caller, run_id: str, query: PageQuery) -> JsonObject:
        raise AssertionError("a start reads no rows")

    async def list(self, caller: Caller, query: PageQuery) -> JsonObject:
        raise AssertionError("a start lists no runs")

    async def check(self, caller: Caller, url: str) -> str:
        self._enter("webhook")
        return url.lower()

    async def run(self, sent: SearchOrder) -> Started:
        return await StartSearch(self, self)(CALLER, sent)

    async def refusal(self, sent: SearchOrder) -> Reason:
        with pytest.raises(AppError) as caught:
            await self.run(sent)
        return caught.value.reason


@pytest.fixture
def world() -> World:
    return World()


def test_t02_ids_are_random_and_of_their_form() -> None:
    """`cvds_` and 22 of 62 characters, none twice."""
    ids = {new_run_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"cvds_[0-9A-Za-z]{22}", run_id) for run_id in ids)


async def test_the_steps_come_in_the_contracts_order(world: World) -> None:
    """Replay, then webhook, then start."""
    started = await world.run(order(idempotency_key="k", webhook_url="https://example.com/"))
    assert world.diary == ["replay", "webhook", "start"]
    assert started == Started(run_id=world.sent[0].run_id)


async def test_without_key_and_webhook_only_the_start_is_asked(world: World) -> None:
    """Nothing is asked that was not sent."""
    await world.run(order())
    assert world.diary == ["start"]


async def test_i24_a_replay_is_answered_before_anything_else_is_judged(world: World) -> None:
    """A webhook that would be refused does not matter to a run that exists."""
    world.replay = Started(run_id="cvds_first", replay=True)
    assert await world.run(order(idempotency_key="k", webhook_url="http://x")) is world.replay
    assert world.diary == ["replay"]


async def test_an_unanswered_start_is_sent_once_more_with_the_same_id(world: World) -> None:
    """So that a start that did happen is found again; the second waits for a connection."""
    world.failures["start"] = deque([DOWN])
    started = await world.run(order())
    assert world.patience == [False, True]
    assert [search.run_id for search in world.sent] == [started.run_id] * 2


@pytest.mark.parametrize(
    ("failures", "tries"),
    [([DOWN, DOWN], 2), ([BROKEN], 1), ([DOWN, BROKEN], 2), ([AppError(Reason.INTERNAL_ERROR, "m")], 1)],
)
async def test_i17_a_start_in_doubt_is_502(world: World, failures: list[Exception], tries: int) -> None:
    """Unknown is never told as no."""
    world.failures["start"] = deque(failures)
    assert await world.refusal(order()) is Reason.STEP_FUNCTIONS_FAILED
    assert len(world.sent) == tries


@pytest.mark.parametrize("step", ["replay", "webhook"])
@pytest.mark.parametrize("failure", [DOWN, BROKEN, AppError(Reason.INTERNAL_ERROR, "m")])
async def test_a_service_that_is_away_before_the_start_is_502_too(world: World, step: str, failure: Exception) -> None:
    """The pipeline did not confirm the start."""
    world.failures[step] = deque([failure])
    assert await world.refusal(order(idempotency_key="k", webhook_url="https://x")) is Reason.STEP_FUNCTIONS_FAILED
    assert world.sent == []


@pytest.mark.parametrize("reason", [Reason.SERVICE_WARMING, Reason.RATE_LIMITED, Reason.INVALID_INPUT])
async def test_a_refused_start_is_passed_on(world: World, reason: Reason) -> None:
    """Answers, not doubts: nothing is sent again."""
    world.failures["start"] = deque([AppError(reason, "m")])
    assert await world.refusal(order()) is reason
    assert len(world.sent) == 1


async def test_the_whole_order_reaches_the_corpus_service(world: World) -> None:
    """The metadata as they were sent."""
    await world.run(order(idempotency_key="k", webhook_url="https://X", top_n=3000, job_updated=True))
    sent = world.sent[0]
    assert sent == Search(
        run_id=sent.run_id, corpus_id="c", position_id="p", position_metadata_json='{"a": 1}', job_updated=True,
        top_n=1000, webhook_url="https://x", idempotency_key="k",
    )  # fmt: skip
