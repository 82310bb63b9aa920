"""Grants, adjustments and statements."""

import asyncio

import pytest
from redis.asyncio import Redis

from services.platform.accounts.account_keys import account_key
from services.platform.accounts.credits import MAX_BALANCE, MAX_MOVEMENT, Credits
from services.platform.accounts.reconcile import reconcile_account
from services.platform.accounts.values import TransactionType
from services.platform.errors import AppError, Reason
from tests.integration.accounts.ledger_steps import LedgerSteps

pytestmark = pytest.mark.redis


async def test_a_grant_moves_once_however_often_it_is_sent(redis: Redis, client_id: str) -> None:
    """Twenty equal calls with one id at once add the credits once and all return the same row."""
    account = Credits(redis)

    rows = await asyncio.gather(*(account.grant(client_id, 100, movement_id="order-7") for _ in range(20)))

    assert len(set(rows)) == 1
    assert (rows[0].type, rows[0].amount, rows[0].balance_after) == (TransactionType.GRANT, 100, 100)
    statement = await account.statement(client_id)
    assert (statement.balance, statement.transactions) == (100, (rows[0],))


async def test_an_id_stands_for_one_movement(redis: Redis, client_id: str) -> None:
    """The same id with another amount or kind is refused and moves nothing; another client may use it."""
    account = Credits(redis)
    await account.grant(client_id, 100, movement_id="order-7")

    for again in (
        account.grant(client_id, 101, movement_id="order-7"),
        account.adjust(client_id, 100, movement_id="order-7"),
    ):
        with pytest.raises(AppError) as refused:
            await again
        assert list(refused.value.fields) == ["movement_id"]

    assert (await account.statement(client_id)).balance == 100


async def test_a_statement_shows_what_is_held_charged_and_left(redis: Redis, client_id: str) -> None:
    """Held credits are no longer available; a charge is a row with a negative amount and its run."""
    account, steps = Credits(redis), LedgerSteps(redis, client_id)
    await account.grant(client_id, 100, movement_id="g")
    await steps.hold("cvdm_a", 3)
    await steps.hold("cvdm_b", 3)
    await steps.charge("cvdm_a")

    statement = await account.statement(client_id)

    assert (statement.balance, statement.held, statement.available, statement.charged) == (97, 3, 94, 3)
    newest = statement.transactions[0]
    assert (newest.type, newest.amount, newest.balance_after) == (TransactionType.CHARGE, -3, 97)
    assert (newest.id, newest.run_id) == ("txn_cvdm_a", "cvdm_a")


async def test_a_statement_holds_the_newest_50_rows(redis: Redis, client_id: str) -> None:
    """Of 60 grants the last 50 are shown, newest first."""
    account = Credits(redis)
    for number in range(1, 61):
        await account.grant(client_id, number, movement_id=f"g{number}")

    shown = (await account.statement(client_id)).transactions

    assert [row.amount for row in shown] == list(range(60, 10, -1))


async def test_a_client_without_movements_has_an_empty_statement(redis: Redis, client_id: str) -> None:
    """Nothing granted is nothing to show, not an error."""
    statement = await Credits(redis).statement(client_id)

    assert (statement.balance, statement.held, statement.available, statement.charged) == (0, 0, 0, 0)
    assert statement.transactions == ()


async def test_an_adjustment_may_take_what_is_not_held_and_no_more(redis: Redis, client_id: str) -> None:
    """The balance falls to what is held, not below, and counts as less granted."""
    account, steps = Credits(redis), LedgerSteps(redis, client_id)
    await account.grant(client_id, 10, movement_id="g")
    await steps.hold("cvdm_a", 3)

    with pytest.raises(AppError) as refused:
        await account.adjust(client_id, -8, movement_id="a1")
    assert refused.value.fields == {"amount": ("The balance is 10 and 3 of it is held: it cannot fall by 8.",)}

    row = await account.adjust(client_id, -7, movement_id="a2")
    assert (row.type, row.amount, row.balance_after) == (TransactionType.ADJUSTMENT, -7, 3)
    assert await steps.charge("cvdm_a") == 3
    assert reconcile_account(await steps.snapshot()) == []


