"""Counts what ingest does in Prometheus metrics."""

from prometheus_client import Counter, Gauge, Histogram

from services.platform.telemetry.metrics import DURATION_BUCKETS_S

UPSERTS = Counter("cvdeep_corpus_upserts", "Candidates sent, by what the upsert came to.", ["outcome"])
EMBEDDINGS = Counter(
    "cvdeep_corpus_embeddings", "Candidates embedded, by how it ended and where it was done.", ["outcome", "place"]
)
STAGES = Histogram(
    "cvdeep_corpus_ingest_stage_seconds", "Time of a stage of an ingest.", ["stage"], buckets=DURATION_BUCKETS_S
)
WAITING = Gauge("cvdeep_corpus_waiting_candidates", "Candidates stored and not yet embedded, over all partitions.")
REEMBEDDINGS = Counter("cvdeep_corpus_reembeddings", "Candidates that were made to wait to be embedded anew.")
LEADS = Gauge(
    "cvdeep_corpus_edition_leads", "Whether candidates are embedded for this process's model (1) or another's (0)."
)


class PrometheusCandidates:
    """Implements `CandidateMeter` and `ReembeddingMeter`."""

    def upserted(self, outcome: str) -> None:
        """Counts an upsert."""
        UPSERTS.labels(outcome).inc()

    def embedded(self, outcome: str, *, inline: bool) -> None:
        """Counts an embedding."""
        EMBEDDINGS.labels(outcome, "inline" if inline else "background").inc()

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time of a stage."""
        STAGES.labels(name).observe(seconds)

    def waiting(self, candidates: int) -> None:
        """Shows how many wait."""
        WAITING.set(candidates)

    def leads(self, *, yes: bool) -> None:
        """Shows whether this process's edition leads."""
        LEADS.set(yes)

    def embedding_again(self, candidates: int) -> None:
        """Counts candidates to be embedded anew."""
        REEMBEDDINGS.inc(candidates)
