"""Calls per key and minute, and failures per address."""

import asyncio

import pytest
from redis.asyncio import Redis

from services.platform.accounts.account_keys import rate_key
from services.platform.accounts.clock import redis_now_ms
from services.platform.accounts.failure_limiter import FAILURES_PER_WINDOW, FailureLimiter
from services.platform.accounts.rate_limiter import RateLimiter, whole_seconds
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import connect
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

KEY = "key_0123456789abcdef"


async def refusal(limiter: RateLimiter, *, limit: int, bucket: str = "main") -> AppError:
    with pytest.raises(AppError) as refused:
        await limiter.spend(KEY, bucket=bucket, limit=limit)
    return refused.value


async def test_r01_of_200_concurrent_calls_exactly_the_limit_passes(redis: Redis, redis_server: RedisServer) -> None:
    """Twenty gateways with ten calls each at once let exactly 50 of 50 allowed pass."""
    gateways = [connect(redis_server.url) for _ in range(20)]
    limiters = [RateLimiter(gateway) for gateway in gateways]

    calls = [limiter.spend(KEY, bucket="main", limit=50) for limiter in limiters for _ in range(10)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)

    refusals = [outcome for outcome in outcomes if isinstance(outcome, AppError)]
    assert outcomes.count(None) == 50
    assert len(refusals) == 150
    assert all(refused.reason is Reason.RATE_LIMIT_EXCEEDED for refused in refusals)
    assert all(refused.retry_after_s is not None and 1 <= refused.retry_after_s <= 60 for refused in refusals)
    for gateway in gateways:
        await gateway.aclose()


@pytest.mark.parametrize("passed_ms", [0, 1, 999, 1_000, 30_500, 50_001])
async def test_r02_retry_after_covers_the_rest_of_the_window_and_no_second_more(redis: Redis, passed_ms: int) -> None:
    """Wherever in the window a call is refused, waiting exactly as told leads into a new window."""
    limiter, key = RateLimiter(redis), rate_key(KEY, "main")
    await limiter.spend(KEY, bucket="main", limit=1)
    ends_ms = int(await redis.pexpiretime(key)) - passed_ms
    await redis.pexpireat(key, ends_ms)

    before_ms = await redis_now_ms(redis)
    refused = await refusal(limiter, limit=1)
    after_ms = await redis_now_ms(redis)

    assert refused.retry_after_s is not None
    told_ms = refused.retry_after_s * 1000
    assert after_ms + told_ms >= ends_ms
    assert before_ms + told_ms < ends_ms + 1000

    # As if those seconds had passed: the window then ended that much earlier.
    await redis.pexpireat(key, ends_ms - told_ms)
    await limiter.spend(KEY, bucket="main", limit=1)


async def test_r02_the_millisecond_in_which_a_window_ends_belongs_to_the_next(redis: Redis) -> None:
    """A call is let in as soon as Redis's clock shows the window's end, not a millisecond later."""
    limiter, key = RateLimiter(redis), rate_key(KEY, "main")
    for _ in range(30):
        await redis.delete(key)
        await limiter.spend(KEY, bucket="main", limit=1)
        ends_ms = await redis_now_ms(redis) + 3
        await redis.pexpireat(key, ends_ms)
        while await redis_now_ms(redis) < ends_ms:
            pass
        await limiter.spend(KEY, bucket="main", limit=1)


async def test_a_refused_call_is_not_counted_and_does_not_prolong_the_window(redis: Redis) -> None:
    """However often a refused caller knocks, the window ends when it was to end."""
    limiter, key = RateLimiter(redis), rate_key(KEY, "main")
    await limiter.spend(KEY, bucket="main", limit=1)
    ends_ms = await redis.pexpiretime(key)

    for _ in range(5):
        await refusal(limiter, limit=1)

    assert await redis.pexpiretime(key) == ends_ms
    assert await redis.get(key) == b"1"


async def test_r05_each_key_has_a_budget_of_its_own(redis: Redis) -> None:
    """A key that has spent its minute leaves the client's other key alone."""
    limiter = RateLimiter(redis)
    await limiter.spend(KEY, bucket="main", limit=1)
    await refusal(limiter, limit=1)

    await limiter.spend("key_another000000000", bucket="main", limit=1)


async def test_r07_polling_has_a_budget_of_its_own(redis: Redis) -> None:
    """A key whose polls are spent may still submit."""
    limiter = RateLimiter(redis)
    await limiter.spend(KEY, bucket="poll", limit=1)
    await refusal(limiter, limit=1, bucket="poll")

    await limiter.spend(KEY, bucket="main", limit=1)


async def test_r03_the_window_is_kept_by_redis_alone(redis: Redis) -> None:
    """The counter's end is a minute of Redis's clock after the first call."""
    before_ms = await redis_now_ms(redis)
    await RateLimiter(redis).spend(KEY, bucket="main", limit=5)
    after_ms = await redis_now_ms(redis)

    ends_ms = await redis.pexpiretime(rate_key(KEY, "main"))

    assert before_ms + 60_000 <= ends_ms <= after_ms + 60_000


async def test_a_damaged_counter_never_opens_the_gate_for_good_nor_shuts_it(redis: Redis) -> None:
    """A counter that is no number refuses until its window ends; one without an end starts a new window."""
    limiter, key = RateLimiter(redis), rate_key(KEY, "main")
    await redis.set(key, "many", px=60_000)
    await refusal(limiter, limit=5)

    await redis.set(key, 5)
    await limiter.spend(KEY, bucket="main", limit=5)

    assert await redis.pttl(key) > 0


async def test_a07_failures_of_an_address_are_limited_and_those_of_others_are_not(redis: Redis) -> None:
    """After 30 failures in a window an address is over the limit, with the seconds to wait; its neighbours are not."""
    failures = FailureLimiter(redis)
    for _ in range(FAILURES_PER_WINDOW):
        assert await failures.blocked("2001:db8::1") is None
        assert await failures.record("2001:db8::1") is None

    told_s = await failures.record("2001:db8::2")

    assert told_s is not None
    assert 1 <= told_s <= 60
    assert await failures.blocked("2001:db8::3") is not None
    assert await failures.blocked("2001:db8:0:1::1") is None
    assert await failures.blocked("192.0.2.1") is None


@pytest.mark.parametrize(("milliseconds", "seconds"), [(1, 1), (999, 1), (1000, 1), (1001, 2), (60_000, 60)])
def test_a_wait_is_told_in_whole_seconds_that_cover_it(milliseconds: int, seconds: int) -> None:
    """Seconds are rounded up and never 0."""
    assert whole_seconds(milliseconds) == seconds
