"""The matcher's gRPC service over real channels and a real Redis."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import grpc
import numpy as np
import pytest
from redis.asyncio import Redis

from cvdeep.common.v1 import common_pb2
from cvdeep.corpus.v1 import embedding_pb2, embedding_pb2_grpc
from cvdeep.matcher.v1 import matcher_pb2 as pb
from cvdeep.matcher.v1 import matcher_pb2_grpc
from services.matcher.adapters.embedder_grpc import GrpcEmbedder
from services.matcher.application.erasure import Erasure
from services.matcher.application.reading import Reading
from services.matcher.application.submission import Submission
from services.matcher.application.warmth import ModelWatch
from services.matcher.ports import TransientError
from services.matcher.servicer import MatcherServicer
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import make_server
from tests.integration.matcher.house import PDF, House, failure_of, new_id, result_of
from tests.unit.matcher.fakes import FakeGauges
from tests.unit.matcher.test_submission import CONFIG

pytestmark = pytest.mark.redis


class Model(embedding_pb2_grpc.EmbeddingServiceServicer):
    """Gives text i the unit vector of its first letter; refuses while `trouble` is set."""

    def __init__(self) -> None:
        self.trouble: AppError | grpc.StatusCode | None = None
        self.calls: list[int] = []
        self.short = False

    async def Embed(self, request: embedding_pb2.EmbedRequest, context: Any) -> embedding_pb2.EmbedResponse:  # noqa: N802 - gRPC's name
        if isinstance(self.trouble, AppError):
            raise self.trouble
        if self.trouble is not None:
            await context.abort(self.trouble, "trouble")
        self.calls.append(len(request.texts))
        vectors = np.zeros((len(request.texts), 26), dtype="<f4")
        for row, text in enumerate(request.texts):
            vectors[row, ord(text[0]) - ord("a")] = 1.0
        raw = vectors.tobytes()[:-4] if self.short else vectors.tobytes()
        return embedding_pb2.EmbedResponse(vectors=raw, dims=26, model="letters@1")

    async def GetModel(self, request: embedding_pb2.GetModelRequest, context: Any) -> embedding_pb2.GetModelResponse:  # noqa: N802 - gRPC's name
        return embedding_pb2.GetModelResponse(model="letters@1", dims=26, max_tokens=1)


@asynccontextmanager
async def served(add: Any, servicer: Any) -> AsyncIterator[grpc.aio.Channel]:
    server = make_server()
    add(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    channel = open_channel(f"127.0.0.1:{port}")
    try:
        yield channel
    finally:
        await channel.close()
        await server.stop(0)


@pytest.fixture
async def stub(house: House) -> AsyncIterator[Any]:
    model = Model()
    async with served(embedding_pb2_grpc.add_EmbeddingServiceServicer_to_server, model) as corpus:
        watch = ModelWatch(GrpcEmbedder(corpus, timeout_s=5.0), every_s=0.1)
        await watch.watch()
        servicer = MatcherServicer(
            Submission(house.intake, watch=watch, gauges=FakeGauges(), parallel=2),
            Reading(house.library),
            house.reconciliation,
            Erasure(house.erasing),
        )
        async with served(matcher_pb2_grpc.add_MatcherServiceServicer_to_server, servicer) as channel:
            yield matcher_pb2_grpc.MatcherServiceStub(channel)


def caller(client_id: str) -> common_pb2.Caller:
    return common_pb2.Caller(client_id=client_id, project="crm")


def submit_request(client_id: str, **changes: Any) -> pb.SubmitRequest:
    fields: dict[str, Any] = {
        "caller": caller(client_id),
        "match_id": new_id(),
        "fingerprint": b"\xaa" * 32,
        "cv_pdf": PDF,
        "position_id": "backend-1",
        "job_description": "A baker.",
        "config_json": CONFIG,
        "metadata": {"k": "v"},
        "tags": ["t"],
        "external_id": "e-1",
    }
    return pb.SubmitRequest(**{**fields, **changes})


async def test_a_match_goes_through_all_calls(stub: Any, house: House) -> None:
    """Submit, replay, poll, list, inspect and reconcile speak of the same match."""
    client_id = await house.client()
    first = await stub.Submit(submit_request(client_id, idempotency_key="k"))
    again = await stub.Submit(submit_request(client_id, idempotency_key="k", fingerprint=b"\xbb" * 32))
    found = await stub.FindReplay(
        pb.FindReplayRequest(caller=caller(client_id), idempotency_key="k", fingerprint=b"\xaa" * 32)
    )
    polled = await stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=first.match_id))
    listed = await stub.ListMatches(
        pb.ListMatchesRequest(caller=caller(client_id), limit=5, status=pb.MATCH_STATUS_PROCESSING, project="crm")
    )
    seen = await stub.InspectMatch(pb.InspectMatchRequest(client_id=client_id, match_id=first.match_id))
    books = await stub.Reconcile(pb.ReconcileRequest(client_id=client_id))

    assert first.estimated_seconds >= 1
    assert (again.match_id, again.replay, again.mismatch) == (first.match_id, True, True)
    assert (found.match_id, found.mismatch) == (first.match_id, False)
    assert polled.config_json == CONFIG
    row = polled.match
    assert (row.status, row.project, row.external_id, dict(row.metadata), list(row.tags)) == (
        pb.MATCH_STATUS_PROCESSING,
        "crm",
        "e-1",
        {"k": "v"},
        ["t"],
    )
    assert [match.id for match in listed.matches] == [first.match_id]
    assert seen.fields["attempts"] == "0"
    assert (list(books.drifts), books.balance, books.held, books.granted, books.matches) == ([], 300, 3, 300, 1)


async def test_an_ended_match_shows_its_end(stub: Any, house: House) -> None:
    """Finished: results, score and charge; failed: the error and no external id where none was sent."""
    client_id = await house.client()
    good, bad = await house.submitted(client_id), await house.submitted(client_id)
    claim, other = await house.claimed(good), await house.claimed(bad)
    await house.runs.finish(claim, result_of(claim))
    await house.runs.fail(other, failure_of(other))

    finished = await stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=good.id))
    failed = await stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=bad.id))

    assert (finished.match.status, finished.match.credits_charged) == (pb.MATCH_STATUS_FINISHED, 3)
    assert finished.cv_parser_result_json == '{"pages":1}'
    assert finished.match.score_json == '{"overall_score":0.5}'
    assert (failed.match.status, failed.match.error_code) == (pb.MATCH_STATUS_FAILED, "CV_NO_TEXT")
    assert not failed.match.HasField("external_id")


async def test_refusals_cross_with_their_reason(stub: Any, house: House) -> None:
    """Credits with numbers, fields with paths, polls with their wait."""
    poor, rich = await house.client(granted=2), await house.client()
    match = await stub.Submit(submit_request(rich))
    get = pb.GetMatchRequest(caller=caller(rich), match_id=match.match_id)
    await stub.GetMatch(get)

    async def refusal(call: Any) -> AppError:
        with pytest.raises(AppError) as refused:
            await call
        return refused.value

    credits_ = await refusal(stub.Submit(submit_request(poor)))
    fields = await refusal(stub.Submit(submit_request(rich, config_json='{"requirements":{}}')))
    poll = await refusal(stub.GetMatch(get))
    cursor = await refusal(stub.ListMatches(pb.ListMatchesRequest(caller=caller(rich), limit=1, cursor="x")))
    unknown = await refusal(stub.FindReplay(pb.FindReplayRequest(caller=caller(rich), idempotency_key="k")))

    assert (credits_.reason, credits_.numbers["available"]) == (Reason.INSUFFICIENT_CREDITS, 2)
    assert "config.requirements.skills" in fields.fields
    assert poll.reason is Reason.RATE_LIMITED
    assert 1 <= (poll.retry_after_s or 0) <= 10
    assert list(cursor.fields) == ["cursor"]
    assert unknown.reason is Reason.NOT_FOUND


async def test_an_erased_match_is_unknown_to_every_read(stub: Any, house: House) -> None:
    """Erase answers, also the second time; then polls are 404, lists are empty and a replay still names the id."""
    client_id = await house.client()
    submitted = await stub.Submit(submit_request(client_id, idempotency_key="k"))
    erase = pb.EraseMatchRequest(client_id=client_id, match_id=submitted.match_id)
    await stub.EraseMatch(erase)
    await stub.EraseMatch(erase)

    again = await stub.Submit(submit_request(client_id, idempotency_key="k"))
    listed = await stub.ListMatches(pb.ListMatchesRequest(caller=caller(client_id), limit=5))
    with pytest.raises(AppError) as polled:
        await stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=submitted.match_id))
    with pytest.raises(AppError) as unknown:
        await stub.EraseMatch(pb.EraseMatchRequest(client_id=client_id, match_id=new_id()))

    assert (again.match_id, again.replay) == (submitted.match_id, True)
    assert list(listed.matches) == []
    assert (polled.value.reason, unknown.value.reason) == (Reason.REQUEST_NOT_FOUND, Reason.REQUEST_NOT_FOUND)


async def embedded(model: Model, texts: Sequence[str]) -> Any:
    async with served(embedding_pb2_grpc.add_EmbeddingServiceServicer_to_server, model) as channel:
        return await GrpcEmbedder(channel, timeout_s=5.0).embed(texts)


async def test_vectors_come_back_in_order_in_as_many_calls_as_needed() -> None:
    """More texts than one call takes are asked in parts."""
    model = Model()
    texts = ["abc"[number % 3] for number in range(1_500)]

    found = await embedded(model, texts)

    assert (found.vectors.shape, found.vectors.dtype, found.model) == ((1_500, 26), np.float32, "letters@1")
    assert [int(row.argmax()) for row in found.vectors[:4]] == [0, 1, 2, 0]
    assert model.calls == [1_024, 476]


@pytest.mark.parametrize(
    "trouble",
    [
        AppError(Reason.SERVICE_WARMING, "Wait.", retry_after_s=5),
        AppError(Reason.RATE_LIMITED, "Full.", retry_after_s=1),
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
    ],
    ids=str,
)
async def test_a_model_that_is_away_is_a_passing_trouble(trouble: AppError | grpc.StatusCode) -> None:
    """The run waits and asks again."""
    model = Model()
    model.trouble = trouble

    with pytest.raises(TransientError):
        await embedded(model, ["a"])


async def test_a_refusal_of_the_model_is_no_passing_trouble() -> None:
    """Asking again would not help: another attempt or the match's failure decides."""
    model = Model()
    model.trouble = AppError(Reason.INVALID_INPUT, "No.")

    with pytest.raises(AppError):
        await embedded(model, ["a"])


async def test_an_answer_that_does_not_fit_is_refused() -> None:
    """A number too few never becomes a vector of another text."""
    model = Model()
    model.short = True

    with pytest.raises(ValueError, match="numbers for 2 texts"):
        await embedded(model, ["a", "b"])


async def test_nobody_at_the_other_end_is_a_passing_trouble(redis: Redis) -> None:
    """A corpus service that is not up yet."""
    channel = open_channel("127.0.0.1:1", default_timeout_s=2.0)

    with pytest.raises(TransientError):
        await GrpcEmbedder(channel, timeout_s=2.0).model()
    await channel.close()
