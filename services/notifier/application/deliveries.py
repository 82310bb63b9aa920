"""The use cases that clients see: judge a target, enqueue an event, read deliveries, ask for another attempt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from services.notifier.domain.delivery import Delivery, DeliveryFilter, NewEvent
from services.notifier.domain.target import Refusal, TargetRefusedError
from services.notifier.ports.deliveries import DeliveryStore, PageMark
from services.notifier.ports.guard import TargetGuard
from services.notifier.ports.outbox import Outbox
from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor
from services.platform.errors import AppError, Reason, invalid_field

MOST_BODY_BYTES = 1 << 20
MOST_PAGE = 100
_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Deliveries, newest first; `next_cursor` is empty at the end."""

    deliveries: Sequence[Delivery]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedPage:
    """How many deliveries were made due; `next_cursor` is empty at the end."""

    retried: int
    next_cursor: str


class Deliveries:
    """Use cases over the guard, the outbox and the store."""

    def __init__(self, *, guard: TargetGuard, outbox: Outbox, store: DeliveryStore) -> None:
        self._guard = guard
        self._outbox = outbox
        self._store = store

    async def check_target(self, url: str) -> str:
        """Returns the URL as it will be dialled.

        Raises:
            AppError: `INVALID_INPUT` on `webhook_url`, `INSECURE_WEBHOOK_URL` or `PRIVATE_WEBHOOK_URL`.
        """
        try:
            return (await self._guard.judge(url)).url
        except TargetRefusedError as refused:
            if refused.refusal is Refusal.INVALID:
                raise invalid_field("webhook_url", refused.message) from None
            raise AppError(Reason(refused.refusal.value), refused.message) from None

    async def enqueue(self, event: NewEvent) -> bool:
        """Puts an event whose target was judged into the outbox; False when it was there already."""
        _require_id(event.client_id, "caller.client_id")
        _require_id(event.event_id, "event_id")
        if not event.url:
            raise invalid_field("url", "A target is required.")
        if not 0 < len(event.body) <= MOST_BODY_BYTES:
            raise invalid_field("body", f"A body has 1 to {MOST_BODY_BYTES} bytes.")
        return await self._outbox.put(event)

    async def get(self, client_id: str, event_id: str) -> Delivery:
        """Returns a client's delivery; another client's is `NOT_FOUND` like one that does not exist."""
        delivery = None
        if _ID.fullmatch(client_id) and _ID.fullmatch(event_id):
            delivery = await self._store.get(client_id, event_id)
        if delivery is None:
            raise _not_found()
        return delivery

    async def page(self, client_id: str, wanted: DeliveryFilter, *, limit: int, cursor: str) -> DeliveryPage:
        """Returns a page of a client's deliveries, newest first.

        Raises:
            AppError: `INVALID_INPUT` for a limit outside 1 to 100, a time range that ends before it begins, or a cursor
                that is none of ours.
        """
        found = await self._store.page(client_id, wanted, **_place(client_id, wanted, limit=limit, cursor=cursor))
        return DeliveryPage(deliveries=found.deliveries, next_cursor=_cursor(found.last))

    async def retry(self, client_id: str, event_id: str) -> None:
        """Makes an event due now; one that had ended begins its schedule anew, one that is being attempted is left alone.

        Raises:
            AppError: `NOT_FOUND` as in `get`, also when the event was erased: nothing is left to send.
        """
        known = bool(_ID.fullmatch(client_id) and _ID.fullmatch(event_id))
        if not known or not await self._store.retry(client_id, event_id):
            raise _not_found()

    async def retry_all(self, client_id: str, wanted: DeliveryFilter, *, limit: int, cursor: str) -> RetriedPage:
        """Makes a page of a client's deliveries due now, oldest first; one that is being attempted is left alone.

        Raises:
            AppError: as `page`.
        """
        place = _place(client_id, wanted, limit=limit, cursor=cursor)
        found = await self._store.page(client_id, wanted, **place, oldest_first=True)
        retried = 0
        for delivery in found.deliveries:
            # One by one: who is retried first is due first. What was erased meanwhile has nothing to send.
            retried += await self._store.retry(client_id, delivery.event_id)
        return RetriedPage(retried=retried, next_cursor=_cursor(found.last))


class _Place(TypedDict):
    limit: int
    after: PageMark | None


def _place(client_id: str, wanted: DeliveryFilter, *, limit: int, cursor: str) -> _Place:
    _require_id(client_id, "caller.client_id")
    if not 1 <= limit <= MOST_PAGE:
        raise invalid_field("limit", f"A page has 1 to {MOST_PAGE} rows.")
    if wanted.before_ms is not None and wanted.before_ms <= (wanted.from_ms or 0):
        raise invalid_field("filter", "The time range ends before it begins.")
    return _Place(limit=limit, after=_mark(cursor) if cursor else None)


def _require_id(value: str, path: str) -> None:
    if not _ID.fullmatch(value):
        raise invalid_field(path, "An id has 1 to 128 of A-Z a-z 0-9 . _ -")


def _not_found() -> AppError:
    return AppError(Reason.NOT_FOUND, "There is no such delivery.")


def _cursor(last: PageMark | None) -> str:
    return "" if last is None else encode_cursor(f"{last.created_at_ms}/{last.event_id}")


def _mark(cursor: str) -> PageMark:
    try:
        at, _, event_id = decode_cursor(cursor).partition("/")
    except MalformedCursorError:
        at, event_id = "", ""
    if not (at.isdigit() and len(at) <= len("9999999999999") and _ID.fullmatch(event_id)):
        raise invalid_field("cursor", "This cursor is not one of ours.")
    return PageMark(created_at_ms=int(at), event_id=event_id)
