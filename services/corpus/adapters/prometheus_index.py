"""Shows in Prometheus metrics what the indexes in memory hold, how far behind they were, and how long searches take in them."""

from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram

from services.corpus.ports.index import IndexTotals
from services.platform.telemetry.metrics import DURATION_BUCKETS_S

CORPORA = Gauge("cvdeep_index_corpora", "Corpora whose index is in memory.")
ROWS = Gauge("cvdeep_index_candidates", "Candidates that can be found in the indexes in memory.")
BYTES = Gauge("cvdeep_index_bytes", "Memory that the indexes take.")
LOOSE = Gauge(
    "cvdeep_index_loose_candidates", "Candidates that no compaction has laid out yet, and places of removed ones."
)
RECALL = Gauge(
    "cvdeep_index_recall_lowest", "The lowest recall@100 that was measured when an index in memory was built."
)
UNSAVED = Gauge("cvdeep_index_unsaved_changes", "Changes that no snapshot has yet, over all corpora in memory.")
SNAPSHOT_AGE = Gauge(
    "cvdeep_index_snapshot_age_seconds", "Age of the oldest snapshot of a corpus in memory; 0 without any."
)
CAUGHT_UP = Histogram(
    "cvdeep_index_catch_up_changes",
    "Changes that a search had to catch up with.",
    buckets=(0, 1, 10, 100, 1000, 10_000, 100_000),
)
LEGS = Histogram("cvdeep_index_leg_seconds", "Time of a part of a search.", ["leg"], buckets=DURATION_BUCKETS_S)
UPKEEP = Histogram("cvdeep_index_upkeep_seconds", "Time of upkeep that was done.", ["work"], buckets=DURATION_BUCKETS_S)
SNAPSHOTS = Counter("cvdeep_index_snapshots", "Snapshots, by what became of them.", ["outcome"])
REFUSED = Counter("cvdeep_index_records_refused", "Records left out because their vector or profile is damaged.")


class PrometheusIndex:
    """Implements `IndexMeter`; what the indexes hold is read when Prometheus asks."""

    def watch(self, totals: Callable[[], IndexTotals]) -> None:
        """Shows from now on what `totals` says."""
        CORPORA.set_function(lambda: totals().corpora)
        ROWS.set_function(lambda: totals().candidates)
        BYTES.set_function(lambda: totals().size_bytes)
        LOOSE.set_function(lambda: totals().loose)
        RECALL.set_function(lambda: totals().recall)
        UNSAVED.set_function(lambda: totals().unsaved)
        SNAPSHOT_AGE.set_function(lambda: totals().snapshot_age_s)

    def caught_up(self, changes: int) -> None:
        """Notes how far behind a search found its index."""
        CAUGHT_UP.observe(changes)

    def leg(self, name: str, seconds: float) -> None:
        """Notes the time of a part of a search."""
        LEGS.labels(name).observe(seconds)

    def upkeep(self, work: str, seconds: float) -> None:
        """Notes the time of a compaction or a save."""
        UPKEEP.labels(work).observe(seconds)

    def snapshot(self, outcome: str) -> None:
        """Counts a snapshot."""
        SNAPSHOTS.labels(outcome).inc()

    def refused(self, records: int) -> None:
        """Counts damaged records."""
        REFUSED.inc(records)
