"""DeepSearch: bring a corpus to the state of a file, read what became of that."""

import re

from services.gateway.application.sync import SyncCorpus, SyncLimits, new_sync_id
from services.gateway.operation import POLL_BUCKET, Answer, Call, Documented, Operation, StreamSpec, query_of
from services.gateway.ports import Syncs
from services.gateway.schemas.names import names_something
from services.gateway.schemas.sync import SyncAnswer, SyncBody, SyncQuery
from services.platform.accounts.values import Permission
from services.platform.errors import Reason, invalid_field

GROUP = "DeepSearch"
NDJSON_TYPE = "application/x-ndjson"
_WELL_FORMED_ID = re.compile(r"sync_[0-9A-Za-z]{22}")
# A part that is being read, as it was sent, as values and as the message it is sent on in.
_MEMORY_BYTES = 4 * 2**20


def operations(syncs: Syncs, limits: SyncLimits) -> tuple[Operation, ...]:
    """Returns the routes of bulk syncs."""
    sync_corpus = SyncCorpus(syncs, limits)

    async def start(call: Call) -> Answer:
        corpus_id = call.path["corpus_id"]
        if not names_something(corpus_id):
            raise invalid_field("corpus_id", "must be 1 to 255 characters, none of them a control character")
        sync_id = await sync_corpus(call.caller, call.body, corpus_id=corpus_id, mode=query_of(call, SyncQuery).mode)
        return Answer(status=202, body={"id": sync_id, "status": "processing"})

    async def read(call: Call) -> Answer:
        given = call.path["id"]
        # Asked for all the same, under an id nobody has: so that the answer takes as long as for any other.
        sync_id = given if _WELL_FORMED_ID.fullmatch(given) else new_sync_id()
        return Answer(body=await syncs.get(call.caller, sync_id))

    return (
        Operation(
            method="POST",
            path="/api/v1/cvds/corpora/{corpus_id}/sync",
            name="syncCorpus",
            group=GROUP,
            summary="Bring a corpus to the state of a file",
            description=(
                "Upserts one candidate a line, as many as there are; plain, or with `Content-Encoding: gzip`. Lines are "
                "applied while they come, and the answer comes once the body was read: poll the returned id for the "
                "counts. A line that cannot be taken is left out and told of. With `mode=mirror`, candidates that the "
                "file did not name are erased, and only after all of it was read without a broken line; a mirror of a "
                "file that names nobody fails and erases nothing. A body that breaks off leaves what was applied. "
                "Candidates embed in the background, also after the sync has finished. Sending a file again is safe."
            ),
            handler=start,
            permission=Permission.CVDEEPSEARCH,
            path_fields={"corpus_id": "Your id of the corpus, percent-encoded."},
            query=SyncQuery,
            stream=StreamSpec(
                media_type=NDJSON_TYPE,
                description=(
                    "Lines that each are a `NewCandidate` as JSON, of at most 10 MiB; blank lines are ignored. A "
                    "`corpus_id` in a line must be that of the path."
                ),
                example='{"external_id": "cand-1", "parsed_cv": {"skills": ["Python"]}, "tags": ["berlin"]}\n',
                memory_bytes=_MEMORY_BYTES,
            ),
            answers={202: Documented(description="Read, and being applied.", schema=SyncAnswer)},
            reasons=(Reason.SERVICE_WARMING,),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/syncs/{id}",
            name="getSync",
            group=GROUP,
            summary="Read one bulk sync",
            description=(
                "Its counts, which are true at any moment, and the first 100 lines that were not taken. Kept for seven "
                "days after its end. Reads have a per-minute budget of their own."
            ),
            handler=read,
            permission=Permission.CVDEEPSEARCH,
            bucket=POLL_BUCKET,
            path_fields={"id": "The id that the sync returned."},
            answers={200: Documented(description="The sync.", schema=SyncBody)},
            reasons=(Reason.NOT_FOUND, Reason.SERVICE_WARMING),
        ),
    )
