"""The settings, and what is said about bad ones."""

import pytest

from services.gateway.config import GatewayConfig
from services.platform.config import ConfigError, Env

TARGETS = {"CVDEEP_MATCHER_TARGET": "m:1", "CVDEEP_CORPUS_TARGET": "c:1", "CVDEEP_NOTIFIER_TARGET": "n:1"}


def read(**variables: str) -> GatewayConfig:
    return GatewayConfig.from_env(Env(TARGETS | variables))


def test_everything_but_the_targets_has_a_default() -> None:
    """The three services must be named."""
    config = read()
    assert (config.host, config.port, config.matcher_target) == ("127.0.0.1", 8080, "m:1")
    for missing in TARGETS:
        with pytest.raises(ConfigError, match=missing):
            GatewayConfig.from_env(Env({name: value for name, value in TARGETS.items() if name != missing}))


def test_the_listener_may_be_ipv6() -> None:
    """The brackets are not part of the address."""
    config = read(CVDEEP_LISTEN="[::1]:0")
    assert (config.host, config.port) == ("::1", 0)


def test_settings_are_read() -> None:
    """Networks are a list, the drain delay is in milliseconds."""
    config = read(CVDEEP_GATEWAY_TRUSTED_PROXIES=" 10.0.0.0/8, ,2001:db8::/32", CVDEEP_DRAIN_DELAY_MS="1500")
    assert (config.trusted_proxies, config.drain_delay_s) == (("10.0.0.0/8", "2001:db8::/32"), 1.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CVDEEP_LISTEN", "8080"),
        ("CVDEEP_LISTEN", "h:99999"),
        ("CVDEEP_LISTEN", "h:x"),
        ("CVDEEP_GATEWAY_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("CVDEEP_GATEWAY_TRUSTED_PROXIES", "everyone"),
        ("CVDEEP_GATEWAY_UPLOADS_MIB", "1"),
        ("CVDEEP_GATEWAY_BODY_TIMEOUT_S", "0"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    """The complaint starts with the variable."""
    with pytest.raises(ConfigError, match=name):
        read(**{name: value})
