"""Puts the gateway together: the only place that knows every concrete class."""

from importlib.metadata import version

from services.gateway.adapters import corpus_grpc, matcher_grpc, notifier_grpc, sync_grpc
from services.gateway.adapters.corpus_grpc import GrpcCandidates, GrpcSearches
from services.gateway.adapters.matcher_grpc import GrpcMatches
from services.gateway.adapters.notifier_grpc import GrpcWebhookTargets
from services.gateway.adapters.probe_redis import RedisProbe
from services.gateway.adapters.probes_grpc import GrpcProbe
from services.gateway.adapters.sync_grpc import GrpcSyncs
from services.gateway.application.health import HealthBoard
from services.gateway.application.sync import SyncLimits
from services.gateway.config import MIB, GatewayConfig
from services.gateway.intake.budget import UploadBudget
from services.gateway.middleware.admission import Admission
from services.gateway.pipeline import Pipeline
from services.gateway.router import Router
from services.gateway.routes import candidates, corpora, health, matches, search, sync
from services.gateway.routes import credits as credit_routes
from services.gateway.routes.reference import with_reference
from services.gateway.server import Gateway
from services.platform.accounts.authenticator import Authenticator
from services.platform.accounts.credits import Credits
from services.platform.accounts.failure_limiter import FailureLimiter
from services.platform.accounts.rate_limiter import RateLimiter
from services.platform.rpc.client import open_channel
from services.platform.rpc.tls import certificates_of
from services.platform.storage.redis import connect

_CORPUS_SERVICE = "cvdeep.corpus.v1.EmbeddingService"
# An upload is in memory as its body, as the file taken out of it, and as the message it is sent on in.
_COPIES_OF_A_BODY = 3


def build_gateway(config: GatewayConfig) -> Gateway:
    """Returns a gateway that is not started yet; nothing is dialled before the first request."""
    redis = connect(config.redis_url, access=config.redis_access)
    certificates = certificates_of(config.tls)
    matcher_channel = open_channel(
        config.matcher_target,
        retry_methods={matcher_grpc.SERVICE: matcher_grpc.IDEMPOTENT_METHODS},
        default_timeout_s=config.rpc_timeout_s,
        certificates=certificates,
        peer="matcher",
    )
    notifier_channel = open_channel(
        config.notifier_target,
        retry_methods={notifier_grpc.SERVICE: notifier_grpc.IDEMPOTENT_METHODS},
        default_timeout_s=config.rpc_timeout_s,
        certificates=certificates,
        peer="notifier",
    )
    corpus_channel = open_channel(
        config.corpus_target,
        retry_methods={
            corpus_grpc.SERVICE: corpus_grpc.IDEMPOTENT_METHODS,
            sync_grpc.SERVICE: sync_grpc.IDEMPOTENT_METHODS,
        },
        default_timeout_s=config.rpc_timeout_s,
        certificates=certificates,
        peer="corpus",
    )
    corpus_candidates = GrpcCandidates(corpus_channel, ingest_timeout_s=config.ingest_timeout_s)
    redis_probe = RedisProbe(redis)
    targets = GrpcWebhookTargets(notifier_channel)
    board = HealthBoard(
        {
            "redis": redis_probe,
            "matcher": GrpcProbe(matcher_channel, matcher_grpc.SERVICE),
            "corpus": GrpcProbe(corpus_channel, _CORPUS_SERVICE),
            "notifier": GrpcProbe(notifier_channel, notifier_grpc.SERVICE),
        },
        needed=frozenset({"redis", "matcher", "corpus"}),
    )
    release = version("cvdeep")
    operations = with_reference(
        (
            *matches.operations(GrpcMatches(matcher_channel), targets),
            *candidates.operations(corpus_candidates),
            *corpora.operations(corpus_candidates),
            *sync.operations(
                GrpcSyncs(corpus_channel, part_timeout_s=config.ingest_timeout_s),
                SyncLimits(line_s=config.body_timeout_s, patience_s=config.sync_patience_s),
            ),
            *search.operations(GrpcSearches(corpus_channel), targets),
            *credit_routes.operations(Credits(redis)),
            *health.operations(board, version=release),
        ),
        version=release,
    )
    pipeline = Pipeline(
        Router(operations),
        Admission(Authenticator(redis), RateLimiter(redis), FailureLimiter(redis)),
        UploadBudget(config.uploads_mib * MIB // _COPIES_OF_A_BODY, wait_s=config.upload_wait_s),
        body_timeout_s=config.body_timeout_s,
        trusted_proxies=config.trusted_proxies,
    )

    async def close() -> None:
        for channel in (matcher_channel, notifier_channel, corpus_channel):
            await channel.close()
        await redis.aclose()

    return Gateway(config, pipeline, board, check=redis_probe.require_known, close=close)
