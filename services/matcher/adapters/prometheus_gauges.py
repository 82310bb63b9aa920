"""Publishes what the matcher does as Prometheus metrics."""

from prometheus_client import Counter, Gauge, Histogram

from services.platform.telemetry.metrics import DURATION_BUCKETS_S

_STAGES = Histogram(
    "cvdeep_matcher_stage_seconds", "Time of a stage of a match's run.", ["stage"], buckets=DURATION_BUCKETS_S
)
_ENDED = Counter("cvdeep_matcher_runs", "Runs by how they ended.", ["outcome"])
_ACCEPTED = Counter("cvdeep_matcher_submits", "Submits by what became of them.", ["outcome"])
_SWEPT = Counter("cvdeep_matcher_swept", "Matches the sweeper looked at, by what it found.", ["verdict"])
_ACTIVE = Gauge("cvdeep_matcher_active_matches", "Matches accepted and not final, over all partitions.")
_CHARGED = Counter("cvdeep_matcher_credits_charged", "Credits charged for finished matches.")


class PrometheusGauges:
    """Implements `Gauges`."""

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time a stage of a run took."""
        _STAGES.labels(name).observe(seconds)

    def ended(self, outcome: str) -> None:
        """Counts a run by its outcome."""
        _ENDED.labels(outcome).inc()

    def accepted(self, outcome: str) -> None:
        """Counts a submit by its outcome."""
        _ACCEPTED.labels(outcome).inc()

    def charged(self, amount: int) -> None:
        """Adds to the credits charged."""
        _CHARGED.inc(amount)

    def queue(self, active: int) -> None:
        """Notes the queue's depth."""
        _ACTIVE.set(active)

    def swept(self, verdict: str) -> None:
        """Counts what the sweeper found."""
        _SWEPT.labels(verdict).inc()
