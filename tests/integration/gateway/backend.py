"""Stand-ins for the services behind the gateway, served over real gRPC on loopback."""

import json
from collections import defaultdict, deque
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from cvdeep.corpus.v1.corpus_pb2_grpc import add_CorpusServiceServicer_to_server
from cvdeep.corpus.v1.sync_pb2_grpc import add_SyncServiceServicer_to_server
from cvdeep.matcher.v1 import matcher_pb2 as pb
from cvdeep.matcher.v1.matcher_pb2_grpc import MatcherServiceServicer, add_MatcherServiceServicer_to_server
from cvdeep.notifier.v1 import notifier_pb2
from cvdeep.notifier.v1.notifier_pb2_grpc import NotifierServiceServicer, add_NotifierServiceServicer_to_server
from services.platform.errors import AppError, Reason
from services.platform.rpc.interceptor import CallInterceptor
from services.platform.telemetry.context import current_request_id
from tests.integration.gateway.corpus import Corpus
from tests.integration.gateway.syncs import SyncStandIn

MATCHER = "cvdeep.matcher.v1.MatcherService"
CORPUS = "cvdeep.corpus.v1.EmbeddingService"
NOTIFIER = "cvdeep.notifier.v1.NotifierService"
UNAVAILABLE = grpc.StatusCode.UNAVAILABLE
RESULT = {
    "overall_score": 0.71,
    "breakdown": {"workExperience": 0.8, "skills": 0.6},
    "details": {"engine_version": "1", "requirements": []},
}

Failure = AppError | grpc.StatusCode


class Backend(MatcherServiceServicer, NotifierServiceServicer):
    """Remembers what it was asked; `failures[method]` are raised in turn before it answers again."""

    def __init__(self) -> None:
        self.failures: dict[str, deque[Failure]] = defaultdict(deque)
        self.after_commit: deque[Failure] = deque()
        self.asked: list[str] = []
        self.request_ids: list[str | None] = []
        self.submits: list[pb.SubmitRequest] = []
        self.lists: list[pb.ListMatchesRequest] = []
        self.reads: list[pb.GetMatchRequest] = []
        self.targets: list[str] = []
        self.matches: dict[tuple[str, str], pb.GetMatchResponse] = {}
        self.replays: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.health = health.aio.HealthServicer()
        self.corpus = Corpus()
        self.syncs = SyncStandIn()

    async def _enter(self, method: str, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        self.asked.append(method)
        self.request_ids.append(current_request_id())
        if self.failures[method]:
            await self._fail(self.failures[method].popleft(), context)

    async def _fail(self, failure: Failure, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        if isinstance(failure, AppError):
            raise failure
        await context.abort(failure, "as the test asked")

    async def FindReplay(self, request: pb.FindReplayRequest, context: Any) -> pb.FindReplayResponse:  # noqa: N802 - gRPC names it
        await self._enter("FindReplay", context)
        found = self.replays.get((request.caller.client_id, request.idempotency_key))
        if found is None:
            raise AppError(Reason.NOT_FOUND, "No such key.")
        return pb.FindReplayResponse(match_id=found[0], mismatch=found[1] != request.fingerprint)

    async def Submit(self, request: pb.SubmitRequest, context: Any) -> pb.SubmitResponse:  # noqa: N802 - gRPC names it
        await self._enter("Submit", context)
        self.submits.append(request)
        client = request.caller.client_id
        if request.idempotency_key:
            first = self.replays.setdefault((client, request.idempotency_key), (request.match_id, request.fingerprint))
            if first[0] != request.match_id:
                return pb.SubmitResponse(match_id=first[0], replay=True, mismatch=first[1] != request.fingerprint)
        row = pb.MatchRow(
            id=request.match_id,
            position_id=request.position_id,
            status=pb.MATCH_STATUS_PROCESSING,
            created_at_ms=1_795_000_000_123,
            metadata=request.metadata,
            tags=request.tags,
            external_id=request.external_id if request.HasField("external_id") else None,
            project=request.caller.project,
        )
        self.matches[client, request.match_id] = pb.GetMatchResponse(match=row, config_json=request.config_json)
        if self.after_commit:
            await self._fail(self.after_commit.popleft(), context)
        return pb.SubmitResponse(match_id=request.match_id, estimated_seconds=7)

    async def GetMatch(self, request: pb.GetMatchRequest, context: Any) -> pb.GetMatchResponse:  # noqa: N802 - gRPC names it
        self.reads.append(request)
        await self._enter("GetMatch", context)
        found = self.matches.get((request.caller.client_id, request.match_id))
        if found is None:
            raise AppError(Reason.REQUEST_NOT_FOUND, "There is no such match.")
        return found

    async def ListMatches(self, request: pb.ListMatchesRequest, context: Any) -> pb.ListMatchesResponse:  # noqa: N802 - gRPC names it
        await self._enter("ListMatches", context)
        self.lists.append(request)
        rows = [found.match for (client, _), found in self.matches.items() if client == request.caller.client_id]
        return pb.ListMatchesResponse(matches=rows[: request.limit], next_cursor="bmV4dA" if len(rows) > 1 else "")

    async def _unasked(self, request: Any, context: Any) -> Any:
        raise AssertionError("the gateway asks for no such thing")

    Reconcile = InspectMatch = EraseMatch = _unasked
    Enqueue = GetDelivery = ListDeliveries = RetryDelivery = RetryDeliveries = _unasked

    async def CheckTarget(self, request: notifier_pb2.CheckTargetRequest, context: Any) -> Any:  # noqa: N802 - gRPC names it
        await self._enter("CheckTarget", context)
        self.targets.append(request.url)
        return notifier_pb2.CheckTargetResponse(normalized_url=request.url)

    def finish(self, client_id: str, match_id: str) -> None:
        """Ends a match with a score."""
        found = self.matches[client_id, match_id]
        found.match.status = pb.MATCH_STATUS_FINISHED
        found.match.processing_started_at_ms = 1_795_000_000_456
        found.match.processing_completed_at_ms = 1_795_000_002_000
        found.match.credits_charged = 3
        found.match.score_json = json.dumps({name: RESULT[name] for name in ("overall_score", "breakdown")})
        found.cv2jd_result_json = json.dumps(RESULT)
        found.cv_parser_result_json = json.dumps({"skills": ["Python"]})

    async def set_health(self, service: str, *, serving: bool) -> None:
        """Sets what the health service says of one of the three."""
        status = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
        await self.health.set(service, status)


async def serve(backend: Backend, *, port: int = 0) -> tuple[grpc.aio.Server, str]:
    """Starts a server for all three services, on a port of its own unless one is named; returns it with its target."""
    server = grpc.aio.server(
        interceptors=[CallInterceptor(started=lambda: True)],
        options=[("grpc.max_receive_message_length", 16 * 2**20)],
    )
    add_MatcherServiceServicer_to_server(backend, server)
    add_NotifierServiceServicer_to_server(backend, server)
    add_CorpusServiceServicer_to_server(backend.corpus, server)
    add_SyncServiceServicer_to_server(backend.syncs, server)
    health_pb2_grpc.add_HealthServicer_to_server(backend.health, server)
    for service in (MATCHER, CORPUS, NOTIFIER):
        await backend.set_health(service, serving=True)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    return server, f"127.0.0.1:{bound}"
