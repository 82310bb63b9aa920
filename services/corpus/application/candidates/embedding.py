"""Embeds one candidate and stores what came of it; whatever happens, it ends embedded, failed, or waiting for another try."""

import asyncio
from time import perf_counter

from engine.material import texts_of
from engine.profile import Profile
from engine.readings import readings_of_profile
from engine.remember import forget
from services.corpus.application.embedding.batcher import EncodingError
from services.corpus.application.embedding.service import Embedding
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.lexical_terms import count_terms, scored_texts, stored_terms
from services.corpus.domain.search_vector import retrieval_vector
from services.corpus.domain.stored_readings import stored_readings
from services.corpus.ports.candidates import CandidateMeter, CandidateStore, Claimed, Vectors, Work
from services.platform import wire
from services.platform.errors import AppError, Reason
from services.platform.failpoints import failpoint

MODEL_FAILED = "The model could not embed the candidate."
_PUT_OFF = frozenset({Reason.RATE_LIMITED, Reason.SERVICE_WARMING})


class CandidateEmbedder:
    """Turns a claimed candidate into a found one."""

    def __init__(self, embedding: Embedding, store: CandidateStore, meter: CandidateMeter) -> None:
        self._embedding = embedding
        self._store = store
        self._meter = meter
        self._alone = asyncio.Lock()

    async def embed(self, claimed: Claimed, *, timeout_s: float, inline: bool) -> tuple[EmbeddingStatus, str]:
        """Returns what the candidate is now and why it failed, if it did; PENDING when another try is to come.

        Raises:
            TransientError: the store is away; the lease runs out and the sweeper sees to it.
        """
        work = claimed.work
        try:
            async with asyncio.timeout(timeout_s):
                vectors = await self._vectors(claimed.profile)
        except TimeoutError:
            return await self._put_off(work, inline=inline)
        except EncodingError:
            return await self._failed(work, inline=inline)
        except AppError as error:
            if error.reason in _PUT_OFF:
                return await self._put_off(work, inline=inline)
            return await self._failed(work, inline=inline)
        except asyncio.CancelledError:
            # The caller left, or the process ends: somebody else may start at once.
            await asyncio.shield(self.give_back(work))
            raise
        await failpoint("corpus.mid_embed")
        started = perf_counter()
        done = await self._store.finish(work, vectors)
        self._meter.stage("store", perf_counter() - started)
        self._meter.embedded("embedded" if done else "stale", inline=inline)
        return (EmbeddingStatus.EMBEDDED if done else EmbeddingStatus.PENDING), ""

    async def give_back(self, work: Work) -> None:
        """Rings for work that will not be done here, so that somebody else may start at once."""
        await self._store.hand_back(work)

    async def _vectors(self, profile: Profile) -> Vectors:
        texts = texts_of(profile)
        started = perf_counter()
        try:
            embedded = await self._embedding.embed(texts)
        except EncodingError:
            # The model runs texts of several requests together and fails them together: another's text may be to blame.
            async with self._alone:
                embedded = await self._embedding.embed(texts)
        self._meter.stage("embed", perf_counter() - started)
        vector = retrieval_vector(profile, embedded.vectors)
        if not vector.any():
            raise EncodingError("the texts have no direction in common")
        started = perf_counter()
        terms, readings = await asyncio.to_thread(_read, profile)
        self._meter.stage("read", perf_counter() - started)
        return Vectors(vector, embedded.vectors, embedded.model_id, terms, readings)

    async def _put_off(self, work: Work, *, inline: bool) -> tuple[EmbeddingStatus, str]:
        await self._store.hand_back(work)
        self._meter.embedded("put_off", inline=inline)
        return EmbeddingStatus.PENDING, ""

    async def _failed(self, work: Work, *, inline: bool) -> tuple[EmbeddingStatus, str]:
        done = await self._store.fail(work, error=MODEL_FAILED)
        self._meter.embedded("failed" if done else "stale", inline=inline)
        return (EmbeddingStatus.FAILED, MODEL_FAILED) if done else (EmbeddingStatus.PENDING, "")


def _read(profile: Profile) -> tuple[bytes, bytes]:
    """Returns the terms and the readings of a profile, as they are stored."""
    try:
        wired = wire.dumps(profile)
        return stored_terms(count_terms(scored_texts(wired))), stored_readings(readings_of_profile(profile), wired)
    finally:
        # Nothing of a CV stays in memory through the engine.
        forget()
