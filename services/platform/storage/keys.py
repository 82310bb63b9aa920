"""Names of Redis keys: everything of a client lies in one partition, hence in one Redis Cluster slot.

A partition's tag, not the client's id, is the hash tag: so one script can write a client's objects *and* the
partition's queue in one atomic step, on a single Redis and on a Redis Cluster alike. The number of partitions is
part of the stored data's shape and never changes.
"""

from zlib import crc32

PARTITIONS = 16
PREFIX = "cvdeep"


def partition_of(client_id: str) -> int:
    """Returns the partition that holds all keys of a client, 0 to 15."""
    return crc32(client_id.encode()) % PARTITIONS


def partition_key(partition: int, *parts: str) -> str:
    """Names a key of a partition, such as its queue."""
    return ":".join((PREFIX, f"{{p{partition:02d}}}", *parts))


def client_key(client_id: str, *parts: str) -> str:
    """Names a key of a client, such as `client_key(c, "account")`."""
    return partition_key(partition_of(client_id), "c", client_id, *parts)


def mark_key(key: str) -> str:
    """Names the key beside `key`, in its slot, that is written to see whether replicas follow."""
    _, opened, rest = key.partition("{")
    tag = rest.partition("}")[0] if opened else key
    return f"{PREFIX}:{{{tag}}}:mark"
