"""Judges stored candidates for a position: the work itself, wherever it is done."""

import json
from collections.abc import Sequence

import numpy as np

from engine.assess import Rating, rate
from engine.brief import Brief
from engine.laid import Laid, lay
from engine.plan import plan_of
from engine.position import read_position
from engine.profile import Month, Profile
from engine.remember import remembered
from engine.similarity import Embedded
from services.corpus.domain.candidate import CandidateRecord, StoredCandidate
from services.corpus.domain.search_ranking import Judgement, Scored, Sought, scored
from services.corpus.domain.stored_readings import read_readings, stored_readings
from services.platform import wire

# Searches that go on at once, and a few: making a position ready takes as long as judging two candidates.
_BRIEFS = 8


def judge(sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
    """Judges candidates; the same records always give the same numbers, whichever others stand beside them."""
    brief = _brief(sought.position_metadata_json, sought.vectors, sought.dims)
    sound: list[tuple[StoredCandidate, Laid]] = []
    damaged: list[str] = []
    fresh: list[tuple[str, bytes]] = []
    for record in records:
        try:
            candidate = stored_of(record)
            laid = lay(brief, candidate.profile, candidate.evidence, readings=candidate.readings)
        except (ValueError, wire.WireError):
            # One damaged record must not take the search with it; the key is a hash and tells of nobody.
            damaged.append(record.candidate_key)
            continue
        if candidate.readings is None:
            fresh.append((record.candidate_key, stored_readings(laid.readings, record.profile)))
        sound.append((candidate, laid))
    ratings = _rated(brief, [laid for _, laid in sound], as_of=sought.as_of)
    found: list[Scored] = []
    for (candidate, _), rating in zip(sound, ratings, strict=True):
        if rating is None:
            damaged.append(candidate.candidate_key)
        else:
            found.append(scored(candidate, rating))
    return Judgement(tuple(found), tuple(damaged), tuple(fresh))


def _rated(brief: Brief, laid: Sequence[Laid], *, as_of: Month) -> Sequence[Rating | None]:
    """Rates all at once; where that breaks each by itself, None for whom it still breaks."""
    try:
        return rate(brief, laid, as_of=as_of)
    except ValueError:
        if len(laid) == 1:
            return [None]
        return [rating for each in laid for rating in _rated(brief, [each], as_of=as_of)]


def stored_of(record: CandidateRecord) -> StoredCandidate:
    """Returns the candidate in a record; raises `WireError` or ValueError when it is damaged."""
    return StoredCandidate(
        candidate_key=record.candidate_key,
        external_id=record.external_id,
        profile=wire.loads(record.profile, Profile, kept=True),
        evidence=np.frombuffer(record.evidence, "<i2").reshape(-1, record.dims),
        model=record.model,
        tags=record.tags,
        readings=read_readings(record.readings, record.profile),
    )


@remembered(_BRIEFS)
def _brief(position_metadata_json: str, vectors: bytes, dims: int) -> Brief:
    position = read_position(json.loads(position_metadata_json))
    plan = plan_of(position.requirements, job_description=position.job_description)
    return Brief(plan, Embedded(plan.texts, np.frombuffer(vectors, "<i2").reshape(-1, dims)))
