"""Catches up, saves a snapshot and dies: by an armed failpoint on the way, or at the end with changes that are not saved.

`python -m tests.integration.corpus.index.dying_replica REDIS_URL FOLDER`
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from services.platform.storage.redis import connect
from tests.integration.corpus.index.house import find, replica


async def main(url: str, folder: Path) -> None:
    """Never returns."""
    async with replica(connect(url), folder=folder) as indexes:
        await find(indexes, 1)
        if os.environ["CVDEEP_FAILPOINTS"] != "none=kill":
            await indexes.save()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
