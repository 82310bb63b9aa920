"""TLS in front of a server that speaks none: what Redis with TLS is to a client, where the Redis at hand was built without."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class TlsFront:
    """Where it listens, the context of the next handshake, and how many there were."""

    port: int
    context: ssl.SSLContext
    handshakes: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Breaks all connections, as a server that restarts."""
        for writer in tuple(self.open):
            writer.transport.abort()


@asynccontextmanager
async def tls_front(behind: int, context: ssl.SSLContext) -> AsyncIterator[TlsFront]:
    """Forwards from a loopback port with TLS to the loopback port `behind`."""

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        front.open.add(writer)
        try:
            await writer.start_tls(front.context)
            front.handshakes += 1
            there, back = await asyncio.open_connection("127.0.0.1", behind)
            await asyncio.gather(forward(reader, back), forward(there, writer))
        except OSError:
            writer.transport.abort()
        finally:
            front.open.discard(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    front = TlsFront(server.sockets[0].getsockname()[1], context)
    try:
        yield front
    finally:
        server.close()
        front.cut()
        await server.wait_closed()
