"""Calls between services with certificates on both sides, over real sockets."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.rpc import renewing, tls
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import make_server
from services.platform.rpc.tls import Certificates, TlsSettings, server_credentials
from tests.integration.platform.rpc.servicers import Scripted
from tests.support.certificates import Mounted

NAME = "matcher.cvdeep.test"
UNAVAILABLE = grpc.StatusCode.UNAVAILABLE


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@asynccontextmanager
async def serving(certificates: Certificates, *, port: int = 0) -> AsyncIterator[str]:
    """The target of a server that asks for certificates; its model's name tells of which peer it heard last."""

    class Telling(Scripted):
        async def GetModel(self, request: pb.GetModelRequest, context: Any) -> pb.GetModelResponse:  # noqa: N802
            return pb.GetModelResponse(model=context.auth_context()["x509_pem_cert"][0].decode())

    server = make_server()
    pb_grpc.add_EmbeddingServiceServicer_to_server(Telling(), server)
    bound = server.add_secure_port(f"127.0.0.1:{port}", server_credentials(certificates))
    await server.start()
    try:
        yield f"127.0.0.1:{bound}"
    finally:
        await server.stop(None)


async def asked(target: str, settings: TlsSettings | None) -> str:
    """Makes one call on a channel of its own."""
    certificates = None if settings is None else Certificates(settings)
    async with open_channel(target, certificates=certificates, peer="matcher", default_timeout_s=5) as channel:
        stub: Any = pb_grpc.EmbeddingServiceStub(channel)
        answer = await stub.GetModel(pb.GetModelRequest())
    model: str = answer.model
    return model


def mounted(tmp_path: Path, label: str, authority: trustme.CA, *names: str, **more: Any) -> Mounted:
    files = Mounted(tmp_path / label)
    files.put(authority, *names, **more)
    return files


async def test_g11_both_sides_show_certificates_of_one_authority(tmp_path: Path, authority: trustme.CA) -> None:
    """The call goes through, and the server has seen the client's certificate."""
    ours = mounted(tmp_path, "client", authority, "gateway.cvdeep.test")
    theirs = mounted(tmp_path, "server", authority, NAME)

    async with serving(Certificates(theirs.settings)) as target:
        seen = await asked(target, ours.named(matcher=NAME))

    assert seen.encode() in ours.settings.cert_file.read_bytes()


@pytest.mark.parametrize("who", ["plaintext", "without a certificate", "another authority", "expired"])
async def test_a08_g11_a_client_without_a_valid_certificate_is_refused(
    tmp_path: Path, authority: trustme.CA, who: str
) -> None:
    """A08: in the clear, with none, with one of another authority, or with one that has expired: no call is answered."""
    theirs = mounted(tmp_path, "server", authority, NAME)
    signing = trustme.CA() if who == "another authority" else authority
    age = timedelta(days=-1) if who == "expired" else timedelta(days=1)
    ours = mounted(tmp_path, "client", signing, "gateway.cvdeep.test", trusted=[authority], valid_for=age)

    async with serving(Certificates(theirs.settings)) as target:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            if who == "without a certificate":
                credentials = grpc.ssl_channel_credentials(authority.cert_pem.bytes())
                override = [("grpc.ssl_target_name_override", NAME)]
                async with grpc.aio.secure_channel(target, credentials, options=override) as channel:
                    stub: Any = pb_grpc.EmbeddingServiceStub(channel)
                    await stub.GetModel(pb.GetModelRequest(), timeout=5)
            else:
                await asked(target, None if who == "plaintext" else ours.named(matcher=NAME))

    assert caught.value.code() is UNAVAILABLE


@pytest.mark.parametrize("what", ["another name", "another authority", "expired"])
async def test_g11_a_server_that_is_not_who_it_should_be_is_not_called(
    tmp_path: Path, authority: trustme.CA, what: str
) -> None:
    """Its certificate must be of the authority, be valid now and have the name of the service."""
    name = "notifier.cvdeep.test" if what == "another name" else NAME
    signing = trustme.CA() if what == "another authority" else authority
    age = timedelta(days=-1) if what == "expired" else timedelta(days=1)
    theirs = mounted(tmp_path, "server", signing, name, trusted=[authority], valid_for=age)
    ours = mounted(tmp_path, "client", authority, "gateway.cvdeep.test")

    async with serving(Certificates(theirs.settings)) as target:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await asked(target, ours.named(matcher=NAME, other=name if what == "another name" else NAME))

    assert caught.value.code() is UNAVAILABLE


