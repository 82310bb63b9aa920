"""Names of the Redis keys of bulk syncs; all of one client's lie in its partition."""

from services.platform.storage.keys import client_key, partition_key, partition_of


def sync_key(client_id: str, sync_id: str) -> str:
    """Names the hash that is the sync."""
    return client_key(client_id, "sync", sync_id)


def errors_key(client_id: str, sync_id: str) -> str:
    """Names the list of a sync's first errors, each as JSON."""
    return client_key(client_id, "sync", sync_id, "errors")


def corpora_prefix(client_id: str) -> str:
    """Begins the names of a client's corpora; a corpus's short key follows.

    Behind a corpus's own name, `:mirrors` is the hash of its open mirrors (sync id → number of its round, and the field `round`,
    the latest one), and `:named` the sorted set of candidate keys that a sync has named, scored by the round of that moment.
    Both exist while a mirror is open.
    """
    return client_key(client_id, "corpus", "")


def due_key(partition: int) -> str:
    """Names a partition's syncs that have not ended, scored by the time from which one is to be seen to."""
    return partition_key(partition, "syncs")


def due_key_of(client_id: str) -> str:
    """Names the set that holds a client's syncs."""
    return due_key(partition_of(client_id))


def member_of(client_id: str, sync_id: str) -> str:
    """Names a sync inside such a set."""
    return f"{client_id}/{sync_id}"


def split_member(member: bytes) -> tuple[str, str]:
    """Returns the client id and sync id of a member."""
    client_id, _, sync_id = member.decode().partition("/")
    return client_id, sync_id
