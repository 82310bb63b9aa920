"""The texts that wait for the model, shared fairly between the requests they came with."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Item:
    """One text, however many requests wait for it.

    `lane` says what it can be batched with; `cost` is what it takes of a batch's budget. `waiters` are the requests that
    want it; it stands in the queue of one of them, `home`, or in none once it is taken.
    """

    key: bytes
    text: str
    lane: int
    cost: int
    tokens: list[int] = field(default_factory=list)
    waiters: set[int] = field(default_factory=set)
    home: int | None = None


# Item as dictionary key: an ordered set, from which any member leaves at once.
_Lane = dict[Item, None]


class Backlog:
    """Hands out batches of one lane each, the requests taking turns.

    The request whose turn it is chooses the lane: the one in which it has most waiting. Every request with texts in that
    lane then gives one after the other until the batch is full, so that a request of thousands never makes one of five wait
    for more than a few batches, and none starves.
    """

    def __init__(self) -> None:
        self._requests: dict[int, dict[int, _Lane]] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def put(self, item: Item) -> None:
        """Queues an item that has at least one waiter."""
        item.home = min(item.waiters)
        self._requests.setdefault(item.home, {}).setdefault(item.lane, {})[item] = None
        self._size += 1

    def withdraw(self, request: int, items: Iterable[Item]) -> list[Item]:
        """Takes a request off its items; returns those of this backlog that nobody waits for any more."""
        orphans = []
        for item in items:
            item.waiters.discard(request)
            if item.home != request or not self._holds(item):
                continue
            self._remove(item)
            if item.waiters:
                self.put(item)
            else:
                orphans.append(item)
        return orphans

    def take(self, *, budget: int, rows: int) -> list[Item]:
        """Removes and returns the next batch: at most `rows` items of one lane and of `budget` in all, but at least one."""
        if not self._requests:
            return []
        first = next(iter(self._requests))
        lanes = self._requests[first]
        lane = max(lanes, key=lambda each: len(lanes[each]))
        batch: list[Item] = []
        turns = [request for request, queued in self._requests.items() if lane in queued]
        while turns and len(batch) < rows:
            for request in list(turns):
                item = next(iter(self._requests[request][lane]))
                if len(batch) == rows or (batch and item.cost > budget):
                    turns = []
                    break
                budget -= item.cost
                self._remove(item)
                batch.append(item)
                if lane not in self._requests.get(request, {}):
                    turns.remove(request)
        if first in self._requests:
            # To the end of the line.
            self._requests[first] = self._requests.pop(first)
        return batch

    def _holds(self, item: Item) -> bool:
        return item.home is not None and item in self._requests.get(item.home, {}).get(item.lane, {})

    def _remove(self, item: Item) -> None:
        assert item.home is not None
        lanes = self._requests[item.home]
        del lanes[item.lane][item]
        if not lanes[item.lane]:
            del lanes[item.lane]
        if not lanes:
            del self._requests[item.home]
        item.home = None
        self._size -= 1
