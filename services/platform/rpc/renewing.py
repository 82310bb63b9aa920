"""A channel that goes over to new certificates without failing a call."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import grpc

from services.platform.rpc.tls import Certificates, Material
from services.platform.telemetry.logging import get_logger

_READY = grpc.ChannelConnectivity.READY
# How long a channel with new certificates may take to connect before the old one, while it works, is kept for another while.
_CONNECT_WITHIN_S = 10.0
# No call is open for longer than its deadline, and none of ours is near this.
_CALLS_END_WITHIN_S = 600.0

_log = get_logger()

OpenWith = Callable[[Material], grpc.aio.Channel]


@dataclass(slots=True, eq=False)
class _Channel:
    """A channel with one set of certificates, and how many of its calls are open."""

    of: grpc.aio.Channel
    material: Material
    open_calls: int = 0
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    methods: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def call(self, kind: str, described: tuple[Any, ...], *args: Any, **options: Any) -> Any:
        """Makes a call and counts it for as long as it is open."""
        method = self.methods.get((kind, described))
        if method is None:
            method = self.methods[kind, described] = getattr(self.of, kind)(*described)
        call = method(*args, **options)
        self.open_calls += 1
        self.idle.clear()
        call.add_done_callback(self._ended)
        return call

    def _ended(self, _: object) -> None:
        self.open_calls -= 1
        if not self.open_calls:
            self.idle.set()


class RenewingChannel(grpc.aio.Channel):
    """A channel whose calls use the newest certificates.

    When the files have changed, a second channel connects beside the first; once it is ready, or the first one is not, new
    calls take the second, and the first is closed when its calls have ended.

    Args:
        certificates: where the newest ones are.
        open_with: makes a channel that uses some.
    """

    def __init__(self, certificates: Certificates, open_with: OpenWith) -> None:
        self._certificates = certificates
        self._open_with = open_with
        material = certificates.current()
        self._now = _Channel(open_with(material), material)
        self._renewal: asyncio.Task[None] | None = None
        self._leaving: dict[_Channel, asyncio.Task[None]] = {}

    def unary_unary(self, *described: Any, **more: Any) -> Any:
        """See `grpc.aio.Channel`, as the three after it."""
        return self._method("unary_unary", described, more)

    def unary_stream(self, *described: Any, **more: Any) -> Any:
        """One question, many answers."""
        return self._method("unary_stream", described, more)

    def stream_unary(self, *described: Any, **more: Any) -> Any:
        """Many questions, one answer."""
        return self._method("stream_unary", described, more)

    def stream_stream(self, *described: Any, **more: Any) -> Any:
        """Many of both."""
        return self._method("stream_stream", described, more)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:  # noqa: FBT001, FBT002 - grpc's signature
        """Returns the state of the channel that calls take now."""
        return self._now.of.get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        """Returns when the channel that calls take now is in another state."""
        await self._now.of.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        """Returns when the channel that calls take now is connected."""
        await self._now.of.channel_ready()

    async def close(self, grace: float | None = None) -> None:
        """Ends all calls, after `grace` seconds, and closes all connections."""
        tasks = [*self._leaving.values(), *([self._renewal] if self._renewal else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for channel in (self._now, *self._leaving):
            await channel.of.close(grace)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _method(self, kind: str, described: tuple[Any, ...], more: dict[str, Any]) -> Callable[..., Any]:
        whole = (*described, *more.values())

        def call(*args: Any, **options: Any) -> Any:
            self._look()
            return self._now.call(kind, whole, *args, **options)

        return call

    def _look(self) -> None:
        if self._renewal is None or self._renewal.done():
            material = self._certificates.current()
            if material is not self._now.material:
                self._renewal = asyncio.ensure_future(self._renew(material))

    async def _renew(self, material: Material) -> None:
        new = _Channel(self._open_with(material), material)
        try:
            connected = await self._connected(new.of)
        except asyncio.CancelledError:
            await new.of.close()
            raise
        if not connected and self._now.of.get_state() is _READY:
            # The peers may not know our new authority yet: to be tried again, for as long as the old one is believed.
            _log.warning("channel.not_renewed")
            await new.of.close()
            return
        old, self._now = self._now, new
        self._leaving[old] = asyncio.ensure_future(self._leave(old))
        _log.info("channel.renewed")

    async def _connected(self, channel: grpc.aio.Channel) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CONNECT_WITHIN_S):
                while (state := channel.get_state(try_to_connect=True)) is not _READY:
                    if self._now.of.get_state() is not _READY:
                        # Nothing is lost by going over at once.
                        return False
                    await channel.wait_for_state_change(state)
                return True
        return False

    async def _leave(self, old: _Channel) -> None:
        if old.open_calls:
            with suppress(TimeoutError):
                await asyncio.wait_for(old.idle.wait(), _CALLS_END_WITHIN_S)
        await old.of.close()
        del self._leaving[old]
