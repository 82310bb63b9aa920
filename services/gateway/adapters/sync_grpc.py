"""Bulk sync at the corpus service over gRPC."""

from collections.abc import Sequence

import grpc

from cvdeep.corpus.v1 import sync_pb2 as pb
from cvdeep.corpus.v1.sync_pb2_grpc import SyncServiceStub
from services.gateway.adapters.corpus_messages import candidate_input
from services.gateway.adapters.failures import unreachable
from services.gateway.adapters.patience import asked
from services.gateway.ports import BrokenLine, Caller, CandidateLine, JsonObject
from services.gateway.schemas.sync import SyncMode
from services.gateway.translate import caller_message

SERVICE = "cvdeep.corpus.v1.SyncService"
# All of them: the gateway makes the ids, and parts are counted by their numbers.
IDEMPOTENT_METHODS = ("OpenSync", "SyncLines", "CloseSync", "GetSync")

_MODES: dict[SyncMode, pb.SyncMode.ValueType] = {"upsert": pb.SYNC_MODE_UPSERT, "mirror": pb.SYNC_MODE_MIRROR}
_STATUSES = {
    pb.SYNC_STATUS_PROCESSING: "processing",
    pb.SYNC_STATUS_FINISHED: "finished",
    pb.SYNC_STATUS_FAILED: "failed",
}


class GrpcSyncs:
    """`Syncs` on a channel of `services.platform.rpc.client`; a part has a deadline of its own."""

    def __init__(self, channel: grpc.aio.Channel, *, part_timeout_s: float) -> None:
        self._stub = SyncServiceStub(channel)
        self._part_timeout_s = part_timeout_s

    async def open(self, caller: Caller, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        """See `Syncs`."""
        request = pb.OpenSyncRequest(
            caller=caller_message(caller), sync_id=sync_id, corpus_id=corpus_id, mode=_MODES[mode]
        )
        with unreachable("corpus"):
            await self._stub.OpenSync(request)

    async def lines(
        self,
        caller: Caller,
        sync_id: str,
        *,
        part: int,
        lines: Sequence[CandidateLine],
        errors: Sequence[BrokenLine],
        more_failed: int,
    ) -> None:
        """See `Syncs`."""
        # A part is at most one line of 10 MiB and lines of 1 MiB before it: it fits a message of 16 MiB.
        request = pb.SyncLinesRequest(
            caller=caller_message(caller),
            sync_id=sync_id,
            part=part,
            lines=[
                *(pb.SyncLine(line=each.line, candidate=candidate_input(each.candidate)) for each in lines),
                *(pb.SyncLine(line=each.line, error=_error(each)) for each in errors),
            ],
            more_failed=more_failed,
        )
        with unreachable("corpus"):
            await self._stub.SyncLines(request, timeout=self._part_timeout_s)

    async def close(self, caller: Caller, sync_id: str, *, complete: bool) -> None:
        """See `Syncs`."""
        request = pb.CloseSyncRequest(caller=caller_message(caller), sync_id=sync_id, complete=complete)
        with unreachable("corpus"):
            await self._stub.CloseSync(request)

    async def get(self, caller: Caller, sync_id: str) -> JsonObject:
        """See `Syncs`."""
        with unreachable("corpus"):
            answer = await asked(self._stub.GetSync, pb.GetSyncRequest(caller=caller_message(caller), sync_id=sync_id))
        return sync_body(answer.sync)


def sync_body(sync: pb.Sync) -> JsonObject:
    """Returns a sync, shaped as `SyncBody`."""
    return {
        "id": sync.id,
        "status": _STATUSES[sync.status],
        "received": sync.received,
        "accepted": sync.accepted,
        "updated": sync.updated,
        "unchanged": sync.unchanged,
        "failed": sync.failed,
        "deleted": sync.deleted,
        "errors": [_error_body(error) for error in sync.errors],
    }


def _error(error: BrokenLine) -> pb.SyncError:
    return pb.SyncError(
        line=error.line, external_id=error.external_id or "", code=error.code.value, message=error.message
    )


def _error_body(error: pb.SyncError) -> JsonObject:
    body: JsonObject = {"line": error.line}
    if error.external_id:
        body["external_id"] = error.external_id
    return {**body, "code": error.code, "message": error.message}
