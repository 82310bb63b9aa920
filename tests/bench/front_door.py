"""The gateway's own work alone: `python -m tests.bench.front_door PORT`.

HTTP, routing, form, fields, answers and the log are real; keys, rates and the matcher are answered in the process.
"""

import asyncio
import sys

import uvloop

from services.gateway.application.health import HealthBoard
from services.gateway.config import MIB, GatewayConfig
from services.gateway.intake.budget import UploadBudget
from services.gateway.middleware.admission import Admission
from services.gateway.pipeline import Pipeline
from services.gateway.ports import Accepted, Caller, Submission
from services.gateway.router import Router
from services.gateway.routes import matches
from services.gateway.schemas.match import ListQuery
from services.gateway.server import Gateway, run
from services.platform.accounts.values import ApiKey, Permission
from services.platform.config import Env
from services.platform.telemetry.logging import configure_logging

_KEY = ApiKey(
    key_id="key_bench",
    client_id="cl_bench",
    project="bench",
    permissions=frozenset(Permission),
    per_minute=1_000_000,
    expires_at_ms=None,
    allowed_networks=(),
)


class _Yes:
    """Every port of the gateway, always content, at once."""

    async def authenticate(self, plain_key: str, *, address: str) -> ApiKey:
        return _KEY

    async def spend(self, key_id: str, *, bucket: str, limit: int) -> None:
        pass

    async def record(self, address: str) -> int | None:
        return None

    async def find_replay(
        self,
        caller: Caller,
        *,
        idempotency_key: str,
        fingerprint: bytes,
    ) -> Accepted | None:
        return None

    async def submit(self, caller: Caller, submission: Submission, *, patient: bool = False) -> Accepted:
        return Accepted(match_id=submission.match_id)

    async def get(self, caller: Caller, match_id: str) -> bytes:
        return b"{}"

    async def list(self, caller: Caller, query: ListQuery) -> bytes:
        return b'{"data":[],"next_cursor":null}'

    async def check(self, caller: Caller, url: str) -> str:
        return url


def build(config: GatewayConfig) -> Gateway:
    """Returns the gateway with nothing behind it."""
    yes = _Yes()
    pipeline = Pipeline(
        Router(matches.operations(yes, yes)),
        Admission(yes, yes, yes),
        UploadBudget(config.uploads_mib * MIB, wait_s=config.upload_wait_s),
        body_timeout_s=config.body_timeout_s,
        trusted_proxies=(),
    )

    async def close() -> None:
        await asyncio.sleep(0)

    return Gateway(config, pipeline, HealthBoard({}, needed=frozenset()), close=close)


def main() -> None:
    """Serves on the port given until SIGTERM."""
    configure_logging("front-door", Env({}))
    nowhere = "127.0.0.1:1"
    config = GatewayConfig(
        host="127.0.0.1",
        port=int(sys.argv[1]),
        redis_url="redis://127.0.0.1:1/0",
        matcher_target=nowhere,
        corpus_target=nowhere,
        notifier_target=nowhere,
    )
    uvloop.run(run(build, config))


if __name__ == "__main__":
    main()
