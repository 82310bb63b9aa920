"""Answers gRPC calls about bulk syncs with the use cases of sync."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc

from cvdeep.corpus.v1 import sync_pb2 as pb
from cvdeep.corpus.v1 import sync_pb2_grpc
from services.corpus.application.sync.syncing import Syncing
from services.corpus.domain.sync import SyncError, SyncLine, SyncMode, SyncPart, SyncStatus, SyncView
from services.corpus.ports.candidates import TransientError
from services.corpus.servicer.candidates import candidate_input
from services.platform.errors import AppError, Reason, invalid_field

SYNC_SERVICE: str = pb.DESCRIPTOR.services_by_name["SyncService"].full_name
# How much of the caller's time an ingest may take: the rest is for counting and the answer.
_SHARE_OF_DEADLINE = 0.75
_AGAIN_AFTER_S = 1

_MODES = {pb.SYNC_MODE_UPSERT: SyncMode.UPSERT, pb.SYNC_MODE_MIRROR: SyncMode.MIRROR}
_STATUSES = {
    SyncStatus.PROCESSING: pb.SYNC_STATUS_PROCESSING,
    SyncStatus.FINISHED: pb.SYNC_STATUS_FINISHED,
    SyncStatus.FAILED: pb.SYNC_STATUS_FAILED,
}

_Context = grpc.aio.ServicerContext[Any, Any]


class SyncServicer(sync_pb2_grpc.SyncServiceServicer):
    """SyncService."""

    def __init__(self, syncing: Syncing) -> None:
        self._syncing = syncing

    async def OpenSync(self, request: pb.OpenSyncRequest, context: _Context) -> pb.OpenSyncResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Opens a bulk sync of a corpus."""
        mode = _MODES.get(request.mode)
        if mode is None:
            raise invalid_field("mode", "Must be upsert or mirror.")
        with _store_away_is_again():
            await self._syncing.open(request.caller.client_id, request.sync_id, corpus_id=request.corpus_id, mode=mode)
        return pb.OpenSyncResponse()

    async def SyncLines(self, request: pb.SyncLinesRequest, context: _Context) -> pb.SyncLinesResponse:  # noqa: N802 - gRPC's signature
        """Applies some lines of a sync."""
        remaining_s = context.time_remaining()
        with _store_away_is_again():
            await self._syncing.apply(
                request.caller.client_id,
                request.sync_id,
                _part(request),
                timeout_s=None if remaining_s is None else max(0.0, remaining_s * _SHARE_OF_DEADLINE),
            )
        return pb.SyncLinesResponse()

    async def CloseSync(self, request: pb.CloseSyncRequest, context: _Context) -> pb.CloseSyncResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Ends the reading of a sync."""
        with _store_away_is_again():
            await self._syncing.close(request.caller.client_id, request.sync_id, complete=request.complete)
        return pb.CloseSyncResponse()

    async def GetSync(self, request: pb.GetSyncRequest, context: _Context) -> pb.GetSyncResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Reads what became of a sync."""
        with _store_away_is_again():
            view = await self._syncing.get(request.caller.client_id, request.sync_id)
        return pb.GetSyncResponse(sync=_sync(view))


def add_sync_service(server: grpc.aio.Server, syncing: Syncing) -> None:
    """Adds SyncService to a gRPC server."""
    sync_pb2_grpc.add_SyncServiceServicer_to_server(SyncServicer(syncing), server)


@contextmanager
def _store_away_is_again() -> Iterator[None]:
    """Tells the caller to send the call again when the store was away for a moment: every call here may be."""
    try:
        yield
    except TransientError:
        raise AppError(
            Reason.SERVICE_WARMING, "The store is not ready; try again shortly.", retry_after_s=_AGAIN_AFTER_S
        ) from None


def _part(request: pb.SyncLinesRequest) -> SyncPart:
    return SyncPart(
        number=request.part,
        lines=tuple(
            SyncLine(line.line, candidate_input(line.candidate)) for line in request.lines if line.HasField("candidate")
        ),
        errors=tuple(
            SyncError(line.line, line.error.external_id, line.error.code, line.error.message)
            for line in request.lines
            if line.HasField("error")
        ),
        more_failed=request.more_failed,
    )


def _sync(view: SyncView) -> pb.Sync:
    return pb.Sync(
        id=view.id,
        status=_STATUSES[view.status],
        received=view.received,
        accepted=view.accepted,
        updated=view.updated,
        unchanged=view.unchanged,
        failed=view.failed,
        deleted=view.deleted,
        errors=[
            pb.SyncError(line=error.line, external_id=error.external_id, code=error.code, message=error.message)
            for error in view.errors
        ],
    )
