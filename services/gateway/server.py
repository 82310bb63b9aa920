"""Runs the gateway's HTTP server from its start to its graceful end."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from aiohttp import web

from services.gateway.application.health import HealthBoard
from services.gateway.config import GatewayConfig
from services.gateway.connection import EnvelopeServer
from services.gateway.middleware import journal
from services.gateway.middleware.responses import problem
from services.gateway.pipeline import Pipeline
from services.gateway.problems import status_of
from services.platform.errors import AppError
from services.platform.telemetry.context import bind_request_id, new_request_id
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.metrics import start_metrics

_MAX_HEADERS = 64
_BACKLOG = 1024
_LINGER_S = 2.0
# Of the grace, what is left to requests whose clients are slow to read their answers.
_LAST_S = 1.0
_LOOK_EVERY_S = 0.05

_log = get_logger()


class Gateway:
    """The HTTP server with everything it leans on; `check` looks whether to start, `close` lets go of all."""

    def __init__(
        self,
        config: GatewayConfig,
        pipeline: Pipeline,
        board: HealthBoard,
        *,
        close: Callable[[], Awaitable[None]],
        check: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._config = config
        self._pipeline = pipeline
        self._board = board
        self._check = check
        self._close = close
        self._server: EnvelopeServer | None = None
        self._runner: web.ServerRunner | None = None
        self._site: web.TCPSite | None = None

    @property
    def port(self) -> int:
        """The port it listens on, once it is started."""
        if self._runner is None:
            raise RuntimeError("the gateway is not started")
        port: int = self._runner.addresses[0][1]
        return port

    async def start(self) -> None:
        """Listens.

        Raises:
            StartError: `check` found a reason not to.
            OSError: the port is taken.
        """
        if self._check is not None:
            await self._check()
        server = EnvelopeServer(
            self._pipeline,
            refuse=refuse_malformed,
            head_timeout_s=self._config.head_timeout_s,
            keepalive_timeout=self._config.keepalive_s,
            lingering_time=_LINGER_S,
            max_headers=_MAX_HEADERS,
            auto_decompress=False,
            access_log=None,
        )
        self._server = server
        self._runner = web.ServerRunner(server, shutdown_timeout=self._config.grace_s - self._idle_grace_s())
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, self._config.host, self._config.port, backlog=_BACKLOG)
        await self._site.start()

    async def stop(self) -> None:
        """Says it is ending, waits for load balancers to see it, lets requests in flight end, closes."""
        self._board.draining = True
        self._pipeline.draining = True
        if self._runner is not None:
            await asyncio.sleep(self._config.drain_delay_s)
            await self._let_connections_end()
            await self._runner.cleanup()
        await self._close()

    async def _let_connections_end(self) -> None:
        """Takes no new connections, and waits for the open ones to be used once more.

        Closing one that is idle can cross a request that is on its way, which nobody then answers. So it gets its next request, and
        tells with the answer that it ends. One that stays idle is closed in the end.
        """
        if self._site is None or self._server is None:
            return
        site, self._site = self._site, None
        await site.stop()
        ends_at = time.monotonic() + self._idle_grace_s()
        # aiohttp tells nobody when a connection ends.
        while self._server.connections and time.monotonic() < ends_at:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(_LOOK_EVERY_S)

    def _idle_grace_s(self) -> float:
        """Where nobody waits for load balancers, as on a developer's machine, idle connections end at once."""
        config = self._config
        return min(config.idle_grace_s, max(0.0, config.grace_s - _LAST_S)) if config.drain_delay_s else 0.0


def refuse_malformed(error: AppError) -> web.Response:
    """Returns the answer to bytes that are no request, and logs it as one."""
    request_id = new_request_id()
    bind_request_id(request_id)
    journal.record("any", journal.UNMATCHED, status_of(error.reason), seconds=0.0, client_id=None, reason=error.reason)
    return problem(error, request_id=request_id)


async def run(build: Callable[[GatewayConfig], Gateway], config: GatewayConfig) -> None:
    """Serves until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        stack.callback(start_metrics(config.metrics_port, config.metrics_host))
        gateway = build(config)
        stack.push_async_callback(gateway.stop)
        await gateway.start()
        _log.info("gateway.started", port=gateway.port)
        await ended.wait()
        _log.info("gateway.draining")
    _log.info("gateway.stopped")
