"""What the notifier counts."""

from prometheus_client import Counter, Gauge, Histogram

from services.platform.telemetry.metrics import DURATION_BUCKETS_S

DUE = Gauge("cvdeep_notifier_due", "Events whose next attempt is due.")
OLDEST_DUE_AGE_S = Gauge("cvdeep_notifier_oldest_due_age_seconds", "How long the oldest due event has been due.")
IN_FLIGHT = Gauge("cvdeep_notifier_in_flight", "Attempts under way in this process.")
ATTEMPTS = Counter("cvdeep_notifier_attempts", "Attempts that ended, by outcome.", ["outcome"])
ATTEMPT_SECONDS = Histogram("cvdeep_notifier_attempt_seconds", "Time an attempt took.", buckets=DURATION_BUCKETS_S)
EXHAUSTED = Counter("cvdeep_notifier_exhausted", "Events that were given up.")
