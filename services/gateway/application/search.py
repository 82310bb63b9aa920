"""Starts a search: replay, webhook target, start; in the contract's order, safe to be sent again."""

from collections.abc import Callable

from services.gateway.application.submit import unconfirmed
from services.gateway.ports import Caller, Search, Searches, Started, UnreachableError, WebhookTargets
from services.gateway.schemas.search import USUAL_ROWS, SearchOrder
from services.platform.accounts.identifiers import base62
from services.platform.errors import AppError, Reason
from services.platform.failpoints import failpoint

_ID_CHARS = 22


def new_run_id() -> str:
    """Returns `cvds_` and 22 random characters, 131 bits."""
    return f"cvds_{base62(_ID_CHARS)}"


class StartSearch:
    """The use case behind the search route."""

    def __init__(self, searches: Searches, targets: WebhookTargets, *, make_id: Callable[[], str] = new_run_id) -> None:
        self._searches = searches
        self._targets = targets
        self._make_id = make_id

    async def __call__(self, caller: Caller, order: SearchOrder) -> Started:
        """Returns the new run, or the one the idempotency key made before.

        Raises:
            AppError: what the checks and the services refuse with; `STEP_FUNCTIONS_FAILED` when it is unknown whether
                the run was started.
        """
        try:
            return await self._start(caller, order)
        except UnreachableError as error:
            raise unconfirmed("search") from error
        except AppError as refusal:
            # Whoever failed inside may have failed after the run was written.
            if refusal.reason is Reason.INTERNAL_ERROR:
                raise unconfirmed("search") from refusal
            raise

    async def _start(self, caller: Caller, order: SearchOrder) -> Started:
        if order.idempotency_key is not None:
            replay = await self._searches.find_replay(caller, idempotency_key=order.idempotency_key)
            if replay is not None:
                return replay
        webhook_url = order.webhook_url
        if webhook_url is not None:
            webhook_url = await self._targets.check(caller, webhook_url)
        search = Search(
            run_id=self._make_id(),
            corpus_id=order.corpus_id,
            position_id=order.position_id,
            position_metadata_json=order.position_metadata.text,
            job_updated=bool(order.job_updated),
            top_n=USUAL_ROWS if order.top_n is None else order.top_n,
            webhook_url=webhook_url,
            idempotency_key=order.idempotency_key,
        )
        await failpoint("gateway.before_search")
        try:
            started = await self._searches.start(caller, search)
        except UnreachableError as error:
            if not error.resendable:
                raise
            # The same id again, as a submit does.
            started = await self._searches.start(caller, search, patient=True)
        await failpoint("gateway.after_search")
        return started
