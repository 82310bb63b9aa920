"""Ingests a batch of candidates once the corpus of every one of them is known."""

from collections import Counter

from services.gateway.ports import Caller, Candidates, JsonObject, ResolvedCandidate
from services.gateway.schemas.candidate import IngestBatch, IngestSummary
from services.gateway.schemas.validation import MAX_FIELDS
from services.platform.errors import AppError, Reason


class IngestCandidates:
    """The use case behind the ingest route."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    async def __call__(self, caller: Caller, batch: IngestBatch) -> JsonObject:
        """Returns the results in the order of the batch, and their sums, as `IngestAnswer` says.

        Raises:
            AppError: `MISSING_CORPUS_ID`, and then nothing was written; or what the corpus service refuses with.
            UnreachableError: it is unknown what was written; the batch may be sent again.
        """
        results = await self._candidates.ingest(caller, resolved(batch))
        counts = Counter("failed" if row["embedding_status"] == "failed" else row["status"] for row in results)
        return {"results": results, "summary": {name: counts[name] for name in IngestSummary.model_fields}}


def resolved(batch: IngestBatch) -> list[ResolvedCandidate]:
    """Returns the candidates, each with its corpus: its own, or else that of the batch.

    Raises:
        AppError: `MISSING_CORPUS_ID`: one has none, or something that is not a name was sent as one.
    """
    found = [
        ResolvedCandidate(
            corpus_id=corpus_id,
            external_id=candidate.external_id,
            parsed_cv_json=candidate.parsed_cv.text,
            tags=candidate.tags,
            upload_id=candidate.upload_id,
        )
        for candidate in batch.candidates
        if (corpus_id := _corpus_of(candidate.corpus_id, batch.corpus_id)) is not None
    ]
    if len(found) < len(batch.candidates):
        raise _without_corpus(batch)
    return found


def _corpus_of(own: object, shared: object) -> str | None:
    # An own one that is empty or no string is a mistake: taking the other would put the CV where it may not belong.
    name = shared if own is None else own
    return name if isinstance(name, str) and name else None


def _without_corpus(batch: IngestBatch) -> AppError:
    missing = [
        index
        for index, candidate in enumerate(batch.candidates)
        if _corpus_of(candidate.corpus_id, batch.corpus_id) is None
    ]
    return AppError(
        Reason.MISSING_CORPUS_ID,
        "Every candidate needs a corpus_id, its own or that of the batch; nothing was written.",
        fields={f"candidates[{index}].corpus_id": ["is required"] for index in missing[:MAX_FIELDS]},
    )
