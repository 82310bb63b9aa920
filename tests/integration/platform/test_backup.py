"""A backup taken from a busy Redis as docs/backup.md says, and another Redis started on it."""

import asyncio
import shutil
from pathlib import Path

import pytest

from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.storage.format import Format, FormatError, require_format
from services.platform.storage.redis import connect
from tools.redis_server import RedisServer, free_port

pytestmark = pytest.mark.redis


async def test_a_copy_of_the_append_only_directory_holds_all_that_was_answered_before_it(tmp_path: Path) -> None:
    """Grants go on while it is copied: those answered before are there, the books add up, and the format is judged as ever."""
    server = RedisServer(directory=tmp_path / "live", port=free_port())
    server.start()
    redis = connect(server.url)
    try:
        await require_format(redis)
        client_id = (await Clients(redis).create("Acme")).client.client_id
        books = Credits(redis)
        granted, running = 0, True

        async def grant_on_and_on() -> None:
            nonlocal granted
            while running:
                await books.grant(client_id, 1, movement_id=f"mv_{granted}")
                granted += 1

        granting = asyncio.create_task(grant_on_and_on())
        await redis.config_set("auto-aof-rewrite-percentage", 0)
        while granted < 200 or (await redis.info("persistence"))["aof_rewrite_in_progress"]:
            assert not granting.done(), granting.exception()
            await asyncio.sleep(0.01)  # the grants' progress
        answered = granted
        await asyncio.to_thread(
            shutil.copytree, tmp_path / "live" / "appendonlydir", tmp_path / "back" / "appendonlydir"
        )
        running = False
        await granting
    finally:
        await redis.aclose()
        server.stop()

    restored = RedisServer(directory=tmp_path / "back", port=free_port())
    restored.start()
    copy = connect(restored.url)
    try:
        statement = await Credits(copy).statement(client_id)
        assert answered <= statement.balance <= granted
        assert statement.transactions[0].balance_after == statement.balance
        # A grant that is made again under its id counts once.
        await Credits(copy).grant(client_id, 1, movement_id="mv_0")
        assert (await Credits(copy).statement(client_id)).balance == statement.balance
        with pytest.raises(FormatError):
            await require_format(copy, Format(knows=0, needs=0, reads=0))
    finally:
        await copy.aclose()
        restored.stop()
