"""A whole gateway, and a maker of gateways with other settings."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar
from redis.asyncio import Redis

from services.platform.accounts.provisioning import provision_client
from tests.integration.gateway.backend import Backend, serve
from tests.integration.gateway.house import House, gateway_for
from tools.redis_server import RedisServer

MakeHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def make_house(redis: Redis, redis_server: RedisServer) -> AsyncIterator[MakeHouse]:
    """Makes a gateway with the settings given, in front of a backend of its own."""
    async with AsyncExitStack() as stack:

        async def make(*, backend: Backend | None = None, **settings: Any) -> House:
            backend = backend or Backend()
            server, target = await serve(backend)
            stack.push_async_callback(server.stop, 0)
            gateway = gateway_for(target, **({"redis_url": redis_server.url} | settings))
            await gateway.start()
            stack.push_async_callback(gateway.stop)
            session = await stack.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
            client = await provision_client(redis, name="Acme GmbH", credits_granted=300)
            return House(gateway=gateway, backend=backend, client=client, redis=redis, session=session)

        yield make


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """A gateway with its usual settings."""
    return await make_house()
