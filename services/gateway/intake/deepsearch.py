"""Takes the fields out of the JSON bodies of DeepSearch, without holding a whole batch as objects."""

from typing import Any

from services.gateway.intake.json_walk import JsonWalk, refuse_swarm
from services.gateway.intake.strict_json import JsonError
from services.gateway.schemas.candidate import MAX_CANDIDATES, ParsedCv
from services.gateway.schemas.search import PositionMetadata
from services.platform.errors import AppError, Reason

# Where a text holds more values than are read, only this much of it is looked at for the number of candidates.
_MAX_LOOKED_AT_CHARS = 64 * 1024


def read_batch(text: str) -> dict[str, Any]:
    """Returns the fields of `IngestBatch`; each parsed CV stays text.

    Raises:
        JsonError: it is no JSON object.
        AppError: `BATCH_TOO_LARGE`, whatever else is wrong with what follows.
    """
    try:
        refuse_swarm(text)
    except JsonError:
        _count_at_the_start(text[:_MAX_LOOKED_AT_CHARS])
        raise
    return _read_batch(text)


def read_candidate(text: str) -> dict[str, Any]:
    """Returns the fields of `NewCandidate`; the parsed CV stays text. Raises `JsonError` when it is no JSON object."""
    refuse_swarm(text)
    walk = _object(text)
    fields = _members(walk)
    walk.end()
    return fields


def read_search(text: str) -> dict[str, Any]:
    """Returns the fields of `SearchOrder`; raises `JsonError` when it is no JSON object."""
    refuse_swarm(text)
    walk = _object(text)
    fields: dict[str, Any] = {}
    for key in walk.members():
        piece, value = walk.piece()
        fields[key] = PositionMetadata(piece, value) if key == "position_metadata" else value
    walk.end()
    return fields


def _object(text: str) -> JsonWalk:
    walk = JsonWalk(text)
    if walk.next_char in ("[", '"'):
        raise JsonError("must be an object")
    return walk


def _read_batch(text: str) -> dict[str, Any]:
    walk = _object(text)
    fields: dict[str, Any] = {}
    for key in walk.members():
        if key == "candidates" and walk.next_char == "[":
            fields[key] = [_candidate(walk) for index in walk.items() if _counted(index)]
        else:
            fields[key] = walk.value()
    walk.end()
    return fields


def _count_at_the_start(text: str) -> None:
    try:
        _read_batch(text)
    except JsonError:
        # The text was cut off: what it is in whole is not known, and need not be.
        return


def _counted(index: int) -> bool:
    if index >= MAX_CANDIDATES:
        raise AppError(Reason.BATCH_TOO_LARGE, f"A batch must have at most {MAX_CANDIDATES} candidates.")
    return True


def _candidate(walk: JsonWalk) -> Any:
    if walk.next_char != "{":
        return walk.value()
    return _members(walk)


def _members(walk: JsonWalk) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key in walk.members():
        piece, value = walk.piece()
        fields[key] = ParsedCv(piece) if key == "parsed_cv" and isinstance(value, dict | list) else value
    return fields
