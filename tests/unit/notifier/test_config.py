"""Settings of the notifier, and what no setting can do."""

from dataclasses import fields

import pytest

from services.notifier.adapters.refuse_all_targets import RefuseAllTargets
from services.notifier.config import NotifierConfig
from services.notifier.wiring import Notifier
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


def test_no_setting_chooses_the_guard() -> None:
    """Whatever the environment says, both doors of the running notifier refuse every target."""
    words = (
        "GUARD",
        "ALLOW",
        "ALLOWLIST",
        "ALLOW_PRIVATE",
        "ALLOW_LOOPBACK",
        "TARGET_GUARD",
        "INSECURE",
        "DENY",
        "TEST",
    )
    wide = {f"CVDEEP_NOTIFIER_{word}": "*" for word in words} | {f"CVDEEP_{word}": "1" for word in words}
    env = Env({**wide, "CVDEEP_REDIS_URL": "redis://127.0.0.1:1/0"})

    notifier = Notifier(NotifierConfig.from_env(env), env)

    assert type(notifier._dispatcher._attempts._guard) is RefuseAllTargets
    assert type(notifier._servicer._deliveries._guard) is RefuseAllTargets
    assert {field.name for field in fields(NotifierConfig)} == {
        "redis_url", "total_s", "lease_s", "concurrency", "per_client", "poll_s",
    }  # fmt: skip
    assert not hasattr(RefuseAllTargets(), "__dict__") or vars(RefuseAllTargets()) == {}
