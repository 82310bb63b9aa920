"""A corpus of any size in Redis as ingest leaves it, every candidate a variation of a real CV."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from redis.asyncio import Redis

from engine.material import texts_of
from engine.profile import Profile
from engine.readings import plain, readings_of_profile
from services.corpus.adapters import names
from services.corpus.adapters.candidate_records import evidence_bytes, vector_bytes
from services.corpus.application.embedding.service import Embedding
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.edition import RECIPE
from services.corpus.domain.lexical_terms import count_terms, scored_texts, stored_terms
from services.corpus.domain.search_vector import retrieval_vector
from services.corpus.domain.stored_readings import sealed
from services.platform import wire
from tests.bench.eval_search import Vectors
from tests.fakes.json_resume import profile_of

NOTES = (
    "Candidates are variations of 100 real CVs: noise of 5 % on each vector, and a number of its own in each longer line, so that "
    "nothing remembered of one candidate's texts serves another's."
)
# As long as the numbers that take its place: records are made by replacing bytes.
_PLACE = "xq00000000"
_LONG_LINE = 25
_NOISE = 0.05
_BATCH = 250


@dataclass(frozen=True, slots=True)
class Original:
    """A real CV: its profile's wire form with a place for a number in each longer line, what is read of that, vectors, and terms."""

    profile: bytes
    readings: bytes
    vector: NDArray[np.float32]
    evidence: NDArray[np.float32]
    terms: dict[int, int]


async def read_originals(sets: Sequence[dict[str, Any]], embedding: Embedding) -> list[Original]:
    """Embeds the CVs."""
    vectors = Vectors(embedding)
    found: list[Original] = []
    for cv in (cv for each in sets for cv in each["cvs"]):
        profile = profile_of(cv["resume"])
        evidence = await vectors.of(texts_of(profile))
        marked = json.dumps(_marked(json.loads(wire.dumps(profile))), separators=(",", ":")).encode()
        understood = wire.loads(marked, Profile)
        if len(texts_of(understood)) != len(evidence):
            raise ValueError("a number in a line made one text of two, or two of one")
        terms = count_terms(scored_texts(wire.dumps(profile)))
        readings = json.dumps(
            plain(readings_of_profile(understood)), ensure_ascii=False, separators=(",", ":")
        ).encode()
        found.append(Original(marked, readings, retrieval_vector(profile, evidence), evidence, terms))
    return found


def _marked(value: Any) -> Any:
    """Puts a number's place into longer lines and titles; equal texts stay equal, so that there are as many as before."""
    if isinstance(value, list):
        return [_marked(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"{each} {_PLACE}"
        if key in {"scored", "title"} and len(each) >= _LONG_LINE
        else _marked(each)
        for key, each in value.items()
    }  # fmt: skip


def _records(originals: Sequence[Original], count: int, *, model: str) -> Iterator[tuple[str, dict[str, Any]]]:
    drawn = np.random.default_rng(20_261_122)
    for number in range(count):
        original = originals[number % len(originals)]
        mark = f"xq{number:08d}"
        profile, readings = (
            each.replace(_PLACE.encode(), mark.encode()) for each in (original.profile, original.readings)
        )
        yield (
            f"cand-{number}",
            {
                "generation": 1,
                "version": 1,
                "external_id": f"cand-{number}",
                "embedding_status": "embedded",
                "model": model,
                "recipe": RECIPE,
                "dims": original.evidence.shape[1],
                "profile": profile,
                "readings": sealed(readings, profile),
                "vector": vector_bytes(_near(original.vector[np.newaxis], drawn)[0]),
                "evidence": evidence_bytes(_near(original.evidence, drawn)),
                "terms": stored_terms({**original.terms, **count_terms([mark])}),
            },
        )


def _near(vectors: NDArray[np.float32], drawn: np.random.Generator) -> NDArray[np.float32]:
    noise = drawn.standard_normal(vectors.shape, np.float32) * (_NOISE / np.sqrt(vectors.shape[1]))
    near = vectors + noise
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), np.float32)


async def store(
    redis: Redis, originals: Sequence[Original], count: int, *, client_id: str, corpus_id: str, model: str
) -> int:
    """Writes candidates; returns the bytes of all their fields."""
    corpus, total = corpus_key(corpus_id), 0
    rows = enumerate(_records(originals, count, model=model), start=1)
    pipe = redis.pipeline(transaction=False)
    for seq, (external_id, record) in rows:
        key = candidate_key(external_id)
        fields: Any = record
        pipe.hset(names.candidate_hash_key(client_id, corpus, key), mapping=fields)
        pipe.zadd(names.log_key(client_id, corpus), {key: seq})
        total += sum(len(value) for value in record.values() if isinstance(value, bytes))
        if seq % _BATCH == 0:
            await pipe.execute()
    counts: dict[Any, Any] = {
        "pending": 0,
        "embedded": count,
        "failed": 0,
        "generation": 1,
        "seq": count,
        "created_at_ms": 1,
    }
    pipe.hset(names.corpus_hash_key(client_id, corpus), mapping={**counts, "corpus_id": corpus_id})
    await pipe.execute()
    return total


def read_sets(folder: Path) -> list[dict[str, Any]]:
    """The jobs with their CVs."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
