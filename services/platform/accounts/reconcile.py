"""Checks one ledger against itself: every number in it must follow from its rows and holds."""

from collections import Counter
from collections.abc import Callable, Sequence

from services.platform.accounts.ledger_rows import transaction_of, whole_number
from services.platform.accounts.snapshot import Snapshot
from services.platform.accounts.values import Transaction, TransactionType

_FIELDS = ("balance", "held", "granted", "charged")


def reconcile_account(snapshot: Snapshot) -> list[str]:
    """Returns one plain sentence for each thing that does not add up; none when the ledger is right.

    Whether each hold belongs to work that still runs is not known here: that check is the owner's of the work.
    """
    drifts: list[str] = []
    account = _account(snapshot, drifts)
    holds = _holds(snapshot, drifts)
    rows = _rows(snapshot, drifts)
    if account is not None:
        drifts += _sums(account)
        if holds is not None and account["held"] != sum(holds.values()):
            drifts.append(f"The account says {account['held']} is held, the holds add up to {sum(holds.values())}.")
        if rows is not None:
            drifts += _against_rows(account, rows)
    if rows is not None:
        drifts += _chain(rows)
        drifts += _rows_alone(rows)
        drifts += [
            f"Run {row.run_id} was charged and still has a hold."
            for row in rows
            if row.type is TransactionType.CHARGE and row.run_id in snapshot.holds
        ]
    return drifts


def _account(snapshot: Snapshot, drifts: list[str]) -> dict[str, int] | None:
    if not snapshot.account and not snapshot.holds and not snapshot.rows:
        return dict.fromkeys(_FIELDS, 0)
    found = {}
    for field in _FIELDS:
        # A client that was never granted anything may have no field at all, never some of them.
        raw = snapshot.account.get(field)
        try:
            found[field] = whole_number(raw or "")
        except ValueError:
            drifts.append(f"The account's {field} is {'missing' if raw is None else 'not a whole number'}.")
    return found if len(found) == len(_FIELDS) else None


def _holds(snapshot: Snapshot, drifts: list[str]) -> dict[str, int] | None:
    found = {}
    for run_id, raw in sorted(snapshot.holds.items()):
        try:
            found[run_id] = whole_number(raw)
        except ValueError:
            drifts.append(f"The hold of run {run_id} is not a whole number.")
            continue
        if found[run_id] < 1:
            drifts.append(f"The hold of run {run_id} is {found[run_id]}, not above 0.")
    return found if len(found) == len(snapshot.holds) else None


def _rows(snapshot: Snapshot, drifts: list[str]) -> list[Transaction] | None:
    """Returns the rows oldest first."""
    found = []
    for place, raw in enumerate(reversed(snapshot.rows), start=1):
        try:
            found.append(transaction_of(raw))
        except ValueError:
            drifts.append(f"Ledger row {place}, counted from the oldest, cannot be read.")
    return found if len(found) == len(snapshot.rows) else None


def _sums(account: dict[str, int]) -> list[str]:
    balance, held, granted, charged = (account[field] for field in _FIELDS)
    checks = (
        (balance + charged != granted, f"Balance {balance} plus charged {charged} is not granted {granted}."),
        (held < 0, f"Held is {held}, below 0."),
        (balance < held, f"Balance {balance} is below held {held}."),
    )
    return [sentence for wrong, sentence in checks if wrong]


def _against_rows(account: dict[str, int], rows: Sequence[Transaction]) -> list[str]:
    charged = -sum(row.amount for row in rows if row.type is TransactionType.CHARGE)
    granted = sum(row.amount for row in rows if row.type is not TransactionType.CHARGE)
    expected = {"balance": granted - charged, "granted": granted, "charged": charged}
    return [
        f"The account's {field} is {account[field]}, its ledger rows add up to {number}."
        for field, number in expected.items()
        if account[field] != number
    ]


def _chain(rows: Sequence[Transaction]) -> list[str]:
    drifts, balance = [], 0
    for row in rows:
        if row.balance_after != balance + row.amount:
            drifts.append(f"Row {row.id} says {row.balance_after} was left, {balance + row.amount} was.")
        balance = row.balance_after
    return drifts


def _rows_alone(rows: Sequence[Transaction]) -> list[str]:
    twice = [name for name, count in Counter(row.id for row in rows).items() if count > 1]
    runs = Counter(row.run_id for row in rows if row.run_id is not None)
    right: dict[TransactionType, Callable[[Transaction], bool]] = {
        TransactionType.GRANT: lambda row: row.amount > 0 and row.run_id is None,
        TransactionType.ADJUSTMENT: lambda row: row.amount != 0 and row.run_id is None,
        TransactionType.CHARGE: lambda row: row.amount < 0 and row.run_id is not None,
    }
    return [
        *(f"Row id {name} is used more than once." for name in twice),
        *(f"Run {run_id} was charged {count} times." for run_id, count in runs.items() if count > 1),
        *(f"Row {row.id} is no right {row.type}." for row in rows if not right[row.type](row)),
    ]
