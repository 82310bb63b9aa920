"""Settings of the notifier."""

import pytest

from services.notifier.config import NotifierConfig
from services.platform.config import ConfigError, Env


def test_defaults_hold_together() -> None:
    """An empty environment gives a lease longer than an attempt can take."""
    config = NotifierConfig.from_env(Env({}))

    assert config.lease_s > config.total_s > config.request_s > 0


@pytest.mark.parametrize(("total", "lease"), [("15", "15"), ("15", "24.9"), ("120", "60")])
def test_w12_a_lease_shorter_than_an_attempt_refuses_to_start(total: str, lease: str) -> None:
    """A lease that could end before the attempt would let two processes deliver at once."""
    env = Env({"CVDEEP_NOTIFIER_TOTAL_S": total, "CVDEEP_NOTIFIER_LEASE_S": lease})

    with pytest.raises(ConfigError, match="CVDEEP_NOTIFIER_LEASE_S"):
        NotifierConfig.from_env(env)


def test_an_attempt_has_time_for_its_request() -> None:
    """A limit that the judgement of a target alone could use up refuses to start."""
    with pytest.raises(ConfigError, match="CVDEEP_NOTIFIER_TOTAL_S"):
        NotifierConfig.from_env(Env({"CVDEEP_NOTIFIER_TOTAL_S": "3"}))
