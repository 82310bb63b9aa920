"""Reads the ledger of a client for the audit."""

from collections import Counter

from services.matcher.ports import AccountBooks
from services.platform.accounts.ledger_rows import transaction_of, whole_number
from services.platform.accounts.reconcile import reconcile_account
from services.platform.accounts.snapshot import read_snapshot
from services.platform.accounts.values import TransactionType
from services.platform.storage.redis import RedisClient


class RedisAccounts:
    """Implements `Accounts`."""

    def __init__(self, client: RedisClient) -> None:
        self._redis = client

    async def read(self, client_id: str) -> AccountBooks:
        """Returns a client's books as they stand at one moment; a number that cannot be read counts as 0 here.

        What cannot be read is among the drifts.
        """
        snapshot = await read_snapshot(self._redis, client_id)
        charges: Counter[str] = Counter()
        for raw in snapshot.rows:
            try:
                row = transaction_of(raw)
            except ValueError:
                continue
            if row.type is TransactionType.CHARGE and row.run_id is not None:
                charges[row.run_id] += 1
        numbers = {name: _number_or_zero(snapshot.account.get(name, "0")) for name in _FIELDS}
        return AccountBooks(
            **numbers,
            holds={run_id: _number_or_zero(raw) for run_id, raw in snapshot.holds.items()},
            charge_rows=dict(charges),
            drifts=tuple(reconcile_account(snapshot)),
        )


_FIELDS = ("balance", "held", "granted", "charged")


def _number_or_zero(raw: str) -> int:
    try:
        return whole_number(raw)
    except ValueError:
        return 0
