"""Turns a candidate's record in Redis into the domain's values and back."""

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from redis.commands.core import AsyncScript

from engine.similarity import packed
from services.corpus.domain.candidate import CandidateRecord, CandidateView, EmbeddingStatus
from services.corpus.domain.edition import RECIPE
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

VIEW_FIELDS = (
    *("generation", "external_id", "embedding_status", "content_hash", "model", "dims"),
    *("created_at_ms", "updated_at_ms", "tags", "upload_id"),
)
RANKING_FIELDS = ("generation", "external_id", "profile", "evidence", "model", "recipe", "dims", "tags", "readings")
# Of records from before recipes had numbers.
FIRST_RECIPE = b"1"

_SCRIPTS = "services.corpus.adapters.scripts"
# What a client was told of must outlive the primary that it was written on.
_CONFIRMED = frozenset({"upsert", "delete", "delete_corpus"})
_SHARED = ((f"{_SCRIPTS}.runs", "erase.lua"), (f"{_SCRIPTS}.candidates", "candidate.lua"))

RawValues = Sequence[bytes | None]


def candidate_script(client: RedisClient, name: str) -> AsyncScript:
    """Returns one of the scripts of candidates."""
    return load_script(client, f"{_SCRIPTS}.candidates", f"{name}.lua", shared=_SHARED, confirmed=name in _CONFIRMED)


def vector_bytes(vector: NDArray[np.float32]) -> bytes:
    """Returns a retrieval vector [dims] as little-endian float16."""
    return vector.astype("<f2").tobytes()


def evidence_bytes(evidence: NDArray[np.float32]) -> bytes:
    """Returns evidence vectors [texts, dims] as little-endian int16: the very numbers the engine compares."""
    return packed(evidence).astype("<i2").tobytes()


def view_of(values: RawValues, *, generation: bytes | None) -> CandidateView | None:
    """Returns the view in values read with `VIEW_FIELDS`; None when there is no record or its corpus was erased since."""
    of, external_id, status, content_hash, model, dims, created_at_ms, updated_at_ms, tags, upload_id = values
    if of is None or of != generation:
        return None
    return CandidateView(
        external_id=_text(external_id),
        embedding_status=EmbeddingStatus(_text(status)),
        content_hash=_text(content_hash),
        model=_text(model),
        dims=int(dims or 0),
        created_at_ms=int(created_at_ms or 0),
        updated_at_ms=int(updated_at_ms or 0),
        tags=None if tags is None else tuple(json.loads(tags)),
        upload_id=None if upload_id is None else upload_id.decode(),
    )


def record_of(candidate: str, values: RawValues, *, generation: bytes | None) -> CandidateRecord | None:
    """Returns the record in values read with `RANKING_FIELDS`; None when it cannot be ranked."""
    of, external_id, profile, evidence, model, recipe, dims, tags, readings = values
    if of is None or of != generation or profile is None or evidence is None or dims is None:
        return None
    if int(recipe or FIRST_RECIPE) != RECIPE:
        # Its evidence need not fit its texts any more; it is found again once it has been embedded anew.
        return None
    return CandidateRecord(
        candidate_key=candidate,
        external_id=_text(external_id),
        profile=profile,
        evidence=evidence,
        dims=int(dims),
        model=_text(model),
        tags=() if tags is None else tuple(json.loads(tags)),
        readings=readings or b"",
    )


def tags_json(tags: Sequence[str]) -> str:
    """Returns tags as they are stored; equal tags in equal order give equal text."""
    return json.dumps(list(tags), ensure_ascii=False, separators=(",", ":"))


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode()
