"""Asks the notifier over gRPC."""

from collections.abc import Awaitable
from typing import Any, Self

import grpc

from cvdeep.common.v1 import common_pb2
from cvdeep.notifier.v1 import notifier_pb2, notifier_pb2_grpc
from services.admin.adapters.outages import ServiceAwayError
from services.admin.ports import Attempt, Delivery, DeliveryFilter, DeliveryPage, DeliveryStatus, RetriedPage
from services.platform.rpc.client import open_channel
from services.platform.rpc.tls import Certificates

_SERVICE = "cvdeep.notifier.v1.NotifierService"
_RETRIED_A_CALL = 100
_STATUS = {
    DeliveryStatus.PENDING: notifier_pb2.DELIVERY_STATUS_PENDING,
    DeliveryStatus.DELIVERED: notifier_pb2.DELIVERY_STATUS_DELIVERED,
    DeliveryStatus.EXHAUSTED: notifier_pb2.DELIVERY_STATUS_EXHAUSTED,
}
_STATUS_OF = {number: status for status, number in _STATUS.items()}


class GrpcNotifier:
    """A channel to the notifier, closed at the end of its `async with`."""

    def __init__(self, target: str, *, certificates: Certificates | None = None) -> None:
        methods = ["GetDelivery", "ListDeliveries", "RetryDelivery", "RetryDeliveries"]
        self._channel = open_channel(
            target, retry_methods={_SERVICE: methods}, certificates=certificates, peer="notifier"
        )
        self._stub = notifier_pb2_grpc.NotifierServiceStub(self._channel)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._channel.close()

    async def delivery(self, client_id: str, event_id: str) -> Delivery:
        """Returns one delivery; raises `NOT_FOUND`."""
        request = notifier_pb2.GetDeliveryRequest(caller=_caller(client_id), event_id=event_id)
        return _delivery((await _answer(self._stub.GetDelivery(request))).delivery)

    async def deliveries(self, client_id: str, wanted: DeliveryFilter, *, limit: int, cursor: str) -> DeliveryPage:
        """Returns a page of a client's deliveries after `cursor`; empty for the first."""
        answer = await _answer(
            self._stub.ListDeliveries(
                notifier_pb2.ListDeliveriesRequest(
                    caller=_caller(client_id), limit=limit, cursor=cursor, filter=_filter(wanted)
                )
            )
        )
        return DeliveryPage(
            deliveries=tuple(_delivery(row) for row in answer.deliveries), next_cursor=answer.next_cursor
        )

    async def retry(self, client_id: str, event_id: str) -> None:
        """Makes a delivery due now; raises `NOT_FOUND`."""
        request = notifier_pb2.RetryDeliveryRequest(caller=_caller(client_id), event_id=event_id)
        await _answer(self._stub.RetryDelivery(request))

    async def retry_all(self, client_id: str, wanted: DeliveryFilter, *, cursor: str) -> RetriedPage:
        """Makes a page of a client's deliveries due now, oldest first, after `cursor`; empty for the first."""
        answer = await _answer(
            self._stub.RetryDeliveries(
                notifier_pb2.RetryDeliveriesRequest(
                    caller=_caller(client_id), limit=_RETRIED_A_CALL, cursor=cursor, filter=_filter(wanted)
                )
            )
        )
        return RetriedPage(retried=answer.retried, next_cursor=answer.next_cursor)


async def _answer(call: Awaitable[Any]) -> Any:
    try:
        return await call
    except grpc.aio.AioRpcError as error:
        raise ServiceAwayError(
            f"The notifier does not answer ({error.code().name}): check --notifier or CVDEEP_NOTIFIER_TARGET."
        ) from None


def _caller(client_id: str) -> common_pb2.Caller:
    return common_pb2.Caller(client_id=client_id)


def _filter(wanted: DeliveryFilter) -> notifier_pb2.DeliveryFilter:
    return notifier_pb2.DeliveryFilter(
        status=_STATUS[wanted.status] if wanted.status else notifier_pb2.DELIVERY_STATUS_UNSPECIFIED,
        created_from_ms=wanted.from_ms or 0,
        created_before_ms=wanted.before_ms or 0,
    )


def _delivery(row: notifier_pb2.Delivery) -> Delivery:
    return Delivery(
        event_id=row.event_id,
        status=_STATUS_OF[row.status],
        created_at_ms=row.created_at_ms,
        next_attempt_at_ms=row.next_attempt_at_ms,
        attempts=tuple(
            Attempt(
                at_ms=attempt.at_ms,
                http_status=attempt.http_status,
                duration_ms=attempt.duration_ms,
                outcome=attempt.outcome,
            )
            for attempt in row.attempts
        ),
    )
