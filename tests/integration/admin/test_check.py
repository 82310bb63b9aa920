"""`cvdeep admin check` against a real Redis that is safe, and one that was made to forget."""

from collections.abc import Iterator

import pytest

from services.admin.wiring import with_redis
from tests.integration.admin.conftest import Ask, Cli
from tools.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.usefixtures("one_redis")]


@pytest.fixture
def forgetful(redis_server: RedisServer) -> Iterator[None]:
    """A Redis that evicts, for the time of a test."""
    with_redis(redis_server.url, lambda database: database.config_set("maxmemory-policy", "allkeys-lru"))
    yield
    with_redis(redis_server.url, lambda database: database.config_set("maxmemory-policy", "noeviction"))


def test_a_redis_that_keeps_is_accepted(ask: Ask) -> None:
    """With an append-only file and without eviction the check ends well."""
    assert ask("check") == {"safe": True}


def test_a_redis_that_evicts_is_refused_in_plain_words(cli: Cli, forgetful: None) -> None:
    """The exit code is 1 and the sentence names the setting."""
    refused = cli("check")
    assert refused.exit_code == 1
    assert "maxmemory-policy is allkeys-lru" in refused.output


def test_told_so_an_unsafe_redis_is_accepted(cli: Cli, forgetful: None) -> None:
    """The same variable that lets services start lets the check end well."""
    assert cli("check", env={"CVDEEP_ALLOW_UNSAFE_REDIS": "1"}).exit_code == 0
