"""Deadlines, request ids and retries over a real gRPC connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.config import Env
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from services.platform.rpc.deadline import remaining_s
from services.platform.rpc.server import make_server
from services.platform.telemetry.context import current_request_id, request_scope
from services.platform.telemetry.logging import configure_logging
from tests.integration.platform.rpc.servicers import SERVICE, Scripted, echo, rejected, serving, stub_of


class _TimeLeft(pb_grpc.EmbeddingServiceServicer):
    """Notes how long each of its callers would wait."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    async def Embed(self, request: pb.EmbedRequest, context: Any) -> pb.EmbedResponse:  # noqa: N802
        self.seen.append(context.time_remaining())
        return pb.EmbedResponse()

    async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:  # noqa: N802
        return pb.GetModelResponse()


async def test_g01_a_call_that_names_no_deadline_gets_the_default() -> None:
    """No call on a channel of ours is without a deadline."""
    servicer = _TimeLeft()

    async with stub_of(servicer, default_timeout_s=3.0) as stub:
        await stub.Embed(pb.EmbedRequest())
        await stub.Embed(pb.EmbedRequest(), timeout=50)

    assert 0 < servicer.seen[0] < 3.5
    # gRPC rounds long timeouts up on the wire.
    assert 40 < servicer.seen[1] < 55


async def test_g01_an_inner_call_inherits_the_callers_deadline_shaved() -> None:
    """A call made while a call is served ends before its caller gives up, whatever the inner call wanted."""
    inner = _TimeLeft()
    outer_left: list[float | None] = []
    async with serving(inner) as target, open_channel(target, default_timeout_s=60.0) as channel:
        stub: Any = pb_grpc.EmbeddingServiceStub(channel)

        async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
            outer_left.append(remaining_s())
            await stub.Embed(request)
            await stub.Embed(request, timeout=55)
            return pb.EmbedResponse()

        async with stub_of(Scripted(embed)) as outer:
            await outer.Embed(pb.EmbedRequest(), timeout=4)

    assert outer_left[0] is not None
    assert outer_left[0] < 4.5
    assert all(left < outer_left[0] for left in inner.seen)


async def test_g02_a_callee_that_is_too_slow_is_cancelled() -> None:
    """At the deadline the caller gets DEADLINE_EXCEEDED and the callee's work is cancelled, not left running."""
    cancelled = asyncio.Event()

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return pb.EmbedResponse()

    async with stub_of(Scripted(embed)) as stub:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.Embed(pb.EmbedRequest(), timeout=0.2)
        await asyncio.wait_for(cancelled.wait(), 5)

    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED


