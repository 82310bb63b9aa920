"""Any order of grants, adjustments, holds, charges and releases, each perhaps sent twice, keeps the books right."""

import asyncio

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.ledger_rows import transaction_of
from services.platform.accounts.reconcile import reconcile_account
from services.platform.accounts.values import TransactionType
from services.platform.errors import AppError
from services.platform.storage.redis import connect
from tests.integration.accounts.ledger_steps import LedgerSteps
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

# Few names, so that the same one comes again.
NAMES = st.sampled_from([f"{number}" for number in range(6)])
TIMES = st.integers(1, 2)


class LedgerMachine(RuleBasedStateMachine):
    """A client's ledger in Redis beside a model of four numbers and two tables."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.redis = connect(url)
        made = self.runner.run(Clients(self.redis).create("model"))
        self.client_id = made.client.client_id
        self.credits = Credits(self.redis)
        self.steps = LedgerSteps(self.redis, self.client_id)
        self.balance = self.granted = self.charged = 0
        self.holds: dict[str, int] = {}
        self.moved: dict[str, tuple[TransactionType, int]] = {}
        self.runs = 0

    def teardown(self) -> None:
        self.runner.run(self.redis.aclose())
        self.runner.close()

    @rule(name=NAMES, amount=st.integers(1, 12), times=TIMES)
    def grant(self, name: str, amount: int, times: int) -> None:
        self.move(name, TransactionType.GRANT, amount, times)

    @rule(name=NAMES, amount=st.integers(-12, 12).filter(bool), times=TIMES)
    def adjust(self, name: str, amount: int, times: int) -> None:
        self.move(name, TransactionType.ADJUSTMENT, amount, times)

    def move(self, name: str, kind: TransactionType, amount: int, times: int) -> None:
        known = self.moved.get(name)
        fits = self.balance + amount >= sum(self.holds.values())
        accepted = known == (kind, amount) if known else fits
        if accepted and not known:
            self.moved[name] = (kind, amount)
            self.balance += amount
            self.granted += amount
        for _ in range(times):
            assert self.runner.run(self.sent(name, kind, amount)) is accepted

    async def sent(self, name: str, kind: TransactionType, amount: int) -> bool:
        send = self.credits.grant if kind is TransactionType.GRANT else self.credits.adjust
        try:
            await send(self.client_id, amount, movement_id=name)
        except AppError:
            return False
        return True

    @rule(price=st.integers(1, 5))
    def hold(self, price: int) -> None:
        self.runs += 1
        run_id = f"cvdm_{self.runs}"
        covered = self.balance - sum(self.holds.values()) >= price
        assert self.runner.run(self.steps.hold(run_id, price)) == (price if covered else 0)
        if covered:
            self.holds[run_id] = price

    @rule(data=st.data(), times=TIMES)
    def charge(self, data: st.DataObject, times: int) -> None:
        run_id = self.some_run(data)
        amount = self.holds.pop(run_id, 0)
        self.balance -= amount
        self.charged += amount
        assert [self.runner.run(self.steps.charge(run_id)) for _ in range(times)] == [amount, 0][:times]

    @rule(data=st.data(), times=TIMES)
    def release(self, data: st.DataObject, times: int) -> None:
        run_id = self.some_run(data)
        amount = self.holds.pop(run_id, 0)
        assert [self.runner.run(self.steps.release(run_id)) for _ in range(times)] == [amount, 0][:times]

    def some_run(self, data: st.DataObject) -> str:
        """A run that was ever asked for, ended or not, or one that never was."""
        return f"cvdm_{data.draw(st.integers(0, self.runs))}"

    @invariant()
    def the_books_are_right(self) -> None:
        snapshot = self.runner.run(self.steps.snapshot())
        statement = self.runner.run(self.credits.statement(self.client_id))
        assert reconcile_account(snapshot) == []
        assert {run_id: int(amount) for run_id, amount in snapshot.holds.items()} == self.holds
        assert (statement.balance, statement.held) == (self.balance, sum(self.holds.values()))
        assert (statement.charged, statement.balance + statement.charged) == (self.charged, self.granted)
        rows = [transaction_of(row) for row in snapshot.rows]
        assert sum(row.type is not TransactionType.CHARGE for row in rows) == len(self.moved)


def test_c14_no_order_of_moves_breaks_the_books(redis_server: RedisServer) -> None:
    """After every step: the model's numbers, balance + charged = granted, holds add up, each movement has one row."""

    class Machine(LedgerMachine):
        def __init__(self) -> None:
            super().__init__(redis_server.url)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
