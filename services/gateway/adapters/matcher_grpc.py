"""The matcher over gRPC."""

import grpc

from cvdeep.matcher.v1 import matcher_pb2 as pb
from cvdeep.matcher.v1.matcher_pb2_grpc import MatcherServiceStub
from services.gateway import translate
from services.gateway.adapters.failures import unreachable
from services.gateway.adapters.patience import asked
from services.gateway.ports import Accepted, Caller, Submission
from services.gateway.schemas.match import ListQuery
from services.platform.errors import AppError, Reason

SERVICE = "cvdeep.matcher.v1.MatcherService"
# What the channel may send again by itself. Submit is sent again by its caller, once, with the same id.
IDEMPOTENT_METHODS = ("FindReplay", "ListMatches")

_NOTHING_FOUND = frozenset({Reason.NOT_FOUND, Reason.REQUEST_NOT_FOUND})


class GrpcMatches:
    """`Matches` on a channel of `services.platform.rpc.client`, which gives every call its deadline."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = MatcherServiceStub(channel)

    async def find_replay(self, caller: Caller, *, idempotency_key: str, fingerprint: bytes) -> Accepted | None:
        """See `Matches`."""
        request = pb.FindReplayRequest(
            caller=translate.caller_message(caller), idempotency_key=idempotency_key, fingerprint=fingerprint
        )
        try:
            with unreachable("matcher"):
                return translate.replayed(await asked(self._stub.FindReplay, request))
        except AppError as refusal:
            if refusal.reason in _NOTHING_FOUND:
                return None
            raise

    async def submit(self, caller: Caller, submission: Submission, *, patient: bool = False) -> Accepted:
        """See `Matches`."""
        request = translate.submit_request(caller, submission)
        with unreachable("matcher"):
            return translate.accepted(await self._stub.Submit(request, wait_for_ready=patient))

    async def get(self, caller: Caller, match_id: str) -> bytes:
        """See `Matches`."""
        request = pb.GetMatchRequest(caller=translate.caller_message(caller), match_id=match_id)
        with unreachable("matcher"):
            return translate.match_body(await asked(self._stub.GetMatch, request, counted={Reason.RATE_LIMITED}))

    async def list(self, caller: Caller, query: ListQuery) -> bytes:
        """See `Matches`."""
        with unreachable("matcher"):
            return translate.match_page(await asked(self._stub.ListMatches, translate.list_request(caller, query)))