async def test_cancelling_the_caller_cancels_the_callee() -> None:
    """Who stops waiting for an answer stops the work for it."""
    entered, cancelled = asyncio.Event(), asyncio.Event()

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        entered.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return pb.EmbedResponse()

    async with stub_of(Scripted(embed)) as stub:
        waiting = asyncio.ensure_future(_answer(stub))
        await asyncio.wait_for(entered.wait(), 5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wait_for(cancelled.wait(), 5)


async def _answer(stub: Any) -> Any:
    return await stub.Embed(pb.EmbedRequest(), timeout=30)


async def test_the_request_id_reaches_the_callee_and_its_logs(capsys: pytest.CaptureFixture[str]) -> None:
    """The id bound by the caller is the callee's and stands in the callee's log lines."""
    configure_logging("corpus", Env({}))
    seen: list[str | None] = []

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        seen.append(current_request_id())
        return pb.EmbedResponse()

    async with stub_of(Scripted(embed)) as stub:
        with request_scope("req_1700000000000_abc123"):
            await stub.Embed(pb.EmbedRequest())
        # The answer overtakes the callee's last log line, a second call does not.
        await stub.Embed(pb.EmbedRequest())

    assert seen[0] == "req_1700000000000_abc123"
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    served = [line for line in lines if line["event"] == "rpc.served"]
    assert served[0]["request_id"] == "req_1700000000000_abc123"
    assert served[0]["method"] == f"/{SERVICE}/Embed"
    assert seen[1] not in (None, seen[0])


async def test_a_hostile_request_id_is_replaced() -> None:
    """An id that could forge log lines never becomes ours."""
    seen: list[str | None] = []

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        seen.append(current_request_id())
        return pb.EmbedResponse()

    async with stub_of(Scripted(embed)) as stub:
        await stub.Embed(pb.EmbedRequest(), metadata=(("x-request-id", 'a" event="forged'),))

    assert seen[0] is not None
    assert seen[0].startswith("req_")


class _Unavailable(pb_grpc.EmbeddingServiceServicer):
    """Fails a number of times with a code before it answers."""

    def __init__(self, *, failures: int, code: grpc.StatusCode) -> None:
        self.calls = 0
        self._failures = failures
        self._code = code

    async def _maybe(self, context: Any) -> None:
        self.calls += 1
        if self.calls <= self._failures:
            await context.abort(self._code)

    async def Embed(self, request: pb.EmbedRequest, context: Any) -> pb.EmbedResponse:  # noqa: N802
        await self._maybe(context)
        return pb.EmbedResponse()

    async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:  # noqa: N802
        await self._maybe(context)
        return pb.GetModelResponse()


RETRIED = {SERVICE: ["GetModel"]}


async def test_g04_a_named_method_is_tried_again_when_unavailable() -> None:
    """Two UNAVAILABLE answers are hidden from the caller of a method named as idempotent."""
    servicer = _Unavailable(failures=2, code=grpc.StatusCode.UNAVAILABLE)

    async with stub_of(servicer, retry_methods=RETRIED) as stub:
        await stub.GetModel(pb.GetModelRequest())

    assert servicer.calls == 3


async def test_g04_no_fourth_attempt() -> None:
    """Three attempts are the most."""
    servicer = _Unavailable(failures=9, code=grpc.StatusCode.UNAVAILABLE)

    async with stub_of(servicer, retry_methods=RETRIED) as stub:
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.GetModel(pb.GetModelRequest())

    assert servicer.calls == 3


async def test_g04_a_method_that_is_not_named_is_never_sent_twice() -> None:
    """A submit-like method reaches the callee once, even when it says UNAVAILABLE."""
    servicer = _Unavailable(failures=1, code=grpc.StatusCode.UNAVAILABLE)

    async with stub_of(servicer, retry_methods=RETRIED) as stub:
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.Embed(pb.EmbedRequest())

    assert servicer.calls == 1


async def test_g04_other_codes_are_not_tried_again() -> None:
    """Only UNAVAILABLE says that nothing was done."""
    servicer = _Unavailable(failures=1, code=grpc.StatusCode.ABORTED)

    async with stub_of(servicer, retry_methods=RETRIED) as stub:
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.GetModel(pb.GetModelRequest())

    assert servicer.calls == 1


async def test_a_downstream_failure_inside_a_servicer_is_not_passed_on() -> None:
    """A transport error of an inner call that the servicer does not handle is an internal error to its caller."""

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        raise rejected(grpc.StatusCode.UNAVAILABLE)

    async with stub_of(Scripted(embed)) as stub:
        with pytest.raises(AppError) as caught:
            await stub.Embed(pb.EmbedRequest())

    assert caught.value.reason is Reason.INTERNAL_ERROR


class _Streams(grpc.GenericRpcHandler):
    """Three methods nobody has a proto for: bytes in, bytes out."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        makers: dict[str, Any] = {
            "/test.Streams/Count": grpc.unary_stream_rpc_method_handler(self._count),
            "/test.Streams/Sum": grpc.stream_unary_rpc_method_handler(self._sum),
            "/test.Streams/Echo": grpc.stream_stream_rpc_method_handler(self._echo),
        }
        return makers.get(handler_call_details.method)

    async def _count(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        for number in range(request[0]):
            yield bytes([number])
        raise AppError(Reason.RATE_LIMITED, "Enough.", retry_after_s=4)

    async def _sum(self, requests: AsyncIterator[bytes], context: Any) -> bytes:
        return bytes([sum([part[0] async for part in requests])])

    async def _echo(self, requests: AsyncIterator[bytes], context: Any) -> Any:
        async for part in requests:
            await context.write(part + (current_request_id() or "").encode()[:3])


@asynccontextmanager
async def _streams() -> AsyncIterator[grpc.aio.Channel]:
    server = make_server()
    server.add_generic_rpc_handlers((_Streams(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with open_channel(f"127.0.0.1:{port}") as channel:
        yield channel
    await server.stop(0)


async def _parts() -> AsyncIterator[bytes]:
    for number in (1, 2, 3):
        yield bytes([number])


async def test_streams_have_the_same_surroundings() -> None:
    """Deadline, request id and errors hold for streams in both directions, generator or writer."""
    async with _streams() as untyped:
        channel: Any = untyped
        counted: list[bytes] = []
        with pytest.raises(AppError) as caught:
            async for part in channel.unary_stream("/test.Streams/Count")(bytes([3])):
                counted.append(part)  # noqa: PERF401 - what came before the error counts
        total = await channel.stream_unary("/test.Streams/Sum")(_parts())
        echoed = [part async for part in channel.stream_stream("/test.Streams/Echo")(_parts())]

    assert counted == [b"\0", b"\1", b"\2"]
    assert (caught.value.reason, caught.value.retry_after_s) == (Reason.RATE_LIMITED, 4)
    assert total == b"\6"
    assert echoed == [b"\1req", b"\2req", b"\3req"]


async def test_an_unknown_method_is_unimplemented() -> None:
    """A method nobody serves stays gRPC's own answer."""
    async with _streams() as untyped:
        channel: Any = untyped
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await channel.unary_unary("/test.Streams/Nothing")(b"")

    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_a_restarted_callee_is_found_again() -> None:
    """A channel whose callee was away connects again by itself within its short backoff."""
    async with serving(Scripted(echo)) as target:
        channel = open_channel(target)
        stub: Any = pb_grpc.EmbeddingServiceStub(channel)
        await stub.Embed(pb.EmbedRequest(texts=["one"]))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.Embed(pb.EmbedRequest(texts=["nobody"]))
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE

    server = make_server()
    pb_grpc.add_EmbeddingServiceServicer_to_server(Scripted(echo), server)
    server.add_insecure_port(target)
    await server.start()
    answer = await stub.Embed(pb.EmbedRequest(texts=["two"]), wait_for_ready=True, timeout=10)

    assert answer.model == "two"
    await channel.close()
    await server.stop(0)
