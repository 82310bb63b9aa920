"""Names of the Redis keys of search runs; all of one client's lie in its partition.

Scripts that erase candidates share `scripts/runs/erase.lua` and are given `runs_prefix` with the reverse sets: a candidate's
(`names.candidate_runs_key`) and a corpus's (`corpus_runs_key`).
"""

import hashlib

from services.platform.storage.keys import client_key, partition_key, partition_of

SEARCHERS_GROUP = "searchers"


def runs_prefix(client_id: str) -> str:
    """Begins the names of all a client's runs."""
    return client_key(client_id, "run", "")


def run_key(client_id: str, run_id: str) -> str:
    """Names the hash that is the run."""
    return client_key(client_id, "run", run_id)


def rows_key(client_id: str, run_id: str) -> str:
    """Names the hash of a finished run's rows: candidate key → row as JSON."""
    return client_key(client_id, "run", run_id, "rows")


def order_key(client_id: str, run_id: str) -> str:
    """Names the sorted set of a finished run's candidate keys, scored by rank."""
    return client_key(client_id, "run", run_id, "order")


def runs_key(client_id: str) -> str:
    """Names the client's runs in order of time, then id."""
    return client_key(client_id, "runs")


def corpus_runs_key(client_id: str, corpus: str) -> str:
    """Names the set of runs that hold rows of a corpus, by the corpus's short key."""
    return client_key(client_id, "corpus", corpus, "runs")


def candidates_prefix(client_id: str, corpus: str) -> str:
    """Begins the names of a corpus's candidates, by the corpus's short key; one's runs are named by its name and `:runs`."""
    return client_key(client_id, "corpus", corpus, "cand", "")


def plan_key(client_id: str, position_id: str) -> str:
    """Names the cached retrieval plan of a position; hashed, so that no client's id can shape a key of ours."""
    return client_key(client_id, "plan", hashlib.sha256(position_id.encode()).hexdigest()[:32])


def search_replay_key(client_id: str, key: str) -> str:
    """Names what an idempotency key of a search stands for; hashed likewise."""
    return client_key(client_id, "search_idem", hashlib.sha256(key.encode()).hexdigest())


def queue_key(partition: int) -> str:
    """Names the runs of a partition that have not ended, scored by the time from which a worker may take them."""
    return partition_key(partition, "search", "queue")


def bells_key(partition: int) -> str:
    """Names the doorbells of a partition's searches."""
    return partition_key(partition, "search")


def queue_key_of(client_id: str) -> str:
    """Names the queue that holds a client's runs."""
    return queue_key(partition_of(client_id))


def bells_key_of(client_id: str) -> str:
    """Names the doorbells that ring for a client's runs."""
    return bells_key(partition_of(client_id))


def member_of(client_id: str, run_id: str) -> str:
    """Names a run inside a queue."""
    return f"{client_id}/{run_id}"


def split_member(member: bytes) -> tuple[str, str]:
    """Returns the client id and run id of a member."""
    client_id, _, run_id = member.decode().partition("/")
    return client_id, run_id
