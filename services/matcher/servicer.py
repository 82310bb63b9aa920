"""Answers gRPC calls with the matcher's use cases."""

from typing import Any

import grpc

from cvdeep.matcher.v1 import matcher_pb2 as pb
from cvdeep.matcher.v1 import matcher_pb2_grpc
from services.matcher import translate
from services.matcher.application.erasure import Erasure
from services.matcher.application.reading import Reading
from services.matcher.application.reconciliation import Reconciliation
from services.matcher.application.submission import Submission
from services.platform.telemetry.context import current_request_id
from services.platform.telemetry.tracing import traceparent

SERVICE_NAME = "cvdeep.matcher.v1.MatcherService"

_Context = grpc.aio.ServicerContext[Any, Any]


class MatcherServicer(matcher_pb2_grpc.MatcherServiceServicer):
    """Implements MatcherService."""

    def __init__(
        self, submission: Submission, reading: Reading, reconciliation: Reconciliation, erasure: Erasure
    ) -> None:
        self._submission = submission
        self._reading = reading
        self._reconciliation = reconciliation
        self._erasure = erasure

    async def FindReplay(self, request: pb.FindReplayRequest, context: _Context) -> pb.FindReplayResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Finds the match an idempotency key already stands for."""
        replay = await self._submission.find_replay(
            request.caller.client_id,
            idempotency_key=request.idempotency_key,
            fingerprint=request.fingerprint.hex(),
        )
        return pb.FindReplayResponse(match_id=replay.match_id, mismatch=replay.mismatch)

    async def Submit(self, request: pb.SubmitRequest, context: _Context) -> pb.SubmitResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Accepts a match."""
        match = translate.new_match(request, request_id=current_request_id() or "", traceparent=traceparent())
        submitted = await self._submission.submit(match, cv_pdf=request.cv_pdf)
        return pb.SubmitResponse(
            match_id=submitted.accepted.match_id,
            replay=submitted.accepted.replay,
            mismatch=submitted.accepted.mismatch,
            estimated_seconds=submitted.estimated_s,
        )

    async def GetMatch(self, request: pb.GetMatchRequest, context: _Context) -> pb.GetMatchResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Reads one match of the caller."""
        return translate.match_message(await self._reading.match(request.caller.client_id, request.match_id))

    async def ListMatches(self, request: pb.ListMatchesRequest, context: _Context) -> pb.ListMatchesResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Lists the caller's matches, newest first."""
        page = await self._reading.page(
            request.caller.client_id, translate.filters(request), limit=request.limit, cursor=request.cursor
        )
        return pb.ListMatchesResponse(
            matches=[translate.row_message(row) for row in page.rows], next_cursor=page.next_cursor
        )

    async def Reconcile(self, request: pb.ReconcileRequest, context: _Context) -> pb.ReconcileResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Checks the ledger of a client against its matches."""
        return translate.reconciled_message(await self._reconciliation.reconcile(request.client_id))

    async def EraseMatch(self, request: pb.EraseMatchRequest, context: _Context) -> pb.EraseMatchResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Erases what a match holds of a person."""
        await self._erasure.erase(request.client_id, request.match_id)
        return pb.EraseMatchResponse()

    async def InspectMatch(self, request: pb.InspectMatchRequest, context: _Context) -> pb.InspectMatchResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Shows the life of a match to an operator."""
        return pb.InspectMatchResponse(fields=await self._reading.inspect(request.client_id, request.match_id))
