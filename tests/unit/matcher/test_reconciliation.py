"""Only what stays wrong is a drift."""

from collections.abc import Sequence
from typing import cast

import pytest

from services.matcher.application.reconciliation import Reconciliation
from services.matcher.domain.audit import Audited
from services.matcher.domain.match import MatchStatus
from services.matcher.ports import AccountBooks, Library
from services.platform.errors import AppError, Reason

CLIENT = "cl_" + "b" * 16
ID = "cvdm_" + "a" * 22


class FakeBooks:
    """Shows the match as `status` says while the money goes through `holds`, a look at a time."""

    def __init__(self, holds: list[dict[str, int]]) -> None:
        self.holds = holds
        self.looks = 0

    async def audited(self, client_id: str) -> Sequence[Audited]:
        return [Audited(ID, MatchStatus.RUNNING, 0)]

    async def active_ids(self, client_id: str) -> frozenset[str]:
        return frozenset({ID})

    async def read(self, client_id: str) -> AccountBooks:
        holds = self.holds[min(self.looks, len(self.holds) - 1)]
        self.looks += 1
        return AccountBooks(9, sum(holds.values()), 9, 0, holds=holds, charge_rows={}, drifts=())


def reconciliation(books: FakeBooks) -> Reconciliation:
    return Reconciliation(cast("Library", books), books)


async def test_right_books_are_looked_at_once() -> None:
    """No drift, no second look."""
    books = FakeBooks([{ID: 3}])

    found = await reconciliation(books).reconcile(CLIENT)

    assert (found.drifts, found.matches, found.books.held, books.looks) == ((), 1, 3, 1)


async def test_what_was_wrong_for_a_moment_is_no_drift() -> None:
    """A match that ended between two reads looks wrong once."""
    books = FakeBooks([{}, {ID: 3}])

    assert (await reconciliation(books).reconcile(CLIENT)).drifts == ()


async def test_what_stays_wrong_is_a_drift() -> None:
    """Also when other things go wrong and right in between."""
    books = FakeBooks([{}, {"cvdm_x": 3}, {}, {}])

    found = await reconciliation(books).reconcile(CLIENT)

    assert found.drifts == (f"match {ID} is not final and has no hold",)
    assert books.looks == 4


async def test_what_is_no_client_id_is_invalid() -> None:
    """An operator's typing error names the field."""
    with pytest.raises(AppError) as refused:
        await reconciliation(FakeBooks([{}])).reconcile("cl_x:match")

    assert refused.value.reason is Reason.INVALID_INPUT
