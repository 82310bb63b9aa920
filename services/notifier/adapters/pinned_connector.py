"""Connects to judged addresses and nothing else: it is never given a name to resolve, so no URL can lead it elsewhere."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv4Address, ip_address
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from services.notifier.domain.addresses import Address
from services.notifier.domain.delivery import Outcome
from services.notifier.ports.sending import SendError

# How long a peer may take to end TLS in good order, in the background.
_FAREWELL_S = 1.0


class PinnedConnector(aiohttp.BaseConnector):
    """One connection for one request, and none kept.

    Args:
        pins: what may be dialled, tried in this order, each for an equal share of the time left.
        port: where.
        server_name: whom the certificate must name, and the SNI unless it is an address.
        tls: how to speak TLS; None speaks plainly.
        connect_s: limit of the TCP connect, over all pins.
        tls_s: limit of the TLS handshake.
        allows: the address policy, asked once more about each pin; a pin it denies is not dialled.
        connected: called once the connection stands and nothing has been sent on it yet.
    """

    def __init__(
        self,
        *,
        pins: Sequence[Address],
        port: int,
        server_name: str,
        tls: ssl.SSLContext | None,
        connect_s: float,
        tls_s: float,
        allows: Callable[[Address], bool],
        connected: Callable[[], None],
    ) -> None:
        super().__init__(force_close=True, limit=1)
        self._pins = pins
        self._port = port
        self._server_name = server_name
        self._tls = tls
        self._connect_s = connect_s
        self._tls_s = tls_s
        self._allows = allows
        self._connected = connected

    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> ResponseHandler:  # noqa: ARG002, ASYNC109 - aiohttp's signature
        """Dials; what the request's URL says is not looked at."""
        opened = await self._dial()
        try:
            protocol = await self._speak(opened)
        except BaseException:
            opened.close()
            raise
        self._connected()
        return protocol

    async def _dial(self) -> socket.socket:
        """Returns a connected socket to one of the pins; raises `SendError`, in one wording for refused, closed and filtered ports."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self._connect_s
        for left, pin in zip(range(len(self._pins), 0, -1), self._pins, strict=True):
            if not self._allows(pin):
                raise SendError(Outcome.REFUSED_TARGET)
            try:
                async with asyncio.timeout((ends_at - loop.time()) / left):
                    return await _connect(pin, self._port)
            except OSError:  # a TimeoutError is one
                continue
        raise SendError(Outcome.CONNECT_ERROR)

    async def _speak(self, opened: socket.socket) -> ResponseHandler:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._tls_s):
                _, protocol = await loop.create_connection(
                    partial(ResponseHandler, loop=loop),
                    sock=opened,
                    ssl=self._tls,
                    server_hostname=self._server_name if self._tls else None,
                    ssl_shutdown_timeout=_FAREWELL_S if self._tls else None,
                )
        except ssl.SSLError:
            raise SendError(Outcome.TLS_ERROR) from None
        except TimeoutError:
            raise SendError(Outcome.TIMEOUT) from None
        except OSError:
            raise SendError(Outcome.CONNECT_ERROR) from None
        return protocol


async def _connect(pin: Address, port: int) -> socket.socket:
    family = socket.AF_INET if isinstance(pin, IPv4Address) else socket.AF_INET6
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setblocking(False)
        await asyncio.get_running_loop().sock_connect(opened, (str(pin), port))
        _require_peer(opened, pin)
    except BaseException:
        opened.close()
        raise
    return opened


def _require_peer(opened: socket.socket, pin: Address) -> None:
    """Before anything is said: whoever answered is who was judged."""
    if ip_address(opened.getpeername()[0]) != pin:
        raise SendError(Outcome.REFUSED_TARGET)
