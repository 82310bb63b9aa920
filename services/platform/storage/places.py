"""Reads the URL of the fact store: one Redis, or the first nodes of a Redis Cluster."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

_CLUSTER_SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}
_DEFAULT_PORT = 6379


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the fact store is.

    Attributes:
        cluster: whether `seeds` are nodes of a Redis Cluster.
        seeds: host and port of nodes to ask first; empty when it is one Redis.
        wait_replicas: how many replicas must have received a write before it counts as done.
        url: the URL of the one Redis, without our own options.
    """

    cluster: bool
    seeds: tuple[tuple[str, int], ...]
    wait_replicas: int
    url: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Reads `redis://…`, `rediss://…`, `unix://…`, and `redis+cluster://` or `rediss+cluster://` with a list of nodes.

        Our own option `wait_replicas=n` may stand among redis-py's in the query.

        Raises:
            ValueError: it is none of these; the message does not repeat it, for it may hold a password.
        """
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        wanted = query.pop("wait_replicas", "0")
        if not wanted.isdecimal():
            raise ValueError("wait_replicas in the Redis URL is not a whole number")
        scheme = _CLUSTER_SCHEMES.get(parts.scheme)
        if scheme is None:
            plain = parts._replace(query=urlencode(query)).geturl()
            return cls(cluster=False, seeds=(), wait_replicas=int(wanted), url=plain)
        if parts.path not in {"", "/", "/0"}:
            raise ValueError("a Redis Cluster has one database, 0")
        login, _, hosts = parts.netloc.rpartition("@")
        node = parts._replace(scheme=scheme, netloc=f"{login}@%s" if login else "%s", path="/0", query=urlencode(query))
        seeds = tuple(_address(host) for host in hosts.split(","))
        return cls(cluster=True, seeds=seeds, wait_replicas=int(wanted), url=node.geturl())

    def node_url(self, address: tuple[str, int]) -> str:
        """Returns the URL of one node of the cluster."""
        host, port = address
        head, _, tail = self.url.rpartition("%s")
        return f"{head}{f'[{host}]' if ':' in host else host}:{port}{tail}"


def _address(text: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise ValueError("the URL of a Redis Cluster names its nodes as host:port,host:port")
    return host, port or _DEFAULT_PORT
