"""A stand-in for the corpus service's bulk sync, served over real gRPC: counts parts as the real one does."""

from collections import defaultdict, deque
from typing import Any

import grpc

from cvdeep.corpus.v1 import sync_pb2 as pb
from cvdeep.corpus.v1.sync_pb2_grpc import SyncServiceServicer
from services.platform.errors import AppError, Reason

Failure = AppError | grpc.StatusCode


class SyncStandIn(SyncServiceServicer):
    """Remembers what it was sent; `failures[method]` are raised in turn, `after_commit` once something is done."""

    def __init__(self) -> None:
        self.failures: dict[str, deque[Failure]] = defaultdict(deque)
        self.after_commit: deque[Failure] = deque()
        self.opened: list[pb.OpenSyncRequest] = []
        self.parts: dict[int, pb.SyncLinesRequest] = {}
        self.closed: list[pb.CloseSyncRequest] = []
        self.syncs: dict[tuple[str, str], pb.Sync] = {}

    @property
    def lines(self) -> list[pb.SyncLine]:
        """All candidates in order."""
        return [line for part in self.parts.values() for line in part.lines if line.HasField("candidate")]

    @property
    def errors(self) -> list[pb.SyncError]:
        """All errors in order."""
        return [line.error for part in self.parts.values() for line in part.lines if line.HasField("error")]

    async def _fail(self, failures: deque[Failure], context: grpc.aio.ServicerContext[Any, Any]) -> None:
        if not failures:
            return
        failure = failures.popleft()
        if isinstance(failure, AppError):
            raise failure
        await context.abort(failure, "as the test asked")

    async def OpenSync(self, request: pb.OpenSyncRequest, context: Any) -> pb.OpenSyncResponse:  # noqa: N802 - gRPC names it
        await self._fail(self.failures["OpenSync"], context)
        self.opened.append(request)
        self.syncs[request.caller.client_id, request.sync_id] = pb.Sync(
            id=request.sync_id, status=pb.SYNC_STATUS_PROCESSING
        )
        return pb.OpenSyncResponse()

    async def SyncLines(self, request: pb.SyncLinesRequest, context: Any) -> pb.SyncLinesResponse:  # noqa: N802 - gRPC names it
        await self._fail(self.failures["SyncLines"], context)
        assert request.part in self.parts or request.part == len(self.parts) + 1
        self.parts[request.part] = request
        await self._fail(self.after_commit, context)
        return pb.SyncLinesResponse()

    async def CloseSync(self, request: pb.CloseSyncRequest, context: Any) -> pb.CloseSyncResponse:  # noqa: N802 - gRPC names it
        await self._fail(self.failures["CloseSync"], context)
        self.closed.append(request)
        sync = self.syncs[request.caller.client_id, request.sync_id]
        sync.accepted, sync.failed = len(self.lines), len(self.errors)
        sync.received = sync.accepted + sync.failed
        sync.errors.extend(self.errors)
        return pb.CloseSyncResponse()

    async def GetSync(self, request: pb.GetSyncRequest, context: Any) -> pb.GetSyncResponse:  # noqa: N802 - gRPC names it
        found = self.syncs.get((request.caller.client_id, request.sync_id))
        await self._fail(self.failures["GetSync"], context)
        if found is None:
            raise AppError(Reason.NOT_FOUND, "There is no such sync.")
        answer = pb.GetSyncResponse(sync=found)
        if self.closed:
            # Seen once while it goes on, then at its end.
            found.status = pb.SYNC_STATUS_FINISHED if self.closed[0].complete else pb.SYNC_STATUS_FAILED
            return answer
        return pb.GetSyncResponse(sync=found)
