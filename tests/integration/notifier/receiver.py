"""A webhook receiver on loopback, and the one guard that lets a test reach it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from services.notifier.domain.target import Refusal, Target, TargetRefusedError


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers each connection with the next of `answers` (the last one again and again); counts connections."""

    answers: Sequence[bytes] = (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",)
    hold_open: bool = False
    connections: int = 0
    requests: list[Received] = field(default_factory=list)
    port: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections - 1
        try:
            self.requests.append(await _read(reader))
            writer.write(self.answers[min(number, len(self.answers) - 1)])
            await writer.drain()
            if self.hold_open:
                await self.released.wait()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = dict(line.split(": ", 1) for line in head[1:] if line)
    length = int(headers.get("Content-Length", "0"))
    return Received(method, path, headers, await reader.readexactly(length))


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.close()
        await server.wait_closed()


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass(frozen=True)
class LoopbackGuard:
    """Allows exactly one listener of the test, and nothing else anywhere."""

    port: int

    async def judge(self, url: str) -> Target:
        if urlsplit(url).netloc != f"127.0.0.1:{self.port}":
            raise TargetRefusedError(Refusal.PRIVATE, "not the test's listener")
        return Target(url=url, addresses=("127.0.0.1",))
