"""The moves of the matcher's scripts, bare: what they do to a ledger and nothing else."""

from importlib.resources import files

from redis.asyncio import Redis

from services.platform.accounts.account_keys import account_key, holds_key, ledger_key
from services.platform.accounts.snapshot import Snapshot, read_snapshot

_LEDGER = files("services.platform.accounts").joinpath("ledger.lua").read_text(encoding="utf-8")
_STEP = """
local account, holds, ledger = KEYS[1], KEYS[2], KEYS[3]
local what, run_id, amount = ARGV[1], ARGV[2], tonumber(ARGV[3])
if what == 'charge' then return ledger_charge(account, holds, ledger, run_id, now_ms()) end
if what == 'release' then return ledger_release(account, holds, run_id) end
local balance, held = ledger_read(account)
if balance - held < amount then return 0 end
ledger_hold(account, holds, run_id, amount)
return amount
"""


class LedgerSteps:
    """Holds, charges and releases of one client's runs."""

    def __init__(self, redis: Redis, client_id: str) -> None:
        self._redis = redis
        self._client_id = client_id
        self._step = redis.register_script(f"#!lua flags=allow-oom\n{_LEDGER}\n{_STEP}")

    async def hold(self, run_id: str, amount: int) -> int:
        """Returns the amount, 0 when the available balance does not cover it."""
        return await self._do("hold", run_id, amount)

    async def charge(self, run_id: str) -> int:
        """Returns the amount charged, 0 when the run holds nothing."""
        return await self._do("charge", run_id, 0)

    async def release(self, run_id: str) -> int:
        """Returns the amount let go, 0 when the run holds nothing."""
        return await self._do("release", run_id, 0)

    async def snapshot(self) -> Snapshot:
        """Returns everything of the ledger."""
        return await read_snapshot(self._redis, self._client_id)

    async def _do(self, what: str, run_id: str, amount: int) -> int:
        keys = [account_key(self._client_id), holds_key(self._client_id), ledger_key(self._client_id)]
        return int(await self._step(keys=keys, args=[what, run_id, amount]))
