"""Search runs in Redis: claim, renew, release, finish, fail; each one script, decided by state and epoch."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.corpus.adapters.names import corpus_hash_key
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import (
    bells_key_of,
    candidates_prefix,
    corpus_runs_key,
    member_of,
    order_key,
    queue_key,
    queue_key_of,
    rows_key,
    run_key,
    split_member,
)
from services.corpus.adapters.run_records import RUN_FIELDS, named, run_of, run_script
from services.corpus.domain.candidate_keys import corpus_key
from services.corpus.domain.search_run import Claim, Hopeless, RunFailure, StoredRows
from services.corpus.ports.search import CorpusMovedError, Ending, LostError
from services.platform.outbox.keys import event_key, events_key, outbox_key_of
from services.platform.storage.redis import RedisClient

_CLAIM_FIELDS = (*RUN_FIELDS, "metadata", "webhook_url", "traceparent")


@dataclass(frozen=True, slots=True)
class RunTimes:
    """How long a claim lasts unrenewed, how often a run is tried, and for how long an ended one is kept."""

    lease_ms: int = 30_000
    most_attempts: int = 5
    kept_ms: int = 30 * 24 * 3_600_000
    # A hopeless run is shown to one worker; when that one dies too, to the next after this time.
    hold_ms: int = 5_000


class RedisRuns:
    """Implements `RunStore` over the given partitions."""

    def __init__(self, client: RedisClient, times: RunTimes, *, partitions: Sequence[int], worker_id: str) -> None:
        self._redis = client
        self._times = times
        self._partitions = partitions
        self._worker_id = worker_id
        self._claim = run_script(client, "claim")
        self._renew = run_script(client, "renew")
        self._release = run_script(client, "release")
        self._finish = run_script(client, "finish")
        self._fail = run_script(client, "fail")

    @redis_may_be_away
    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns up to `count` runs a partition that may be taken now, those longest due first."""
        now = await self._now_ms()
        pipe = self._redis.pipeline(transaction=False)
        for partition in self._partitions:
            pipe.zrange(queue_key(partition), "-inf", now, byscore=True, offset=0, num=count, withscores=True)
        scored = [pair for pairs in await pipe.execute() for pair in pairs]
        return [split_member(member) for member, _ in sorted(scored, key=lambda pair: (pair[1], pair[0]))]

    @redis_may_be_away
    async def claim(self, client_id: str, run_id: str) -> Claim | Hopeless | None:
        """Takes the right to do a run; None when it is another's, has ended or is not yet due."""
        times = self._times
        record = run_key(client_id, run_id)
        of_corpus: Any = await self._redis.hget(record, "corpus_id")
        corpus = corpus_hash_key(client_id, corpus_key((of_corpus or b"").decode()))
        # A token of its own for each claim: when the library sends it again, the script knows it by that.
        token = f"{self._worker_id}:{secrets.token_hex(6)}"
        word, *rest = await self._claim(
            keys=[record, queue_key_of(client_id), corpus],
            args=[
                *(token, times.lease_ms, times.most_attempts, member_of(client_id, run_id), times.hold_ms),
                *_CLAIM_FIELDS,
            ],
        )
        if word == b"none":
            return None
        epoch, attempts, remaining_ms, generation, values = rest
        fields = named(_CLAIM_FIELDS, values)
        if word != b"claimed":
            return Hopeless(
                client_id=client_id,
                run=run_of(fields),
                epoch=int(epoch),
                exhausted=word == b"exhausted",
                webhook_url=fields["webhook_url"],
            )
        return Claim(
            client_id=client_id,
            run=run_of(fields),
            epoch=int(epoch),
            attempts=int(attempts),
            remaining_ms=int(remaining_ms),
            generation=generation.decode(),
            position_metadata_json=fields["metadata"],
            webhook_url=fields["webhook_url"],
            traceparent=fields["traceparent"],
        )

    @redis_may_be_away
    async def renew(self, claim: Claim) -> None:
        """Extends the lease; raises `LostError`."""
        client_id, run_id = claim.client_id, claim.run.id
        args: list[str | int] = [claim.epoch, self._times.lease_ms, member_of(client_id, run_id)]
        if not await self._renew(keys=[run_key(client_id, run_id), queue_key_of(client_id)], args=args):
            raise LostError

    @redis_may_be_away
    async def release(self, claim: Claim, *, delay_ms: int, forgive: bool) -> None:
        """Gives the run back for another attempt; nothing happens when it is no longer this worker's."""
        client_id, run_id = claim.client_id, claim.run.id
        await self._release(
            keys=[run_key(client_id, run_id), queue_key_of(client_id), bells_key_of(client_id)],
            args=[claim.epoch, delay_ms, int(forgive), member_of(client_id, run_id)],
        )

    @redis_may_be_away
    async def finish(self, claim: Claim, rows: StoredRows, *, total: int, ending: Ending) -> None:
        """Ends the run with the rows of those candidates that still exist; again, it changes nothing.

        Raises:
            LostError: the run is another's.
            CorpusMovedError: nothing was written.
        """
        client_id, run_id = claim.client_id, claim.run.id
        corpus = corpus_key(claim.run.corpus_id)
        keys = [
            *(run_key(client_id, run_id), rows_key(client_id, run_id), order_key(client_id, run_id)),
            *(queue_key_of(client_id), corpus_hash_key(client_id, corpus), corpus_runs_key(client_id, corpus)),
            *(event_key(client_id, ending.event_id), events_key(client_id), outbox_key_of(client_id)),
        ]
        args: list[str | int | bytes] = [
            *(claim.epoch, ending.at_ms, claim.generation, total, self._times.kept_ms, run_id, client_id),
            *(member_of(client_id, run_id), ending.event_id, ending.event_body or b"", rows.names_json),
            candidates_prefix(client_id, corpus),
            *(part for row in rows.rows for part in row),
        ]
        match await self._finish(keys=keys, args=args):
            case b"stale":
                raise LostError
            case b"moved":
                raise CorpusMovedError

    @redis_may_be_away
    async def fail(self, claim: Claim, *, code: RunFailure, message: str, ending: Ending) -> None:
        """Ends the run without rows; doing it again changes nothing. Raises `LostError`."""
        answer = await self._end(
            "worker", claim.client_id, claim.run.id, epoch=claim.epoch, code=code, message=message, ending=ending
        )
        if answer == b"stale":
            raise LostError

    @redis_may_be_away
    async def give_up(self, run: Hopeless, *, code: RunFailure, message: str, ending: Ending) -> bool:
        """Ends a run that nobody does, if it still stands as seen; tells whether it did."""
        answer = await self._end(
            "anyone", run.client_id, run.run.id, epoch=run.epoch, code=code, message=message, ending=ending
        )
        return answer == b"done"

    @redis_may_be_away
    async def now_ms(self) -> int:
        """Returns Redis's time."""
        return await self._now_ms()

    async def _now_ms(self) -> int:
        seconds, microseconds = await self._redis.time()
        return int(seconds) * 1000 + int(microseconds) // 1000

    async def _end(
        self, by: str, client_id: str, run_id: str, *, epoch: int, code: RunFailure, message: str, ending: Ending
    ) -> bytes:
        keys = [
            *(run_key(client_id, run_id), queue_key_of(client_id)),
            *(event_key(client_id, ending.event_id), events_key(client_id), outbox_key_of(client_id)),
        ]
        args: list[str | int | bytes] = [
            *(by, epoch, ending.at_ms, code.value, message, self._times.kept_ms, client_id),
            *(member_of(client_id, run_id), ending.event_id, ending.event_body or b"", self._times.most_attempts),
        ]
        return bytes(await self._fail(keys=keys, args=args))
