"""Judges stored candidates for a position: the work itself, wherever it is done."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.brief import Brief
from engine.plan import plan_of
from engine.position import read_position
from engine.profile import Profile
from engine.remember import remembered
from engine.similarity import Embedded
from services.corpus.domain.candidate import CandidateRecord, StoredCandidate
from services.corpus.domain.search_ranking import Scored, Sought, score
from services.platform import wire

# Searches that go on at once, and a few: making a position ready takes as long as judging two candidates.
_BRIEFS = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """Judged candidates, and the keys of those whose record is damaged."""

    scored: tuple[Scored, ...]
    damaged: tuple[str, ...]


def judge(sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
    """Judges candidates; the same records always give the same numbers, whichever others stand beside them."""
    brief = _brief(sought.position_metadata_json, sought.vectors, sought.dims)
    scored: list[Scored] = []
    damaged: list[str] = []
    for record in records:
        try:
            scored.append(score(stored_of(record), brief, as_of=sought.as_of))
        except (ValueError, wire.WireError):
            # One damaged record must not take the search with it; the key is a hash and tells of nobody.
            damaged.append(record.candidate_key)
    return Judgement(tuple(scored), tuple(damaged))


def stored_of(record: CandidateRecord) -> StoredCandidate:
    """Returns the candidate in a record; raises `WireError` or ValueError when it is damaged."""
    return StoredCandidate(
        candidate_key=record.candidate_key,
        external_id=record.external_id,
        profile=wire.loads(record.profile, Profile),
        evidence=np.frombuffer(record.evidence, "<i2").reshape(-1, record.dims),
        model=record.model,
        tags=record.tags,
    )


@remembered(_BRIEFS)
def _brief(position_metadata_json: str, vectors: bytes, dims: int) -> Brief:
    position = read_position(json.loads(position_metadata_json))
    plan = plan_of(position.requirements, job_description=position.job_description)
    return Brief(plan, Embedded(plan.texts, np.frombuffer(vectors, "<i2").reshape(-1, dims)))
