"""Settings of the notifier."""

from dataclasses import dataclass
from typing import Self

from services.platform.config import ConfigError, Env

# From the end of an attempt to its record: Redis may need its timeout three times.
_LEASE_MARGIN_S = 10.0
# What the judgement of a target may take of an attempt; the rest is the request's.
_JUDGEMENT_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifierConfig:
    """How deliveries are made.

    Attributes:
        redis_url: where the outbox is.
        total_s: limit of one attempt, from the judgement of its target to the end of the answer.
        lease_s: how long an event is one process's; longer than `total_s` by ten seconds at least.
        concurrency: most attempts at a time in one process.
        per_client: most of them for one client.
        per_host: most of a client's at one host.
        kept_days: how long an event that has ended can still be read.
        poll_s: how often the outbox is looked at while nothing is due.

    Raises:
        ConfigError: an attempt leaves no time for its request, or the lease could end before the attempt does: two processes would deliver at once.
    """

    redis_url: str
    total_s: float = 15.0
    lease_s: float = 60.0
    concurrency: int = 256
    per_client: int = 32
    per_host: int = 8
    poll_s: float = 0.2
    kept_days: int = 30

    def __post_init__(self) -> None:
        if self.total_s < 2 * _JUDGEMENT_S:
            raise ConfigError(f"CVDEEP_NOTIFIER_TOTAL_S must be at least {2 * _JUDGEMENT_S:g}, not {self.total_s:g}")
        if self.lease_s < self.total_s + _LEASE_MARGIN_S:
            raise ConfigError(
                f"CVDEEP_NOTIFIER_LEASE_S must be at least CVDEEP_NOTIFIER_TOTAL_S + {_LEASE_MARGIN_S:g}, "
                f"not {self.lease_s:g} with {self.total_s:g}"
            )

    @property
    def request_s(self) -> float:
        """Limit of the request alone, so that its end is known before the attempt's."""
        return self.total_s - _JUDGEMENT_S

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_REDIS_URL, CVDEEP_NOTIFIER_{TOTAL_S,LEASE_S,POLL_MS,KEEP_DAYS,CONCURRENCY,PER_CLIENT,PER_HOST}."""
        return cls(
            redis_url=env.text("CVDEEP_REDIS_URL", "redis://127.0.0.1:6379/0"),
            total_s=env.number("CVDEEP_NOTIFIER_TOTAL_S", 15.0),
            lease_s=env.number("CVDEEP_NOTIFIER_LEASE_S", 60.0),
            concurrency=env.integer("CVDEEP_NOTIFIER_CONCURRENCY", 256, at_least=1),
            per_client=env.integer("CVDEEP_NOTIFIER_PER_CLIENT", 32, at_least=1),
            per_host=env.integer("CVDEEP_NOTIFIER_PER_HOST", 8, at_least=1),
            poll_s=env.integer("CVDEEP_NOTIFIER_POLL_MS", 200, at_least=10) / 1000,
            kept_days=env.integer("CVDEEP_NOTIFIER_KEEP_DAYS", 30, at_least=1),
        )
