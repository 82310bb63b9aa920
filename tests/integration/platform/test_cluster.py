"""A Redis Cluster behind the interface of one Redis."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import ClusterCrossSlotError, CrossSlotTransactionError, RedisError, ResponseError

from services.platform.config import Env
from services.platform.storage.cluster.routing import OneNodeOnlyError, slot_of
from services.platform.storage.keys import PARTITIONS, partition_key
from services.platform.storage.redis import connect, masters_of
from services.platform.storage.safety import UnsafeRedisError, require_safe_redis
from services.platform.storage.scripts import load_script
from tools.redis_cluster import RedisCluster, talking_to
from tools.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.timeout(120)]

KEYS = [partition_key(partition, "thing") for partition in range(PARTITIONS)]
STREAMS = dict.fromkeys(KEYS, ">")

# What every adapter does with Redis, in the tests that the suite also runs on a single Redis.
ON_A_CLUSTER = (
    "tests/integration/accounts/test_credits.py",
    "tests/integration/accounts/test_rate_limiter.py",
    "tests/integration/matcher/test_submit.py",
    "tests/integration/matcher/test_bells.py",
    "tests/integration/matcher/test_runs.py",
    "tests/integration/matcher/test_sweep.py",
    "tests/integration/notifier/test_outbox.py",
    "tests/integration/corpus/candidates/test_ingest.py",
    "tests/integration/corpus/search/test_intake.py",
)
_NOT_THE_LONG_ONES = "not r01 and not i24 and not c11 and not hundred and not cannot_be_ended"


@pytest.fixture
async def cluster(redis_cluster: RedisCluster) -> AsyncIterator[Any]:
    """A client of the session's cluster, emptied."""
    client = connect(redis_cluster.url)
    await client.flushall()
    yield client
    await client.aclose()


async def test_commands_reach_the_nodes_of_their_keys(cluster: Any, redis_cluster: RedisCluster) -> None:
    """Keys of all partitions lie on all three masters; what takes many keys, or none, works over all of them."""
    for key in KEYS:
        await cluster.set(key, key)
    held = [await node.dbsize() for node in await masters_of(cluster)]

    assert len(held) == len(redis_cluster.masters)
    assert all(held)
    assert await cluster.dbsize() == sum(held) == PARTITIONS
    assert {key.decode() async for key in cluster.scan_iter(match="*:thing")} == set(KEYS)
    assert await cluster.exists(*KEYS) == PARTITIONS
    assert await cluster.delete(*KEYS[:5]) == 5
    assert await cluster.ping()


async def test_a_pipeline_answers_in_the_order_of_its_commands(cluster: Any) -> None:
    """Whatever nodes they went to; the first error is raised, or stands in its place."""
    pipe = cluster.pipeline(transaction=False)
    pipe.time()
    for number, key in enumerate(KEYS):
        pipe.set(key, number)
        pipe.incr(key)
    (seconds, _), *answers = await pipe.execute()
    assert seconds > 0
    assert answers == [answer for number in range(PARTITIONS) for answer in (True, number + 1)]

    pipe.get(KEYS[0]).hget(KEYS[1], "field").get(KEYS[2])
    first, second, third = await pipe.execute(raise_on_error=False)
    assert (first, third) == (b"1", b"3")
    assert isinstance(second, ResponseError)
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        await pipe.get(KEYS[0]).hget(KEYS[1], "field").execute()


async def test_a_transaction_belongs_to_one_slot(cluster: Any) -> None:
    """Within one it is atomic; over two it is refused, as is a script or a command."""
    other = partition_key(0, "other")
    pipe = cluster.pipeline(transaction=True)
    assert await pipe.set(KEYS[0], 1).set(other, 2).get(KEYS[0]).execute() == [True, True, b"1"]
    with pytest.raises(CrossSlotTransactionError):
        await pipe.set(KEYS[0], 1).set(KEYS[1], 2).execute()
    with pytest.raises(ClusterCrossSlotError):
        await cluster.eval("return 1", 2, KEYS[0], KEYS[1])
    with pytest.raises(OneNodeOnlyError):
        await cluster.info("memory")
    with pytest.raises(RedisError):
        await cluster.pipeline().watch(KEYS[0])


async def test_a_slot_that_is_moved_is_followed(cluster: Any, redis_cluster: RedisCluster) -> None:
    """While it moves the old owner says ASK, afterwards MOVED: single commands, pipelines and transactions arrive."""
    key = KEYS[0]
    slot = slot_of(key)
    await cluster.set("warm", 1)
    old = redis_cluster.owner_of(slot)
    new = next(node for node in redis_cluster.masters if node is not old)
    names = {node.port: _asked(node, "MYID").decode() for node in (old, new)}
    try:
        _asked(new, "SETSLOT", slot, "IMPORTING", names[old.port])
        _asked(old, "SETSLOT", slot, "MIGRATING", names[new.port])
        assert await cluster.set(key, "asked")
        assert await cluster.pipeline(transaction=False).get(KEYS[1]).append(key, "!").execute() == [None, 6]
        for node in redis_cluster.masters:
            _asked(node, "SETSLOT", slot, "NODE", names[new.port])
        assert await cluster.pipeline(transaction=True).get(key).append(key, "?").execute() == [b"asked!", 7]
        assert await cluster.get(key) == b"asked!?"
    finally:
        await cluster.delete(key)
        for node in redis_cluster.masters:
            _asked(node, "SETSLOT", slot, "NODE", names[old.port])
        redis_cluster.wait_ready()


