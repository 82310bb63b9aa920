"""Counts embedding in Prometheus metrics."""

from prometheus_client import Counter, Gauge, Histogram

from services.platform.telemetry.metrics import DURATION_BUCKETS_S

TEXTS = Counter("cvdeep_embed_texts", "Distinct texts of requests, by where their vector came from.", ["source"])
REFUSED = Counter("cvdeep_embed_refused", "Requests refused because the queue was full.")
WAITING = Gauge("cvdeep_embed_waiting_texts", "Texts that wait for the model or are in it.")
BATCH_TEXTS = Histogram("cvdeep_embed_batch_texts", "Texts in a run of the model.", buckets=(1, 2, 4, 8, 16, 32, 64))
TOKENS = Counter("cvdeep_embed_tokens", "Tokens the model was run on, by kind.", ["kind"])
RUN_SECONDS = Histogram("cvdeep_embed_run_seconds", "Time of a run of the model.", buckets=DURATION_BUCKETS_S)


class PrometheusMeter:
    """Implements `EmbedMeter`."""

    def answered(self, *, cached: int, joined: int, new: int) -> None:
        """Counts a request's distinct texts."""
        TEXTS.labels("cache").inc(cached)
        TEXTS.labels("joined").inc(joined)
        TEXTS.labels("model").inc(new)

    def refused(self) -> None:
        """Counts a refusal."""
        REFUSED.inc()

    def waiting(self, texts: int) -> None:
        """Shows how many wait."""
        WAITING.set(texts)

    def ran(self, *, rows: int, tokens: int, padded: int, seconds: float) -> None:
        """Counts a batch."""
        BATCH_TEXTS.observe(rows)
        TOKENS.labels("text").inc(tokens)
        TOKENS.labels("padding").inc(padded - tokens)
        RUN_SECONDS.observe(seconds)
