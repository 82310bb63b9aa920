"""The gateway's settings, from environment variables."""

from dataclasses import dataclass
from typing import Self

from services.platform.accounts.networks import parse_network
from services.platform.config import ConfigError, Env
from services.platform.rpc.tls import TlsSettings
from services.platform.storage.access import RedisAccess

MIB = 2**20
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayConfig:
    """What one gateway needs to know.

    Attributes:
        host: address to listen on.
        port: port to listen on; 0 for any free one.
        redis_url: where accounts and rates are kept.
        matcher_target: gRPC target, as the two after it.
        metrics_port: of the Prometheus listener; 0 for none.
        trusted_proxies: networks whose `X-Forwarded-For` is believed.
        head_timeout_s: how long a request's header may take to come.
        body_timeout_s: how long a request's body may take to come.
        keepalive_s: how long an idle connection is kept; longer than a proxy in front keeps it.
        uploads_mib: memory that bodies in flight may take together.
        upload_wait_s: how long an upload waits for room in it.
        rpc_timeout_s: the deadline of one call to a service.
        ingest_timeout_s: the deadline of one batch of candidates, some of which are embedded meanwhile.
        sync_patience_s: how long a bulk sync waits for the corpus service to come back before it is given up.
        drain_delay_s: how long requests are still taken in after SIGTERM, so that load balancers learn of it.
        grace_s: how long requests in flight may then take.
        idle_grace_s: how long of that an idle connection is kept for one more request; none without a drain delay.
        tls: our certificates for calls to services; None calls in the clear.
        redis_access: login and certificates for Redis.
    """

    host: str
    port: int
    redis_url: str
    matcher_target: str
    corpus_target: str
    notifier_target: str
    metrics_port: int = 0
    metrics_host: str = "127.0.0.1"
    trusted_proxies: tuple[str, ...] = ()
    head_timeout_s: float = 10.0
    body_timeout_s: float = 60.0
    keepalive_s: float = 75.0
    uploads_mib: int = 192
    upload_wait_s: float = 5.0
    rpc_timeout_s: float = 5.0
    ingest_timeout_s: float = 120.0
    sync_patience_s: float = 60.0
    drain_delay_s: float = 0.0
    grace_s: float = 20.0
    idle_grace_s: float = 10.0
    tls: TlsSettings | None = None
    redis_access: RedisAccess | None = None

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads the environment.

        Raises:
            ConfigError: a variable is missing or unusable.
        """
        host, port = _listen(env.text("CVDEEP_LISTEN", "127.0.0.1:8080"))
        return cls(
            host=host,
            port=port,
            redis_url=env.text("CVDEEP_REDIS_URL", "redis://127.0.0.1:6379/0"),
            matcher_target=env.text("CVDEEP_MATCHER_TARGET"),
            corpus_target=env.text("CVDEEP_CORPUS_TARGET"),
            notifier_target=env.text("CVDEEP_NOTIFIER_TARGET"),
            metrics_port=env.integer("CVDEEP_METRICS_PORT", 0),
            metrics_host=env.text("CVDEEP_METRICS_HOST", "127.0.0.1"),
            trusted_proxies=_networks(env, "CVDEEP_GATEWAY_TRUSTED_PROXIES"),
            head_timeout_s=env.number("CVDEEP_GATEWAY_HEAD_TIMEOUT_S", 10.0),
            body_timeout_s=env.number("CVDEEP_GATEWAY_BODY_TIMEOUT_S", 60.0),
            keepalive_s=env.number("CVDEEP_GATEWAY_KEEPALIVE_S", 75.0),
            uploads_mib=env.integer("CVDEEP_GATEWAY_UPLOADS_MIB", 192, at_least=16),
            upload_wait_s=env.number("CVDEEP_GATEWAY_UPLOAD_WAIT_S", 5.0),
            rpc_timeout_s=env.number("CVDEEP_GATEWAY_RPC_TIMEOUT_S", 5.0),
            ingest_timeout_s=env.number("CVDEEP_GATEWAY_INGEST_TIMEOUT_S", 120.0),
            sync_patience_s=env.number("CVDEEP_GATEWAY_SYNC_PATIENCE_S", 60.0),
            drain_delay_s=env.integer("CVDEEP_DRAIN_DELAY_MS", 0) / 1000,
            grace_s=env.number("CVDEEP_GRACE_S", 20.0),
            idle_grace_s=env.number("CVDEEP_GATEWAY_IDLE_GRACE_S", 10.0),
            tls=TlsSettings.from_env(env),
            redis_access=RedisAccess.from_env(env),
        )


def _listen(text: str) -> tuple[str, int]:
    host, separator, port = text.rpartition(":")
    if not separator or not port.isdecimal() or int(port) > _HIGHEST_PORT:
        raise ConfigError(f"CVDEEP_LISTEN must be host:port, not {text!r}")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _networks(env: Env, name: str) -> tuple[str, ...]:
    networks = tuple(filter(None, (part.strip() for part in env.text(name, "").split(","))))
    for network in networks:
        try:
            parse_network(network)
        except ValueError as error:
            raise ConfigError(f"{name}: {error}") from None
    return networks
