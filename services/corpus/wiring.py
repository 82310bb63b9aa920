"""Puts the corpus service together: the only module that knows its concrete classes."""

from collections.abc import Sequence

import grpc

from cvdeep.corpus.v1 import embedding_pb2_grpc
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.adapters.prometheus_meter import PrometheusMeter
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.config import CorpusSettings
from services.corpus.servicer import EMBEDDING_SERVICE, EmbeddingServicer


class CorpusService:
    """The corpus service as a process runs it; implements the platform's `Service`."""

    name = "corpus"
    service_names: Sequence[str] = (EMBEDDING_SERVICE,)

    def __init__(self, settings: CorpusSettings) -> None:
        self._embedding = Embedding(
            lambda: OnnxEncoder.open(settings.model_dir, threads=settings.threads),
            limits=EmbedLimits(queue_texts=settings.queue_texts, cache_texts=settings.cache_texts),
            meter=PrometheusMeter(),
        )

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicers."""
        embedding_pb2_grpc.add_EmbeddingServiceServicer_to_server(EmbeddingServicer(self._embedding), server)

    async def start(self) -> None:
        """Loads the model; raises `ModelFolderError` when it cannot be used."""
        await self._embedding.start()

    async def ready(self) -> bool:
        """Says whether texts can be embedded; Redis is not asked, embedding does not need it."""
        return self._embedding.ready()

    async def drain(self) -> None:
        """Lets the texts that wait be embedded."""
        await self._embedding.drain()

    async def close(self) -> None:
        """Lets go of the model's thread."""
        await self._embedding.close()
