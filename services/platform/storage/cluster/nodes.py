"""The masters of a Redis Cluster: who owns which slot, and one client with its own pool for each."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

Address = tuple[str, int]


class Nodes:
    """Learns the owners of all slots from any node that answers, and again whenever somebody found them changed.

    Args:
        seeds: where to ask at the start, and when no known master answers.
        open_node: makes the client of one node; it need not dial.
    """

    def __init__(self, seeds: Sequence[Address], open_node: Callable[[Address], Redis]) -> None:
        self._seeds = tuple(seeds)
        self._open = open_node
        self._clients: dict[Address, Redis] = {}
        # First slot, last slot, owner; ascending.
        self._ranges: list[tuple[int, int, Address]] = []
        self._moved: dict[int, Address] = {}
        self._learning = asyncio.Lock()
        # Counts what was learnt: who finds it wrong says which version that was, and only one of them asks again.
        self.version = 0

    def at(self, address: Address) -> Redis:
        """Returns the client of one node."""
        client = self._clients.get(address)
        if client is None:
            client = self._clients[address] = self._open(address)
        return client

    async def owner(self, slot: int) -> tuple[Address, int]:
        """Returns who owns a slot, and the version of what is known, to be given to `learn`.

        Raises:
            RedisConnectionError: nobody owns it as far as anybody knows.
        """
        if self._known_owner(slot) is None:
            await self.learn(self.version)
        owner = self._known_owner(slot)
        if owner is None:
            raise RedisConnectionError(f"no node of the cluster owns slot {slot}")
        return owner, self.version

    async def masters(self) -> list[Redis]:
        """Returns a client for each node that owns slots."""
        if not self._ranges:
            await self.learn(self.version)
        return [self.at(address) for address in self._addresses()]

    async def learn(self, known: int, *, last: Address | None = None) -> None:
        """Asks who owns what, `last` last, unless somebody has done so since version `known`.

        Raises:
            RedisConnectionError: no node answered.
        """
        async with self._learning:
            if self.version != known:
                return
            for address in self._askable(last):
                try:
                    answer = await run(self.at(address), "CLUSTER SLOTS")
                except RedisError:
                    continue
                if answer:
                    self.version += 1
                    self._ranges, self._moved = _ranges(answer, asked=address), {}
                    await self._forget_strangers()
                    return
            raise RedisConnectionError("no node of the Redis Cluster answers")

    def moved(self, slot: int, address: Address) -> None:
        """Notes what a node said of the new owner of a slot."""
        self._moved[slot] = address

    async def close(self) -> None:
        """Closes all connections."""
        clients, self._clients = self._clients, {}
        self._ranges, self._moved = [], {}
        for client in clients.values():
            await client.aclose()

    def _known_owner(self, slot: int) -> Address | None:
        if slot in self._moved:
            return self._moved[slot]
        place = bisect_right(self._ranges, slot, key=itemgetter(0)) - 1
        if place < 0 or self._ranges[place][1] < slot:
            return None
        return self._ranges[place][2]

    def _addresses(self) -> list[Address]:
        return list(dict.fromkeys([*(owner for _, _, owner in self._ranges), *self._moved.values()]))

    def _askable(self, last: Address | None) -> list[Address]:
        return sorted(dict.fromkeys([*self._addresses(), *self._seeds]), key=lambda address: address == last)

    async def _forget_strangers(self) -> None:
        """Closes the clients of nodes that own nothing any more."""
        for address in self._clients.keys() - set(self._addresses()):
            await self._clients.pop(address).aclose()


async def run(node: Redis, *args: Any, **options: Any) -> Any:
    """Runs a command on one node."""
    untyped: Any = node
    return await untyped.execute_command(*args, **options)


def _ranges(answer: list[Any], *, asked: Address) -> list[tuple[int, int, Address]]:
    ranges = []
    for first, last, master, *_ in answer:
        # A node that does not know its own address leaves it out: it is the one that we reached it by.
        host = master[0].decode() if master[0] else ""
        address = (host if host not in {"", "?"} else asked[0], int(master[1]))
        ranges.append((int(first), int(last), address))
    return sorted(ranges)
