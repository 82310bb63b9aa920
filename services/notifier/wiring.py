"""Puts the notifier together and gives it a life."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import grpc

from cvdeep.notifier.v1 import notifier_pb2, notifier_pb2_grpc
from services.notifier.adapters.http_sender import HttpSender
from services.notifier.adapters.redis_deliveries import RedisDeliveries
from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.attempts import Attempts
from services.notifier.application.deliveries import Deliveries
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.config import NotifierConfig
from services.notifier.domain.slots import Limits
from services.notifier.guard_wiring import GuardSettings, build_guard
from services.notifier.ports.guard import TargetGuard
from services.notifier.ports.sending import Sender
from services.notifier.servicer import NotifierServicer
from services.platform.accounts.webhook_secrets import WebhookSecrets
from services.platform.config import Env
from services.platform.storage.access import RedisAccess
from services.platform.storage.format import require_format
from services.platform.storage.redis import connect
from services.platform.storage.safety import require_safe_redis
from services.platform.tasks import end_tasks


class Notifier:
    """The notifier as a service to run (see `platform.rpc.server.Service`)."""

    name = "notifier"
    service_names: Sequence[str] = (notifier_pb2.DESCRIPTOR.services_by_name["NotifierService"].full_name,)

    def __init__(
        self, config: NotifierConfig, env: Env, *, guard: TargetGuard | None = None, sender: Sender | None = None
    ) -> None:
        self._env = env
        self._redis = connect(config.redis_url, access=RedisAccess.from_env(env))
        # Only a test's constructor gives another guard or sender: no setting chooses them.
        judge = build_guard(GuardSettings.from_env(env))
        guard = guard or judge
        sender = sender or HttpSender(total_s=config.request_s, allows=judge.policy.allows)
        self._outbox = RedisOutbox(self._redis, kept=timedelta(days=config.kept_days))
        self._servicer = NotifierServicer(
            Deliveries(guard=guard, outbox=self._outbox, store=RedisDeliveries(self._redis))
        )
        self._dispatcher = Dispatcher(
            outbox=self._outbox,
            attempts=Attempts(
                guard=guard,
                sender=sender,
                secret_store=WebhookSecrets(self._redis),
                outbox=self._outbox,
                total_s=config.total_s,
            ),
            limits=Limits(total=config.concurrency, per_client=config.per_client, per_host=config.per_host),
            lease_ms=round(config.lease_s * 1000),
            poll_s=config.poll_s,
        )
        self._consumer: asyncio.Task[None] | None = None

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer."""
        notifier_pb2_grpc.add_NotifierServiceServicer_to_server(self._servicer, server)

    async def start(self) -> None:
        """Refuses a Redis that may forget or that this release does not understand, then starts to deliver."""
        await require_safe_redis(self._redis, self._env)
        await require_format(self._redis)
        self._consumer = asyncio.create_task(self._dispatcher.run())

    async def ready(self) -> bool:
        """Says whether Redis answers and events are being delivered."""
        working = self._consumer is not None and not self._consumer.done()
        return working and await self._outbox.ping()

    async def drain(self) -> None:
        """Takes on no more events and lets the attempts under way end."""
        self._dispatcher.stop()
        if self._consumer is not None:
            await self._consumer

    async def close(self) -> None:
        """Lets go of Redis; an attempt that did not end in time is tried again once its lease has ended."""
        if self._consumer is not None:
            await end_tasks([self._consumer])
        await self._dispatcher.abandon()
        await self._redis.aclose()
