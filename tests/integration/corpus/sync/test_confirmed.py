"""What a sync was told of outlives the primary it was written on."""

import asyncio

import pytest
from redis.asyncio import Redis

from services.corpus.adapters.redis_sync import RedisSyncs, SyncTimes
from services.corpus.domain.sync import PartCounts, SyncMode
from services.corpus.ports.candidates import TransientError
from services.platform.storage.replication import expect_replicas
from tests.integration.corpus.candidates.house import CLIENT

pytestmark = pytest.mark.redis

_SYNC = "sync_" + "a" * 22


async def test_no_step_is_answered_before_the_replicas_have_it(redis: Redis) -> None:
    """A mirror that forgot what its file named would erase it: no step counts until as many replicas as are expected have it."""
    syncs = RedisSyncs(redis, SyncTimes(), partitions=range(16))
    expect_replicas(redis, 1)
    try:
        outcomes = await asyncio.gather(
            syncs.open(CLIENT, _SYNC, corpus_id="all", mode=SyncMode.MIRROR),
            syncs.begin_part(CLIENT, _SYNC, part=1, corpus_id="all", external_ids=["a"]),
            syncs.end_part(CLIENT, _SYNC, part=1, counts=PartCounts(1, 0, 0, 0), errors=()),
            syncs.close(CLIENT, _SYNC, complete=True),
            syncs.step(CLIENT, _SYNC, count=10),
            return_exceptions=True,
        )
    finally:
        expect_replicas(redis, 0)

    assert [type(outcome) for outcome in outcomes] == [TransientError] * 5
