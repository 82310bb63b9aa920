"""Shows, grants and adjusts the credits of a client; the matcher's scripts hold and charge them by the same ledger."""

import re

from redis.exceptions import ResponseError

from services.platform.accounts.account_keys import (
    account_key,
    client_record_key,
    holds_key,
    ledger_key,
    movements_key,
)
from services.platform.accounts.corruption import is_ledger_corrupt, refuse_corrupt, refuse_corrupt_ledger
from services.platform.accounts.ledger_rows import transaction_of, whole_number
from services.platform.accounts.snapshot import snapshot_of
from services.platform.accounts.values import Statement, Transaction, TransactionType
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

MAX_MOVEMENT = 10**9
MAX_BALANCE = 10**13
STATEMENT_ROWS = 50

_PACKAGE = "services.platform.accounts"
_MOVEMENT_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Credits:
    """The ledgers of all clients, one each."""

    def __init__(self, redis: RedisClient) -> None:
        self._snapshot = load_script(redis, _PACKAGE, "scripts/snapshot.lua")
        self._move = load_script(
            redis, _PACKAGE, "scripts/move_credits.lua", shared=((_PACKAGE, "ledger.lua"),), confirmed=True
        )

    async def statement(self, client_id: str) -> Statement:
        """Returns what a client has; a client that was never granted anything has nothing.

        Raises:
            AppError: `INTERNAL_ERROR` when stored values cannot be right, which is logged as an alert.
        """
        keys = [account_key(client_id), holds_key(client_id), ledger_key(client_id)]
        snapshot = snapshot_of(*await self._snapshot(keys=keys, args=[STATEMENT_ROWS - 1]))
        try:
            balance, held, charged = (
                whole_number(snapshot.account.get(field, "0")) for field in ("balance", "held", "charged")
            )
            rows = tuple(transaction_of(row) for row in snapshot.rows)
        except ValueError:
            raise refuse_corrupt("ledger.corrupt", client_id=client_id, what="statement") from None
        if not 0 <= held <= balance:
            raise refuse_corrupt("ledger.corrupt", client_id=client_id, what="balance or held")
        return Statement(balance=balance, held=held, available=balance - held, charged=charged, transactions=rows)

    async def grant(self, client_id: str, amount: int, *, movement_id: str) -> Transaction:
        """Adds `amount` credits, 1 to 10^9, once for each `movement_id`; a repeated call returns the first one's row.

        Raises:
            AppError: `INVALID_INPUT` with the field at fault, `NOT_FOUND` for an unknown client, `INTERNAL_ERROR` when
                stored values cannot be right.
        """
        if not 1 <= amount <= MAX_MOVEMENT:
            raise invalid_field("amount", f"A grant is a whole number from 1 to {MAX_MOVEMENT}.")
        return await self._moved(client_id, TransactionType.GRANT, amount, movement_id)

    async def adjust(self, client_id: str, amount: int, *, movement_id: str) -> Transaction:
        """Changes the balance by `amount`, -10^9 to 10^9 but not 0, once for each `movement_id`.

        Adjustments count as granted. The balance never falls below what is held.

        Raises:
            AppError: as `grant`.
        """
        if amount == 0 or abs(amount) > MAX_MOVEMENT:
            raise invalid_field(
                "amount", f"An adjustment is a whole number up to {MAX_MOVEMENT} or down to minus that."
            )
        return await self._moved(client_id, TransactionType.ADJUSTMENT, amount, movement_id)

    async def _moved(self, client_id: str, kind: TransactionType, amount: int, movement_id: str) -> Transaction:
        if _MOVEMENT_ID.fullmatch(movement_id) is None:
            raise invalid_field("movement_id", "An id is 1 to 64 letters, digits, dots, underscores or hyphens.")
        keys = [
            account_key(client_id),
            ledger_key(client_id),
            movements_key(client_id),
            client_record_key(client_id),
        ]
        try:
            word, row, balance, held = await self._move(keys=keys, args=[movement_id, kind, amount, MAX_BALANCE])
        except ResponseError as error:
            if is_ledger_corrupt(error):
                raise refuse_corrupt_ledger(error, client_id=client_id) from None
            raise
        match word:
            case b"moved" | b"known":
                return transaction_of(row.decode())
            case b"differs":
                raise invalid_field("movement_id", "This id stands for a movement of another kind or amount.")
            case b"unknown":
                raise AppError(Reason.NOT_FOUND, "There is no such client.")
            case b"below_held":
                raise invalid_field(
                    "amount", f"The balance is {balance} and {held} of it is held: it cannot fall by {-amount}."
                )
            case _:
                raise invalid_field("amount", f"The balance is {balance} and may not pass {MAX_BALANCE}.")
