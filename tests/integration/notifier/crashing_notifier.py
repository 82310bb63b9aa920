"""A process for the crash tests: delivers what is due to one loopback listener until a failpoint ends it."""

import asyncio
import sys

from services.notifier.adapters.http_sender import HttpSender
from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.attempts import Attempts
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.slots import Limits
from services.platform.accounts.webhook_secrets import WebhookSecrets
from services.platform.storage.redis import connect
from tests.integration.notifier.receiver import LoopbackGuard


async def main(redis_url: str, port: int, lease_ms: int) -> None:
    redis = connect(redis_url)
    outbox = RedisOutbox(redis)
    attempts = Attempts(
        guard=LoopbackGuard(port),
        sender=HttpSender(total_s=5),
        secret_store=WebhookSecrets(redis),
        outbox=outbox,
        total_s=8,
    )
    limits = Limits(total=4, per_client=4, per_host=4)
    await Dispatcher(outbox=outbox, attempts=attempts, limits=limits, lease_ms=lease_ms, poll_s=0.01).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
