"""What is sent again waits for a service that is just coming back, as in a rolling restart."""

import asyncio

import pytest

from services.gateway.adapters import matcher_grpc, patience
from services.gateway.adapters.matcher_grpc import GrpcMatches
from services.gateway.ports import Caller, Submission, UnreachableError
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from tests.integration.gateway.backend import Backend, serve
from tools.redis_server import free_port

CALLER = Caller(client_id="cl_1", project="main")
SUBMISSION = Submission(
    match_id="cvdm_first",
    idempotency_key=None,
    fingerprint=b"",
    cv_pdf=b"%PDF-1.7",
    position_id="p",
    job_description="A job.",
    config_json="{}",
    webhook_url=None,
    metadata={},
    tags=[],
    external_id=None,
)


async def test_k39_a_patient_submit_outlasts_the_gap_of_a_restart() -> None:
    """The impatient one fails at once, so that the gateway knows; the patient one is answered by the server that came back."""
    port = free_port()
    async with open_channel(f"127.0.0.1:{port}", default_timeout_s=20.0) as channel:
        matches = GrpcMatches(channel)
        with pytest.raises(UnreachableError) as caught:
            await matches.submit(CALLER, SUBMISSION)
        assert (caught.value.code, caught.value.resendable) == ("UNAVAILABLE", True)
        waiting = asyncio.create_task(matches.submit(CALLER, SUBMISSION, patient=True))
        backend = Backend()
        server, _ = await serve(backend, port=port)
        try:
            assert (await waiting).match_id
            assert [request.match_id for request in backend.submits] == ["cvdm_first"]
        finally:
            await server.stop(None)


async def test_k39_a_poll_that_is_asked_again_outlasts_the_gap_of_a_restart() -> None:
    """Nobody is there for the first; the second waits for the server that comes back, and the client hears of neither."""
    port = free_port()
    async with open_channel(f"127.0.0.1:{port}", default_timeout_s=20.0) as channel:
        matches = GrpcMatches(channel)
        with pytest.raises(UnreachableError):
            await matches.submit(CALLER, SUBMISSION)
        waiting = asyncio.create_task(matches.get(CALLER, "cvdm_first"))
        # One turn each for the two tries of an impatient one would be over by now.
        await asyncio.wait([waiting], timeout=0.2)
        backend = Backend()
        server, _ = await serve(backend, port=port)
        try:
            with pytest.raises(AppError) as answered:
                await waiting
            assert answered.value.reason is Reason.REQUEST_NOT_FOUND
            assert backend.asked == ["GetMatch"]
        finally:
            await server.stop(None)


async def test_k39_what_may_be_sent_again_outlasts_the_gap_of_a_restart() -> None:
    """A key that is looked up while the last known matcher goes is looked up at the one that comes."""
    port = free_port()
    methods = {matcher_grpc.SERVICE: matcher_grpc.IDEMPOTENT_METHODS}
    async with open_channel(f"127.0.0.1:{port}", retry_methods=methods, default_timeout_s=20.0) as channel:
        matches = GrpcMatches(channel)
        with pytest.raises(UnreachableError):
            await matches.submit(CALLER, SUBMISSION)
        waiting = asyncio.create_task(matches.find_replay(CALLER, idempotency_key="k", fingerprint=b""))
        # The three tries of an impatient one, a tenth of a second or two apart, would be over by now.
        await asyncio.wait([waiting], timeout=1.0)
        assert not waiting.done()
        server, _ = await serve(Backend(), port=port)
        try:
            assert await waiting is None
        finally:
            await server.stop(None)


async def test_what_may_be_sent_again_is_not_patient_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody comes the client hears so long before a call's own deadline."""
    monkeypatch.setattr(patience, "FOUND_WITHIN_S", 0.2)
    methods = {matcher_grpc.SERVICE: matcher_grpc.IDEMPOTENT_METHODS}
    async with open_channel(f"127.0.0.1:{free_port()}", retry_methods=methods, default_timeout_s=20.0) as channel:
        with pytest.raises(UnreachableError) as caught:
            await GrpcMatches(channel).find_replay(CALLER, idempotency_key="k", fingerprint=b"")
    assert (caught.value.code, caught.value.resendable) == ("DEADLINE_EXCEEDED", True)


async def test_a_poll_is_not_patient_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody comes back the client hears so long before a call's own deadline, and may ask again."""
    monkeypatch.setattr(patience, "FOUND_WITHIN_S", 0.2)
    async with open_channel(f"127.0.0.1:{free_port()}", default_timeout_s=20.0) as channel:
        with pytest.raises(UnreachableError) as caught:
            await GrpcMatches(channel).get(CALLER, "cvdm_first")
    assert (caught.value.code, caught.value.resendable) == ("DEADLINE_EXCEEDED", True)
