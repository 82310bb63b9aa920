"""Takes batches of candidates: what is new is stored and embedded, what is known is left, one's trouble is no other's."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from services.corpus.application.candidates.contents import Recognised, hashes_of, recognise_all
from services.corpus.application.candidates.embedding import CandidateEmbedder
from services.corpus.domain.candidate import CandidateInput, EmbeddingStatus, UpsertResult, UpsertStatus
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.ports.candidates import (
    CandidateMeter,
    CandidateStore,
    Claimed,
    Recogniser,
    Seen,
    Stored,
    TransientError,
    Upsert,
)
from services.platform.errors import AppError, Reason
from services.platform.failpoints import failpoint
from services.platform.telemetry.logging import get_logger

UNREADABLE = "parsed_cv is no readable JSON."
KEPT_CHANGING = "The candidate kept changing; send it again."
MOST_CANDIDATES = 500

_ROUNDS = 5

# A candidate by its corpus's key and its own; how it stands, and why where it failed.
_Place = tuple[str, str]
_End = tuple[EmbeddingStatus, str]

_log = get_logger()


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """How many changed candidates embed before the answer, how many of them at once, and how long that may take."""

    inline: int = 32
    inline_parallel: int = 4
    inline_s: float = 20.0


class Ingest:
    """The upsert of a batch."""

    def __init__(
        self,
        store: CandidateStore,
        embedder: CandidateEmbedder,
        *,
        recognise: Recogniser,
        meter: CandidateMeter,
        limits: IngestLimits,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._recognise = recognise
        self._meter = meter
        self._limits = limits

    async def ingest(
        self, client_id: str, candidates: Sequence[CandidateInput], *, timeout_s: float | None = None
    ) -> list[UpsertResult]:
        """Applies a batch in order and returns one result a candidate.

        With few changes, those are embedded before this returns, as far as `timeout_s` allows; the others are pending and embed
        in the background. The same candidate twice is applied twice and embedded once.

        Raises:
            AppError: BATCH_TOO_LARGE.
            TransientError: the store is away; what was stored stays, and sending the batch again is safe.
        """
        if len(candidates) > MOST_CANDIDATES:
            raise AppError(Reason.BATCH_TOO_LARGE, f"A batch holds at most {MOST_CANDIDATES} candidates.")
        ends_at = asyncio.get_running_loop().time() + min(timeout_s or self._limits.inline_s, self._limits.inline_s)
        hashes = await asyncio.to_thread(hashes_of, candidates)
        readable = [number for number, content in enumerate(hashes) if content is not None]
        changed = await self._changed(client_id, candidates, hashes, readable)
        recognised = await self._recognised(candidates, changed)
        fresh = {_place(candidates[number]) for number, found in recognised.items() if not found.error}
        inline = len(fresh) <= self._limits.inline
        stored = await self._stored(client_id, candidates, hashes, readable, recognised, inline=inline)
        await failpoint("corpus.after_log_append")
        places = [_place(candidate) for candidate in candidates]
        ends = await self._embedded(places, stored, recognised, ends_at=ends_at)
        final = {places[number]: (stored[number].embedding_status, stored[number].error) for number in sorted(stored)}
        final |= ends
        return [
            self._result(candidate, stored.get(number), final.get(places[number]))
            for number, candidate in enumerate(candidates)
        ]

    async def _changed(
        self,
        client_id: str,
        candidates: Sequence[CandidateInput],
        hashes: Sequence[str | None],
        readable: Sequence[int],
    ) -> list[int]:
        """Returns the numbers of those that need a profile, as far as can be seen before the store decides."""
        ids = [(candidates[number].corpus_id, candidates[number].external_id) for number in readable]
        times = Counter(ids)
        seen = await self._store.seen(client_id, ids) if ids else []
        return [
            number
            for number, place, known in zip(readable, ids, seen, strict=True)
            # Of one that comes twice, the second is judged by what the first has made of it.
            if times[place] > 1 or _is_change(known, hashes[number])
        ]

    async def _recognised(self, candidates: Sequence[CandidateInput], numbers: Sequence[int]) -> dict[int, Recognised]:
        started = perf_counter()
        found = await asyncio.to_thread(recognise_all, self._recognise, [candidates[number] for number in numbers])
        if numbers:
            self._meter.stage("recognise", perf_counter() - started)
        return dict(zip(numbers, found, strict=True))

    async def _stored(
        self,
        client_id: str,
        candidates: Sequence[CandidateInput],
        hashes: Sequence[str | None],
        numbers: Sequence[int],
        recognised: dict[int, Recognised],
        *,
        inline: bool,
    ) -> dict[int, Stored]:
        """Upserts; where another call changed a candidate in between, once more with its profile."""
        stored: dict[int, Stored] = {}
        open_numbers = list(numbers)
        for _ in range(_ROUNDS):
            upserts = [
                _upsert(candidates[number], hashes[number] or "", recognised.get(number)) for number in open_numbers
            ]
            outcomes = await self._store.upsert(client_id, upserts, inline=inline) if upserts else []
            stored |= dict(zip(open_numbers, outcomes, strict=True))
            open_numbers = [number for number in open_numbers if stored[number].status is None]
            if not open_numbers:
                break
            recognised |= await self._recognised(candidates, open_numbers)
        return stored

    async def _embedded(
        self,
        places: Sequence[_Place],
        stored: dict[int, Stored],
        recognised: dict[int, Recognised],
        *,
        ends_at: float,
    ) -> dict[_Place, _End]:
        """Embeds here what the store gave this call to embed, each candidate in its last version only."""
        latest: dict[_Place, Claimed] = {}
        for number in sorted(stored):
            work = stored[number].work
            if work is not None:
                latest[places[number]] = Claimed(work, recognised[number].profile)
            elif stored[number].embedding_status is EmbeddingStatus.FAILED:
                latest.pop(places[number], None)
        slots = asyncio.Semaphore(self._limits.inline_parallel)

        async def one(claimed: Claimed) -> _End:
            async with slots:
                timeout_s = max(0.0, ends_at - asyncio.get_running_loop().time())
                try:
                    return await self._embedder.embed(claimed, timeout_s=timeout_s, inline=True)
                except TransientError:
                    return EmbeddingStatus.PENDING, ""
                except Exception as error:  # noqa: BLE001 - one candidate's trouble must not take the batch's answer
                    _log.error("candidate.embed_broke", error=type(error).__name__)
                    return EmbeddingStatus.PENDING, ""

        ends = await asyncio.gather(*(one(claimed) for claimed in latest.values()))
        return dict(zip(latest, ends, strict=True))

    def _result(self, candidate: CandidateInput, stored: Stored | None, final: _End | None) -> UpsertResult:
        """`final` is what the candidate is at the end of the batch, whichever of its items this is."""
        if stored is None or stored.status is None or final is None:
            error = UNREADABLE if stored is None else KEPT_CHANGING
            result = UpsertResult(candidate.external_id, UpsertStatus.FAILED, EmbeddingStatus.FAILED, error)
        else:
            result = UpsertResult(candidate.external_id, stored.status, *final)
        self._meter.upserted(result.status.value)
        return result


def _place(candidate: CandidateInput) -> _Place:
    return corpus_key(candidate.corpus_id), candidate_key(candidate.external_id)


def _is_change(known: Seen | None, content: str | None) -> bool:
    return known is None or known.content_hash != content or known.embedding_status is EmbeddingStatus.FAILED


def _upsert(candidate: CandidateInput, content: str, recognised: Recognised | None) -> Upsert:
    return Upsert(
        corpus_id=candidate.corpus_id,
        external_id=candidate.external_id,
        content_hash=content,
        profile=recognised.wired if recognised else None,
        error=recognised.error if recognised else "",
        tags=candidate.tags,
        upload_id=candidate.upload_id,
    )
