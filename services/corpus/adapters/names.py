"""Names of the Redis keys of corpora and candidates; all of one client's lie in its partition.

`corpus` and `candidate` are the short keys of `services.corpus.domain.candidate_keys`.
"""

from services.platform.storage.keys import client_key, partition_key, partition_of

EMBED_GROUP = "embedders"
# Those of all partitions, in one slot.
_EDITIONS_PARTITION = 0


def corpora_key(client_id: str) -> str:
    """Names the sorted set of a client's corpora, scored by creation in ms."""
    return client_key(client_id, "corpora")


def corpus_hash_key(client_id: str, corpus: str) -> str:
    """Names the hash of a corpus: corpus_id, created_at_ms, seq, generation, pending, embedded, failed."""
    return client_key(client_id, "corpus", corpus)


def log_key(client_id: str, corpus: str) -> str:
    """Names the change log: a sorted set of candidate keys, each scored by the sequence number of its latest change."""
    return client_key(client_id, "corpus", corpus, "log")


def candidates_key(client_id: str, corpus: str) -> str:
    """Names the sorted set of a corpus's candidate keys, scored by order of creation."""
    return client_key(client_id, "corpus", corpus, "candidates")


def candidate_hash_key(client_id: str, corpus: str, candidate: str) -> str:
    """Names the record of a candidate."""
    return client_key(client_id, "corpus", corpus, "cand", candidate)


def candidate_runs_key(client_id: str, corpus: str, candidate: str) -> str:
    """Names the set of finished runs that hold a row of a candidate."""
    return client_key(client_id, "corpus", corpus, "cand", candidate, "runs")


def embed_stream_key(partition: int) -> str:
    """Names the doorbells of a partition's candidates that wait to be embedded."""
    return partition_key(partition, "embed")


def waiting_key(partition: int) -> str:
    """Names a partition's candidates that wait to be embedded, scored by the time of the next look at them."""
    return partition_key(partition, "embed", "waiting")


def erasing_key(partition: int) -> str:
    """Names a partition's keys that belong to erased corpora and wait to be unlinked."""
    return partition_key(partition, "erasing")


def editions_key() -> str:
    """Names the sorted set of all editions there ever were, scored by when the first process of each came up, in ms."""
    return partition_key(_EDITIONS_PARTITION, "editions")


def editions_heard_key() -> str:
    """Names the sorted set of editions scored by when a process of each was last heard of, in ms."""
    return partition_key(_EDITIONS_PARTITION, "editions", "heard")


def embed_stream_key_of(client_id: str) -> str:
    """Names the doorbells that ring for a client's candidates."""
    return embed_stream_key(partition_of(client_id))


def waiting_key_of(client_id: str) -> str:
    """Names the waiting set that holds a client's candidates."""
    return waiting_key(partition_of(client_id))


def erasing_key_of(client_id: str) -> str:
    """Names the list of keys of a client's erased corpora."""
    return erasing_key(partition_of(client_id))


def dead_prefix(client_id: str, corpus: str) -> str:
    """Begins the names that the candidates of an erased corpus get until they are unlinked; its generation follows."""
    return client_key(client_id, "corpus", corpus, "dead", "")


def outcome_key(client_id: str, corpus: str, call: str) -> str:
    """Names the outcome of one call of the upsert script, kept for as long as the call may be sent again."""
    return client_key(client_id, "corpus", corpus, "outcome", call)


def member_of(client_id: str, corpus: str, candidate: str) -> str:
    """Names a candidate inside a waiting set or a bell; a corpus's generation in place of the candidate, inside an erasing set."""
    return f"{client_id}/{corpus}/{candidate}"


def split_member(raw: bytes) -> tuple[str, str, str]:
    """Returns the three parts of a member."""
    client_id, corpus, last = raw.decode().split("/")
    return client_id, corpus, last
