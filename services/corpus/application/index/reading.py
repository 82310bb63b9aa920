"""Turns records of candidates into entries of an index, and refuses those that must not be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.corpus.domain.index_segment import Entry
from services.corpus.domain.index_vectors import in_steps, is_unit
from services.corpus.domain.lexical_terms import count_terms, read_terms, scored_texts
from services.corpus.ports.index import Absence, IndexRecord


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors that may be compared with each other: of one model, of one length."""

    model_id: str
    dims: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a page of the log came to: entries to put in, candidate keys to take out, and what of these was noteworthy.

    `erased` says that a candidate is gone for good; `refused` counts records whose vector or profile is damaged.
    """

    entries: Sequence[Entry]
    gone: Sequence[str]
    erased: bool
    refused: int


def read_changes(keys: Sequence[str], records: Sequence[IndexRecord | Absence], *, space: Space) -> Changes:
    """Judges the records of some candidates, given in the order of their keys.

    A candidate embedded by another model is taken out like one that waits to be embedded; a damaged record is too.
    """
    entries: list[Entry] = []
    gone: list[str] = []
    refused = 0
    for key, record in zip(keys, records, strict=True):
        entry = _entry(record, space) if isinstance(record, IndexRecord) and record.model_id == space.model_id else None
        if entry is not None:
            entries.append(entry)
            continue
        gone.append(key)
        refused += isinstance(record, IndexRecord) and record.model_id == space.model_id
    return Changes(entries, gone, Absence.ERASED in records, refused)


def _entry(record: IndexRecord, space: Space) -> Entry | None:
    if len(record.vector) != space.dims * np.dtype(np.float16).itemsize:
        return None
    vector = np.frombuffer(record.vector, "<f2")
    if not is_unit(vector):
        return None
    try:
        terms = read_terms(record.terms) if record.terms else count_terms(scored_texts(record.profile_json))
    except ValueError:
        return None
    return Entry(record.candidate_key, in_steps(vector), terms)
