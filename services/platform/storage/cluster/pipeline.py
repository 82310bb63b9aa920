"""Pipelines on a Redis Cluster: split by node, except for transactions, which belong to one slot."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import AskError, CrossSlotTransactionError, RedisError, TryAgainError

from services.platform.storage.cluster.nodes import Address
from services.platform.storage.cluster.routing import ANYWHERE, command_of, keys_of, slot_of

Command = tuple[tuple[Any, ...], Mapping[str, Any]]
Send = Callable[[Redis, bool], Awaitable[Any]]


class Router(Protocol):
    """What a pipeline needs of its client."""

    async def at_owner(self, slot: int, send: Send) -> Any:
        """Lets the owner of a slot do something, whoever that turns out to be."""

    async def owners_of(self, slots: set[int]) -> dict[int, Address]:
        """Returns who owns each slot."""

    async def at_once(self, address: Address, commands: list[Command]) -> list[Any]:
        """Sends commands to one node over one connection; errors are among the answers, except that of the connection."""

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Runs one command."""


class ClusterPipeline(Pipeline):
    """A pipeline whose commands reach their nodes at the same time; the answers come in the order of the commands.

    With `one_key` all of it goes to that key's node over one connection, as it does in a transaction.
    """

    def __init__(self, router: Router, home: Redis, *, transaction: bool, one_key: str | None) -> None:
        super().__init__(home.connection_pool, home.response_callbacks, transaction, None)
        self._router = router
        self._one_key = one_key

    async def immediate_execute_command(self, *_args: Any, **_options: Any) -> Any:
        """Refuses to watch keys: nothing here needs it."""
        raise RedisError("WATCH is not offered on a Redis Cluster: use a script")

    async def execute(self, raise_on_error: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - redis-py's signature
        """Runs what was queued.

        Raises:
            CrossSlotTransactionError: a transaction over more than one slot.
        """
        commands: list[Command] = list(self.command_stack)
        self.command_stack = []
        if not commands:
            return []
        slots = [None if command_of(args) in ANYWHERE else slot_of(keys_of(args)[0]) for args, _ in commands]
        if self.is_transaction or self._one_key is not None:
            return await self._on_one_node(commands, _the_one(slots, self._one_key), raise_on_error=raise_on_error)
        answers = await self._on_each_node(commands, slots)
        if raise_on_error:
            self.raise_first_error([(args, options) for args, options in commands], answers)
            _raise_lost(answers)
        return answers

    async def _on_one_node(self, commands: list[Command], slot: int, *, raise_on_error: bool) -> list[Any]:
        async def send(node: Redis, asking: bool) -> list[Any]:  # noqa: FBT001 - the shape of `Send`
            if asking:
                raise TryAgainError("the slot is being moved to another node")
            pipe = node.pipeline(transaction=self.is_transaction)
            for args, options in commands:
                pipe.execute_command(*args, **options)
            answers: list[Any] = await pipe.execute(raise_on_error=raise_on_error)
            return answers

        answers: list[Any] = await self._router.at_owner(slot, send)
        return answers

    async def _on_each_node(self, commands: list[Command], slots: list[int | None]) -> list[Any]:
        first = next((slot for slot in slots if slot is not None), 0)
        places = [first if slot is None else slot for slot in slots]
        owners = await self._router.owners_of(set(places))
        by_node: dict[Address, list[int]] = {}
        for number, slot in enumerate(places):
            by_node.setdefault(owners[slot], []).append(number)
        answers: list[Any] = [None] * len(commands)

        async def at(address: Address, numbers: list[int]) -> None:
            try:
                found = await self._router.at_once(address, [commands[number] for number in numbers])
            except RedisError as error:
                found = await self._one_by_one([commands[number] for number in numbers], error)
            for number, answer in zip(numbers, found, strict=True):
                answers[number] = answer

        await asyncio.gather(*(at(address, numbers) for address, numbers in by_node.items()))
        for number, answer in enumerate(answers):
            if isinstance(answer, AskError | TryAgainError):
                # Redirected: the slot has moved, or is about to.
                answers[number] = (await self._one_by_one([commands[number]], answer))[0]
        return answers

    async def _one_by_one(self, commands: list[Command], error: RedisError) -> list[Any]:
        """Sends commands again that a node has not answered, until one fails anew: its error stands for the others."""
        answers: list[Any] = []
        for args, options in commands:
            try:
                answers.append(await self._router.execute_command(*args, **options))
            except RedisError as again:
                error = again
                break
        return [*answers, *([error] * (len(commands) - len(answers)))]


def _the_one(slots: list[int | None], one_key: str | None) -> int:
    found = {slot for slot in slots if slot is not None} | ({slot_of(one_key)} if one_key is not None else set())
    if len(found) != 1:
        raise CrossSlotTransactionError(f"all keys of a transaction lie in one slot, not in {len(found)}")
    return found.pop()


def _raise_lost(answers: list[Any]) -> None:
    """Raises the first error of a connection; those of commands are raised by the base class."""
    for answer in answers:
        if isinstance(answer, RedisError):
            raise answer