@pytest.mark.parametrize("amount", [0, -1, MAX_MOVEMENT + 1])
async def test_a_grant_has_bounds(redis: Redis, client_id: str, amount: int) -> None:
    """Nothing, less than nothing and more than 10^9 are refused."""
    with pytest.raises(AppError) as refused:
        await Credits(redis).grant(client_id, amount, movement_id="g")

    assert list(refused.value.fields) == ["amount"]
    assert (await Credits(redis).statement(client_id)).transactions == ()


@pytest.mark.parametrize("amount", [0, MAX_MOVEMENT + 1, -MAX_MOVEMENT - 1])
async def test_an_adjustment_has_bounds(redis: Redis, client_id: str, amount: int) -> None:
    """Nothing, and more than 10^9 either way, are refused."""
    with pytest.raises(AppError) as refused:
        await Credits(redis).adjust(client_id, amount, movement_id="a")

    assert list(refused.value.fields) == ["amount"]


async def test_c13_a_balance_cannot_grow_past_what_stays_exact(redis: Redis, client_id: str) -> None:
    """Near the greatest balance a grant that would pass it is refused, and the largest one that fits is exact."""
    account, steps = Credits(redis), LedgerSteps(redis, client_id)
    await account.grant(client_id, 1, movement_id="first")
    await redis.hset(account_key(client_id), mapping={"balance": MAX_BALANCE - 5, "granted": MAX_BALANCE - 5})

    with pytest.raises(AppError) as refused:
        await account.grant(client_id, 6, movement_id="too-much")
    assert list(refused.value.fields) == ["amount"]

    row = await account.grant(client_id, 5, movement_id="fits")
    assert row.balance_after == MAX_BALANCE
    assert (await account.statement(client_id)).balance == MAX_BALANCE
    await steps.hold("cvdm_a", 3)
    await steps.charge("cvdm_a")
    assert (await account.statement(client_id)).transactions[0].balance_after == MAX_BALANCE - 3


@pytest.mark.parametrize("movement_id", ["", "a b", "ä", "x" * 65])
async def test_an_id_has_a_form(redis: Redis, client_id: str, movement_id: str) -> None:
    """Ids of other characters or lengths are refused."""
    with pytest.raises(AppError) as refused:
        await Credits(redis).grant(client_id, 1, movement_id=movement_id)

    assert list(refused.value.fields) == ["movement_id"]


async def test_credits_for_nobody_are_refused(redis: Redis) -> None:
    """A grant to an unknown client writes nothing."""
    with pytest.raises(AppError) as refused:
        await Credits(redis).grant("cl_0000000000000000", 1, movement_id="g")

    assert refused.value.reason is Reason.NOT_FOUND
    assert await redis.dbsize() == 0


async def test_c11_top_ups_during_running_matches_lose_no_update(redis: Redis, client_id: str) -> None:
    """Grants, adjustments, holds, charges and releases at once leave a ledger that adds up to the credit."""
    account, steps = Credits(redis), LedgerSteps(redis, client_id)
    await account.grant(client_id, 350, movement_id="start")  # 50 stay free for the adjustments
    for number in range(100):
        assert await steps.hold(f"cvdm_{number}", 3) == 3

    await asyncio.gather(
        *(account.grant(client_id, 10, movement_id=f"g{number}") for number in range(50)),
        *(account.adjust(client_id, -1, movement_id=f"a{number}") for number in range(50)),
        *(steps.charge(f"cvdm_{number}") for number in range(50)),
        *(steps.release(f"cvdm_{number}") for number in range(50, 100)),
    )

    statement = await account.statement(client_id)
    assert (statement.balance, statement.held, statement.charged) == (350 + 500 - 50 - 150, 0, 150)
    assert reconcile_account(await steps.snapshot()) == []
