"""The retention's rounds."""

import asyncio
from collections.abc import Sequence

import pytest

from services.matcher.application.retention import Retention
from services.matcher.ports import Erased, TransientError


class FakeEraseStore:
    """Fails its first rounds with the given errors, then has one old match."""

    def __init__(self, errors: list[Exception]) -> None:
        self.errors = errors
        self.asked: list[tuple[str, int, bool]] = []
        self.before_ms = 0
        self.done = asyncio.Event()

    async def now_ms(self) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return 100 * 86_400_000

    async def clients(self) -> Sequence[str]:
        return ["cl_a"]

    async def aged(self, client_id: str, *, before_ms: int, after: str, count: int) -> Sequence[str]:
        self.before_ms = before_ms
        return [] if after else ["0000000000001/cvdm_a"]

    async def erase(self, client_id: str, match_id: str, *, only_final: bool = False) -> Erased:
        self.asked.append((match_id, self.before_ms, only_final))
        self.done.set()
        return Erased.ERASED


async def test_rounds_go_on_after_any_trouble() -> None:
    """A store that was away and an unexpected error end no retention; only final matches past their days are asked for."""
    store = FakeEraseStore([TransientError(), RuntimeError("odd")])
    rounds = asyncio.ensure_future(Retention(store, days=30, every_s=0.001).run())

    await store.done.wait()
    rounds.cancel()

    with pytest.raises(asyncio.CancelledError):
        await rounds
    assert store.asked[0] == ("cvdm_a", 70 * 86_400_000, True)
