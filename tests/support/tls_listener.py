"""A TLS listener on a loopback address, with certificates of an authority of the tests' own."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Authority:
    """Signs the listeners' certificates; whoever is to trust them gets `trust()` or the file of `write`."""

    def __init__(self) -> None:
        self._ca = trustme.CA()

    def serving(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """A server's context whose certificate is good for the names and addresses given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        until = datetime.now(UTC) + timedelta(days=-1 if expired else 1)
        self._ca.issue_cert(*names, not_after=until).configure_cert(context)
        return context

    def trust(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._ca.configure_trust(context)
        return context

    def write(self, path: Path) -> Path:
        """Writes the authority's certificate for another process to trust."""
        self._ca.cert_pem.write_to_path(str(path))
        return path


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class TlsListener:
    """Answers each request with the next of `answers` (the last one again and again).

    Attributes:
        tls: what it serves with (see `Authority.serving`); None speaks no TLS at all.
        address: the loopback address it listens on.
        port: the port, 0 for any free one; filled in once it listens.
        answering: replaces reading and answering a request by whatever a test needs, after the handshake.
        mute: connections are accepted and nothing is ever said, not even TLS.
        hold_open: connections stay open after the answer until the listener ends.
        connections: how many TCP connections were accepted; zero is what "blocked" means.
        server_names: the SNI of each handshake, None where a client named no one.
        requests: what was asked, oldest first.
    """

    tls: ssl.SSLContext | None
    address: str = "127.0.0.1"
    port: int = 0
    answers: Sequence[bytes] = (OK,)
    answering: Answering | None = None
    mute: bool = False
    hold_open: bool = False
    connections: int = 0
    server_names: list[str | None] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, host: str | None = None, path: str = "/hook") -> str:
        """The https URL of the listener, under a name or its own address."""
        return f"https://{host or self.address}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            await self._serve(reader, writer)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mute:
            await self.ending.wait()
            return
        if self.tls is not None:
            self.tls.sni_callback = lambda _ssl, name, _context: self.server_names.append(name)
            await writer.start_tls(self.tls)
        if self.answering is not None:
            await self.answering(reader, writer)
            return
        number = len(self.requests)
        self.requests.append(await read_request(reader))
        writer.write(self.answers[min(number, len(self.answers) - 1)])
        await writer.drain()
        if self.hold_open:
            await self.ending.wait()
        writer.close()
        await writer.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = dict(line.split(": ", 1) for line in head[1:] if line)
    length = int(headers.get("Content-Length", "0"))
    return Request(method, path, headers, await reader.readexactly(length))


@asynccontextmanager
async def listening(*listeners: TlsListener) -> AsyncIterator[None]:
    """Runs the listeners in this event loop; two on one port need two addresses."""
    servers = []
    try:
        for listener in listeners:
            server = await asyncio.start_server(listener.serve, listener.address, listener.port)
            servers.append(server)
            listener.port = server.sockets[0].getsockname()[1]
        yield
    finally:
        for listener in listeners:
            listener.ending.set()
        for server in servers:
            server.close()
            await server.wait_closed()
