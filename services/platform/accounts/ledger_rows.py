"""Reads the rows that ledger.lua writes."""

import json
import re

from services.platform.accounts.values import Transaction, TransactionType

# Fifteen digits stay exact in Lua's floating point numbers and in every JSON reader.
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")


def whole_number(raw: str) -> int:
    """Returns a stored number as ledger.lua would accept it.

    Raises:
        ValueError: not a whole number of at most 15 characters.
    """
    if _WHOLE_NUMBER.fullmatch(raw) is None or len(raw) > 15:  # noqa: PLR2004 - the bound of the pattern, sign included
        raise ValueError("not a whole number of at most 15 characters")
    return int(raw)


def transaction_of(row: str) -> Transaction:
    """Returns the transaction of one JSON row.

    Raises:
        ValueError: the row is not one that ledger.lua writes.
    """
    try:
        data = json.loads(row)
        run_id = data.get("run_id")
        found = Transaction(
            id=data["id"],
            type=TransactionType(data["type"]),
            amount=data["amount"],
            balance_after=data["balance_after"],
            run_id=run_id,
            created_at_ms=data["created_at_ms"],
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise ValueError("not a ledger row") from error
    numbers = (found.amount, found.balance_after, found.created_at_ms)
    if any(type(number) is not int for number in numbers) or not isinstance(found.id, str):
        raise ValueError("not a ledger row")
    if run_id is not None and not isinstance(run_id, str):
        raise ValueError("not a ledger row")
    return found
