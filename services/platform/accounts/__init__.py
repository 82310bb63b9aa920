"""Clients, their API keys, their limits and their one ledger of credits."""

from services.platform.accounts.authenticator import Authenticator
from services.platform.accounts.credits import Credits
from services.platform.accounts.failure_limiter import FailureLimiter
from services.platform.accounts.rate_limiter import RateLimiter
from services.platform.accounts.values import ApiKey, Permission, Statement, Transaction, TransactionType

__all__ = [
    "ApiKey",
    "Authenticator",
    "Credits",
    "FailureLimiter",
    "Permission",
    "RateLimiter",
    "Statement",
    "Transaction",
    "TransactionType",
]
