"""What happens when stored credits cannot be right."""

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from services.platform.accounts.account_keys import account_key, holds_key, ledger_key
from services.platform.accounts.corruption import is_ledger_corrupt
from services.platform.accounts.credits import Credits
from services.platform.accounts.reconcile import reconcile_account
from services.platform.errors import AppError, Reason
from tests.integration.accounts.ledger_steps import LedgerSteps

pytestmark = pytest.mark.redis

# 15 characters of digits are read; a balance of that size is still refused growth, see test_credits.
WRONG = ["-3", "1.5", "1e3", "9" * 16, "", "ten", "0x10", " 5", "nan", "inf"]


async def everything(redis: Redis, client_id: str) -> tuple[object, object, object]:
    return (
        await redis.hgetall(account_key(client_id)),
        await redis.hgetall(holds_key(client_id)),
        await redis.lrange(ledger_key(client_id), 0, -1),
    )


async def assert_refused_closed(redis: Redis, client_id: str) -> None:
    """Neither the matcher's moves nor ours go through, nothing changes, and the check reports a drift."""
    account, steps = Credits(redis), LedgerSteps(redis, client_id)
    before = await everything(redis, client_id)
    for step in (steps.hold("cvdm_new", 3), steps.charge("cvdm_a"), steps.release("cvdm_a")):
        with pytest.raises(ResponseError) as stopped:
            await step
        assert is_ledger_corrupt(stopped.value)
    with pytest.raises(AppError) as refused:
        await account.grant(client_id, 5, movement_id="more")
    assert refused.value.reason is Reason.INTERNAL_ERROR
    assert await everything(redis, client_id) == before
    assert reconcile_account(await steps.snapshot())


@pytest.fixture
async def running(redis: Redis, client_id: str) -> str:
    """A client with 100 credits, of which a run holds 3 and an earlier one was charged 3."""
    steps = LedgerSteps(redis, client_id)
    await Credits(redis).grant(client_id, 100, movement_id="g")
    for run_id in ("cvdm_0", "cvdm_a"):
        await steps.hold(run_id, 3)
    await steps.charge("cvdm_0")
    return client_id


@pytest.mark.parametrize("field", ["balance", "held", "granted", "charged"])
@pytest.mark.parametrize("value", WRONG)
async def test_c13_a_damaged_number_stops_every_move(redis: Redis, running: str, field: str, value: str) -> None:
    """A number that is negative, a float, huge, empty or no number is never reckoned with."""
    await redis.hset(account_key(running), field, value)

    await assert_refused_closed(redis, running)


@pytest.mark.parametrize("field", ["balance", "held", "charged"])
async def test_c13_a_lost_number_stops_every_move(redis: Redis, running: str, field: str) -> None:
    """A field that is missing is not taken for 0 once something was granted."""
    await redis.hdel(account_key(running), field)

    await assert_refused_closed(redis, running)


async def test_c13_more_held_than_there_is_stops_every_move(redis: Redis, running: str) -> None:
    """A balance below what is held is damage, not an overdraft."""
    await redis.hset(account_key(running), "balance", "2")

    await assert_refused_closed(redis, running)


@pytest.mark.parametrize("value", ["-3", "2.5", "99", "three"])
async def test_c13_a_damaged_hold_is_neither_charged_nor_released(redis: Redis, running: str, value: str) -> None:
    """A hold that cannot be right moves nothing."""
    steps = LedgerSteps(redis, running)
    await redis.hset(holds_key(running), "cvdm_a", value)
    before = await everything(redis, running)

    for step in (steps.charge("cvdm_a"), steps.release("cvdm_a")):
        with pytest.raises(ResponseError, match="LEDGER_CORRUPT"):
            await step

    assert await everything(redis, running) == before


@pytest.mark.parametrize(("field", "value"), [("balance", "x"), ("held", "98"), ("balance", "-1"), ("charged", "1.0")])
async def test_c13_a_damaged_account_has_no_statement_and_raises_an_alert(
    redis: Redis, running: str, field: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The client learns nothing but that it failed; operators get the client's id."""
    await redis.hset(account_key(running), field, value)

    with pytest.raises(AppError) as refused:
        await Credits(redis).statement(running)

    assert refused.value.reason is Reason.INTERNAL_ERROR
    logged = capsys.readouterr().out
    assert "ledger.corrupt" in logged
    assert running in logged


async def test_c13_a_damaged_row_is_not_shown(redis: Redis, running: str) -> None:
    """A ledger row that is none stops the statement."""
    await redis.lset(ledger_key(running), 0, '{"id": "txn_x"}')

    with pytest.raises(AppError) as refused:
        await Credits(redis).statement(running)

    assert refused.value.reason is Reason.INTERNAL_ERROR
