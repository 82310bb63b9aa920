"""Channel and server options that must agree with each other, in one place."""

import json
from collections.abc import Mapping, Sequence

MAX_MESSAGE_BYTES = 16 * 2**20
# All bad fields of a request travel in the trailers: gRPC's own limit of 8 KiB would lose them.
MAX_METADATA_BYTES = 128 * 2**10

# A client that pings more often than a server allows is cut off with GOAWAY too_many_pings: the first of these two must
# stay above the second.
CLIENT_KEEPALIVE_MS = 60_000
SERVER_SHORTEST_PING_GAP_MS = 30_000
KEEPALIVE_TIMEOUT_MS = 10_000

# Connections end after five minutes, so that clients look names up again and find new replicas.
MAX_CONNECTION_AGE_MS = 300_000
MAX_CONNECTION_AGE_GRACE_MS = 60_000

Options = list[tuple[str, int | str]]

_BOTH: Options = [
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_metadata_size", MAX_METADATA_BYTES),
    ("grpc.absolute_max_metadata_size", 2 * MAX_METADATA_BYTES),
    ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
    ("grpc.keepalive_permit_without_calls", 1),
]


def server_options() -> Options:
    """Returns the options of every server."""
    return [
        *_BOTH,
        # Two processes that share a port by accident would each get half of the calls.
        ("grpc.so_reuseport", 0),
        ("grpc.max_connection_age_ms", MAX_CONNECTION_AGE_MS),
        ("grpc.max_connection_age_grace_ms", MAX_CONNECTION_AGE_GRACE_MS),
        ("grpc.http2.min_ping_interval_without_data_ms", SERVER_SHORTEST_PING_GAP_MS),
    ]


def channel_options(retry_methods: Mapping[str, Sequence[str]]) -> Options:
    """Returns the options of every channel; `retry_methods` as in `service_config`."""
    return [
        *_BOTH,
        ("grpc.keepalive_time_ms", CLIENT_KEEPALIVE_MS),
        ("grpc.http2.max_pings_without_data", 0),
        # Services find each other directly, whatever http_proxy says.
        ("grpc.enable_http_proxy", 0),
        # A restarted peer is found within two seconds, and so is a new address: a rollout replaces one replica right after the
        # other, and whoever has not heard of the new ones by then knows none.
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.min_reconnect_backoff_ms", 1_000),
        ("grpc.max_reconnect_backoff_ms", 2_000),
        ("grpc.dns_min_time_between_resolutions_ms", 1_000),
        # A call larger than this buffer would lose its right to be tried again.
        ("grpc.per_rpc_retry_buffer_size", MAX_MESSAGE_BYTES),
        ("grpc.enable_retries", 1),
        ("grpc.service_config_disable_resolution", 1),
        ("grpc.service_config", json.dumps(service_config(retry_methods))),
    ]


def service_config(retry_methods: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Spreads calls over all addresses, and sends what may be sent again up to three times in all.

    The named methods (full service name → methods) are sent again on UNAVAILABLE: it is unknown whether anybody did what they
    ask, and whoever names a method says it is idempotent. Any method is sent again on CANCELLED, which a server that is
    stopping answers to calls that reach it behind its GOAWAY: nobody has begun them. What it had begun and cuts off is
    UNAVAILABLE.
    """
    names = [{"service": service, "method": method} for service, methods in retry_methods.items() for method in methods]
    methods: list[dict[str, object]] = [{"name": [{}], "retryPolicy": _retry("CANCELLED")}]
    if names:
        methods.append({"name": names, "retryPolicy": _retry("CANCELLED", "UNAVAILABLE")})
    return {
        "loadBalancingConfig": [{"round_robin": {}}],
        # A replica that dies takes what is in flight with it, some dozens of calls. Fifty failures without successes in
        # between end all retries for a while: no storm on a sick server.
        "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1},
        "methodConfig": methods,
    }


def _retry(*codes: str) -> dict[str, object]:
    return {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": list(codes),
    }
