"""Candidates that wait in Redis: their doorbells, the search for forgotten ones, and the bytes of erased corpora."""

import asyncio
from collections.abc import Sequence
from typing import Any

from redis.exceptions import ResponseError

from engine.profile import Profile
from services.corpus.adapters import names
from services.corpus.adapters.candidate_records import candidate_script
from services.corpus.adapters.redis_candidates import EmbedTimes
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import runs_prefix
from services.corpus.ports.candidates import Claimed, Work
from services.platform import wire
from services.platform.storage.keys import partition_of
from services.platform.storage.redis import RedisClient
from services.platform.telemetry.logging import get_logger

_log = get_logger()
# One name for all: nothing is ever owed to a consumer, see `RedisBells`.
_CONSUMER = "any"
_GIVEN_UP = "The candidate could not be embedded after several tries."


class RedisBells:
    """Implements `Bells` over the given partitions, read together in one call.

    Bells are heard without an acknowledgement: one that is lost with its worker is rung again by the sweeper, as the candidate
    still waits.
    """

    def __init__(self, client: RedisClient, times: EmbedTimes, *, partitions: Sequence[int]) -> None:
        self._redis = client
        self._times = times
        self._streams = [names.embed_stream_key(partition) for partition in partitions]
        self._claim = candidate_script(client, "claim")

    @redis_may_be_away
    async def open(self) -> None:
        """Makes the groups, from the first entry on: what was accepted before any worker ran is heard too."""
        for stream in self._streams:
            try:
                await self._redis.xgroup_create(stream, names.EMBED_GROUP, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    @redis_may_be_away
    async def claim(self, *, count: int, timeout_s: float) -> Sequence[Claimed]:
        """Waits for bells and takes up to `count` candidates a partition whose state says that they wait."""
        try:
            answer: Any = await self._redis.xreadgroup(
                names.EMBED_GROUP,
                _CONSUMER,
                dict.fromkeys(self._streams, ">"),
                count=count,
                block=max(1, int(timeout_s * 1000)),
                noack=True,
            )
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            # Redis came back without our groups: somebody restored or emptied it.
            await self.open()
            return []
        heard = [
            (entry.decode(), names.split_member(fields[b"m"])) for _, entries in answer for entry, fields in entries
        ]
        claims = await asyncio.gather(*(self._take(entry, *parts) for entry, parts in heard))
        return [claimed for claimed in claims if claimed is not None]

    async def _take(self, entry: str, client_id: str, corpus: str, candidate: str) -> Claimed | None:
        keys = [
            names.corpus_hash_key(client_id, corpus),
            names.candidate_hash_key(client_id, corpus, candidate),
            names.waiting_key_of(client_id),
            names.embed_stream_key_of(client_id),
        ]
        member = names.member_of(client_id, corpus, candidate)
        answer = await self._claim(keys=keys, args=[entry, member, self._times.lease_ms])
        if not answer:
            return None
        version, profile = answer
        try:
            understood = wire.loads(profile, Profile, kept=True)
        except wire.WireError:
            # Of a version that stored profiles in another shape: given up after a few tries, without the others of this bell's round.
            _log.error("candidate.unreadable", candidate=candidate)
            return None
        return Claimed(Work(client_id, corpus, candidate, int(version)), understood)


class RedisWaiting:
    """Implements `WaitingStore` over the given partitions."""

    def __init__(self, client: RedisClient, times: EmbedTimes, *, partitions: Sequence[int]) -> None:
        self._redis = client
        self._times = times
        self._partitions = partitions
        self._sweep = candidate_script(client, "sweep")
        self._erase = candidate_script(client, "erase")

    @redis_may_be_away
    async def sweep(self, *, count: int) -> int:
        """Looks at up to `count` candidates a partition that are due for a look; returns how many it moved on."""
        seconds, micros = await self._redis.time()
        now = seconds * 1000 + micros // 1000
        moved = 0
        for partition in self._partitions:
            waiting = names.waiting_key(partition)
            due: Any = await self._redis.zrange(waiting, "-inf", now, byscore=True, offset=0, num=count)
            last_heard = await self._last_heard(names.embed_stream_key(partition)) if due else ""
            for member in due:
                moved += await self._look(member, last_heard)
        return moved

    @redis_may_be_away
    async def erase_some(self, *, count: int, client_id: str | None = None) -> bool:
        """Unlinks up to `count` records of an erased corpus a partition; False when none is left."""
        partitions = self._partitions if client_id is None else [partition_of(client_id)]
        left = False
        for partition in partitions:
            erasing = names.erasing_key(partition)
            members: Any = await self._redis.zrange(erasing, 0, 0 if client_id is None else -1)
            mine = [member for member in members if client_id in {None, names.split_member(member)[0]}]
            if mine:
                left = True
                await self._erase_of(erasing, mine[0], count=count)
        return left

    @redis_may_be_away
    async def depth(self) -> int:
        """Returns how many candidates wait to be embedded."""
        pipe = self._redis.pipeline(transaction=False)
        for partition in self._partitions:
            pipe.zcard(names.waiting_key(partition))
        return sum(await pipe.execute())

    async def _look(self, member: bytes, last_heard: str) -> bool:
        client_id, corpus, candidate = names.split_member(member)
        keys = [
            names.corpus_hash_key(client_id, corpus),
            names.log_key(client_id, corpus),
            names.candidate_hash_key(client_id, corpus, candidate),
            names.waiting_key_of(client_id),
            names.embed_stream_key_of(client_id),
        ]
        times = self._times
        args: list[str | int | bytes] = [member, candidate, last_heard]
        args += [times.most_attempts, times.look_ms, _GIVEN_UP]
        return await self._sweep(keys=keys, args=args) in {b"rung", b"failed"}

    async def _last_heard(self, stream: str) -> str:
        """Returns the last entry any worker was given; empty before the first worker has ever listened."""
        try:
            groups = await self._redis.xinfo_groups(stream)
        except ResponseError:
            return ""
        for group in groups:
            if group["name"] == names.EMBED_GROUP.encode():
                last: bytes = group["last-delivered-id"]
                return last.decode()
        return ""

    async def _erase_of(self, erasing: str, member: bytes, *, count: int) -> None:
        client_id, corpus, generation = names.split_member(member)
        keys = [
            erasing,
            names.dead_prefix(client_id, corpus) + generation,
            names.corpus_hash_key(client_id, corpus),
            names.waiting_key_of(client_id),
            names.embed_stream_key_of(client_id),
        ]
        prefix = names.candidate_hash_key(client_id, corpus, "")
        await self._erase(keys=keys, args=[member, client_id, corpus, prefix, count, runs_prefix(client_id)])
