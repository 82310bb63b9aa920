"""The use cases clients see, over fakes."""

from typing import Any

import pytest

from services.notifier.application.deliveries import Deliveries
from services.notifier.domain.delivery import Delivery, DeliveryFilter, DeliveryStatus, NewEvent
from services.notifier.domain.target import Refusal, TargetRefusedError
from services.platform.cursor import encode_cursor
from services.platform.errors import AppError, Reason
from tests.fakes.notifier import FakeGuard, FakeOutbox, FakeStore

ANY = DeliveryFilter()


def _deliveries(**parts: Any) -> Deliveries:
    given: dict[str, Any] = {"guard": FakeGuard(), "outbox": FakeOutbox(), "store": FakeStore()} | parts
    return Deliveries(**given)


def _row(number: int, *, at_ms: int | None = None, status: DeliveryStatus = DeliveryStatus.PENDING) -> Delivery:
    return Delivery(
        event_id=f"evt_{number:03d}",
        status=status,
        created_at_ms=1_700_000_000_000 + (number if at_ms is None else at_ms),
        next_attempt_at_ms=0,
        attempts=(),
    )


@pytest.mark.parametrize(
    ("refusal", "reason", "fields"),
    [
        (Refusal.INVALID, Reason.INVALID_INPUT, {"webhook_url": ("no",)}),
        (Refusal.INSECURE, Reason.INSECURE_WEBHOOK_URL, {}),
        (Refusal.PRIVATE, Reason.PRIVATE_WEBHOOK_URL, {}),
    ],
)
async def test_a_refused_target_has_its_contract_code(refusal: Refusal, reason: Reason, fields: Any) -> None:
    """Each refusal of the guard is a code of the contract; only INVALID_INPUT names the field."""
    with pytest.raises(AppError) as caught:
        await _deliveries(guard=FakeGuard(refusal=TargetRefusedError(refusal, "no"))).check_target("https://e.com/")

    assert (caught.value.reason, caught.value.fields) == (reason, fields)


async def test_pages_follow_each_other_without_gap_or_double() -> None:
    """Cursors lead through all deliveries, newest first, also over equal times."""
    rows = [_row(number, at_ms=number // 3) for number in range(10)]
    deliveries = _deliveries(store=FakeStore(deliveries=rows))
    seen: list[str] = []
    cursor = ""
    while True:
        page = await deliveries.page("cl_a", ANY, limit=4, cursor=cursor)
        seen += [row.event_id for row in page.deliveries]
        cursor = page.next_cursor
        if not cursor:
            break

    assert [int(event_id[4:]) // 3 for event_id in seen] == [3, 2, 2, 2, 1, 1, 1, 0, 0, 0]
    assert len(set(seen)) == 10


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_page_has_bounds(limit: int) -> None:
    """1 to 100 rows."""
    with pytest.raises(AppError) as caught:
        await _deliveries().page("cl_a", ANY, limit=limit, cursor="")

    assert list(caught.value.fields) == ["limit"]


@pytest.mark.parametrize(
    "cursor",
    ["x", "ü", "====", encode_cursor("1/../etc"), encode_cursor("a/evt_1"), encode_cursor("9" * 40 + "/evt_1")],
)
async def test_a_foreign_cursor_is_invalid(cursor: str) -> None:
    """A cursor that is none of ours is INVALID_INPUT, never a failure."""
    with pytest.raises(AppError) as caught:
        await _deliveries().page("cl_a", ANY, limit=10, cursor=cursor)

    assert list(caught.value.fields) == ["cursor"]


async def test_a_time_range_that_ends_before_it_begins_is_invalid() -> None:
    """For reading and for retrying."""
    wanted = DeliveryFilter(from_ms=5, before_ms=5)

    for call in (_deliveries().page, _deliveries().retry_all):
        with pytest.raises(AppError) as caught:
            await call("cl_a", wanted, limit=1, cursor="")
        assert list(caught.value.fields) == ["filter"]


async def test_retry_all_goes_on_where_it_ended_oldest_first() -> None:
    """Page by page each of the meant deliveries is retried once, in the order of its event; others are left alone."""
    rows = [_row(number, status=DeliveryStatus.EXHAUSTED) for number in range(10)]
    store = FakeStore(deliveries=[*reversed(rows), _row(99)])
    wanted = DeliveryFilter(status=DeliveryStatus.EXHAUSTED)
    counts: list[int] = []
    cursor = ""
    while not counts or cursor:
        page = await _deliveries(store=store).retry_all("cl_a", wanted, limit=4, cursor=cursor)
        counts.append(page.retried)
        cursor = page.next_cursor

    assert counts == [4, 4, 2]
    assert store.retried == [row.event_id for row in rows]


@pytest.mark.parametrize("event_id", ["evt_9", "", "a/b", "x" * 129, "evt_1\n"])
@pytest.mark.parametrize("client_id", ["cl_a", "cl_b"])
async def test_t01_unknown_foreign_and_malformed_ids_are_the_same_no(client_id: str, event_id: str) -> None:
    """Another client's delivery, an unknown one and nonsense cannot be told apart."""
    store = FakeStore(deliveries=[_row(1)])
    answers = []
    for call in (_deliveries(store=store).get, _deliveries(store=store).retry):
        with pytest.raises(AppError) as caught:
            await call(client_id, event_id)
        answers.append((caught.value.reason, caught.value.message))

    assert set(answers) == {(Reason.NOT_FOUND, "There is no such delivery.")}
    assert store.retried == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_id": ""}, "caller.client_id"), ({"event_id": "a b"}, "event_id"), ({"url": ""}, "url"),
        ({"body": b""}, "body"), ({"body": b"x" * (2**20 + 1)}, "body"),
    ],
)  # fmt: skip
async def test_an_event_is_whole_or_refused(change: dict[str, Any], field: str) -> None:
    """What cannot be delivered does not get into the outbox."""
    outbox = FakeOutbox()
    event = {"client_id": "cl_a", "event_id": "evt_1", "url": "https://e.com/", "body": b"{}"} | change

    with pytest.raises(AppError) as caught:
        await _deliveries(outbox=outbox).enqueue(NewEvent(**event))

    assert list(caught.value.fields) == [field]
    assert outbox.put_events == []
