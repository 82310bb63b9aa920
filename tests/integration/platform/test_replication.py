"""Writes that count as done only when a replica has them (adversary K34)."""

import signal
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from services.platform.accounts.account_keys import account_key
from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.values import Permission
from services.platform.storage.redis import connect
from services.platform.storage.replication import UnconfirmedError, confirm
from tests.integration.matcher.house import PDF, House, new_match
from tools.redis_cluster import talking_to
from tools.redis_server import RedisServer, free_port

pytestmark = [pytest.mark.redis, pytest.mark.timeout(60)]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RedisServer, RedisServer]]:
    """A primary and its replica."""
    primary = RedisServer(directory=tmp_path_factory.mktemp("primary"), port=free_port())
    replica = RedisServer(directory=tmp_path_factory.mktemp("replica"), port=free_port())
    try:
        primary.start(extra=("--repl-diskless-sync-delay", "0"))
        replica.start(extra=("--replicaof", f"127.0.0.1 {primary.port}"))
        with talking_to(replica) as link:
            while link.info("replication")["master_link_status"] != "up":
                pass
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()


@pytest.fixture
async def careful(pair: tuple[RedisServer, RedisServer]) -> AsyncIterator[Any]:
    """A client of the primary whose writes are confirmed by the replica; the replica runs again after each test."""
    client = connect(f"{pair[0].url}?wait_replicas=1")
    await client.flushall()
    yield client
    _signal(pair[1], signal.SIGCONT)
    await client.aclose()


def _signal(server: RedisServer, number: signal.Signals) -> None:
    assert server.process is not None
    server.process.send_signal(number)


async def test_k34_what_was_accepted_is_on_the_replica(pair: tuple[RedisServer, RedisServer], careful: Any) -> None:
    """K34: accounts, keys, credits and matches, the moment that they are answered; also after the replica forgot all scripts."""
    client_id = (await Clients(careful).create("Bakery")).client.client_id
    await careful.script_flush()
    await Credits(careful).grant(client_id, 30, movement_id="mv_1")
    key = await ApiKeys(careful).create(client_id, permissions=[Permission.CVDEEPMATCH])
    match = new_match(client_id)
    await House(careful).intake.submit(match, cv_pdf=PDF)

    with talking_to(pair[1]) as link:
        assert link.hget(account_key(client_id), "balance") == b"30"
        held = {name.decode() for name in link.scan_iter()}
    assert any(name.endswith(f"{match.id}") for name in held)
    assert any(name.startswith("cvdeep:apikey:") for name in held)
    await ApiKeys(careful).revoke(client_id, key.listed.key.key_id)
    with talking_to(pair[1]) as link:
        assert not any(name.startswith(b"cvdeep:apikey:") for name in link.scan_iter())


async def test_k34_without_a_replica_the_outcome_is_unknown_and_trying_again_is_safe(
    pair: tuple[RedisServer, RedisServer], careful: Any
) -> None:
    """K34: the write stands, nobody is told that it will stay; sent again under its id it changes nothing, and is confirmed."""
    house = House(careful)
    client_id = await house.client(granted=30)
    match = new_match(client_id, idempotency_key="once")
    _signal(pair[1], signal.SIGSTOP)

    with pytest.raises(UnconfirmedError):
        await house.intake.submit(match, cv_pdf=PDF)
    assert await house.field(match, "status") == "queued"
    # A replay would hand out the same promise: it waits as well, though it writes nothing.
    with pytest.raises(UnconfirmedError):
        await house.intake.find_replay(client_id, idempotency_key="once", fingerprint=match.fingerprint)

    _signal(pair[1], signal.SIGCONT)
    assert (await house.intake.submit(match, cv_pdf=PDF)).match_id == match.id
    statement = await Credits(careful).statement(client_id)
    assert (statement.balance, statement.held) == (30, 3)


async def test_a_confirmation_covers_what_others_wrote(pair: tuple[RedisServer, RedisServer], careful: Any) -> None:
    """WAIT alone looks at its own connection's writes only: a connection that wrote nothing would not wait at all."""
    other = connect(pair[0].url)
    try:
        await confirm(careful, "{a}")
        _signal(pair[1], signal.SIGSTOP)
        await other.set("{a}thing", 1)
        await confirm(other, "{a}")  # expects no replica
        with pytest.raises(UnconfirmedError):
            await confirm(careful, "{a}")
    finally:
        await other.aclose()
