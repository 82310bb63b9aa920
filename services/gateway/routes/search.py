"""DeepSearch: search a corpus for a position, read the runs and their rows."""

import re

from services.gateway.application.search import StartSearch, new_run_id
from services.gateway.intake.deepsearch import read_search
from services.gateway.operation import (
    POLL_BUCKET,
    Answer,
    Call,
    Documented,
    JsonSpec,
    Operation,
    json_of,
    query_of,
)
from services.gateway.ports import JsonObject, Searches, WebhookTargets
from services.gateway.schemas.candidate import PageQuery
from services.gateway.schemas.search import ResultPage, RunBody, RunPage, SearchAnswer, SearchOrder
from services.platform.accounts.values import Permission
from services.platform.errors import Reason

GROUP = "DeepSearch"
_WELL_FORMED_ID = re.compile(r"cvds_[0-9A-Za-z]{22}")
_PATH_FIELDS = {"id": "The id that the search returned."}


def operations(searches: Searches, targets: WebhookTargets) -> tuple[Operation, ...]:
    """Returns the routes of searches."""
    start_search = StartSearch(searches, targets)

    async def start(call: Call) -> Answer:
        started = await start_search(call.caller, json_of(call, SearchOrder))
        body: JsonObject = {"id": started.run_id, "status": "pending"}
        if started.replay:
            body["idempotent_replay"] = True
        return Answer(body=body)

    async def read(call: Call) -> Answer:
        return Answer(body=await searches.get(call.caller, _run_id(call)))

    async def results(call: Call) -> Answer:
        return Answer(body=await searches.results(call.caller, _run_id(call), query_of(call, PageQuery)))

    async def list_runs(call: Call) -> Answer:
        return Answer(body=await searches.list(call.caller, query_of(call, PageQuery)))

    return (
        Operation(
            method="POST",
            path="/api/v1/cvds/search",
            name="startSearch",
            group=GROUP,
            summary="Search a corpus for a position",
            description=(
                "Starts a run. Poll the returned id, or name a `webhook_url`. Send an `idempotency_key` to be able to "
                "send the request again safely: the same key within 24 hours returns the run it made. A 502 means "
                "*unknown*, never *no*."
            ),
            handler=start,
            permission=Permission.CVDEEPSEARCH,
            json=JsonSpec(model=SearchOrder, read=read_search),
            answers={200: Documented(description="Accepted, or accepted before.", schema=SearchAnswer)},
            reasons=(
                Reason.INSECURE_WEBHOOK_URL,
                Reason.PRIVATE_WEBHOOK_URL,
                Reason.NOT_FOUND,
                Reason.STEP_FUNCTIONS_FAILED,
                Reason.SERVICE_WARMING,
            ),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/runs",
            name="listRuns",
            group=GROUP,
            summary="List your search runs, newest first",
            description="Without their rows.",
            handler=list_runs,
            permission=Permission.CVDEEPSEARCH,
            query=PageQuery,
            answers={200: Documented(description="A page.", schema=RunPage)},
            reasons=(Reason.SERVICE_WARMING,),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/runs/{id}",
            name="getRun",
            group=GROUP,
            summary="Read one search run",
            description=(
                "With its first 100 rows once it has finished. Reads have a per-minute budget of their own and never "
                "use up that of searches."
            ),
            handler=read,
            permission=Permission.CVDEEPSEARCH,
            bucket=POLL_BUCKET,
            path_fields=_PATH_FIELDS,
            answers={200: Documented(description="The run.", schema=RunBody)},
            reasons=(Reason.NOT_FOUND, Reason.SERVICE_WARMING),
        ),
        Operation(
            method="GET",
            path="/api/v1/cvds/runs/{id}/results",
            name="listResults",
            group=GROUP,
            summary="Read the rows of a search run, best first",
            description="Empty until the run has finished.",
            handler=results,
            permission=Permission.CVDEEPSEARCH,
            bucket=POLL_BUCKET,
            path_fields=_PATH_FIELDS,
            query=PageQuery,
            answers={200: Documented(description="A page.", schema=ResultPage)},
            reasons=(Reason.NOT_FOUND, Reason.SERVICE_WARMING),
        ),
    )


def _run_id(call: Call) -> str:
    given = call.path["id"]
    # Asked for all the same, under an id nobody has: so that the answer takes as long as for any other.
    return given if _WELL_FORMED_ID.fullmatch(given) else new_run_id()
