"""Reads everything of one client's ledger at one instant."""

from dataclasses import dataclass

from services.platform.accounts.account_keys import account_key, holds_key, ledger_key
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What Redis holds of one ledger, as text, unjudged: a damaged value must reach the check that reports it.

    Attributes:
        account: `balance`, `held`, `granted`, `charged` → number.
        holds: run id → credits held.
        rows: JSON rows, newest first.
    """

    account: dict[str, str]
    holds: dict[str, str]
    rows: tuple[str, ...]


def snapshot_of(account: list[bytes], holds: list[bytes], rows: list[bytes]) -> Snapshot:
    """Makes a snapshot of raw answers: HGETALL of account and holds as flat lists, LRANGE of the ledger.

    For scripts that read more in the same step, such as the matches that the holds are for.
    """
    return Snapshot(account=_fields(account), holds=_fields(holds), rows=tuple(_texts(rows)))


async def read_snapshot(redis: RedisClient, client_id: str) -> Snapshot:
    """Returns account, holds and the whole ledger of a client as they stood together; empty for an unknown client."""
    script = load_script(redis, "services.platform.accounts", "scripts/snapshot.lua")
    keys = [account_key(client_id), holds_key(client_id), ledger_key(client_id)]
    account, holds, rows = await script(keys=keys, args=[-1])
    return snapshot_of(account, holds, rows)


def _texts(raw: list[bytes]) -> list[str]:
    return [part.decode(errors="replace") for part in raw]


def _fields(flat: list[bytes]) -> dict[str, str]:
    texts = _texts(flat)
    return dict(zip(texts[::2], texts[1::2], strict=True))
