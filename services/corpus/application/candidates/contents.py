"""Reads what clients send of candidates, away from the event loop: hashes first, profiles only where they are needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.material import texts_of
from engine.profile import Profile
from services.corpus.domain.candidate import CandidateInput
from services.corpus.domain.content import UnreadableContentError, content_hash, parse
from services.corpus.domain.texts import TEXTS_MAX
from services.corpus.ports.candidates import Recogniser
from services.platform import wire
from services.platform.telemetry.logging import get_logger

NOTHING_RECOGNISED = "Nothing that can be compared was found in parsed_cv."
TOO_MUCH = "parsed_cv holds too many texts."
NOT_RECOGNISED = "parsed_cv could not be read as a CV."

_log = get_logger()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A profile with its wire form; `error` says why it cannot be embedded and is empty when it can."""

    profile: Profile
    wired: bytes
    error: str = ""


def hashes_of(candidates: Sequence[CandidateInput]) -> list[str | None]:
    """Returns the hash of each candidate's content; None for one that is no readable JSON."""
    return [_hash_of(each.parsed_cv_json) for each in candidates]


def recognise_all(recognise: Recogniser, candidates: Sequence[CandidateInput]) -> list[Recognised]:
    """Returns the profile of each candidate whose content has a hash; one candidate's trouble is no other's."""
    return [_recognised(recognise, each.parsed_cv_json) for each in candidates]


def _hash_of(content_json: str) -> str | None:
    try:
        return content_hash(parse(content_json))
    except UnreadableContentError:
        return None


def _recognised(recognise: Recogniser, content_json: str) -> Recognised:
    try:
        profile = recognise(parse(content_json))
        wired = wire.dumps(profile)
        texts = len(texts_of(profile))
    except Exception as error:  # noqa: BLE001 - whatever a strange CV meets must not fail the batch
        # The type alone: a message could quote the CV.
        _log.error("candidate.not_recognised", error=type(error).__name__)
        return Recognised(Profile(), wire.dumps(Profile()), NOT_RECOGNISED)
    if texts == 0:
        return Recognised(profile, wired, NOTHING_RECOGNISED)
    return Recognised(profile, wired, TOO_MUCH if texts > TEXTS_MAX else "")
