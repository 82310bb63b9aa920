"""A tiny service to prove the plumbing with, over the embedding proto."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import make_server

SERVICE = "cvdeep.corpus.v1.EmbeddingService"

Embed = Callable[[pb.EmbedRequest], Awaitable[pb.EmbedResponse]]
GetModel = Callable[[], Awaitable[pb.GetModelResponse]]


async def echo(request: pb.EmbedRequest) -> pb.EmbedResponse:
    return pb.EmbedResponse(model=request.texts[0] if request.texts else "")


async def model() -> pb.GetModelResponse:
    return pb.GetModelResponse(model="echo")


class Scripted(pb_grpc.EmbeddingServiceServicer):
    """Answers with whatever a test gives."""

    def __init__(self, embed: Embed = echo, get_model: GetModel = model) -> None:
        self._embed = embed
        self._get_model = get_model

    async def Embed(self, request: pb.EmbedRequest, context: Any) -> pb.EmbedResponse:  # noqa: N802
        return await self._embed(request)

    async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:  # noqa: N802
        return await self._get_model()


@asynccontextmanager
async def serving(servicer: pb_grpc.EmbeddingServiceServicer) -> AsyncIterator[str]:
    """Yields the target of a server with our options and interceptor."""
    server = make_server()
    pb_grpc.add_EmbeddingServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(0)


@asynccontextmanager
async def stub_of(servicer: pb_grpc.EmbeddingServiceServicer, **options: Any) -> AsyncIterator[Any]:
    """Yields a stub on a channel of ours to `servicer`."""
    async with serving(servicer) as target, open_channel(target, **options) as channel:
        yield pb_grpc.EmbeddingServiceStub(channel)


def rejected(code: grpc.StatusCode) -> grpc.aio.AioRpcError:
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), grpc.aio.Metadata())
