"""Redis behind TLS and a login, with files that are exchanged under running connections."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as RedisConnectionError

from services.platform.config import ConfigError, Env
from services.platform.storage.access import RedisAccess
from services.platform.storage.redis import connect
from tests.support.certificates import Mounted
from tests.support.tls_front import TlsFront, tls_front
from tools.redis_server import RedisServer

pytestmark = [pytest.mark.redis, pytest.mark.usefixtures("one_redis")]

USER = "cvdeep-test"


def serving(authority: trustme.CA, *names: str, clients: trustme.CA | None = None) -> ssl.SSLContext:
    """What Redis shows; with `clients` it asks for certificates of theirs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1",))).configure_cert(context)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        clients.configure_trust(context)
    return context


@asynccontextmanager
async def reaching(front: TlsFront, access: RedisAccess) -> AsyncIterator[Redis]:
    """A client of the Redis behind `front`."""
    client = connect(f"rediss://127.0.0.1:{front.port}/0", access=access)
    try:
        yield client
    finally:
        await client.aclose()


def access_of(files: Mounted, *, with_certificate: bool = False) -> RedisAccess:
    settings = files.settings
    if not with_certificate:
        return RedisAccess(ca_file=settings.ca_file)
    return RedisAccess(ca_file=settings.ca_file, cert_file=settings.cert_file, key_file=settings.key_file)


async def test_redis_over_tls_is_one_whose_certificate_is_of_our_authority(
    redis: Redis, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Reads and writes go through; another authority, or another name, is no Redis of ours."""
    authority, files = trustme.CA(), Mounted(tmp_path)
    files.put(authority, "client")
    async with tls_front(redis_server.port, serving(authority)) as front:
        async with reaching(front, access_of(files)) as client:
            await client.set("told", "over tls")
            assert await redis.get("told") == b"over tls"
        for context in (serving(trustme.CA()), serving(authority, "redis.elsewhere.test")):
            front.context = context
            async with reaching(front, access_of(files)) as client:
                with pytest.raises(RedisConnectionError):
                    await client.ping()
        # Without a word about authorities, those of the system count: ours is none of them.
        async with reaching(front, RedisAccess()) as client:
            with pytest.raises(RedisConnectionError):
                await client.ping()


async def test_a_redis_that_asks_for_certificates_gets_ours_and_the_newest(
    redis: Redis, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Every connection shows what lies in the files then: one authority is exchanged for another without a new client."""
    old, new, files = trustme.CA(), trustme.CA(), Mounted(tmp_path)
    files.put(old, "client")
    async with tls_front(redis_server.port, serving(old, clients=old)) as front:
        async with reaching(front, access_of(files)) as client:
            with pytest.raises(RedisConnectionError):
                await client.ping()
        async with reaching(front, access_of(files, with_certificate=True)) as client:
            assert await client.ping()
            front.context = serving(new, clients=new)
            files.put(new, "client")
            front.cut()
            assert await client.ping()
            # A file in the middle of being written changes nothing for who has read a whole one.
            (files.folder / "now" / "ca.crt").write_bytes(b"half a certif")
            front.cut()
            assert await client.ping()
            assert front.handshakes >= 3
            # An expired one is not let in, and nothing of ours hides that.
            files.put(new, "client", valid_for=timedelta(days=-1))
            front.cut()
            with pytest.raises(RedisConnectionError):
                await client.ping()


async def test_the_password_is_the_one_in_the_file_when_a_connection_is_made(
    redis: Redis, redis_server: RedisServer, tmp_path: Path
) -> None:
    """A user's password is exchanged by having two for a while; commands in between do not fail."""
    file = tmp_path / "password"
    file.write_text("first\n", encoding="utf-8")
    await redis.acl_setuser(USER, enabled=True, passwords=["+first"], keys=["*"], commands=["+@all"])
    # The user may stand in the URL or beside the file.
    named = connect(redis_server.url.replace("//", f"//{USER}@"), access=RedisAccess(password_file=file))
    other = connect(redis_server.url, access=RedisAccess(username=USER, password_file=file))
    try:
        assert await named.ping()
        assert await other.acl_whoami() == USER
        await redis.acl_setuser(USER, enabled=True, passwords=["+second"])
        file.write_text("second", encoding="utf-8")
        await redis.acl_setuser(USER, enabled=True, passwords=["-first"])
        await cut_off(redis)
        assert await named.acl_whoami() == USER
        file.write_text("guessed", encoding="utf-8")
        await cut_off(redis)
        with pytest.raises(AuthenticationError) as caught:
            await named.ping()
        assert "guessed" not in str(caught.value)
        file.unlink()
        with pytest.raises(AuthenticationError, match="CVDEEP_REDIS_PASSWORD_FILE"):
            await named.ping()
    finally:
        await named.aclose()
        await other.aclose()
        await redis.acl_deluser(USER)


async def cut_off(redis: Redis) -> None:
    """Ends the connections of the user, so that new ones must be made."""
    with suppress(RedisConnectionError):
        untyped: Any = redis
        await untyped.execute_command("CLIENT", "KILL", "USER", USER)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"CERT_FILE": "/x"}, "go together"),
        ({"USERNAME": "x"}, "needs CVDEEP_REDIS_PASSWORD_FILE"),
        ({"URL": "redis://h", "CA_FILE": "/x"}, "need a URL of rediss"),
        ({"URL": "redis://:geheim@h", "PASSWORD_FILE": "/x"}, "leave out one"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings: dict[str, str], complaint: str) -> None:
    """Half of a pair, a login given twice, certificates that would not be used; the password is not repeated."""
    with pytest.raises(ConfigError, match=complaint) as caught:
        RedisAccess.from_env(Env({f"CVDEEP_REDIS_{name}": value for name, value in settings.items()}))
    assert "geheim" not in str(caught.value)
