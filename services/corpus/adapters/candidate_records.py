"""Turns a candidate's record in Redis into the domain's values and back."""

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from redis.commands.core import AsyncScript

from engine.profile import Profile
from engine.similarity import packed, unpacked
from services.corpus.domain.candidate import CandidateView, EmbeddingStatus, StoredCandidate
from services.platform import wire
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

VIEW_FIELDS = (
    *("generation", "external_id", "embedding_status", "content_hash", "model", "dims"),
    *("created_at_ms", "updated_at_ms", "tags", "upload_id"),
)
RANKING_FIELDS = ("generation", "external_id", "profile", "evidence", "model", "dims", "tags")

_SCRIPTS = "services.corpus.adapters.scripts"
_SHARED = ((f"{_SCRIPTS}.runs", "erase.lua"), (f"{_SCRIPTS}.candidates", "candidate.lua"))

RawValues = Sequence[bytes | None]


def candidate_script(client: RedisClient, name: str) -> AsyncScript:
    """Returns one of the scripts of candidates."""
    return load_script(client, f"{_SCRIPTS}.candidates", f"{name}.lua", shared=_SHARED)


def vector_bytes(vector: NDArray[np.float32]) -> bytes:
    """Returns a retrieval vector [dims] as little-endian float16."""
    return vector.astype("<f2").tobytes()


def evidence_bytes(evidence: NDArray[np.float32]) -> bytes:
    """Returns evidence vectors [texts, dims] as little-endian int16: the very numbers the engine compares."""
    return packed(evidence).astype("<i2").tobytes()


def evidence_of(raw: bytes, *, dims: int) -> NDArray[np.float32]:
    """Returns the evidence vectors, float32 [texts, dims]."""
    return unpacked(np.frombuffer(raw, "<i2").reshape(-1, dims).astype(np.int16))


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


def stored_of(candidate: str, values: RawValues, *, generation: bytes | None) -> StoredCandidate | None:
    """Returns the candidate in values read with `RANKING_FIELDS`; None when it cannot be ranked."""
    of, external_id, profile, evidence, model, dims, tags = values
    if of is None or of != generation or profile is None or evidence is None or dims is None:
        return None
    return StoredCandidate(
        candidate_key=candidate,
        external_id=_text(external_id),
        profile=wire.loads(profile, Profile),
        evidence=evidence_of(evidence, dims=int(dims)),
        model=_text(model),
        tags=() if tags is None else tuple(json.loads(tags)),
    )


def tags_json(tags: Sequence[str]) -> str:
    """Returns tags as they are stored; equal tags in equal order give equal text."""
    return json.dumps(list(tags), ensure_ascii=False, separators=(",", ":"))


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode()
