"""Counts searches in Prometheus metrics."""

from prometheus_client import Counter, Histogram

from services.platform.telemetry.metrics import DURATION_BUCKETS_S

RUNS = Counter("cvdeep_search_runs", "Search runs a worker took, by outcome.", ["outcome"])
STAGE_SECONDS = Histogram(
    "cvdeep_search_stage_seconds", "Time of a stage of a search run.", ["stage"], buckets=DURATION_BUCKETS_S
)


class PrometheusSearchMeter:
    """Implements `SearchMeter`."""

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time of a stage."""
        STAGE_SECONDS.labels(name).observe(seconds)

    def ended(self, outcome: str) -> None:
        """Counts a run."""
        RUNS.labels(outcome).inc()
