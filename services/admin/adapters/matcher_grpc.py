"""Asks the matcher over gRPC."""

from collections.abc import Mapping
from typing import Self

from cvdeep.common.v1 import common_pb2
from cvdeep.matcher.v1 import matcher_pb2, matcher_pb2_grpc
from services.admin.ports import MatchIds, Reconciliation
from services.platform.rpc.client import open_channel
from services.platform.rpc.tls import Certificates

_SERVICE = "cvdeep.matcher.v1.MatcherService"
# A reconcile reads every match of a client.
_RECONCILE_TIMEOUT_S = 60.0
_PAGE = 100


class GrpcMatcher:
    """A channel to the matcher, closed at the end of its `async with`."""

    def __init__(self, target: str, *, certificates: Certificates | None = None) -> None:
        self._channel = open_channel(
            target,
            retry_methods={_SERVICE: ["Reconcile", "InspectMatch", "EraseMatch", "ListMatches"]},
            certificates=certificates,
            peer="matcher",
        )
        self._stub = matcher_pb2_grpc.MatcherServiceStub(self._channel)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._channel.close()

    async def reconcile(self, client_id: str) -> Reconciliation:
        """Checks a client's ledger against its matches."""
        answer = await self._stub.Reconcile(
            matcher_pb2.ReconcileRequest(client_id=client_id), timeout=_RECONCILE_TIMEOUT_S
        )
        return Reconciliation(
            client_id=client_id,
            drifts=tuple(answer.drifts),
            balance=answer.balance,
            held=answer.held,
            granted=answer.granted,
            charged=answer.charged,
            matches=answer.matches,
        )

    async def inspect(self, client_id: str, match_id: str) -> Mapping[str, str]:
        """Returns field → value of a match's life; raises `REQUEST_NOT_FOUND`."""
        answer = await self._stub.InspectMatch(matcher_pb2.InspectMatchRequest(client_id=client_id, match_id=match_id))
        return dict(answer.fields)

    async def erase(self, client_id: str, match_id: str) -> None:
        """Erases what a match holds of a person; raises `REQUEST_NOT_FOUND`."""
        await self._stub.EraseMatch(matcher_pb2.EraseMatchRequest(client_id=client_id, match_id=match_id))

    async def match_ids(self, client_id: str, *, cursor: str) -> MatchIds:
        """Returns a page of a client's matches, newest first."""
        caller = common_pb2.Caller(client_id=client_id)
        page = await self._stub.ListMatches(matcher_pb2.ListMatchesRequest(caller=caller, limit=_PAGE, cursor=cursor))
        return MatchIds(match_ids=tuple(row.id for row in page.matches), next_cursor=page.next_cursor)
