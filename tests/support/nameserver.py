"""A nameserver on loopback whose every answer a test scripts, over UDP and TCP."""

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from services.notifier.adapters.dns_resolver import Nameserver


@dataclass(frozen=True)
class Question:
    """A name as it was sent (with its last dot), `A` or `AAAA`, and how many such questions came before this one."""

    name: str
    kind: str
    number: int
    tcp: bool = False


@dataclass(frozen=True)
class Reply:
    """What is answered.

    Attributes:
        addresses: records of the question's kind, those of the other kind left out.
        chain: the names that the first one is an alias of, one after the other.
        rcode: such as NXDOMAIN or SERVFAIL.
        silent: nothing is answered at all.
        truncated: over UDP, the records are left out and TCP is asked for.
    """

    addresses: Sequence[str] = ()
    chain: Sequence[str] = ()
    rcode: str = "NOERROR"
    silent: bool = False
    truncated: bool = False


Script = Callable[[Question], Reply]


@dataclass
class ScriptedNameserver:
    """Answers as its script says and keeps what it was asked."""

    script: Script
    port: int = 0
    questions: list[Question] = field(default_factory=list)

    @property
    def counted(self) -> dict[str, int]:
        """How many questions of each kind came."""
        return dict(Counter(question.kind for question in self.questions))

    @property
    def nameserver(self) -> Nameserver:
        return Nameserver("127.0.0.1", self.port)

    def answer(self, wire: bytes, *, tcp: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        asked = query.question[0]
        name, kind = asked.name.to_text(), dns.rdatatype.to_text(asked.rdtype)
        number = sum(1 for question in self.questions if (question.name, question.kind) == (name, kind))
        question = Question(name, kind, number, tcp)
        self.questions.append(question)
        reply = self.script(question)
        if reply.silent:
            return None
        response = dns.message.make_response(query)
        response.set_rcode(dns.rcode.from_text(reply.rcode))
        if reply.truncated and not tcp:
            response.flags |= dns.flags.TC
            return response.to_wire()
        for alias in reply.chain:
            response.answer.append(dns.rrset.from_text(name, 0, "IN", "CNAME", f"{alias}."))
            name = f"{alias}."
        addresses = [address for address in reply.addresses if (":" in address) == (kind == "AAAA")]
        if addresses:
            response.answer.append(dns.rrset.from_text(name, 0, "IN", kind, *addresses))
        return response.to_wire()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, nameserver: ScriptedNameserver) -> None:
        self._nameserver = nameserver
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._nameserver.answer(data, tcp=False)
        if answer is not None:
            self._transport.sendto(answer, addr)


@asynccontextmanager
async def serving_names(script: Script) -> AsyncIterator[ScriptedNameserver]:
    """Runs a nameserver in this event loop."""
    nameserver = ScriptedNameserver(script)

    async def over_tcp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        answer = nameserver.answer(await reader.readexactly(length), tcp=True)
        if answer is not None:
            writer.write(struct.pack("!H", len(answer)) + answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(over_tcp, "127.0.0.1", 0)
    nameserver.port = server.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(nameserver), local_addr=("127.0.0.1", nameserver.port), family=socket.AF_INET
    )
    try:
        yield nameserver
    finally:
        transport.close()
        server.close()
        await server.wait_closed()


def always(*addresses: str, chain: Sequence[str] = ()) -> Script:
    """A script with one answer to everything."""
    return lambda _: Reply(addresses=addresses, chain=chain)
