"""Asks a gRPC service for its health."""

import grpc
from grpc_health.v1 import health_pb2

_CHECK = "/grpc.health.v1.Health/Check"


class GrpcProbe:
    """Tells whether one service of a server is SERVING; `timeout_s` bounds the question."""

    def __init__(self, channel: grpc.aio.Channel, service: str, *, timeout_s: float = 1.0) -> None:
        self._check = channel.unary_unary(
            _CHECK,
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        self._request = health_pb2.HealthCheckRequest(service=service)
        self._timeout_s = timeout_s

    async def __call__(self) -> bool:
        """See `Probe`."""
        answer = await self._check(self._request, timeout=self._timeout_s)
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