async def test_g11_without_a_name_of_its_own_a_peer_must_have_its_hosts(tmp_path: Path, authority: trustme.CA) -> None:
    """The host of the target is what the certificate must be for."""
    ours = mounted(tmp_path, "client", authority, "gateway.cvdeep.test")
    theirs = mounted(tmp_path, "server", authority, "localhost")

    async with serving(Certificates(theirs.settings)) as target:
        assert await asked(target.replace("127.0.0.1", "localhost"), ours.settings)
        with pytest.raises(grpc.aio.AioRpcError):
            await asked(target, ours.settings)


async def test_g11_every_certificate_is_replaced_under_load_and_no_call_fails(
    tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new authority: first both are believed, then its certificates are shown, then the old one is forgotten; calls go on throughout."""
    monkeypatch.setattr(tls, "_LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(renewing, "_CONNECT_WITHIN_S", 0.5)
    new = trustme.CA()
    ours = mounted(tmp_path, "client", authority, "gateway.cvdeep.test")
    theirs = mounted(tmp_path, "server", authority, NAME)
    done, seen, running = itertools.count(), set[str](), True

    async with (
        serving(Certificates(theirs.settings)) as target,
        open_channel(target, certificates=Certificates(ours.named(matcher=NAME)), peer="matcher") as channel,
    ):
        stub: Any = pb_grpc.EmbeddingServiceStub(channel)

        async def call_on_and_on() -> None:
            while running:
                seen.add((await stub.GetModel(pb.GetModelRequest())).model)
                next(done)

        async def until_seen(count: int) -> None:
            async with asyncio.timeout(20):
                while len(seen) < count:
                    assert all(not each.done() for each in callers), [
                        each.exception() for each in callers if each.done()
                    ]
                    await asyncio.sleep(0.01)  # the callers' progress

        callers = [asyncio.create_task(call_on_and_on()) for _ in range(8)]
        try:
            await until_seen(1)
            # A client that is too early: the server does not believe its new authority yet, so the old connection stays in use.
            ours.put(new, "gateway.cvdeep.test", trusted=[authority, new])
            before = next(done)
            async with asyncio.timeout(20):
                while next(done) < before + 200:
                    await asyncio.sleep(0.01)  # the callers' progress
            assert len(seen) == 1
            theirs.put(authority, NAME, trusted=[authority, new])
            await until_seen(2)
            theirs.put(new, NAME, trusted=[new])
            ours.put(new, "gateway.cvdeep.test")
            await until_seen(3)
        finally:
            running = False
        await asyncio.gather(*callers)
        # Whoever still has the old ones is out, and the new ones are what a new connection is made with.
        stale = mounted(tmp_path, "stale", authority, "gateway.cvdeep.test", trusted=[authority, new])
        with pytest.raises(grpc.aio.AioRpcError):
            await asked(target, stale.named(matcher=NAME))
        assert await asked(target, ours.named(matcher=NAME))


async def test_calls_in_flight_outlast_a_renewal(
    tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The channel they began on is closed when they have ended."""
    monkeypatch.setattr(tls, "_LOOK_EVERY_S", 0.01)
    ours = mounted(tmp_path, "client", authority, "gateway.cvdeep.test")
    theirs = mounted(tmp_path, "server", authority, NAME)
    entered, go = asyncio.Event(), asyncio.Event()

    async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
        if request.texts:
            entered.set()
            await go.wait()
        return pb.EmbedResponse(model="done")

    server = make_server()
    pb_grpc.add_EmbeddingServiceServicer_to_server(Scripted(embed), server)
    port = server.add_secure_port("127.0.0.1:0", server_credentials(Certificates(theirs.settings)))
    await server.start()
    try:
        certificates = Certificates(ours.named(matcher=NAME))
        async with open_channel(f"127.0.0.1:{port}", certificates=certificates, peer="matcher") as channel:
            assert isinstance(channel, renewing.RenewingChannel)
            stub: Any = pb_grpc.EmbeddingServiceStub(channel)
            long = asyncio.create_task(waiting(stub))
            await entered.wait()
            first = channel._now
            ours.put(authority, "gateway.cvdeep.test")
            async with asyncio.timeout(20):
                while channel._now is first:
                    await stub.Embed(pb.EmbedRequest())
                    await asyncio.sleep(0.01)  # the renewal's progress
            go.set()
            assert (await long).model == "done"
            async with asyncio.timeout(20):
                while channel._leaving:
                    await asyncio.sleep(0.01)  # the old channel is being closed
    finally:
        await server.stop(None)


async def waiting(stub: Any) -> Any:
    return await stub.Embed(pb.EmbedRequest(texts=["x"]), timeout=30)
