"""Lets a write count as done only when replicas have it, where the fact store has replicas.

A primary that dies with a lagging replica takes with it what only it had, however often it wrote to disk. `WAIT` bounds
that: it answers how many replicas have received all that its connection wrote before. Fewer than wanted says nothing
about the write, which stands on the primary and may well survive: so it is reported as unknown, never as not done, and
whoever asked does it again under the same id.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.client import Pipeline
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.platform.storage.keys import mark_key

# Below the socket timeout, so that Redis answers and not the clock.
_WAIT_MS = 1_000

# WAIT looks back to the last write of its own connection. A script that had nothing left to do wrote nothing, so a write of
# ours comes between: whatever anybody had written on this primary before lies before it in the stream of replication.
_MARK = "#!lua flags=allow-oom\nredis.call('SET', KEYS[1], '1')"

_expected: WeakKeyDictionary[Redis, int] = WeakKeyDictionary()


class UnconfirmedError(RedisTimeoutError):
    """Too few replicas have said that they received a write: it stands, and whether it stays is unknown."""


def expect_replicas(client: Redis, count: int) -> None:
    """Makes confirmed writes of this client wait for `count` replicas; 0 for none."""
    _expected[client] = count


async def confirm(client: Redis, key: str) -> None:
    """Returns once the replicas that are expected have everything written so far on the primary of `key`.

    Raises:
        UnconfirmedError: they did not say so within 1 s.
    """
    if count := _expected.get(client, 0):
        pipe = client.pipeline(transaction=False, shard_hint=key)
        _queue_wait(pipe, key, count)
        _judge((await pipe.execute())[-1], count)


class ConfirmedScript(AsyncScript):
    """A script whose answer is given when the replicas have its writes; with none expected a script like any other."""

    async def __call__(
        self,
        keys: Sequence[Any] | None = None,
        args: Iterable[Any] | None = None,
        client: Redis | RedisCluster | None = None,
    ) -> Any:
        """Runs the script; its first key says where.

        Raises:
            UnconfirmedError: it ran, and whether that stays is unknown; running it again is safe.
        """
        store = cast("Redis", client or self.registered_client)
        count = _expected.get(store, 0)
        if not count or not keys:
            return await super().__call__(keys, args, client)
        given = [*keys, *(args or ())]
        try:
            return await self._run(store, keys[0], len(keys), given, count)
        except NoScriptError:
            self.sha = await store.script_load(self.script)
            return await self._run(store, keys[0], len(keys), given, count)

    async def _run(self, store: Redis, key: str, number_of_keys: int, given: list[Any], count: int) -> Any:
        pipe = store.pipeline(transaction=False, shard_hint=key)
        pipe.evalsha(self.sha, number_of_keys, *given)
        _queue_wait(pipe, key, count)
        answer, _, received = await pipe.execute()
        _judge(received, count)
        return answer


def _queue_wait(pipe: Pipeline, key: str, count: int) -> None:
    """Queues the mark and the wait; they must run on the connection that wrote, so `pipe` is one of one node."""
    pipe.eval(_MARK, 1, mark_key(key))
    pipe.execute_command("WAIT", count, _WAIT_MS)


def _judge(received: int, count: int) -> None:
    if received < count:
        raise UnconfirmedError(f"{received} of {count} replicas confirmed a write in time: whether it stays is unknown")
