"""A receiver for the bench, a process of its own: `python -m tests.bench.webhook_sink KEY_AND_CERTIFICATE`.

Prints its three ports: the receiver's (TLS, answers 200 at once), the black hole's (accepts and never speaks), and one where a
connection gets as JSON when each event arrived, by event id in seconds of the machine's monotonic clock, and how many
connections the black hole holds at most.
"""

import asyncio
import json
import ssl
import sys
import time

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Sink:
    def __init__(self) -> None:
        self.arrivals: dict[str, float] = {}
        self.held = 0
        self.most_held = 0

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(row.split(": ", 1) for row in head.decode("latin-1").split("\r\n")[1:] if row)
            await reader.readexactly(int(fields["Content-Length"]))
            self.arrivals.setdefault(fields["X-CVDM-Event-Id"], time.monotonic())
            writer.write(OK)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def swallow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.held += 1
        self.most_held = max(self.most_held, self.held)
        try:
            await reader.read()
            while await reader.read(65_536):
                pass
        except ConnectionError:
            pass
        finally:
            self.held -= 1
            writer.close()

    async def tell(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(json.dumps({"arrivals": self.arrivals, "most_held": self.most_held}).encode())
        await writer.drain()
        writer.close()


async def main(certificate: str) -> None:
    sink, tls = Sink(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    servers = [
        await asyncio.start_server(sink.receive, "127.0.0.1", 0, ssl=tls, backlog=512),
        await asyncio.start_server(sink.swallow, "127.0.0.1", 0, backlog=512),
        await asyncio.start_server(sink.tell, "127.0.0.1", 0),
    ]
    sys.stdout.write(" ".join(str(server.sockets[0].getsockname()[1]) for server in servers) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
