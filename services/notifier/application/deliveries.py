"""The use cases that clients see: judge a target, enqueue an event, read deliveries, ask for another attempt."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.notifier.domain.delivery import Delivery, NewEvent
from services.notifier.domain.target import Refusal, TargetRefusedError
from services.notifier.ports import DeliveryStore, Outbox, PageMark, TargetGuard
from services.platform.errors import AppError, Reason, invalid_field

MOST_BODY_BYTES = 1 << 20
MOST_PAGE = 100
_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Deliveries, newest first; `next_cursor` is empty at the end."""

    deliveries: Sequence[Delivery]
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

    async def page(self, client_id: str, *, limit: int, cursor: str) -> DeliveryPage:
        """Returns a page of a client's deliveries, newest first.

        Raises:
            AppError: `INVALID_INPUT` for a limit outside 1 to 100 or a cursor that is none of ours.
        """
        _require_id(client_id, "caller.client_id")
        if not 1 <= limit <= MOST_PAGE:
            raise invalid_field("limit", f"A page has 1 to {MOST_PAGE} rows.")
        # One more than asked for tells whether there is a next page.
        found = await self._store.page(client_id, limit=limit + 1, before=_mark(cursor) if cursor else None)
        rows = found[:limit]
        return DeliveryPage(deliveries=rows, next_cursor=_cursor(rows[-1]) if len(found) > limit else "")

    async def retry(self, client_id: str, event_id: str) -> None:
        """Makes an event due now; one that is being attempted is left alone. `NOT_FOUND` as in `get`."""
        known = bool(_ID.fullmatch(client_id) and _ID.fullmatch(event_id))
        if not known or not await self._store.retry(client_id, event_id):
            raise _not_found()


def _require_id(value: str, path: str) -> None:
    if not _ID.fullmatch(value):
        raise invalid_field(path, "An id has 1 to 128 of A-Z a-z 0-9 . _ -")


def _not_found() -> AppError:
    return AppError(Reason.NOT_FOUND, "There is no such delivery.")


def _cursor(last: Delivery) -> str:
    return base64.urlsafe_b64encode(f"{last.created_at_ms}/{last.event_id}".encode()).decode()


def _mark(cursor: str) -> PageMark:
    try:
        at, _, event_id = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii").partition("/")
    except (binascii.Error, ValueError):
        at, event_id = "", ""
    if not (at.isdigit() and len(at) <= len("9999999999999") and _ID.fullmatch(event_id)):
        raise invalid_field("cursor", "This cursor is not one of ours.")
    return PageMark(created_at_ms=int(at), event_id=event_id)
