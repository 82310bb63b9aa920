"""Names of the Redis keys of matches; all of one client's lie in its partition."""

import hashlib

from services.platform.storage.keys import client_key, partition_key, partition_of

WORKERS_GROUP = "workers"


def record_key(client_id: str, match_id: str) -> str:
    """Names the hash that is the match."""
    return client_key(client_id, "match", match_id)


def cv_key(client_id: str, match_id: str) -> str:
    """Names the CV's bytes, which live outside the record and only until the match is final."""
    return client_key(client_id, "match", match_id, "cv")


def replay_key(client_id: str, key: str) -> str:
    """Names what an idempotency key stands for; hashed, so that no client's key can shape a key of ours."""
    return client_key(client_id, "idem", hashlib.sha256(key.encode()).hexdigest())


def index_key(client_id: str) -> str:
    """Names the client's matches in order of time, then id."""
    return client_key(client_id, "matches")


def erased_key(client_id: str) -> str:
    """Names the client's erased matches, in the same order: what is left of them is for the books alone."""
    return client_key(client_id, "erased")


def active_key(partition: int) -> str:
    """Names the matches of a partition that are not final, scored by the time of the next look at them."""
    return partition_key(partition, "active")


def stream_key(partition: int) -> str:
    """Names the doorbells of a partition."""
    return partition_key(partition, "bells")


def pace_key(partition: int) -> str:
    """Names what is known of run times in a partition."""
    return partition_key(partition, "pace")


def active_key_of(client_id: str) -> str:
    """Names the active set that holds a client's matches."""
    return active_key(partition_of(client_id))


def stream_key_of(client_id: str) -> str:
    """Names the doorbells that ring for a client's matches."""
    return stream_key(partition_of(client_id))


def member_of(client_id: str, match_id: str) -> str:
    """Names a match inside an active set."""
    return f"{client_id}/{match_id}"


def split_member(member: bytes) -> tuple[str, str]:
    """Returns the client id and match id of a member."""
    client_id, _, match_id = member.decode().partition("/")
    return client_id, match_id
