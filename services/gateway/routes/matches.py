"""DeepMatch: submit a CV against a job, read a match, list matches."""

import re

from services.gateway.application.submit import SubmitMatch, new_match_id
from services.gateway.operation import (
    POLL_BUCKET,
    Answer,
    Call,
    Documented,
    FormSpec,
    Operation,
    form_of,
    query_of,
)
from services.gateway.ports import JsonObject, Matches, WebhookTargets
from services.gateway.schemas.match import (
    MAX_CV_BYTES,
    ListQuery,
    MatchBody,
    MatchPage,
    ReplayAnswer,
    SubmitAnswer,
    SubmitForm,
)
from services.platform.accounts.values import Permission
from services.platform.errors import Reason

GROUP = "DeepMatch"
_WELL_FORMED_ID = re.compile(r"cvdm_[0-9A-Za-z]{22}")
# The largest file, and 2 MiB for the other fields and the framing.
_MAX_FORM_BYTES = MAX_CV_BYTES + 2 * 2**20

_FORM = FormSpec(
    model=SubmitForm,
    files=frozenset({"cv_file"}),
    max_bytes=_MAX_FORM_BYTES,
    size_field="cv_file",
    size_message=f"must have at most {MAX_CV_BYTES} bytes",
)


def operations(matches: Matches, targets: WebhookTargets) -> tuple[Operation, ...]:
    """Returns the routes of DeepMatch."""
    submit_match = SubmitMatch(matches, targets)

    async def submit(call: Call) -> Answer:
        accepted = await submit_match(call.caller, form_of(call, SubmitForm))
        body: JsonObject = {
            "id": accepted.match_id,
            "status": "processing",
            "message": "The match was accepted.",
            "estimated_time": accepted.estimated_s,
        }
        if not accepted.replay:
            return Answer(status=202, body=body, headers={"Location": f"/api/v1/cvdeepmatch/{accepted.match_id}"})
        body |= {
            "message": "This idempotency key made this match before; read it by its id.",
            "estimated_time": 0,
            "idempotent_replay": True,
        }
        if accepted.mismatch:
            body["idempotency_mismatch"] = True
        return Answer(body=body)

    async def read(call: Call) -> Answer:
        match_id = call.path["id"]
        if _WELL_FORMED_ID.fullmatch(match_id) is None:
            # Asked for all the same, under an id nobody has: so that the answer takes as long as for any other.
            match_id = new_match_id()
        return Answer(body=await matches.get(call.caller, match_id))

    async def list_matches(call: Call) -> Answer:
        return Answer(body=await matches.list(call.caller, query_of(call, ListQuery)))

    return (
        Operation(
            method="POST",
            path="/api/v1/cvdeepmatch/submit",
            name="submitMatch",
            group=GROUP,
            summary="Submit one CV against one job",
            description=(
                "Checks the form, holds the price of a match and starts it. Poll the returned id, or name a "
                "`webhook_url`. Send an `idempotency_key` to be able to send the request again safely: the same key "
                "within 24 hours returns the match it made, with status 200. A 502 means *unknown*, never *no*."
            ),
            handler=submit,
            permission=Permission.CVDEEPMATCH,
            form=_FORM,
            answers={
                200: Documented(description="The idempotency key made this match before.", schema=ReplayAnswer),
                202: Documented(description="Accepted: the match was started.", schema=SubmitAnswer),
            },
            reasons=(
                Reason.INVALID_FILE_CONTENT,
                Reason.INSECURE_WEBHOOK_URL,
                Reason.PRIVATE_WEBHOOK_URL,
                Reason.INSUFFICIENT_CREDITS,
                Reason.STEP_FUNCTIONS_FAILED,
                Reason.SERVICE_WARMING,
            ),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvdeepmatch/requests",
            name="listMatches",
            group=GROUP,
            summary="List your matches, newest first",
            description="All filters given must hold. Rows leave out the parsed CV, the details and the config.",
            handler=list_matches,
            permission=Permission.CVDEEPMATCH,
            query=ListQuery,
            answers={200: Documented(description="A page.", schema=MatchPage)},
            reasons=(Reason.SERVICE_WARMING,),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvdeepmatch/{id}",
            name="getMatch",
            group=GROUP,
            summary="Read one match",
            description=(
                "While the match is `processing`, reads of one id less than 10 seconds apart answer 429 "
                "`RATE_LIMITED`; the first one is free, and a match that has ended can be read at any rate. Reads "
                "have a per-minute budget of their own and never use up that of submits."
            ),
            handler=read,
            permission=Permission.CVDEEPMATCH,
            bucket=POLL_BUCKET,
            path_fields={"id": "The id that the submit returned."},
            answers={200: Documented(description="The match.", schema=MatchBody)},
            reasons=(Reason.REQUEST_NOT_FOUND, Reason.RATE_LIMITED, Reason.SERVICE_WARMING),
        ),
    )
