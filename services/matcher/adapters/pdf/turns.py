"""Gives things out one at a time: of the owners who wait, the one that has had least comes first."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")

# After so many before it, one of those behind has its turn.
_PASSED_OVER = 8


class Turns(Generic[_Thing]):
    """A queue that one owner's crowd cannot fill for the others: each has the same share of what is given out.

    What an owner has had is counted in whatever unit `settle` is called with. Until then a thing given out counts as `usual`.
    Owners that come, or come back, start level with the others: nobody saves up, and all are level once nobody waits. Who asks from `behind` comes after all who do
    not, but for every ninth.

    Args:
        usual: what one thing is used for in the usual case.
        closed: makes the exception that all waiting calls, and later ones, get once the queue is closed.
    """

    def __init__(self, *, usual: float, closed: Callable[[], Exception]) -> None:
        self._usual = usual
        self._closed_error = closed
        self._free: deque[_Thing] = deque()
        self._ahead: _Lines[_Thing] = {}
        self._behind: _Lines[_Thing] = {}
        self._passed_over = 0
        self._had: dict[str, float] = {}
        # What the owner served last had had: where newcomers start.
        self._level = 0.0
        self._closed = False

    def put(self, thing: _Thing) -> None:
        """Offers a thing to whoever is next."""
        self._free.append(thing)
        self._serve()
        if self._free:
            # All who wanted something have it: they are level.
            self._had.clear()
            self._level = 0.0

    async def get(self, owner: str, *, behind: bool = False) -> _Thing:
        """Waits for the owner's turn; `settle` is to be called once what it was used for is known."""
        if self._closed:
            raise self._closed_error()
        turn: asyncio.Future[_Thing] = asyncio.get_running_loop().create_future()
        lines = self._behind if behind else self._ahead
        if owner not in lines:
            lines[owner] = deque()
            self._had[owner] = self._account(owner)
        lines[owner].append(turn)
        self._serve()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                _leave(lines, owner, turn)
            elif turn.exception() is None:
                # It came at the same moment: the next one has it.
                self.settle(owner, 0.0)
                self.put(turn.result())
            raise

    def take(self, owner: str) -> _Thing | None:
        """Gives a thing out at once where one is free and nobody waits, else None."""
        if self._closed or self._ahead or self._behind or not self._free:
            return None
        self._had[owner] = self._account(owner) + self._usual
        return self._free.popleft()

    def settle(self, owner: str, amount: float) -> None:
        """Counts what the owner used a thing for."""
        self._had[owner] = self._had.get(owner, self._level) + amount - self._usual

    def close(self) -> None:
        """Ends all waiting."""
        self._closed = True
        for lines in (self._ahead, self._behind):
            for turn in [turn for line in lines.values() for turn in line if not turn.done()]:
                turn.set_exception(self._closed_error())
            lines.clear()

    def _account(self, owner: str) -> float:
        return max(self._had.get(owner, 0.0), self._level)

    def _serve(self) -> None:
        while self._free and (self._ahead or self._behind):
            from_behind = self._behind and (not self._ahead or self._passed_over >= _PASSED_OVER)
            lines = self._behind if from_behind else self._ahead
            # Among equals, who came first.
            owner = min(lines, key=self._had.__getitem__)
            turn = lines[owner][0]
            _leave(lines, owner, turn)
            # Whoever has given up this moment has not yet left the line.
            if turn.done():
                continue
            self._passed_over = 0 if from_behind or not self._behind else self._passed_over + 1
            self._level = max(self._level, self._had[owner])
            self._had[owner] += self._usual
            turn.set_result(self._free.popleft())


# Owner → its turns, first come first.
_Lines = dict[str, deque[asyncio.Future[_Thing]]]


def _leave(lines: _Lines[_Thing], owner: str, turn: asyncio.Future[_Thing]) -> None:
    line = lines.get(owner)
    if line is not None and turn in line:
        line.remove(turn)
        if not line:
            del lines[owner]
