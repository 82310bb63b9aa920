"""The notifier's judge of webhook URLs, over gRPC."""

import grpc

from cvdeep.notifier.v1 import notifier_pb2 as pb
from cvdeep.notifier.v1.notifier_pb2_grpc import NotifierServiceStub
from services.gateway import translate
from services.gateway.adapters.failures import unreachable
from services.gateway.adapters.patience import asked
from services.gateway.ports import Caller

SERVICE = "cvdeep.notifier.v1.NotifierService"
IDEMPOTENT_METHODS = ("CheckTarget",)


class GrpcWebhookTargets:
    """`WebhookTargets` on a channel of `services.platform.rpc.client`."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._stub = NotifierServiceStub(channel)

    async def check(self, caller: Caller, url: str) -> str:
        """See `WebhookTargets`."""
        with unreachable("notifier"):
            answer = await asked(
                self._stub.CheckTarget, pb.CheckTargetRequest(caller=translate.caller_message(caller), url=url)
            )
        return answer.normalized_url
