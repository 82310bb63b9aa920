"""Writes the one log line and the metrics of every request: method, route, status, time; never values or bodies."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.metrics import DURATION_BUCKETS_S

REQUESTS = Counter("cvdeep_gateway_requests", "HTTP requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "cvdeep_gateway_request_seconds", "Time to answer an HTTP request.", ["method", "route"], buckets=DURATION_BUCKETS_S
)
UPLOADS = Gauge("cvdeep_gateway_uploads_in_flight", "Uploads being read or handed on.")

UNMATCHED = "unmatched"
# The status nobody is sent: the client had gone.
CLIENT_GONE = 499

_log = get_logger()


def record(method: str, route: str, status: int, *, seconds: float, client_id: str | None, reason: str | None) -> None:
    """Notes a request that was answered; `route` is its template, `reason` why it was refused."""
    # Unknown methods are folded: a label's values must be few.
    label = method if route != UNMATCHED else "any"
    count, timing = _metrics_of(label, route, status)
    count.inc()
    timing.observe(seconds)
    fields: dict[str, str | int | float] = {"method": method, "route": route, "status": status}
    if client_id is not None:
        fields["client_id"] = client_id
    if reason is not None:
        fields["reason"] = reason
    _log.info("request.done", ms=round(seconds * 1000, 2), **fields)


@cache
def _metrics_of(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    # Looking a metric up by its labels takes longer than counting; there are few combinations.
    return REQUESTS.labels(method, route, status), SECONDS.labels(method, route)
