"""Servers that stop under load: no call fails, and none is done twice for it."""

import asyncio
from collections import Counter

import grpc

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import make_server
from tests.integration.platform.rpc.servicers import Scripted
from tests.support.nameserver import Reply, serving_names
from tools.redis_server import free_port

CALLERS = 16


class Counting:
    """Two servers of which each can be replaced; counts what they were asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def start(self, address: str) -> grpc.aio.Server:
        async def embed(request: pb.EmbedRequest) -> pb.EmbedResponse:
            self.asked[request.texts[0]] += 1
            await asyncio.sleep(0.002)  # calls are under way when the server is told to stop
            return pb.EmbedResponse(model=address)

        server = make_server()
        pb_grpc.add_EmbeddingServiceServicer_to_server(Scripted(embed), server)
        server.add_insecure_port(address)
        await server.start()
        return server


async def test_k39_calls_that_reach_a_stopping_server_are_done_once_by_another() -> None:
    """K39: a method that is not named as idempotent, under load, over many stops: each call is answered, and begun once."""
    counting = Counting()
    addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    servers = {address: await counting.start(address) for address in addresses}
    sent, running = 0, True

    async def call_on_and_on(stub: pb_grpc.EmbeddingServiceStub) -> None:
        nonlocal sent
        while running:
            sent += 1
            await stub.Embed(pb.EmbedRequest(texts=[str(sent)]))  # type: ignore[misc]  # the stub is one of aio

    async with open_channel(f"ipv4:{','.join(addresses)}") as channel:
        stub = pb_grpc.EmbeddingServiceStub(channel)
        callers = [asyncio.create_task(call_on_and_on(stub)) for _ in range(CALLERS)]
        for round_number in range(6):
            address = addresses[round_number % 2]
            answered = set[str]()
            async with asyncio.timeout(20):
                while len(answered) < len(addresses):
                    answered.add((await stub.Embed(pb.EmbedRequest(texts=["which"]))).model)
                    await asyncio.sleep(0.01)  # until the one that came back takes calls again
            await servers[address].stop(10)
            servers[address] = await counting.start(address)
        running = False
        await asyncio.gather(*callers)
    for server in servers.values():
        await server.stop(None)

    del counting.asked["which"]
    assert len(counting.asked) == sent
    assert set(counting.asked.values()) == {1}


async def test_k39_replicas_replaced_one_right_after_the_other_are_found() -> None:
    """By name: both old addresses are gone within a moment, and the calls go to the new ones, none failing."""
    counting = Counting()
    port = free_port()
    ready = ["127.0.2.1", "127.0.2.2"]
    async with serving_names(lambda _: Reply(addresses=tuple(ready))) as nameserver:
        servers = {host: await counting.start(f"{host}:{port}") for host in ready}
        target = f"dns://127.0.0.1:{nameserver.port}/matcher.test:{port}"
        async with open_channel(target, default_timeout_s=20) as channel:
            stub = pb_grpc.EmbeddingServiceStub(channel)

            async def answered() -> str:
                # Patient, as a submit that is sent again: for a moment there may be nobody.
                answer = await stub.Embed(pb.EmbedRequest(texts=["x"]), wait_for_ready=True)
                return answer.model.partition(":")[0]

            assert await answered() in ready
            for old, new in (("127.0.2.1", "127.0.2.3"), ("127.0.2.2", "127.0.2.4")):
                servers[new] = await counting.start(f"{new}:{port}")
                ready[:] = [host for host in ready if host != old] + [new]
                await servers.pop(old).stop(1)
            assert await answered() in ready
            assert len([q for q in nameserver.questions if q.kind == "A"]) <= 6
    for server in servers.values():
        await server.stop(None)
