"""A link to Redis that a test makes slow, or cuts after a request has gone through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class SlowLink:
    """A TCP proxy on loopback.

    Attributes:
        delay_s: how long each piece of an answer is held back.
        answers_to_drop: so many answers are not passed on: their connections end instead, when Redis has done its work.
        dropped: how many were.
    """

    target: int
    delay_s: float = 0.0
    answers_to_drop: int = 0
    dropped: int = 0
    port: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries one connection."""
        back, forth = await asyncio.open_connection("127.0.0.1", self.target)
        self._writers |= {writer, forth}
        requests = asyncio.create_task(self._carry(reader, forth))
        try:
            while piece := await back.read(65_536):
                await asyncio.sleep(self.delay_s)
                if self.answers_to_drop:
                    self.answers_to_drop -= 1
                    self.dropped += 1
                    break
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            requests.cancel()
            for end in (writer, forth):
                end.close()
                self._writers.discard(end)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def slow_link(target: int) -> AsyncIterator[SlowLink]:
    """A link to a port for as long as the test takes."""
    link = SlowLink(target)
    server = await asyncio.start_server(link.serve, "127.0.0.1", 0)
    link.port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        server.close()
        for writer in list(link._writers):
            writer.close()