def _asked(node: RedisServer, *words: Any) -> Any:
    with talking_to(node) as link:
        return link.execute_command("CLUSTER", *words)


async def test_k31_a_node_that_forgot_its_scripts_is_taught_them_again(cluster: Any) -> None:
    """K31 on each node: whichever comes back without scripts, no call is lost."""
    script = load_script(cluster, "services.platform.accounts", "scripts/spend.lua")
    for node in await masters_of(cluster):
        await node.script_flush()
        for key in KEYS:
            assert await script(keys=[key], args=[100, 60_000]) is not None


async def test_one_unsafe_master_is_enough_to_refuse_the_cluster(cluster: Any) -> None:
    """Every master is asked, not the first alone."""
    await require_safe_redis(cluster, Env({}))
    for node in await masters_of(cluster):
        await node.config_set("maxmemory-policy", "volatile-ttl")
        try:
            with pytest.raises(UnsafeRedisError, match="maxmemory-policy"):
                await require_safe_redis(cluster, Env({}))
        finally:
            await node.config_set("maxmemory-policy", "noeviction")


async def _open(cluster: Any) -> None:
    for key in KEYS:
        await cluster.xgroup_create(key, "group", id="0", mkstream=True)


async def test_a_reader_of_all_partitions_wakes_for_any_of_them(cluster: Any) -> None:
    """Long before its wait is over, and with nothing but what rang."""
    await _open(cluster)
    for key in (*KEYS, *KEYS[:3]):
        reading = asyncio.create_task(cluster.xreadgroup("group", "me", STREAMS, count=1, block=60_000))
        async with asyncio.timeout(20):
            while not await _blocked(cluster):
                await asyncio.sleep(0.01)  # another process' state: there is no event to wait for
            entry_id = await cluster.xadd(key, {"bell": key})
            assert await reading == [[key.encode(), [(entry_id, {b"bell": key.encode()})]]]


async def _blocked(cluster: Any) -> bool:
    clients = [await node.info("clients") for node in await masters_of(cluster)]
    return bool(sum(found["blocked_clients"] for found in clients) == PARTITIONS)


async def test_two_readers_of_one_client_wait_side_by_side(cluster: Any) -> None:
    """One entry goes to one of them, and the other waits on for the next."""
    await _open(cluster)
    readers = {
        asyncio.create_task(cluster.xreadgroup("group", name, STREAMS, count=1, block=60_000)) for name in ("a", "b")
    }
    found = []
    async with asyncio.timeout(20):
        while readers:
            while not await _blocked(cluster):
                await asyncio.sleep(0.01)  # another process' state: there is no event to wait for
            await cluster.xadd(KEYS[0], {"bell": len(readers)})
            done, readers = await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED)
            found += [fields[b"bell"] for task in done for _, entries in task.result() for _, fields in entries]
    assert found == [b"2", b"1"]


async def test_nothing_is_taken_while_nobody_reads(cluster: Any) -> None:
    """What rings after a wait was over stays for whoever reads next, and each entry is read by one consumer only."""
    await _open(cluster)
    assert await cluster.xreadgroup("group", "me", STREAMS, count=1, block=50) == []
    for key in KEYS:
        await cluster.xadd(key, {"bell": 1})
        await cluster.xadd(key, {"bell": 2})
    assert [(await cluster.xpending(key, "group"))["pending"] for key in KEYS] == [0] * PARTITIONS

    mine = await cluster.xreadgroup("group", "me", STREAMS, count=1, block=60_000)
    others = await cluster.xreadgroup("group", "other", STREAMS, count=5, block=60_000, noack=True)

    assert [name for name, _ in mine] == [name for name, _ in others] == [key.encode() for key in KEYS]
    assert {fields[b"bell"] for _, entries in mine for _, fields in entries} == {b"1"}
    assert {fields[b"bell"] for _, entries in others for _, fields in entries} == {b"2"}
    assert [(await cluster.xpending(key, "group"))["pending"] for key in KEYS] == [1] * PARTITIONS


async def test_a_stream_without_its_group_is_reported_once_the_others_are_read(cluster: Any) -> None:
    """What was taken from the others is handed out first, or it would be lost."""
    await _open(cluster)
    await cluster.xgroup_destroy(KEYS[3], "group")
    await cluster.xadd(KEYS[7], {"bell": 1})

    ((name, _),) = await cluster.xreadgroup("group", "me", STREAMS, block=10)
    assert name == KEYS[7].encode()
    with pytest.raises(ResponseError, match="NOGROUP"):
        await cluster.xreadgroup("group", "me", STREAMS, block=10)


@pytest.mark.timeout(330)
def test_the_adapters_pass_their_tests_on_a_cluster(repo_root: Path) -> None:
    """Submit, bells, runs, sweeps, ledger, keys, limits, outbox, candidates and searches, on three masters."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        _NOT_THE_LONG_ONES,
        *ON_A_CLUSTER,
    ]
    running = subprocess.Popen(
        command,
        env={**os.environ, "CVDEEP_TEST_REDIS": "cluster"},
        cwd=repo_root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output, _ = running.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        # As by Ctrl-C, so that it ends its cluster, too.
        running.send_signal(signal.SIGINT)
        output, _ = running.communicate()
    assert running.returncode == 0, output[-4000:]
