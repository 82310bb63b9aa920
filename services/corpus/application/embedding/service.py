"""The use cases of embedding: load the model, say which it is, turn texts into vectors."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from services.corpus.application.embedding.batcher import Batcher
from services.corpus.application.embedding.cache import VectorCache
from services.corpus.application.embedding.probe import safe_batch_rows
from services.corpus.domain.manifest import ModelManifest
from services.corpus.domain.texts import cut, problems_of, text_key
from services.corpus.ports.embedding import EmbedMeter, Encoder, OpenEncoder
from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_WARMING_RETRY_S = 2


@dataclass(frozen=True, slots=True)
class EmbedLimits:
    """How much may be held: distinct texts waiting for the model, and vectors kept for later."""

    queue_texts: int
    cache_texts: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of length one, float32 [texts, dims], with the id of the model that made them."""

    vectors: NDArray[np.float32]
    model_id: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    manifest: ModelManifest
    batcher: Batcher
    worker: asyncio.Task[None]


class Embedding:
    """Embeds texts once its model is loaded; all methods belong to one event loop."""

    def __init__(self, open_encoder: OpenEncoder, *, limits: EmbedLimits, meter: EmbedMeter) -> None:
        self._open_encoder = open_encoder
        self._limits = limits
        self._meter = meter
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._loaded: _Loaded | None = None

    async def start(self) -> None:
        """Loads and tries the model away from the event loop; raises what keeps it from being loaded."""
        started = perf_counter()
        encoder, rows = await asyncio.get_running_loop().run_in_executor(self._thread, self._open)
        manifest = encoder.manifest
        cache = VectorCache(most=self._limits.cache_texts)
        batcher = Batcher(
            encoder,
            thread=self._thread,
            rows=rows,
            queue_texts=self._limits.queue_texts,
            cache=cache,
            meter=self._meter,
        )
        self._loaded = _Loaded(manifest, batcher, asyncio.create_task(batcher.work()))
        if rows == 1:
            _log.warning("model.rows_depend_on_batch", model_name=manifest.name, batch_rows=1)
        _log.info(
            "model.loaded",
            # Not the id, nor under `name`: the redaction takes the one for an address, the other for a person's.
            model_name=manifest.name,
            weights_sha256=manifest.weights_sha256,
            dims=manifest.dims,
            max_tokens=manifest.max_tokens,
            seconds=round(perf_counter() - started, 2),
        )

    def ready(self) -> bool:
        """Says whether texts can be embedded now."""
        return self._loaded is not None and not self._loaded.worker.done()

    def model(self) -> ModelManifest:
        """Returns the model that answers; raises `AppError` `SERVICE_WARMING` until it is loaded."""
        return self._warm().manifest

    async def embed(self, texts: Sequence[str], *, timeout_s: float | None = None) -> Embedded:
        """Returns the texts' vectors in their order.

        A text counts up to its 8,192nd character, and of these the model reads as many tokens as its manifest says. The vector
        depends on the text and the model alone: not on the other texts, the load, or the number of threads.

        Raises:
            AppError: `SERVICE_WARMING`; `INVALID_INPUT` with every blank text's path, or for none or more than 2,048 texts;
                `RATE_LIMITED` while too many texts wait.
            TimeoutError: `timeout_s` passed; what nobody else waits for is dropped.
            EncodingError: the model failed on one of the texts.
        """
        loaded = self._warm()
        read = [cut(text) for text in texts]
        problems = problems_of(read)
        if problems:
            raise AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields=problems)
        keys = [text_key(text) for text in read]
        async with asyncio.timeout(timeout_s):
            rows = await loaded.batcher.rows_of(dict(zip(keys, read, strict=True)))
        joined = b"".join([rows[key] for key in keys])
        vectors = np.frombuffer(joined, "<f4").reshape(len(keys), loaded.manifest.dims)
        return Embedded(vectors, loaded.manifest.model_id)

    async def drain(self) -> None:
        """Returns once no text waits for the model."""
        if self._loaded is not None:
            await self._loaded.batcher.drain()

    async def close(self) -> None:
        """Ends the worker and its thread."""
        if self._loaded is not None:
            self._loaded.worker.cancel()
            await asyncio.gather(self._loaded.worker, return_exceptions=True)
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _open(self) -> tuple[Encoder, int]:
        encoder = self._open_encoder()
        return encoder, safe_batch_rows(encoder)

    def _warm(self) -> _Loaded:
        if self._loaded is None:
            raise AppError(
                Reason.SERVICE_WARMING, "The embedding model is still loading.", retry_after_s=_WARMING_RETRY_S
            )
        return self._loaded
