"""DeepSearch: ingest candidates into a corpus, read, list and erase them."""

from services.gateway.application.ingest import IngestCandidates
from services.gateway.intake.deepsearch import read_batch
from services.gateway.operation import NO_CONTENT, Answer, Call, Documented, JsonSpec, Operation, json_of, query_of
from services.gateway.ports import Candidates
from services.gateway.schemas.candidate import (
    CandidateBody,
    CandidateListQuery,
    CandidatePage,
    CorpusQuery,
    IngestAnswer,
    IngestBatch,
)
from services.gateway.schemas.names import names_something
from services.platform.accounts.values import Permission
from services.platform.errors import AppError, Reason

GROUP = "DeepSearch"
_PATH_FIELDS = {"external_id": "Your id of the candidate, percent-encoded."}


def operations(candidates: Candidates) -> tuple[Operation, ...]:
    """Returns the routes of candidates."""
    ingest_candidates = IngestCandidates(candidates)

    async def ingest(call: Call) -> Answer:
        return Answer(body=await ingest_candidates(call.caller, json_of(call, IngestBatch)))

    async def read(call: Call) -> Answer:
        corpus_id = _named(query_of(call, CorpusQuery).corpus_id)
        external_id = call.path["external_id"]
        if not names_something(external_id):
            raise AppError(Reason.NOT_FOUND, "There is no such candidate.")
        return Answer(body=await candidates.get(call.caller, corpus_id=corpus_id, external_id=external_id))

    async def list_candidates(call: Call) -> Answer:
        query = query_of(call, CandidateListQuery)
        _named(query.corpus_id)
        return Answer(body=await candidates.list(call.caller, query))

    async def erase(call: Call) -> Answer:
        corpus_id = _named(query_of(call, CorpusQuery).corpus_id)
        external_id = call.path["external_id"]
        if names_something(external_id):
            await candidates.delete(call.caller, corpus_id=corpus_id, external_id=external_id)
        return NO_CONTENT

    return (
        Operation(
            method="POST",
            path="/api/v1/cvds/candidates",
            name="ingestCandidates",
            group=GROUP,
            summary="Ingest up to 500 candidates",
            description=(
                "Upserts candidates in the order they are sent; the body is at most 10 MiB. Unchanged content is left "
                "as it is. Up to 32 changed candidates are embedded before the answer, more are `pending` and follow. "
                "One candidate without a corpus refuses the whole batch, and nothing is written. Sending a batch "
                "again is safe."
            ),
            handler=ingest,
            permission=Permission.CVDEEPSEARCH,
            json=JsonSpec(model=IngestBatch, read=read_batch),
            answers={200: Documented(description="Taken; also when some could not be embedded.", schema=IngestAnswer)},
            reasons=(Reason.MISSING_CORPUS_ID, Reason.BATCH_TOO_LARGE, Reason.SERVICE_WARMING),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/candidates",
            name="listCandidates",
            group=GROUP,
            summary="List the candidates of a corpus, newest first",
            description="All filters given must hold. A corpus that does not exist has no candidates.",
            handler=list_candidates,
            permission=Permission.CVDEEPSEARCH,
            query=CandidateListQuery,
            answers={200: Documented(description="A page.", schema=CandidatePage)},
            reasons=(Reason.MISSING_CORPUS_ID, Reason.SERVICE_WARMING),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/candidates/{external_id}",
            name="getCandidate",
            group=GROUP,
            summary="Read the state of one candidate",
            description="Whether it can be found, and since when; never the parsed CV.",
            handler=read,
            permission=Permission.CVDEEPSEARCH,
            path_fields=_PATH_FIELDS,
            query=CorpusQuery,
            answers={200: Documented(description="The candidate.", schema=CandidateBody)},
            reasons=(Reason.MISSING_CORPUS_ID, Reason.NOT_FOUND, Reason.SERVICE_WARMING),
        ),
        Operation(
            method="DELETE",
            path="/api/v1/cvds/candidates/{external_id}",
            name="deleteCandidate",
            group=GROUP,
            summary="Erase one candidate",
            description=(
                "Gone from storage, from every later search and from the results of runs that have finished. A "
                "candidate that is not there is erased already."
            ),
            handler=erase,
            permission=Permission.CVDEEPSEARCH,
            path_fields=_PATH_FIELDS,
            query=CorpusQuery,
            answers={204: Documented(description="Erased.", content_type="")},
            reasons=(Reason.MISSING_CORPUS_ID, Reason.SERVICE_WARMING),
        ),
    )


def _named(corpus_id: str) -> str:
    if not corpus_id:
        raise AppError(Reason.MISSING_CORPUS_ID, "The parameter corpus_id is required.")
    return corpus_id
