"""What became of events, for those who ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.delivery import Delivery, DeliveryFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """A place in the order of deliveries: the last one of a page, shown or passed over."""

    created_at_ms: int
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Deliveries in order; `last` is where the next page goes on after, None at the end."""

    deliveries: Sequence[Delivery]
    last: PageMark | None


class DeliveryStore(Protocol):
    """Reads what became of events, and makes one due again."""

    async def get(self, client_id: str, event_id: str) -> Delivery | None:
        """Returns a client's delivery."""

    async def page(
        self, client_id: str, wanted: DeliveryFilter, *, limit: int, after: PageMark | None, oldest_first: bool = False
    ) -> Page:
        """Returns at most `limit` of a client's deliveries after the mark.

        It looks at a bounded number, so that a page of a narrow filter may be short and still not the last.
        """

    async def retry(self, client_id: str, event_id: str) -> bool:
        """Makes an event due now, unless an attempt is under way; False when there is no such event."""
