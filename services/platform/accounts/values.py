"""The values of accounts: permissions, keys, clients, secrets, credits."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a key may use."""

    CVDEEPMATCH = "cvdeepmatch"
    CVDEEPSEARCH = "cvdeepsearch"


class ClientStatus(StrEnum):
    """Whether a client's keys are honoured."""

    ACTIVE = "active"
    DISABLED = "disabled"


class TransactionType(StrEnum):
    """Why a balance changed."""

    GRANT = "grant"
    CHARGE = "charge"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """The terms of an API key; the plain key is never part of them.

    Attributes:
        key_id: names the key to operators and to the rate limiter.
        client_id: who owns the key.
        project: stored on what calls with this key create.
        permissions: what the key may use.
        per_minute: calls per window of 60 s and bucket.
        expires_at_ms: from this time of Redis on the key is refused; None for never.
        allowed_networks: IPv4 and IPv6 networks it may be used from; empty for anywhere.
    """

    key_id: str
    client_id: str
    project: str
    permissions: frozenset[Permission]
    per_minute: int
    expires_at_ms: int | None
    allowed_networks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedApiKey:
    """An API key as an operator sees it; `revoked_at_ms` is None while it is not revoked."""

    key: ApiKey
    created_at_ms: int
    revoked_at_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRecord:
    """A client as an operator sees it."""

    client_id: str
    name: str
    status: ClientStatus
    created_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSecret:
    """A webhook secret without the secret; `expires_at_ms` is None for the current one."""

    secret_id: str
    created_at_ms: int
    expires_at_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One row of a ledger.

    Attributes:
        id: `txn_…`, unique in the ledger.
        type: why the balance changed.
        amount: by how much, signed: a grant is above 0, a charge below, an adjustment either.
        balance_after: the balance that came of it.
        run_id: what was charged for; None for grants and adjustments.
        created_at_ms: milliseconds since the epoch, Redis's clock.
    """

    id: str
    type: TransactionType
    amount: int
    balance_after: int
    run_id: str | None
    created_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a client has: whole credits, and its newest 50 transactions, newest first.

    Attributes:
        balance: granted minus charged.
        held: the part of the balance that running work has spoken for.
        available: `balance - held`, what new work may use.
        charged: ever charged.
        transactions: the newest 50.
    """

    balance: int
    held: int
    available: int
    charged: int
    transactions: tuple[Transaction, ...]
