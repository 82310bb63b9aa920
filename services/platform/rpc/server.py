"""Runs a gRPC service from its start to its graceful end: health, reflection, metrics, signals."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, Self

import grpc
import uvloop
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from services.platform.config import Env, StartError
from services.platform.rpc.interceptor import CallInterceptor
from services.platform.rpc.options import server_options
from services.platform.rpc.tls import Certificates, TlsSettings, server_credentials
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.metrics import start_metrics

LIVE = "live"
"""A name of the health service: SERVING as long as the process answers at all, whether or not what it needs is there."""

_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
_READY_TIMEOUT_S = 2.0
_LEAST_STOP_S = 0.5

_log = get_logger()


class Service(Protocol):
    """What a service gives to be run."""

    name: str
    """The short name, such as `matcher`."""
    service_names: Sequence[str]
    """Full gRPC names of what it serves, such as `cvdeep.matcher.v1.MatcherService`."""

    def register(self, server: grpc.aio.Server) -> None:
        """Adds its servicers."""

    async def start(self) -> None:
        """Loads and connects; until it returns, calls are refused with `SERVICE_WARMING`."""

    async def ready(self) -> bool:
        """Says whether it can do its job now; asked about once a second."""

    async def drain(self) -> None:
        """Takes on no new work of its own and lets what runs end; calls are still answered."""

    async def close(self) -> None:
        """Lets go of everything; called once, after the last call, also when `start` failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Where a service listens and how it ends.

    Attributes:
        listen: host:port of the gRPC listener.
        health_listen: host:port of a second listener that serves health alone, always in the clear; none when empty.
        tls: our certificates, where the gRPC listener asks for them; None serves in the clear.
        metrics_port: port of the Prometheus listener, 0 for none.
        metrics_host: address of the Prometheus listener.
        grace_s: how long the whole shutdown may take.
        drain_delay_s: how long calls are still taken in after health says NOT_SERVING, so that clients learn of it.
        ready_every_s: how often `ready` is asked.
    """

    listen: str
    health_listen: str = ""
    tls: TlsSettings | None = None
    metrics_port: int = 0
    metrics_host: str = "127.0.0.1"
    grace_s: float = 20.0
    drain_delay_s: float = 0.0
    ready_every_s: float = 1.0

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_LISTEN, CVDEEP_HEALTH_LISTEN, CVDEEP_METRICS_{PORT,HOST}, CVDEEP_GRACE_S, CVDEEP_DRAIN_DELAY_MS and `TlsSettings`."""
        return cls(
            listen=env.text("CVDEEP_LISTEN"),
            health_listen=env.text("CVDEEP_HEALTH_LISTEN", ""),
            tls=TlsSettings.from_env(env),
            metrics_port=env.integer("CVDEEP_METRICS_PORT", 0),
            metrics_host=env.text("CVDEEP_METRICS_HOST", "127.0.0.1"),
            grace_s=env.number("CVDEEP_GRACE_S", 20.0),
            drain_delay_s=env.integer("CVDEEP_DRAIN_DELAY_MS", 0) / 1000,
        )


def make_server(*, started: Callable[[], bool] = lambda: True) -> grpc.aio.Server:
    """Returns a server with our options and interceptor, without any servicer or port."""
    return grpc.aio.server(interceptors=[CallInterceptor(started=started)], options=server_options())


def serve_forever(build: Callable[[], Service], settings: ServerSettings) -> None:
    """Runs the service that `build` makes, inside the event loop, until SIGTERM or SIGINT; exits with 1 if it fails.

    Call `configure_logging` first.
    """

    async def main() -> None:
        await run_service(build(), settings)

    try:
        uvloop.run(main())
    except StartError as error:
        # The log withholds messages of errors; this one is meant to be read.
        _log.error("service.refused_to_start", why=str(error))
        sys.exit(1)
    except Exception:  # noqa: BLE001 - the last one to see it
        _log.exception("service.crashed")
        sys.exit(1)


async def run_service(service: Service, settings: ServerSettings, *, stop: asyncio.Event | None = None) -> None:
    """Runs a service until a signal, or until `stop` is set.

    Health is SERVING while the service has started, says it is ready and was not told to end; NOT_SERVING otherwise.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    run = _Run(service, settings, stop)
    try:
        await run.to_its_end()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


class _Run:
    """One service in one process, from its start to its end."""

    def __init__(self, service: Service, settings: ServerSettings, stop: asyncio.Event) -> None:
        self._service = service
        self._settings = settings
        self._stop = stop
        self._started = False
        self._serving = False
        self._health = health.aio.HealthServicer()
        self._server = make_server(started=lambda: self._started)
        self._probed = grpc.aio.server(options=server_options())

    async def to_its_end(self) -> None:
        stop_metrics = start_metrics(self._settings.metrics_port, self._settings.metrics_host)
        try:
            await self._listen()
            if await self._start_service():
                await self._watch_readiness()
        finally:
            await self._shut_down()
            stop_metrics()

    async def _listen(self) -> None:
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = [health.SERVICE_NAME, reflection.SERVICE_NAME, *self._service.service_names]
        reflection.enable_server_reflection(names, self._server)
        self._service.register(self._server)
        await self._say(serving=False)
        await self._health.set(LIVE, _SERVING)
        listen, tls = self._settings.listen, self._settings.tls
        if tls is None:
            self._server.add_insecure_port(listen)
        else:
            self._server.add_secure_port(listen, server_credentials(Certificates(tls)))
        await self._server.start()
        if self._settings.health_listen:
            health_pb2_grpc.add_HealthServicer_to_server(self._health, self._probed)
            self._probed.add_insecure_port(self._settings.health_listen)
            await self._probed.start()
        _log.info("service.listening", listen=listen, tls=tls is not None)

    async def _start_service(self) -> bool:
        """Returns False when the service was told to end before it had started."""
        starting = asyncio.ensure_future(self._service.start())
        stopping = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not starting.done():
            starting.cancel()
            with suppress(asyncio.CancelledError):
                await starting
            return False
        await starting
        self._started = True
        _log.info("service.started")
        return True

    async def _watch_readiness(self) -> None:
        while not self._stop.is_set():
            ready = await self._is_ready()
            if not self._stop.is_set() and ready is not self._serving:
                await self._say(serving=ready)
                _log.info("service.ready" if ready else "service.unready")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), self._settings.ready_every_s)

    async def _is_ready(self) -> bool:
        try:
            async with asyncio.timeout(_READY_TIMEOUT_S):
                return await self._service.ready()
        except Exception as error:  # noqa: BLE001 - a check that fails in any way says no
            if self._serving:
                _log.warning("readiness.failed", exc_info=error)
            return False

    async def _say(self, *, serving: bool) -> None:
        self._serving = serving
        for name in ("", *self._service.service_names):
            await self._health.set(name, _SERVING if serving else _NOT_SERVING)

    async def _shut_down(self) -> None:
        ends_at = time.monotonic() + self._settings.grace_s
        _log.info("service.stopping")
        await self._say(serving=False)
        if self._started:
            await asyncio.sleep(self._settings.drain_delay_s)
            try:
                async with asyncio.timeout(max(_LEAST_STOP_S, ends_at - time.monotonic())):
                    await self._service.drain()
            except Exception as error:  # noqa: BLE001 - the rest of the shutdown must happen
                _log.warning("drain.failed", exc_info=error)
        await self._server.stop(max(_LEAST_STOP_S, ends_at - time.monotonic()))
        await self._probed.stop(None)
        await self._service.close()
        _log.info("service.stopped")
