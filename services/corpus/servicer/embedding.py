"""Answers gRPC calls about embedding with the use cases of embedding."""

from typing import Any

import grpc

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc
from services.corpus.application.embedding.service import Embedding

EMBEDDING_SERVICE = "cvdeep.corpus.v1.EmbeddingService"

_Context = grpc.aio.ServicerContext[Any, Any]


class EmbeddingServicer(embedding_pb2_grpc.EmbeddingServiceServicer):
    """Implements EmbeddingService."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding

    async def Embed(self, request: pb.EmbedRequest, context: _Context) -> pb.EmbedResponse:  # noqa: N802 - gRPC's name
        """Embeds texts, in order."""
        try:
            embedded = await self._embedding.embed(request.texts, timeout_s=context.time_remaining())
        except TimeoutError:
            await context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "The texts were not embedded in time.")
        return pb.EmbedResponse(
            vectors=embedded.vectors.tobytes(), dims=embedded.vectors.shape[1], model=embedded.model_id
        )

    async def GetModel(self, request: pb.GetModelRequest, context: _Context) -> pb.GetModelResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Says which model answers."""
        manifest = self._embedding.model()
        return pb.GetModelResponse(model=manifest.model_id, dims=manifest.dims, max_tokens=manifest.max_tokens)
