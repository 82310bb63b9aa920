"""Names of the outbox's Redis keys, shared by those who write events and the one who delivers them.

An event is a hash (event_id, client_id, url, body, created_at_ms, status, attempt, epoch, lease_until_ms), listed by its
client's `events` and waiting in its partition's `outbox`, both sorted sets scored in milliseconds since the epoch.
"""

from datetime import timedelta

from services.platform.storage.keys import client_key, partition_key, partition_of

ENDED_KEPT = timedelta(days=30)
"""How long an event that was delivered, given up or erased can still be read."""


def event_key(client_id: str, event_id: str) -> str:
    """Names the hash of one event."""
    return client_key(client_id, "event", event_id)


def attempts_key(client_id: str, event_id: str) -> str:
    """Names the list of one event's attempts, JSON rows, oldest first."""
    return client_key(client_id, "event", event_id, "attempts")


def events_key(client_id: str) -> str:
    """Names the sorted set of a client's event ids, scored by creation."""
    return client_key(client_id, "events")


def outbox_key(partition: int) -> str:
    """Names the sorted set of a partition's waiting events (see `member`), scored by their next attempt."""
    return partition_key(partition, "outbox")


def outbox_key_of(client_id: str) -> str:
    """Names the outbox that holds a client's waiting events."""
    return outbox_key(partition_of(client_id))


def member(client_id: str, event_id: str) -> str:
    """Names an event inside an outbox."""
    return f"{client_id}/{event_id}"


def split_member(raw: bytes) -> tuple[str, str]:
    """Returns the client id and event id of an outbox member."""
    client_id, _, event_id = raw.decode().partition("/")
    return client_id, event_id
