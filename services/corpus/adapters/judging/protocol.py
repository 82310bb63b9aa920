"""What a judging process is asked and what it answers, as bytes: JSON for what is small, raw bytes for records and vectors."""

import io
import json
import struct
from collections.abc import Sequence
from typing import Any

from engine.profile import Month
from services.corpus.domain.candidate import CandidateRecord
from services.corpus.domain.search_ranking import Judgement, Scored, Sought

_HEAD = struct.Struct("!II")
HEAD_BYTES = _HEAD.size


class GarbledError(Exception):
    """Bytes are not what the protocol says; the message never quotes them."""


def framed(header: Any, body: bytes = b"") -> bytes:
    """A message: the lengths of both parts, a JSON value, and raw bytes."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    return b"".join((_HEAD.pack(len(text), len(body)), text, body))


def lengths_of(head: bytes) -> tuple[int, int]:
    """The lengths of a message's JSON and of its raw bytes, from its first HEAD_BYTES."""
    text, body = _HEAD.unpack(head)
    return text, body


def order_bytes(sought: Sought, records: Sequence[CandidateRecord]) -> bytes:
    """A message that asks for candidates to be judged."""
    header = {
        "position": sought.position_metadata_json,
        "dims": sought.dims,
        "as_of": [sought.as_of.year, sought.as_of.month],
        "vectors": len(sought.vectors),
        "records": [
            [each.candidate_key, each.external_id, each.model, each.dims, list(each.tags), len(each.profile), len(each.evidence), len(each.readings)]
            for each in records
        ],
    }  # fmt: skip
    return framed(
        header,
        b"".join(
            (sought.vectors, *(part for each in records for part in (each.profile, each.evidence, each.readings)))
        ),
    )


def read_order(header: bytes, body: bytes) -> tuple[Sought, list[CandidateRecord]]:
    """Reads what `order_bytes` wrote; it comes from our own parent and is trusted."""
    order = json.loads(header)
    take = io.BytesIO(body).read
    sought = Sought(order["position"], vectors=take(order["vectors"]), dims=order["dims"], as_of=Month(*order["as_of"]))
    records = [
        CandidateRecord(
            candidate_key=key, external_id=external_id, model=model, dims=dims, tags=tuple(tags),
            profile=take(profile), evidence=take(evidence), readings=take(readings),
        )
        for key, external_id, model, dims, tags, profile, evidence, readings in order["records"]
    ]  # fmt: skip
    return sought, records


def judgement_bytes(judgement: Judgement) -> bytes:
    """The answer to an order."""
    scored = [
        [
            *(each.candidate_key, each.external_id, each.score, dict(each.breakdown), each.matched, each.missing),
            *(each.experience_years, each.tags),
        ]
        for each in judgement.scored
    ]
    readings = [[key, len(each)] for key, each in judgement.readings]
    header = {"scored": scored, "damaged": judgement.damaged, "readings": readings}
    return framed(header, b"".join(each for _, each in judgement.readings))


def read_judgement(header: bytes, body: bytes) -> Judgement:
    """Reads what `judgement_bytes` wrote; raises `GarbledError` for anything else."""
    try:
        answer = json.loads(header)
        scored = tuple(
            Scored(key, external_id, score, breakdown, tuple(matched), tuple(missing), years, tuple(tags))
            for key, external_id, score, breakdown, matched, missing, years, tags in answer["scored"]
        )
        take = io.BytesIO(body).read
        readings = tuple((key, take(length)) for key, length in answer["readings"])
        return Judgement(scored, tuple(answer["damaged"]), readings)
    except (ValueError, KeyError, TypeError):
        raise GarbledError("not a judgement") from None
