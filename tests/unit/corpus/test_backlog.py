"""The fair queue of texts."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from services.corpus.domain.backlog import Backlog, Item

_names = itertools.count()


def _item(*waiters: int, lane: int = 8, cost: int | None = None) -> Item:
    return Item(str(next(_names)).encode(), "text", lane, lane if cost is None else cost, waiters=set(waiters))


def _filled(*items: Item) -> Backlog:
    backlog = Backlog()
    for item in items:
        backlog.put(item)
    return backlog


def test_an_empty_backlog_has_no_batch() -> None:
    """Taking from nothing gives nothing."""
    assert Backlog().take(budget=100, rows=10) == []


def test_a_batch_holds_one_lane_only() -> None:
    """Texts of other lengths wait for a batch of their own."""
    short, long = [_item(1, lane=4) for _ in range(3)], [_item(1, lane=16) for _ in range(2)]
    backlog = _filled(short[0], long[0], short[1], long[1], short[2])
    assert backlog.take(budget=1000, rows=10) == short
    assert backlog.take(budget=1000, rows=10) == long
    assert len(backlog) == 0


def test_a_batch_ends_at_its_budget_and_at_its_rows() -> None:
    """Whichever comes first ends it; one item is always taken, however dear."""
    backlog = _filled(*[_item(1, lane=8) for _ in range(6)])
    assert len(backlog.take(budget=24, rows=10)) == 3
    assert len(backlog.take(budget=1000, rows=2)) == 2
    assert len(backlog.take(budget=1, rows=10)) == 1


def test_requests_share_a_batch_evenly() -> None:
    """A request of thousands and one of four each give half while both last."""
    backlog = _filled(*[_item(1) for _ in range(1000)], *[_item(2) for _ in range(4)])
    batch = backlog.take(budget=10_000, rows=8)
    assert [next(iter(item.waiters)) for item in batch] == [1, 2] * 4


def test_requests_take_turns_choosing_the_lane() -> None:
    """A request whose texts no other batch could take in still runs second, not last."""
    backlog = _filled(*[_item(1, lane=8) for _ in range(100)], odd := _item(2, lane=256))
    backlog.take(budget=64, rows=8)
    assert backlog.take(budget=64, rows=8) == [odd]


def test_a_withdrawn_request_leaves_nothing_behind() -> None:
    """Its texts are returned once, and never handed out."""
    mine, other = [_item(1), _item(1, lane=16)], _item(2)
    backlog = _filled(*mine, other)
    assert backlog.withdraw(1, mine) == mine
    assert backlog.withdraw(1, mine) == []
    assert backlog.take(budget=100, rows=10) == [other]
    assert backlog.take(budget=100, rows=10) == []


def test_a_text_somebody_else_wants_outlives_its_first_request() -> None:
    """It moves to the queue of the one who still waits, and goes when that one goes."""
    shared = _item(1, 2)
    backlog = _filled(shared)
    assert backlog.withdraw(1, [shared]) == []
    assert len(backlog) == 1
    assert backlog.withdraw(2, [shared]) == [shared]
    assert len(backlog) == 0


def test_withdrawing_what_was_already_taken_changes_no_count() -> None:
    """A text in the model only loses its waiter."""
    taken = _item(1)
    backlog = _filled(taken)
    assert backlog.take(budget=100, rows=1) == [taken]
    assert backlog.withdraw(1, [taken]) == []
    assert taken.waiters == set()
    assert len(backlog) == 0


@given(
    st.lists(st.tuples(st.sampled_from(["put", "take", "leave"]), st.integers(0, 4), st.integers(1, 3)), max_size=80)
)
def test_every_text_is_handed_out_or_orphaned_exactly_once(steps: list[tuple[str, int, int]]) -> None:
    """Whatever the order of puts, batches and withdrawals, nothing is lost, doubled or miscounted."""
    backlog, put, taken, orphaned = Backlog(), list[Item](), list[Item](), list[Item]()
    for what, request, lane in steps:
        if what == "put":
            item = _item(request, (request + lane) % 5, lane=lane)
            put.append(item)
            backlog.put(item)
        elif what == "take":
            batch = backlog.take(budget=6, rows=lane)
            assert len({item.lane for item in batch}) <= 1
            taken += batch
        else:
            orphaned += backlog.withdraw(request, put)
        assert len(backlog) == len(put) - len(taken) - len(orphaned)
    while batch := backlog.take(budget=6, rows=3):
        taken += batch
    assert sorted(item.key for item in taken + orphaned) == sorted(item.key for item in put)
