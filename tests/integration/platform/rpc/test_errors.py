"""Errors over a real gRPC connection."""

import json
from typing import Any

import grpc
import pytest

from cvdeep.corpus.v1 import embedding_pb2 as pb
from services.platform.config import Env
from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import configure_logging
from tests.integration.platform.rpc.servicers import Scripted, stub_of

SECRET = "Dr. Erika Mustermann, erika@example.org, born 1 April 1981"


def _raising(error: Exception) -> Scripted:
    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        private_local = request.texts[0]
        assert private_local
        raise error

    return Scripted(embed)


async def _failure(servicer: Scripted, error: type[Exception]) -> Any:
    async with stub_of(servicer) as stub:
        with pytest.raises(error) as caught:
            await stub.Embed(pb.EmbedRequest(texts=[SECRET]))
    return caught.value


async def test_app_error_arrives_whole() -> None:
    """Reason, message, every field, the retry time and the numbers cross a connection unchanged."""
    sent = AppError(
        Reason.INSUFFICIENT_CREDITS,
        "Zu wenig Guthaben – bitte aufladen.",
        fields={"config.skills.importance": ["too big", "not whole"], "cv_file": ["missing"]},
        retry_after_s=7,
        numbers={"required": 3, "balance": 2, "available": 0},
    )

    got: AppError = await _failure(_raising(sent), AppError)

    assert (got.reason, got.message, got.fields) == (sent.reason, sent.message, sent.fields)
    assert (got.retry_after_s, got.numbers) == (7, {"required": 3, "balance": 2, "available": 0})


async def test_many_bad_fields_fit() -> None:
    """A request with hundreds of bad fields is answered with all of them, not with a transport error."""
    fields = {
        f"config.requirements.skills.skills_config.hard_skills[{i}].importance": ["must be 1 to 5"] for i in range(400)
    }

    got: AppError = await _failure(_raising(AppError(Reason.INVALID_INPUT, "Bad.", fields=fields)), AppError)

    assert len(got.fields) == 400


async def test_an_endless_list_of_bad_fields_is_cut_and_still_arrives() -> None:
    """Fields beyond what trailers can hold are left out; the reason arrives."""
    fields = {f"candidates[{i}].parsed_cv": ["x" * 500] for i in range(2_000)}

    got: AppError = await _failure(_raising(AppError(Reason.INVALID_INPUT, "Bad.", fields=fields)), AppError)

    assert got.reason is Reason.INVALID_INPUT
    assert 50 < len(got.fields) < 2_000


async def test_unknown_exception_tells_the_caller_nothing() -> None:
    """What nobody expected becomes INTERNAL_ERROR: no text of the exception reaches the caller."""
    got: AppError = await _failure(_raising(ValueError(f"cannot parse {SECRET}")), AppError)

    assert got.reason is Reason.INTERNAL_ERROR
    assert (got.fields, got.retry_after_s, got.numbers) == ({}, None, {})
    wire = got.__cause__
    assert isinstance(wire, grpc.aio.AioRpcError)
    assert wire.code() is grpc.StatusCode.INTERNAL
    received = f"{wire.trailing_metadata()!r} {wire.details()} {wire.debug_error_string()}"
    assert "Mustermann" not in received
    assert "ValueError" not in received


async def test_unknown_exception_is_logged_once_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    """One error line holds the trace; neither the message nor a local variable of the servicer is in any line."""
    configure_logging("corpus", Env({}))

    await _failure(_raising(ValueError(f"cannot parse {SECRET}")), AppError)

    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    failed = [line for line in lines if line["event"] == "rpc.failed"]
    assert len(failed) == 1
    assert failed[0]["level"] == "error"
    assert "in embed" in failed[0]["exception"]
    assert "ValueError" in failed[0]["exception"]
    assert "Mustermann" not in out
    assert "example.org" not in out


async def test_a_call_nobody_of_us_refused_stays_a_transport_error() -> None:
    """Without our rich status the caller sees the gRPC code and judges itself."""

    async def unreachable(request: pb.EmbedRequest) -> pb.EmbedResponse:
        raise AssertionError("never called")

    async with stub_of(Scripted(unreachable)) as stub:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.Embed(pb.EmbedRequest(texts=["x" * (17 * 2**20)]))

    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_g03_a_message_of_five_mebibytes_passes() -> None:
    """Both ends take in far more than gRPC's default of 4 MiB."""
    big = "x" * (5 * 2**20)

    async with stub_of(Scripted()) as stub:
        answer = await stub.Embed(pb.EmbedRequest(texts=[big]))

    assert answer.model == big
