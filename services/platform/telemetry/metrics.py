"""Publishes Prometheus metrics on a listener of their own, and holds the metrics every service has."""

from collections.abc import Callable
from functools import cache

from prometheus_client import Counter, Histogram, disable_created_metrics, start_http_server

disable_created_metrics()  # type: ignore[no-untyped-call]

# From a Redis round trip to a match: 0.5 ms to 60 s.
DURATION_BUCKETS_S = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
)

RPC_SERVED = Counter("cvdeep_rpc_served", "gRPC calls answered, by method and status code.", ["method", "code"])
RPC_SERVED_SECONDS = Histogram(
    "cvdeep_rpc_served_seconds", "Time to answer a gRPC call.", ["method"], buckets=DURATION_BUCKETS_S
)
RPC_SENT = Counter("cvdeep_rpc_sent", "gRPC calls made, by method and status code.", ["method", "code"])
RPC_SENT_SECONDS = Histogram(
    "cvdeep_rpc_sent_seconds", "Time until a gRPC call was answered.", ["method"], buckets=DURATION_BUCKETS_S
)


@cache
def rpc_metrics(count: Counter, seconds: Histogram, method: str, code: str) -> tuple[Counter, Histogram]:
    """Returns one of the pairs above with its labels; looked up once, for there are few methods and codes."""
    return count.labels(method, code), seconds.labels(method)


def start_metrics(port: int, host: str = "127.0.0.1") -> Callable[[], None]:
    """Serves `/metrics` from a thread of its own and returns what ends it; port 0 serves nothing.

    Raises:
        OSError: the port is taken.
    """
    if port == 0:
        return lambda: None
    server, thread = start_http_server(port, addr=host)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join(timeout=2)

    return stop
