"""C14: random lives of many matches on a real Redis; after each step the books are right."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from services.matcher.adapters.names import record_key, replay_key
from services.matcher.adapters.redis_intake import IntakeLimits
from services.matcher.application.sweeper import Sweeper
from services.matcher.domain.match import Claim, NewMatch
from services.matcher.ports import Bell, Erased, LostError
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import connect
from tests.integration.matcher.house import PDF, House, failure_of, new_match, result_of
from tests.unit.matcher.fakes import FakeGauges
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

T = TypeVar("T")
TOMBSTONE = {b"status", b"price", b"credits_charged", b"epoch", b"error_code", b"erased_at_ms"}
URLS = ("", "https://hooks.example.com/h")


class Lives(RuleBasedStateMachine):
    """Matches are submitted, run, lost, swept and ended in any order; a model keeps what must be true."""

    server: RedisServer
    matches = Bundle("matches")
    bells = Bundle("bells")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.redis = self.do(_connected(self.server.url))
        self.house = House(self.redis, limits=IntakeLimits(most_of_client=6))
        self.events = (f"evt_{number}" for number in range(10_000))
        self.granted = 0
        self.accepted: dict[str, NewMatch] = {}
        self.ended: dict[str, str] = {}
        self.erased: set[str] = set()
        self.ended_by_erasure: set[str] = set()
        self.keys: dict[str, str] = {}
        # Whose epoch a match is, and which matches have a live lease.
        self.holder: dict[str, int] = {}
        self.leased: set[str] = set()
        self.epochs: dict[str, int] = {}
        # A bell that was heard counts as unanswered at once.
        self.house.sweeps._answer_ms = 0

    def do(self, step: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(step)

    def teardown(self) -> None:
        self.do(self.redis.aclose())
        self.runner.close()

    @initialize()
    def client(self) -> None:
        self.client_id = self.do(self.house.client(granted=30))
        self.granted = 30
        self.do(self.house.bells().open())

    @rule(amount=st.integers(1, 12))
    def top_up(self, amount: int) -> None:
        self.do(self.house.grant(self.client_id, amount))
        self.granted += amount

    @rule(target=matches, key=st.sampled_from(["", "", "k1", "k2"]), url=st.sampled_from(URLS), expires=st.booleans())
    def submit(self, *, key: str, url: str, expires: bool) -> Any:
        if key and expires:
            self.expire_key(key)
        match = new_match(self.client_id, idempotency_key=key, webhook_url=url)
        try:
            answer = self.do(self.house.intake.submit(match, cv_pdf=PDF))
        except AppError as error:
            self.check_refusal(error)
            return multiple()
        if answer.replay:
            assert answer.match_id == self.keys[key]
            return multiple()
        self.accepted[match.id] = match
        if key:
            assert key not in self.keys
            self.keys[key] = match.id
        return match

    def check_refusal(self, error: AppError) -> None:
        short = self.granted - 3 * len(self.accepted) + 3 * self.failed() < 3
        full = len(self.accepted) - len(self.ended) >= 6
        right = {Reason.INSUFFICIENT_CREDITS: short, Reason.RATE_LIMITED: full}
        assert right[error.reason]

    @rule(target=bells)
    def listen(self) -> Any:
        """A worker hears bells and goes no further yet."""
        return multiple(*self.do(self.house.bells().listen(timeout_s=0.001)))

    @rule(target=claims, bell=bells)
    def claim(self, bell: Bell) -> Any:
        return multiple(*self.claimed([bell]))

    @rule(target=claims)
    def work(self) -> Any:
        """A worker hears what there is to hear and claims what it can."""
        heard = [
            *self.do(self.house.bells().listen(timeout_s=0.001)),
            *self.do(self.house.bells("w_other").take_over(count=3)),
        ]
        return multiple(*self.claimed(heard))

    def claimed(self, heard: Sequence[Bell]) -> list[Claim]:
        claims = [claim for bell in heard if (claim := self.do(self.house.runs.claim(bell)))]
        for claim in claims:
            match_id = claim.row.id
            assert match_id not in self.ended
            assert match_id not in self.leased
            assert claim.attempts <= 5
            assert claim.epoch > self.epochs.get(match_id, 0)
            self.epochs[match_id] = self.holder[match_id] = claim.epoch
            self.leased.add(match_id)
        return claims

    @rule(claim=claims)
    def renew(self, claim: Claim) -> None:
        with self.lost_unless(right=self.holds(claim)):
            self.do(self.house.runs.renew(claim))
            self.leased.add(claim.row.id)

    @rule(claim=consumes(claims), finishes=st.sampled_from([True, True, False]), times=st.integers(1, 2))
    def end(self, *, claim: Claim, finishes: bool, times: int) -> None:
        """The worker ends its match, or believes so; sent twice when the answer was lost."""
        how = "finished" if finishes else "failed"
        event_id = next(self.events)
        result, failure = result_of(claim, event_id=event_id), failure_of(claim, event_id=event_id)
        with self.lost_unless(right=self.holds(claim) or self.was_ended_by(claim, how)):
            for _ in range(times):
                step = self.house.runs.finish(claim, result) if finishes else self.house.runs.fail(claim, failure)
                self.do(step)
            self.ends(claim.row.id, how)

    @rule(claim=claims, delay_ms=st.sampled_from([0, 60_000]), forgive=st.booleans())
    def give_back(self, *, claim: Claim, delay_ms: int, forgive: bool) -> None:
        held = self.holds(claim)
        self.do(self.house.runs.release(claim, delay_ms=delay_ms, forgive=forgive))
        if held:
            del self.holder[claim.row.id]
            self.leased.discard(claim.row.id)

    @rule(claim=claims, swept=st.booleans())
    def fall_silent(self, *, claim: Claim, swept: bool) -> None:
        """The worker dies, or stands still for longer than its lease and comes back."""
        if claim.row.id not in self.ended:
            self.do(self.house.lapse(self.accepted[claim.row.id]))
            self.leased.discard(claim.row.id)
        if swept:
            self.sweep()

    @rule(target=claims, claim=claims)
    def be_replaced(self, claim: Claim) -> Any:
        """The worker stands still, and another takes what it can; the first may come back."""
        self.fall_silent(claim=claim, swept=True)
        return self.work()

    @rule(bell=consumes(bells))
    def forget_bell(self, bell: Bell) -> None:
        """The worker dies between hearing and claiming; another hands the bell back."""
        self.do(self.house.sweeps.sweep(bell.client_id, bell.match_id, unanswered=bell.entry_id))

    @rule(match=matches, what=st.sampled_from(["resend", "resend", "look", "look", "look", "deadline"]))
    def happens(self, match: NewMatch, what: str) -> None:
        """The library sends a submit again, or time passes."""
        if what == "resend":
            answer = self.do(self.house.intake.submit(match, cv_pdf=PDF))
            assert (answer.match_id, answer.replay) == (match.id, False)
        elif what == "look":
            self.do(self.house.look_now(match))
        elif match.id not in self.ended:
            self.do(self.house.expire(match))

    @rule(match=matches, only_final=st.booleans())
    def erase(self, *, match: NewMatch, only_final: bool) -> None:
        """An operator, or the retention, erases a match in whatever state it is."""
        erased = self.do(self.house.erasing.erase(self.client_id, match.id, only_final=only_final))
        if match.id in self.erased:
            assert erased is Erased.ALREADY
        elif match.id not in self.ended and only_final:
            assert erased is Erased.RUNNING
        else:
            assert erased is Erased.ERASED
            self.erased.add(match.id)
            if match.id not in self.ended:
                # Whoever ran it has lost it: the epoch went on.
                self.epochs[match.id] = self.epochs.get(match.id, 0) + 1
                self.ended_by_erasure.add(match.id)
                self.ends(match.id, "failed")

    def expire_key(self, key: str) -> None:
        self.do(_awaited(self.redis.delete(replay_key(self.client_id, key))))
        self.keys.pop(key, None)

    @rule()
    def sweep_all(self) -> None:
        self.sweep()

    def sweep(self) -> None:
        sweeper = Sweeper(
            self.house.sweeps,
            self.house.bells(),
            event_ids=lambda: next(self.events),
            gauges=FakeGauges(),
            every_s=1.0,
        )
        self.do(sweeper.sweep_once())
        for match_id, match in self.accepted.items():
            if self.do(self.house.field(match, "status")) == "failed":
                self.ends(match_id, "failed")

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "client_id"):
            return
        found = self.do(self.house.books(self.client_id))
        finished = sum(end == "finished" for end in self.ended.values())
        running = len(self.accepted) - len(self.ended)
        assert found.drifts == ()
        assert found.matches == len(self.accepted)
        assert (found.books.charged, found.books.held) == (3 * finished, 3 * running)
        assert found.books.balance == self.granted - 3 * finished
        assert 0 <= found.books.held <= found.books.balance

    @invariant()
    def what_ended_stays_as_it_ended(self) -> None:
        for match_id, end in self.ended.items():
            match = self.accepted[match_id]
            assert self.do(self.house.field(match, "status")) == end
            assert not self.do(self.house.cv_stored(match))

    @invariant()
    def what_was_erased_left_only_its_books(self) -> None:
        for match_id in self.erased:
            record: Any = self.do(_awaited(self.redis.hkeys(record_key(self.client_id, match_id))))
            assert set(record) == TOMBSTONE

    @invariant()
    def what_runs_has_its_cv(self) -> None:
        for match_id, match in self.accepted.items():
            assert match_id in self.ended or self.do(self.house.cv_stored(match))

    @invariant()
    def each_end_has_its_one_event(self) -> None:
        if not hasattr(self, "client_id"):
            return
        told = [
            match_id
            for match_id in self.ended
            if self.accepted[match_id].webhook_url and match_id not in self.ended_by_erasure
        ]
        assert len(self.do(self.house.events(self.client_id))) == len(told)

    @invariant()
    def a_match_rings_at_most_once(self) -> None:
        if hasattr(self, "client_id"):
            waiting = self.do(self.house.bells_waiting(self.client_id))
            assert waiting <= len(self.accepted) - len(self.ended)

    def holds(self, claim: Claim) -> bool:
        """Whether the match is this claim's: nobody claimed it later, it was not given back and has not ended."""
        return claim.row.id not in self.ended and self.holder.get(claim.row.id) == claim.epoch

    def was_ended_by(self, claim: Claim, how: str) -> bool:
        """Whether this claim's epoch is the one that ended the match so: then doing it again is no loss."""
        return self.ended.get(claim.row.id) == how and self.epochs[claim.row.id] == claim.epoch

    @contextmanager
    def lost_unless(self, *, right: bool) -> Iterator[None]:
        if right:
            yield
        else:
            with pytest.raises(LostError):
                yield

    def ends(self, match_id: str, how: str) -> None:
        assert self.ended.setdefault(match_id, how) == how
        self.leased.discard(match_id)

    def failed(self) -> int:
        return sum(end == "failed" for end in self.ended.values())


async def _connected(url: str) -> Any:
    redis = connect(url)
    await redis.flushall()
    return redis


async def _awaited(step: Any) -> Any:
    return await step


@pytest.fixture
def lives(redis_server: RedisServer) -> type[Lives]:
    Lives.server = redis_server
    return Lives


def test_c14_the_books_are_right_after_every_step(lives: type[Lives]) -> None:
    """Any interleaving of submit, claim, renew, finish, fail, crash, sweep, erase, top-up and expiry keeps the invariants."""
    run_state_machine_as_test(
        lives,
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
        ),
    )
