"""The metrics listener."""

import urllib.request

from services.platform.telemetry.metrics import start_metrics
from tools.redis_server import free_port


def test_metrics_are_served_until_stopped() -> None:
    """`/metrics` answers in Prometheus's text format; after `stop` the port is free again."""
    port = free_port()
    stop = start_metrics(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
        text = page.read().decode()
    stop()

    assert "# TYPE cvdeep_rpc_served_total counter" in text
    assert "_created" not in text
    start_metrics(port)()


def test_port_zero_serves_nothing() -> None:
    """Without a port there is nothing to stop."""
    start_metrics(0)()
