"""Erases a match on request: what it holds of a person goes, its books stay."""

from services.matcher.application.reading import no_such_match
from services.matcher.domain.match import is_match_id
from services.matcher.ports import Erased, EraseStore
from services.platform.accounts.identifiers import is_client_id
from services.platform.telemetry.logging import get_logger

_log = get_logger()


class Erasure:
    """Erases one match at a time; erasing it again is no error and changes nothing."""

    def __init__(self, store: EraseStore) -> None:
        self._store = store

    async def erase(self, client_id: str, match_id: str) -> None:
        """Erases a match, whatever its state; one that is not final is failed and not charged.

        From then on it is unknown to every client, also to one that resends its idempotency key and gets its id.

        Raises:
            AppError: REQUEST_NOT_FOUND for a match that never was.
        """
        known = is_client_id(client_id) and is_match_id(match_id)
        erased = await self._store.erase(client_id, match_id) if known else Erased.UNKNOWN
        if erased is Erased.UNKNOWN:
            raise no_such_match()
        _log.info("match.erased", client_id=client_id, match_id=match_id, why="request", outcome=erased.value)
