"""The matcher's settings, read once from the environment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from services.platform.config import ConfigError, Env


class Role(StrEnum):
    """What a process does: answer calls, run matches, or both."""

    ALL = "all"
    API = "api"
    WORKER = "worker"

    @property
    def answers(self) -> bool:
        """Whether it serves the gRPC service."""
        return self is not Role.WORKER

    @property
    def works(self) -> bool:
        """Whether it runs matches and sweeps."""
        return self is not Role.API


@dataclass(frozen=True, slots=True, kw_only=True)
class MatcherSettings:
    """Settings of one process.

    Attributes:
        redis_url: where the facts are.
        corpus_target: gRPC target of the embedding model.
        role: what this process does.
        concurrency: matches that run at once in this process.
        most_queued: matches in one partition, beyond which submits are refused.
        most_of_client: matches of one client that are not final, beyond which its submits are refused.
        deadline_s: how long a match may take from its submit on, waiting included.
        lease_s: how long a silent worker keeps its match.
        renew_every_s: how often a worker speaks for its match; at most a third of the lease.
        sweep_every_s: how often a worker looks for forgotten matches.
        embed_timeout_s: how long one call to the model may take.
        drain_s: how long running matches may go on after SIGTERM before they are given back; below CVDEEP_GRACE_S.
        retention_days: age, counted from the submit, at which final matches are erased; 0 keeps them until asked.
    """

    redis_url: str
    corpus_target: str
    role: Role = Role.ALL
    concurrency: int = 2
    most_queued: int = 2_000
    most_of_client: int = 500
    deadline_s: int = 900
    lease_s: float = 30.0
    renew_every_s: float = 10.0
    sweep_every_s: float = 5.0
    embed_timeout_s: float = 60.0
    drain_s: float = 15.0
    retention_days: int = 0

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_REDIS_URL, CVDEEP_CORPUS_TARGET and CVDEEP_MATCHER_<SETTING>; raises `ConfigError`."""
        settings = cls(
            redis_url=env.text("CVDEEP_REDIS_URL", "redis://127.0.0.1:6379/0"),
            corpus_target=env.text("CVDEEP_CORPUS_TARGET"),
            role=_role(env.text("CVDEEP_MATCHER_ROLE", Role.ALL)),
            concurrency=env.integer("CVDEEP_MATCHER_CONCURRENCY", 2, at_least=1),
            most_queued=env.integer("CVDEEP_MATCHER_MOST_QUEUED", 2_000, at_least=1),
            most_of_client=env.integer("CVDEEP_MATCHER_MOST_OF_CLIENT", 500, at_least=1),
            deadline_s=env.integer("CVDEEP_MATCHER_DEADLINE_S", 900, at_least=1),
            lease_s=env.number("CVDEEP_MATCHER_LEASE_S", 30.0),
            renew_every_s=env.number("CVDEEP_MATCHER_RENEW_EVERY_S", 10.0),
            sweep_every_s=env.number("CVDEEP_MATCHER_SWEEP_EVERY_S", 5.0),
            embed_timeout_s=env.number("CVDEEP_MATCHER_EMBED_TIMEOUT_S", 60.0),
            drain_s=env.number("CVDEEP_MATCHER_DRAIN_S", 15.0),
            retention_days=env.integer("CVDEEP_MATCHER_RETENTION_DAYS", 0),
        )
        if settings.renew_every_s * 3 > settings.lease_s:
            raise ConfigError("CVDEEP_MATCHER_RENEW_EVERY_S must be at most a third of CVDEEP_MATCHER_LEASE_S")
        return settings


def _role(raw: str) -> Role:
    try:
        return Role(raw)
    except ValueError:
        raise ConfigError(f"CVDEEP_MATCHER_ROLE must be all, api or worker, not {raw!r}") from None
