"""Names of the outbox's Redis keys, shared by those who write events and the one who delivers them.

An event is a hash (event_id, client_id, url, host, body, created_at_ms, status, attempt, epoch, lease_until_ms, traceparent),
listed by its client's `events`. While it waits it stands in the line of its host; `outbox.lua` keeps the lines and what leads
to them. All sorted sets are scored in milliseconds since the epoch.
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
    """Names the sorted set of a partition's clients with waiting events, scored by their first next attempt."""
    return partition_key(partition, "outbox")


def outbox_key_of(client_id: str) -> str:
    """Names the outbox in which a client with waiting events stands."""
    return outbox_key(partition_of(client_id))


def hosts_key(client_id: str) -> str:
    """Names the sorted set of the hosts a client's events wait for, scored by their first next attempt."""
    return client_key(client_id, "due")


def line_key(client_id: str, host: str) -> str:
    """Names the sorted set of the ids of a client's events that wait for a host, scored by their next attempt."""
    return client_key(client_id, "due", host)
