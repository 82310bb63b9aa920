"""Turns the notifier's protobuf messages into use cases and back."""

from typing import Any

from cvdeep.notifier.v1 import notifier_pb2 as pb
from cvdeep.notifier.v1 import notifier_pb2_grpc as pb_grpc
from services.notifier.application.deliveries import Deliveries
from services.notifier.domain.delivery import Delivery, DeliveryFilter, DeliveryStatus, NewEvent

_STATUS = {
    DeliveryStatus.PENDING: pb.DELIVERY_STATUS_PENDING,
    DeliveryStatus.DELIVERED: pb.DELIVERY_STATUS_DELIVERED,
    DeliveryStatus.EXHAUSTED: pb.DELIVERY_STATUS_EXHAUSTED,
}
_STATUS_OF = {number: status for status, number in _STATUS.items()}


class NotifierServicer(pb_grpc.NotifierServiceServicer):
    """Serves `cvdeep.notifier.v1.NotifierService`."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    async def CheckTarget(self, request: pb.CheckTargetRequest, context: Any) -> pb.CheckTargetResponse:  # noqa: ARG002, N802 - the proto's signature
        """Judges a webhook URL."""
        return pb.CheckTargetResponse(normalized_url=await self._deliveries.check_target(request.url))

    async def Enqueue(self, request: pb.EnqueueRequest, context: Any) -> pb.EnqueueResponse:  # noqa: ARG002, N802 - the proto's signature
        """Puts an event into the outbox."""
        created = await self._deliveries.enqueue(
            NewEvent(client_id=request.caller.client_id, event_id=request.event_id, url=request.url, body=request.body)
        )
        return pb.EnqueueResponse(created=created)

    async def GetDelivery(self, request: pb.GetDeliveryRequest, context: Any) -> pb.GetDeliveryResponse:  # noqa: ARG002, N802 - the proto's signature
        """Reads one delivery."""
        delivery = await self._deliveries.get(request.caller.client_id, request.event_id)
        return pb.GetDeliveryResponse(delivery=_delivery(delivery))

    async def ListDeliveries(self, request: pb.ListDeliveriesRequest, context: Any) -> pb.ListDeliveriesResponse:  # noqa: ARG002, N802 - the proto's signature
        """Lists deliveries, newest first."""
        page = await self._deliveries.page(
            request.caller.client_id, _filter(request.filter), limit=request.limit, cursor=request.cursor
        )
        return pb.ListDeliveriesResponse(
            deliveries=[_delivery(delivery) for delivery in page.deliveries], next_cursor=page.next_cursor
        )

    async def RetryDelivery(self, request: pb.RetryDeliveryRequest, context: Any) -> pb.RetryDeliveryResponse:  # noqa: ARG002, N802 - the proto's signature
        """Makes a delivery due now."""
        await self._deliveries.retry(request.caller.client_id, request.event_id)
        return pb.RetryDeliveryResponse()

    async def RetryDeliveries(self, request: pb.RetryDeliveriesRequest, context: Any) -> pb.RetryDeliveriesResponse:  # noqa: ARG002, N802 - the proto's signature
        """Makes a page of deliveries due now."""
        page = await self._deliveries.retry_all(
            request.caller.client_id, _filter(request.filter), limit=request.limit, cursor=request.cursor
        )
        return pb.RetryDeliveriesResponse(retried=page.retried, next_cursor=page.next_cursor)


def _filter(wanted: pb.DeliveryFilter) -> DeliveryFilter:
    return DeliveryFilter(
        status=_STATUS_OF.get(wanted.status),
        from_ms=wanted.created_from_ms or None,
        before_ms=wanted.created_before_ms or None,
    )


def _delivery(delivery: Delivery) -> pb.Delivery:
    return pb.Delivery(
        event_id=delivery.event_id,
        status=_STATUS[delivery.status],
        created_at_ms=delivery.created_at_ms,
        next_attempt_at_ms=delivery.next_attempt_at_ms,
        attempts=[
            pb.Attempt(
                at_ms=attempt.at_ms,
                http_status=attempt.http_status,
                duration_ms=attempt.duration_ms,
                outcome=attempt.outcome.value,
            )
            for attempt in delivery.attempts
        ],
    )
