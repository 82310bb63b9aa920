"""A whole running system for a test: real processes, real Redis, real model, and an operator's handles on them."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from redis.asyncio import Redis

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.identifiers import new_movement_id
from services.platform.accounts.values import ClientStatus, Permission
from services.platform.storage.redis import connect
from tests.support.live import ENDED, RestClient
from tools.redis_server import free_port
from tools.stack import Stack

MANY = 1_000_000
# Nobody answers there: a webhook's name is never asked for beyond loopback.
OFFLINE = {"CVDEEP_NOTIFIER_NAMESERVERS": "127.0.0.1:9"}


@dataclass(slots=True)
class System:
    """A running stack, seen by an operator."""

    stack: Stack
    http: httpx.AsyncClient
    redis: Redis

    async def new_client(
        self,
        *,
        credits: int = 1000,  # noqa: A002 - the word of the contract
        permissions: tuple[str, ...] = ("cvdeepmatch", "cvdeepsearch"),
        project: str = "default",
        per_minute: int = MANY,
        expires_at: datetime | None = None,
        networks: tuple[str, ...] = (),
    ) -> RestClient:
        """Makes a client with one key."""
        made = await Clients(self.redis).create("test")
        client = RestClient(http=self.http, client_id=made.client.client_id, key="")
        if credits:
            await self.grant(client.client_id, credits)
        return await self.another_key(
            client,
            permissions=permissions,
            project=project,
            per_minute=per_minute,
            expires_at=expires_at,
            networks=networks,
        )

    async def another_key(
        self,
        client: RestClient,
        *,
        permissions: tuple[str, ...] = ("cvdeepmatch", "cvdeepsearch"),
        project: str = "default",
        per_minute: int = MANY,
        expires_at: datetime | None = None,
        networks: tuple[str, ...] = (),
    ) -> RestClient:
        """Makes one more key of a client."""
        key = await ApiKeys(self.redis).create(
            client.client_id,
            permissions=[Permission(name) for name in permissions],
            project=project,
            per_minute=per_minute,
            expires_at_ms=int(expires_at.timestamp() * 1000) if expires_at else None,
            allowed_networks=networks,
        )
        return RestClient(http=self.http, client_id=client.client_id, key=key.plain_key)

    async def grant(self, client_id: str, amount: int) -> None:
        await Credits(self.redis).grant(client_id, amount, movement_id=new_movement_id())

    async def disable(self, client_id: str) -> None:
        await Clients(self.redis).set_status(client_id, ClientStatus.DISABLED)

    async def revoke(self, client: RestClient) -> None:
        keys = ApiKeys(self.redis)
        for listed in await keys.all(client.client_id):
            await keys.revoke(client.client_id, listed.key.key_id)

    def log(self, service: str) -> str:
        return (self.stack.directory / "logs" / f"{service}.log").read_text(encoding="utf-8")

    @asynccontextmanager
    async def workers_paused(self) -> AsyncIterator[None]:
        """While inside, no match can end: the process that embeds is stopped, as by SIGSTOP."""
        self.stack.signal_service("corpus", signal.SIGSTOP)
        try:
            yield
        finally:
            self.stack.signal_service("corpus", signal.SIGCONT)

    async def degraded(self) -> dict[str, str]:
        """Waits until health says degraded, with 503, and returns the components."""
        async with asyncio.timeout(20):
            while (answer := await self.http.get("/api/v1/health")).status_code != 503:
                await asyncio.sleep(0.05)  # another process' state: there is no event to wait for
        assert answer.json()["status"] == "degraded"
        components: dict[str, str] = answer.json()["components"]
        return components

    async def some_processing(self, client: RestClient) -> None:
        """Returns once at least one of the client's matches has not ended."""
        async with asyncio.timeout(60):
            while all(row["status"] in ENDED for row in await client.rows()):
                await asyncio.sleep(0.02)  # another process' state: there is no event to wait for

    async def admin(self, *arguments: str) -> tuple[int, str]:
        """Runs `cvdeep admin …` against this system; returns exit code and output."""
        process = await asyncio.create_subprocess_exec(
            str(Path(self.stack.python).parent / "cvdeep"),
            "admin",
            *arguments,
            env=self.stack.service_environment(0, 0),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode()

    async def assert_reconciled(self) -> None:
        """The ledger of every client agrees with its matches."""
        code, output = await self.admin("reconcile", "--all")
        assert code == 0, output


@asynccontextmanager
async def connected(stack: Stack) -> AsyncIterator[System]:
    """Connections to a running stack for as long as the test takes."""
    redis = connect(stack.redis.url)
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=stack.url, timeout=30, limits=limits, trust_env=False) as http:
        yield System(stack=stack, http=http, redis=redis)
    await redis.aclose()


@asynccontextmanager
async def started_system(
    directory: Path,
    model_dir: Path,
    *,
    service_settings: Mapping[str, Mapping[str, str]] | None = None,
    without: tuple[str, ...] = (),
) -> AsyncIterator[System]:
    """Starts a system in `directory` and ends it after use; services named in `without` are left to the test."""
    stack = Stack(
        directory=directory,
        model_dir=model_dir,
        gateway_port=free_port(),
        # One judge: what these systems are started for is not searching fast.
        environment={**OFFLINE, "CVDEEP_CORPUS_JUDGE_PROCESSES": "1"},
        service_settings=service_settings or {},
    )
    try:
        await asyncio.to_thread(stack.start, without=without)
        async with connected(stack) as system:
            yield system
    finally:
        await asyncio.to_thread(stack.stop)
