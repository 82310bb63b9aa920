"""A process for the lifecycle test: a service whose start and readiness are steered by files."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import grpc

from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.config import Env, StartError
from services.platform.rpc.server import ServerSettings, serve_forever
from services.platform.telemetry.logging import configure_logging, get_logger
from tests.integration.platform.rpc.servicers import SERVICE, Scripted


class Steered:
    """Starts once the file `start` is there, is ready while `ready` is, drains until `drained` is."""

    name = "steered"
    service_names: Sequence[str] = (SERVICE,)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def register(self, server: grpc.aio.Server) -> None:
        pb_grpc.add_EmbeddingServiceServicer_to_server(Scripted(), server)

    async def start(self) -> None:
        if (self._folder / "broken").exists():
            raise ValueError("the weights of erika@example.org are torn")
        if (self._folder / "refused").exists():
            raise StartError("maxmemory-policy is allkeys-lru")
        await self._until("start")

    async def ready(self) -> bool:
        if (self._folder / "readiness_broken").exists():
            raise ConnectionError
        return (self._folder / "ready").exists()

    async def drain(self) -> None:
        await self._until("drained")

    async def close(self) -> None:
        get_logger().info("steered.closed")

    async def _until(self, name: str) -> None:
        while not (self._folder / name).exists():
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    configure_logging("steered", Env())
    folder = Path(sys.argv[1])
    settings = ServerSettings.from_env(Env({**os.environ, "CVDEEP_LISTEN": sys.argv[2], "CVDEEP_GRACE_S": "10"}))
    serve_forever(lambda: Steered(folder), replace(settings, ready_every_s=0.05))
