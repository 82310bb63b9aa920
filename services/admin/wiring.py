"""Opens what a command needs and closes it again."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from services.admin.adapters.matcher_grpc import GrpcMatcher
from services.admin.adapters.notifier_grpc import GrpcNotifier
from services.admin.ports import Matcher, Notifier
from services.platform.config import ConfigError, Env
from services.platform.rpc.tls import Certificates, TlsSettings, certificates_of
from services.platform.storage.access import RedisAccess
from services.platform.storage.redis import RedisClient, connect

T = TypeVar("T")


def with_redis(url: str, work: Callable[[RedisClient], Awaitable[T]]) -> T:
    """Runs `work` on a connection to the Redis at `url` and returns what it returns.

    Raises:
        click.UsageError: `url` is no Redis URL.
    """

    async def run() -> T:
        try:
            redis = connect(url, access=RedisAccess.from_env(Env({**os.environ, "CVDEEP_REDIS_URL": url})))
        except ConfigError as error:
            raise click.UsageError(f"{error}.") from None
        except ValueError:
            # The URL may hold a password: it is not repeated.
            raise click.UsageError("The Redis URL is not one, such as redis://127.0.0.1:6379/0.") from None
        try:
            return await work(redis)
        finally:
            await redis.aclose()

    return asyncio.run(run())


def with_matcher(target: str, work: Callable[[Matcher], Awaitable[T]]) -> T:
    """Runs `work` on a channel to the matcher at `target` and returns what it returns."""

    async def run() -> T:
        async with GrpcMatcher(target, certificates=_certificates()) as matcher:
            return await work(matcher)

    return asyncio.run(run())


def with_notifier(target: str, work: Callable[[Notifier], Awaitable[T]]) -> T:
    """Runs `work` on a channel to the notifier at `target` and returns what it returns."""

    async def run() -> T:
        async with GrpcNotifier(target, certificates=_certificates()) as notifier:
            return await work(notifier)

    return asyncio.run(run())


def _certificates() -> Certificates | None:
    """Returns those of the environment; a bad setting is wrong input."""
    try:
        return certificates_of(TlsSettings.from_env(Env()))
    except ConfigError as error:
        raise click.UsageError(f"{error}.") from None
