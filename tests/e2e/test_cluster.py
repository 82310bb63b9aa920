"""The whole system on a Redis Cluster with replicas: it works, and a master that dies takes nothing accepted with it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from services.platform.storage.cluster.routing import slot_of
from services.platform.storage.keys import client_key
from services.platform.storage.redis import connect
from tests.e2e.test_crashes import FAST_LEASES, submit_until_accepted
from tests.support.deepsearch import DeepSearch, candidate
from tests.support.live import RestClient
from tests.support.system import System
from tests.support.tls_listener import Authority, TlsListener, listening
from tests.support.webhooks import start_test_notifier
from tools.redis_cluster import RedisCluster
from tools.redis_server import free_port
from tools.stack import Stack

pytestmark = [pytest.mark.system, pytest.mark.redis, pytest.mark.timeout(300)]

AUTHORITY = Authority()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    """Three masters with a replica each; what is accepted is to be on both."""
    cluster = RedisCluster(directory=tmp_path_factory.mktemp("cluster"), replicas=1, query="/?wait_replicas=1")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def stack(cluster: RedisCluster, tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Stack]:
    """All services on the cluster; the stack's own Redis stays idle."""
    stack = Stack(
        directory=tmp_path_factory.mktemp("system"),
        model_dir=model_dir,
        gateway_port=free_port(),
        environment={"CVDEEP_REDIS_URL": cluster.url},
        service_settings={"matcher": FAST_LEASES, "notifier": {"CVDEEP_NOTIFIER_POLL_MS": "20"}},
    )
    try:
        stack.start(without=("notifier",))
        start_test_notifier(stack, AUTHORITY.write(stack.directory / "authority.pem"))
        stack.wait_healthy()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
async def system(stack: Stack, cluster: RedisCluster) -> AsyncIterator[System]:
    """The running system and an operator's connections."""
    redis = connect(cluster.url)
    async with httpx.AsyncClient(base_url=stack.url, timeout=30, trust_env=False) as http:
        yield System(stack=stack, http=http, redis=redis)
    await redis.aclose()


async def test_the_whole_system_runs_on_a_cluster(system: System, cv: bytes) -> None:
    """A match with its webhook, a candidate, a search and its rows: for clients of different masters."""
    listener = TlsListener(tls=AUTHORITY.serving("127.0.0.1"))
    async with listening(listener):
        for _ in range(3):
            client = await system.new_client(credits=10)
            search = DeepSearch(client)
            match_id = await client.accepted(cv, webhook_url=listener.url())
            await search.ingested("engineers", candidate("ada"), candidate("grace"))
            assert set(await search.found("engineers")) == {"ada", "grace"}
            assert (await client.ended(match_id))["status"] == "finished"
            assert (await client.credits())["balance"] == 7
        async with asyncio.timeout(30):
            while len(listener.requests) < 3:
                await asyncio.sleep(0.05)  # another process' work: there is no event to wait for
    await system.assert_reconciled()


async def test_k34_k35_a_master_that_dies_under_submits_loses_nothing_accepted(
    system: System, cluster: RedisCluster, cv: bytes
) -> None:
    """K34, K35: a replica takes over and the old master returns as its replica; every match that was accepted ends charged once."""
    client = await system.new_client(credits=300)
    slot = slot_of(client_key(client.client_id, "account"))
    owner = await asyncio.to_thread(cluster.owner_of, slot)
    submits = asyncio.gather(*(_submit_some(client, cv, first) for first in range(0, 12, 3)))
    async with asyncio.timeout(60):
        while len(await client.rows()) < 4:
            await asyncio.sleep(0.02)  # another process' state: there is no event to wait for

    await asyncio.to_thread(owner.kill)
    await asyncio.to_thread(cluster.wait_until, lambda: cluster.owner_of(slot) is not owner)
    # Until a replica follows the new master, nothing is said to be accepted: `wait_replicas` is 1.
    await asyncio.to_thread(cluster.start_node, owner)

    ids = [match_id for some in await submits for match_id in some]
    assert len(set(ids)) == 12
    rows = await client.all_ended(ids, timeout_s=90)
    assert {row["status"] for row in rows.values()} == {"finished"}
    assert await asyncio.to_thread(cluster.owner_of, slot) is not owner
    statement = await client.credits()
    assert (statement["balance"], statement["held"]) == (300 - 12 * 3, 0)
    charged = [entry["run_id"] for entry in statement["transactions"] if entry["type"] == "charge"]
    assert sorted(charged) == sorted(ids)
    await system.assert_reconciled()


async def _submit_some(client: RestClient, cv: bytes, first: int) -> list[str]:
    return [await submit_until_accepted(client, cv, f"key-{number}") for number in range(first, first + 3)]
