"""Old and new releases over one Redis: side by side during a rollout, and never where one would misread the other."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from services.platform.storage.format import CURRENT, KEY, Format, FormatError, require_format

pytestmark = pytest.mark.redis

# Three releases: the second reads what the third writes, the third writes it, the fourth reads nothing else.
FIRST = Format(knows=1, needs=1, reads=1)
READS_BOTH = Format(knows=2, needs=1, reads=1)
WRITES_NEW = Format(knows=2, needs=2, reads=1)
READS_NEW = Format(knows=2, needs=2, reads=2)


@pytest.fixture(autouse=True)
async def _left_as_found(redis: Redis) -> AsyncIterator[None]:
    """Other tests' processes start on this Redis, too."""
    yield
    await redis.delete(KEY)


async def test_a_rollout_in_two_steps_lets_neighbours_live_together(redis: Redis) -> None:
    """Each release starts beside the one before it, and again after it: as pods do while they are replaced."""
    for old, new in ((FIRST, READS_BOTH), (READS_BOTH, WRITES_NEW)):
        await require_format(redis, old)
        await require_format(redis, new)
        if new is not WRITES_NEW:
            await require_format(redis, old)
    # Who knows the format may still be rolled back to.
    await require_format(redis, READS_BOTH)


async def test_a_release_that_does_not_understand_what_is_stored_refuses(redis: Redis) -> None:
    """The line says what is needed; nothing was changed by the attempt."""
    await require_format(redis, READS_BOTH)
    await require_format(redis, WRITES_NEW)
    before = await redis.hgetall(KEY)

    with pytest.raises(FormatError, match=r"needs format 2 and this release knows 1: start a newer release"):
        await require_format(redis, FIRST)

    assert await redis.hgetall(KEY) == before


async def test_no_release_is_skipped(redis: Redis) -> None:
    """While pods of the first still run, the third would write what they misread."""
    await require_format(redis, FIRST)

    with pytest.raises(FormatError, match="roll out the release before it first"):
        await require_format(redis, WRITES_NEW)

    await require_format(redis, FIRST)


async def test_records_that_may_be_too_old_are_refused(redis: Redis) -> None:
    """A release that has forgotten the old format starts only on what holds none of it."""
    await require_format(redis, READS_BOTH)
    await require_format(redis, WRITES_NEW)

    with pytest.raises(FormatError, match="may be of format 1 and this release reads 2"):
        await require_format(redis, READS_NEW)

    await redis.hset(KEY, "oldest", 2)
    await require_format(redis, READS_NEW)


async def test_an_empty_redis_is_of_the_format_of_who_comes_first(redis: Redis) -> None:
    """No release is asked for there."""
    await require_format(redis, READS_NEW)

    with pytest.raises(FormatError, match="start a newer release"):
        await require_format(redis, FIRST)


async def test_a_key_that_no_release_leaves_is_not_guessed_at(redis: Redis) -> None:
    """Refused, and by name."""
    await redis.hset(KEY, "needs", "soon")

    with pytest.raises(FormatError, match=KEY):
        await require_format(redis)


def test_this_release_is_in_order() -> None:
    """It understands what it writes."""
    assert CURRENT.reads <= CURRENT.needs <= CURRENT.knows
