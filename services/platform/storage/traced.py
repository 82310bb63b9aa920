"""A Redis client whose commands are spans of the trace they are sent in: names, numbers and places, never keys or values."""

from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from services.platform.telemetry.tracing import Attributes, Kind, span

_SYSTEM: Attributes = {"db.system.name": "redis"}
_names_of_scripts: dict[str, str] = {}


def name_script(sha: str, name: str) -> None:
    """Lets the spans of a script bear its file's name in place of EVALSHA."""
    _names_of_scripts[sha] = name


class TracedRedis(Redis):
    """A client that traces each command and each pipeline."""

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Runs one command."""
        with span(_name_of(args), kind=Kind.CLIENT, attributes=_SYSTEM):
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:  # noqa: FBT001, FBT002 - redis-py's signature
        """Returns a pipeline that is one span when it runs."""
        return _TracedPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)


class _TracedPipeline(Pipeline):
    async def execute(self, raise_on_error: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - redis-py's signature
        size = len(self.command_stack)
        first = _name_of(self.command_stack[0][0]) if size else "nothing"
        with span(f"PIPELINE {first}", kind=Kind.CLIENT, attributes={**_SYSTEM, "db.operation.batch.size": size}):
            return await super().execute(raise_on_error)


def _name_of(args: tuple[Any, ...]) -> str:
    command = str(args[0])
    return _names_of_scripts.get(str(args[1]), command) if command == "EVALSHA" else command
