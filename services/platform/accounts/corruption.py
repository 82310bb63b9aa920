"""Refuses work on accounts whose stored values cannot be right, loudly for operators and silently for clients."""

from redis.exceptions import ResponseError

from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import get_logger

# What ledger.lua raises; it does so before anything is written.
LEDGER_CORRUPT = "LEDGER_CORRUPT"

_log = get_logger()


def is_ledger_corrupt(error: ResponseError) -> bool:
    """Tells whether a script stopped because a ledger's stored numbers cannot be right."""
    return LEDGER_CORRUPT in str(error)


def refuse_corrupt(event: str, *, client_id: str, what: str) -> AppError:
    """Logs the alert `event` and returns the refusal to raise; `what` names a field, never a value."""
    _log.error(event, alert=True, client_id=client_id, what=what)
    return AppError(Reason.INTERNAL_ERROR, "The request could not be completed.")


def refuse_corrupt_ledger(error: ResponseError, *, client_id: str) -> AppError:
    """Returns the refusal for a script that stopped with `LEDGER_CORRUPT`, after the alert was logged."""
    return refuse_corrupt("ledger.corrupt", client_id=client_id, what=str(error).partition(LEDGER_CORRUPT)[2].strip())
