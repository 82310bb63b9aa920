"""Starts a match: replay, file magic, webhook target, start; in the contract's order, safe to be sent again."""

from collections.abc import Callable

from services.gateway.application.fingerprint import fingerprint
from services.gateway.ports import Accepted, Caller, Matches, Submission, UnreachableError, WebhookTargets
from services.gateway.schemas.match import SubmitForm
from services.platform.accounts.identifiers import base62
from services.platform.errors import AppError, Reason
from services.platform.failpoints import failpoint

PDF_MAGIC = b"%PDF-"
_ID_CHARS = 22


def new_match_id() -> str:
    """Returns `cvdm_` and 22 random characters, 131 bits."""
    return f"cvdm_{base62(_ID_CHARS)}"


class SubmitMatch:
    """The use case behind the submit route."""

    def __init__(self, matches: Matches, targets: WebhookTargets, *, make_id: Callable[[], str] = new_match_id) -> None:
        self._matches = matches
        self._targets = targets
        self._make_id = make_id

    async def __call__(self, caller: Caller, form: SubmitForm) -> Accepted:
        """Returns the new match, or the one the idempotency key made before.

        Raises:
            AppError: what the checks and the services refuse with; `STEP_FUNCTIONS_FAILED` when it is unknown whether
                the match was started.
        """
        try:
            return await self._submit(caller, form)
        except UnreachableError as error:
            raise unconfirmed("match") from error
        except AppError as refusal:
            # Whoever failed inside may have failed after the match was written.
            if refusal.reason is Reason.INTERNAL_ERROR:
                raise unconfirmed("match") from refusal
            raise

    async def _submit(self, caller: Caller, form: SubmitForm) -> Accepted:
        key = form.idempotency_key
        print_of_form = fingerprint(form) if key is not None else b""
        if key is not None:
            replay = await self._matches.find_replay(caller, idempotency_key=key, fingerprint=print_of_form)
            if replay is not None:
                return replay
        if not form.cv_file.starts_with(PDF_MAGIC):
            raise AppError(Reason.INVALID_FILE_CONTENT, "The file cv_file does not start as a PDF does.")
        webhook_url = form.webhook_url
        if webhook_url is not None:
            # One spelling a target from here on: an event of a host is an event of that host, however it was written.
            webhook_url = await self._targets.check(caller, webhook_url)
        submission = Submission(
            match_id=self._make_id(),
            idempotency_key=key,
            fingerprint=print_of_form,
            cv_pdf=bytes(form.cv_file.data),
            position_id=form.position_id,
            job_description=form.job_description,
            config_json=form.config.text,
            webhook_url=webhook_url,
            metadata=form.metadata,
            tags=form.tags,
            external_id=form.external_id,
        )
        await failpoint("gateway.before_submit")
        try:
            accepted = await self._matches.submit(caller, submission)
        except UnreachableError as error:
            if not error.resendable:
                raise
            # The same id again: a start that did happen is found, not repeated. A connection that broke breaks again at once,
            # so this one waits until there is another, for as long as a call may take.
            accepted = await self._matches.submit(caller, submission, patient=True)
        await failpoint("gateway.after_submit")
        return accepted


def unconfirmed(work: str) -> AppError:
    """Makes the refusal that means unknown: the work may have been started."""
    return AppError(
        Reason.STEP_FUNCTIONS_FAILED,
        f"The start of the {work} was not confirmed; sending it again with the same idempotency key is safe.",
    )
