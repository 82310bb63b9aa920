"""Checks a client's ledger against its matches while both go on changing."""

from dataclasses import dataclass

from services.matcher.domain.audit import Books, drifts_between
from services.matcher.ports import AccountBooks, Accounts, Library
from services.platform.accounts.identifiers import is_client_id
from services.platform.errors import invalid_field

_MOST_LOOKS = 4


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the check found: the money, how many matches were looked at, and one plain sentence a drift."""

    books: AccountBooks
    matches: int
    drifts: tuple[str, ...]


class Reconciliation:
    """Reads matches and money one after the other, so a match that ends in between looks wrong for a moment.

    Only what stays wrong over several looks is a drift.
    """

    def __init__(self, library: Library, accounts: Accounts) -> None:
        self._library = library
        self._accounts = accounts

    async def reconcile(self, client_id: str) -> Reconciled:
        """Returns every drift between the client's ledger and its matches, in a fixed order.

        Raises:
            AppError: INVALID_INPUT for what is no client id.
        """
        if not is_client_id(client_id):
            raise invalid_field("client_id", "Must be cl_ and 16 letters or digits.")
        found = await self._look(client_id)
        for _ in range(_MOST_LOOKS - 1):
            if not found.drifts:
                break
            again = await self._look(client_id)
            lasting = tuple(drift for drift in again.drifts if drift in found.drifts)
            found = Reconciled(again.books, again.matches, lasting)
        return found

    async def _look(self, client_id: str) -> Reconciled:
        matches = await self._library.audited(client_id)
        active = await self._library.active_ids(client_id)
        books = await self._accounts.read(client_id)
        drifts = drifts_between(
            Books(
                matches=tuple(matches),
                holds=books.holds,
                charge_rows=books.charge_rows,
                active=active,
            )
        )
        return Reconciled(books, len(matches), (*books.drifts, *drifts))
