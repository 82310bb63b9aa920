"""Accepts matches: what the config asks for must be sensible, the rest one atomic step decides."""

import json
from dataclasses import dataclass

from engine.requirements import RequirementsError, parse_requirements
from services.matcher.application.warmth import ModelWatch
from services.matcher.domain.match import NewMatch, is_match_id
from services.matcher.domain.pace import estimated_seconds
from services.matcher.ports import Accepted, Gauges, Intake, Replay
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.telemetry.logging import get_logger

_log = get_logger()


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submit's outcome and the whole seconds until the match is expected to end."""

    accepted: Accepted
    estimated_s: int


class Submission:
    """Finds replays and accepts matches.

    Args:
        parallel: matches that run at the same time at least, for the estimate.
    """

    def __init__(self, intake: Intake, *, watch: ModelWatch, gauges: Gauges, parallel: int) -> None:
        self._intake = intake
        self._watch = watch
        self._gauges = gauges
        self._parallel = parallel

    async def find_replay(self, client_id: str, *, idempotency_key: str, fingerprint: str) -> Replay:
        """Returns the match a key stands for; raises `AppError` NOT_FOUND when it stands for none."""
        replay = None
        if idempotency_key:
            replay = await self._intake.find_replay(client_id, idempotency_key=idempotency_key, fingerprint=fingerprint)
        if replay is None:
            raise AppError(Reason.NOT_FOUND, "The idempotency key stands for no match.")
        return replay

    async def submit(self, match: NewMatch, *, cv_pdf: bytes) -> Submitted:
        """Accepts a match, or finds the one that its idempotency key or id already stands for.

        Raises:
            AppError: SERVICE_WARMING, INVALID_INPUT, INSUFFICIENT_CREDITS, RATE_LIMITED; then nothing has changed.
        """
        self._watch.require_seen()
        if not is_match_id(match.id):
            raise invalid_field("match_id", "Must be cvdm_ and 22 letters or digits.")
        check_config(match.config_json)
        look = await self._intake.look()
        try:
            accepted = await self._intake.submit(match, cv_pdf=cv_pdf)
        except AppError as error:
            self._gauges.accepted(error.reason.value.lower())
            raise
        self._gauges.accepted("replayed" if accepted.replay else "accepted")
        _log.info("match.accepted", match_id=accepted.match_id, client_id=match.client_id, replay=accepted.replay)
        return Submitted(accepted, estimated_seconds(look, parallel=self._parallel))


def check_config(config_json: str) -> None:
    """Raises `AppError` INVALID_INPUT with every bad field of the requirements config."""
    try:
        config = json.loads(config_json)
    except (ValueError, RecursionError):
        raise invalid_field("config", "Must be a JSON object.") from None
    if not isinstance(config, dict):
        raise invalid_field("config", "Must be a JSON object.")
    try:
        parse_requirements(config)
    except RequirementsError as error:
        raise AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields=error.fields) from None
