"""The matcher's settings."""

import pytest

from services.matcher.config import MatcherSettings, Role
from services.platform.config import ConfigError, Env

TARGET = {"CVDEEP_CORPUS_TARGET": "127.0.0.1:1"}


def test_defaults_are_those_of_the_design() -> None:
    """Lease 30 s renewed every 10 s, 15 minutes, two at once, both roles, matches kept until erased."""
    settings = MatcherSettings.from_env(Env(TARGET))

    assert settings == MatcherSettings(redis_url="redis://127.0.0.1:6379/0", corpus_target="127.0.0.1:1")
    assert settings.retention_days == 0
    assert (settings.lease_s, settings.renew_every_s, settings.deadline_s, settings.concurrency) == (30, 10, 900, 2)


@pytest.mark.parametrize(
    ("role", "answers", "works"), [("all", True, True), ("api", True, False), ("worker", False, True)]
)
def test_a_role_says_what_a_process_does(role: str, *, answers: bool, works: bool) -> None:
    """Answer calls, run matches, or both."""
    settings = MatcherSettings.from_env(Env({**TARGET, "CVDEEP_MATCHER_ROLE": role}))

    assert (settings.role.answers, settings.role.works) == (answers, works)
    assert settings.role is Role(role)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CVDEEP_MATCHER_ROLE", "boss"),
        ("CVDEEP_MATCHER_CONCURRENCY", "0"),
        ("CVDEEP_MATCHER_RENEW_EVERY_S", "11"),
        ("CVDEEP_MATCHER_LEASE_S", "-1"),
        ("CVDEEP_MATCHER_RETENTION_DAYS", "-1"),
    ],
)
def test_what_cannot_work_is_refused_by_its_name(name: str, value: str) -> None:
    """A lease must allow three renewals."""
    with pytest.raises(ConfigError, match=name):
        MatcherSettings.from_env(Env({**TARGET, name: value}))


def test_without_a_model_to_ask_there_is_no_matcher() -> None:
    """The corpus service's target has no default."""
    with pytest.raises(ConfigError, match="CVDEEP_CORPUS_TARGET"):
        MatcherSettings.from_env(Env({}))
