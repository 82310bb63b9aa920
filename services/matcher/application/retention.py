"""Erases final matches that were kept long enough."""

import asyncio

from services.matcher.ports import Erased, EraseStore, TransientError
from services.platform.tasks import spread_s
from services.platform.telemetry.logging import get_logger

_DAY_MS = 86_400_000
_PAGE = 100
_MOST_A_CLIENT = 500

_log = get_logger()


class Retention:
    """Looks for matches past their days. It runs on every worker without a lock: erasing twice is harmless.

    Args:
        days: age, counted from the submit, at which a final match goes; one that is not final waits for its end.
        every_s: pause between two rounds; a round erases 500 matches of a client, or a page more, and the next one
            goes on.
    """

    def __init__(self, store: EraseStore, *, days: int, every_s: float) -> None:
        self._store = store
        self._kept_ms = days * _DAY_MS
        self._every_s = every_s

    async def run(self) -> None:
        """Erases until cancelled."""
        while True:
            await asyncio.sleep(spread_s(self._every_s))
            try:
                await self.erase_once()
            except TransientError:
                continue
            except Exception as error:  # noqa: BLE001 - one bad round must not end all retention
                _log.error("retention.broke", exc_info=error)

    async def erase_once(self) -> int:
        """Goes through all clients once; returns how many matches were erased."""
        before_ms = await self._store.now_ms() - self._kept_ms
        erased = 0
        for client_id in await self._store.clients():
            erased += await self._erase_aged(client_id, before_ms=before_ms)
        if erased:
            _log.info("retention.erased", matches=erased)
        return erased

    async def _erase_aged(self, client_id: str, *, before_ms: int) -> int:
        erased, after = 0, ""
        while erased < _MOST_A_CLIENT:
            places = await self._store.aged(client_id, before_ms=before_ms, after=after, count=_PAGE)
            if not places:
                break
            # Onward from here even when nothing of this page could be erased: it must not keep the next from going.
            after = places[-1]
            for place in places:
                erased += await self._erase(client_id, place.partition("/")[2])
        return erased

    async def _erase(self, client_id: str, match_id: str) -> bool:
        try:
            return await self._store.erase(client_id, match_id, only_final=True) is Erased.ERASED
        except TransientError:
            raise
        except Exception as error:  # noqa: BLE001 - one damaged record must not keep the others
            _log.error("retention.skipped", match_id=match_id, exc_info=error)
            return False
