"""Asks the corpus service for vectors over gRPC."""

from collections.abc import Sequence

import grpc
import numpy as np

from cvdeep.corpus.v1 import embedding_pb2, embedding_pb2_grpc
from services.matcher.ports import Embeddings, TransientError
from services.platform.errors import AppError, Reason

METHODS = {"cvdeep.corpus.v1.EmbeddingService": ("Embed", "GetModel")}
"""What the channel may send again by itself: both only read."""

_MOST_TEXTS = 1_024
_AWAY = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.ABORTED,
        grpc.StatusCode.CANCELLED,
    }
)
_BUSY = frozenset({Reason.SERVICE_WARMING, Reason.RATE_LIMITED})


class GrpcEmbedder:
    """Implements `Embedder`; texts beyond 1,024 go in further calls."""

    def __init__(self, channel: grpc.aio.Channel, *, timeout_s: float) -> None:
        self._stub = embedding_pb2_grpc.EmbeddingServiceStub(channel)
        self._timeout_s = timeout_s

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        """Returns one unit vector a text, in order; raises `TransientError` while the model is away.

        Raises:
            ValueError: the answer does not fit the question.
        """
        parts = [
            await self._embed(texts[start : start + _MOST_TEXTS]) for start in range(0, max(1, len(texts)), _MOST_TEXTS)
        ]
        if len({part.model for part in parts}) != 1:
            # The model was replaced between two calls: vectors of two models cannot be compared.
            raise TransientError
        return Embeddings(vectors=np.concatenate([part.vectors for part in parts]), model=parts[0].model)

    async def model(self) -> str:
        """Returns the model's name and weights; raises `TransientError` while it is away."""
        try:
            answer = await self._stub.GetModel(embedding_pb2.GetModelRequest(), timeout=self._timeout_s)
        except (grpc.aio.AioRpcError, AppError) as error:
            raise _judged(error) from error
        return answer.model

    async def _embed(self, texts: Sequence[str]) -> Embeddings:
        try:
            answer = await self._stub.Embed(embedding_pb2.EmbedRequest(texts=texts), timeout=self._timeout_s)
        except (grpc.aio.AioRpcError, AppError) as error:
            raise _judged(error) from error
        numbers = np.frombuffer(answer.vectors, dtype="<f4").astype(np.float32)
        if numbers.size != len(texts) * answer.dims:
            raise ValueError(f"{numbers.size} numbers for {len(texts)} texts of {answer.dims}")
        return Embeddings(vectors=numbers.reshape(len(texts), answer.dims), model=answer.model)


def _judged(error: grpc.aio.AioRpcError | AppError) -> Exception:
    """Returns what to raise: `TransientError` when asking again may help, else the error itself."""
    if isinstance(error, AppError):
        return TransientError() if error.reason in _BUSY else error
    return TransientError() if error.code() in _AWAY else error
