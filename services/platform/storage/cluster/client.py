"""One client for a whole Redis Cluster: each command goes to the master that owns its slot, whoever that is now."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import (
    AskError,
    ClusterCrossSlotError,
    ClusterDownError,
    MovedError,
    RedisError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.platform.storage.cluster.nodes import Address, Nodes, run
from services.platform.storage.cluster.pipeline import ClusterPipeline, Command, Send
from services.platform.storage.cluster.routing import ANYWHERE, EVERYWHERE, SUMMED, command_of, keys_of, slot_of
from services.platform.storage.cluster.waiting import StreamWaits

_MOST_HOPS = 6
_LOST = (RedisConnectionError, RedisTimeoutError, ClusterDownError)


class ClusterClient(Redis):
    """A `Redis` over the plain clients of the masters, each with the pool, timeouts and retries that a single Redis has.

    Redis-py has a client of its own for clusters. This one is used instead because it keeps what the services rely on:
    the same pool that makes callers wait in place of failing, the same answers of TIME and PING, transactions without a
    thread for each command, and connections of healthy nodes that live on when another one fails (ADR 0010).

    A command to a node that is gone is not held back until another has taken over: it fails as on a single Redis, its
    caller decides, and the next one finds the new owner.
    """

    def __init__(self, seeds: Sequence[Address], open_node: Callable[[Address], Redis], *, block_ms: int) -> None:
        self._home = open_node(seeds[0])
        super().__init__(connection_pool=self._home.connection_pool)
        self._nodes = Nodes(seeds, open_node)
        self._waits = StreamWaits(self, block_ms=block_ms)

    async def masters(self) -> list[Redis]:
        """Returns a client for each node that owns slots, for what is asked of a node and not of the cluster."""
        return await self._nodes.masters()

    async def aclose(self, close_connection_pool: bool | None = None) -> None:  # noqa: FBT001 - redis-py's signature
        """Closes all connections."""
        await self._waits.close()
        await self._nodes.close()
        await self._home.aclose()
        await super().aclose(close_connection_pool)

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Runs one command where it belongs.

        Raises:
            OneNodeOnlyError: it asks something of one node.
            ClusterCrossSlotError: its keys lie in several slots.
        """
        command = command_of(args)
        if command in EVERYWHERE:
            answers = [await run(node, *args, **options) for node in await self.masters()]
            return answers[0]
        if command in {"DBSIZE", "KEYS"}:
            found = [await run(node, *args, **options) for node in await self.masters()]
            return sum(found) if command == "DBSIZE" else [key for keys in found for key in keys]
        if command in ANYWHERE:
            return await self._anywhere(*args, **options)
        keys = keys_of(args)
        if command in SUMMED and len(keys) > 1:
            return sum([await self.execute_command(args[0], key, **options) for key in keys])
        slots = {slot_of(key) for key in keys}
        if len(slots) > 1:
            raise ClusterCrossSlotError(f"{command} was given keys of {len(slots)} slots")

        async def send(node: Redis, asking: bool) -> Any:  # noqa: FBT001 - the shape of `Send`
            if not asking:
                return await run(node, *args, **options)
            pipe = node.pipeline(transaction=False)
            pipe.execute_command("ASKING")
            pipe.execute_command(*args, **options)
            return (await pipe.execute())[1]

        return await self.at_owner(slots.pop(), send)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:  # noqa: FBT001, FBT002 - redis-py's signature
        """Returns a pipeline; with a key as `shard_hint` all of it goes to that key's node over one connection."""
        return ClusterPipeline(self, self._home, transaction=transaction, one_key=shard_hint)

    async def xreadgroup(  # type: ignore[override]  # the base class has one signature for both kinds of client
        self,
        groupname: str,
        consumername: str,
        streams: Mapping[Any, Any],
        *,
        count: int | None = None,
        block: int | None = None,
        noack: bool = False,
    ) -> Any:
        """Reads streams of any slots; a `block` of 0 milliseconds is not endless here but none."""
        return await self._waits.read(groupname, consumername, streams, count=count, block_ms=block, noack=noack)

    async def scan_iter(self, match: Any = None, count: int | None = None, **options: Any) -> AsyncIterator[Any]:  # type: ignore[override]  # an async generator, as in the base class
        """Yields the keys of all nodes."""
        for node in await self.masters():
            async for key in node.scan_iter(match=match, count=count, **options):
                yield key

    async def at_owner(self, slot: int, send: Send) -> Any:
        """Lets the owner of a slot do something, and follows where the nodes point to.

        Raises:
            RedisError: what the owner answered, or that it is gone and nobody has taken over yet.
        """
        asking = False
        address, version = await self._nodes.owner(slot)
        for _ in range(_MOST_HOPS):
            try:
                return await send(self._nodes.at(address), asking)
            except MovedError as error:
                address, asking = (error.host or address[0], error.port), False
                # One slot that moved is seldom alone.
                with suppress(RedisError):
                    await self._nodes.learn(version)
                self._nodes.moved(slot, address)
            except AskError as error:
                address, asking = (error.host or address[0], error.port), True
            except _LOST:
                await self._nodes.learn(version, last=address)
                gone = address
                (address, version), asking = await self._nodes.owner(slot), False
                if address == gone:
                    raise
        raise ClusterDownError("the nodes of the cluster point to each other in circles")

    async def owners_of(self, slots: set[int]) -> dict[int, Address]:
        """Returns who owns each slot."""
        return {slot: (await self._nodes.owner(slot))[0] for slot in slots}

    async def at_once(self, address: Address, commands: list[Command]) -> list[Any]:
        """Sends commands to one node over one connection; errors of commands are among the answers."""
        pipe = self._nodes.at(address).pipeline(transaction=False)
        for args, options in commands:
            pipe.execute_command(*args, **options)
        version = self._nodes.version
        try:
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        except _LOST:
            await self._nodes.learn(version, last=address)
            raise
        return answers

    async def _anywhere(self, *args: Any, **options: Any) -> Any:
        """Asks one master after the other until one answers."""
        lost: Exception | None = None
        for node in await self.masters():
            try:
                return await run(node, *args, **options)
            except _LOST as error:
                lost = error
        raise lost or RedisConnectionError("no node of the Redis Cluster owns anything")
