"""What waits in the outbox, and time that passes for it without anybody waiting."""

from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from services.platform.outbox.keys import hosts_key, line_key, outbox_key
from services.platform.storage.keys import PARTITIONS


async def _members(redis: Redis, key: str) -> list[str]:
    rows: Any = await redis.zrange(key, 0, -1)
    return [row.decode() for row in rows]


async def waiting(redis: Redis, client_id: str) -> dict[str, int]:
    """Returns event id → time of its next attempt (or of its lease's end), in milliseconds since the epoch."""
    found: dict[str, int] = {}
    for host in await _members(redis, hosts_key(client_id)):
        rows: Any = await redis.zrange(line_key(client_id, host), 0, -1, withscores=True)
        found |= {event_id.decode(): int(due) for event_id, due in rows}
    return found


async def let_pass(redis: Redis, time: timedelta) -> None:
    """Moves everything in the outbox that much nearer, as if the time had passed."""
    earlier = -time.total_seconds() * 1000
    outboxes = [outbox_key(number) for number in range(PARTITIONS)]
    clients = [client_id for outbox in outboxes for client_id in await _members(redis, outbox)]
    lines = [*outboxes, *(hosts_key(client_id) for client_id in clients)]
    for client_id in clients:
        lines += [line_key(client_id, host) for host in await _members(redis, hosts_key(client_id))]
    pipe = redis.pipeline(transaction=False)
    for line in lines:
        for member in await _members(redis, line):
            pipe.zincrby(line, earlier, member)
    await pipe.execute()
