"""Options that must agree between both ends."""

import json

import pytest

from services.platform.config import Env
from services.platform.rpc.options import channel_options, server_options, service_config
from services.platform.rpc.server import ServerSettings

CHANNEL = dict(channel_options({"a.B": ["C"]}))
SERVER = dict(server_options())


def test_g07_a_client_never_pings_more_often_than_a_server_allows() -> None:
    """Otherwise the server ends the connection with GOAWAY too_many_pings."""
    assert int(CHANNEL["grpc.keepalive_time_ms"]) > int(SERVER["grpc.http2.min_ping_interval_without_data_ms"])
    assert CHANNEL["grpc.keepalive_permit_without_calls"] == SERVER["grpc.keepalive_permit_without_calls"] == 1


@pytest.mark.parametrize(
    "name", ["grpc.max_send_message_length", "grpc.max_receive_message_length", "grpc.max_metadata_size"]
)
def test_g03_both_ends_have_the_same_limits(name: str) -> None:
    """What one end may send the other end takes in."""
    assert CHANNEL[name] == SERVER[name]


def test_g05_connections_end_so_that_new_replicas_are_found() -> None:
    """A connection lives for five minutes and then lets its calls end."""
    assert SERVER["grpc.max_connection_age_ms"] == 300_000
    assert int(SERVER["grpc.max_connection_age_grace_ms"]) > 0
    assert SERVER["grpc.so_reuseport"] == 0


def test_g04_only_named_methods_are_sent_again_once_they_may_have_been_done() -> None:
    """UNAVAILABLE is tried again for methods by name, never for a whole service; three attempts, throttled."""
    config = json.loads(str(CHANNEL["grpc.service_config"]))

    of_all, methods = config["methodConfig"]
    assert methods["name"] == [{"service": "a.B", "method": "C"}]
    assert methods["retryPolicy"]["maxAttempts"] == 3
    assert methods["retryPolicy"]["retryableStatusCodes"] == ["CANCELLED", "UNAVAILABLE"]
    assert config["retryThrottling"] == {"maxTokens": 100, "tokenRatio": 0.1}
    assert config["loadBalancingConfig"] == [{"round_robin": {}}]
    assert of_all["name"] == [{}]
    assert of_all["retryPolicy"]["retryableStatusCodes"] == ["CANCELLED"]


def test_g04_without_names_only_what_nobody_has_begun_is_sent_again() -> None:
    """The default policy holds for every method and knows one code."""
    config = json.loads(json.dumps(service_config({})))
    (of_all,) = config["methodConfig"]

    assert of_all["retryPolicy"]["retryableStatusCodes"] == ["CANCELLED"]


def test_settings_are_read_from_the_environment() -> None:
    """Each variable reaches its setting, in its unit."""
    env = {
        "CVDEEP_LISTEN": "127.0.0.1:1", "CVDEEP_METRICS_PORT": "9", "CVDEEP_METRICS_HOST": "127.0.0.2",
        "CVDEEP_GRACE_S": "3.5", "CVDEEP_DRAIN_DELAY_MS": "250",
    }  # fmt: skip

    settings = ServerSettings.from_env(Env(env))

    assert settings == ServerSettings(
        listen="127.0.0.1:1",
        metrics_port=9,
        metrics_host="127.0.0.2",
        grace_s=3.5,
        drain_delay_s=0.25,
    )
