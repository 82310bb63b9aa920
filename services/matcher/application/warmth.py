"""Waits for the embedding model, so that no match is accepted that nobody could score yet."""

import asyncio

from services.matcher.ports import Embedder, TransientError
from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import get_logger

RETRY_AFTER_S = 5

_log = get_logger()


class ModelWatch:
    """Knows whether the embedding model has answered since this process started.

    Once is enough: a model that goes away later comes back, and accepted matches wait for it.
    """

    def __init__(self, embedder: Embedder, *, every_s: float) -> None:
        self._embedder = embedder
        self._every_s = every_s
        self._seen = False

    @property
    def seen(self) -> bool:
        """Whether the model has answered."""
        return self._seen

    async def watch(self) -> None:
        """Asks until the model has answered."""
        while not self._seen:
            try:
                model = await self._embedder.model()
            except TransientError:
                await asyncio.sleep(self._every_s)
            except Exception as error:  # noqa: BLE001 - whatever it is, without an answer nothing is accepted
                _log.warning("model.unseen", exc_info=error)
                await asyncio.sleep(self._every_s)
            else:
                self._seen = True
                _log.info("model.seen", model_name=model.partition("@")[0])

    def require_seen(self) -> None:
        """Raises `AppError` SERVICE_WARMING until the model has answered once."""
        if not self._seen:
            raise AppError(Reason.SERVICE_WARMING, "The matching model is still loading.", retry_after_s=RETRY_AFTER_S)
