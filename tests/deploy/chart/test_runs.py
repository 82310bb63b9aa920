"""Whether the services run as the chart would start them, and its probes mean what they are there for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.chart.as_rendered import RenderedStack
from tests.deploy.chart.objects import SERVICES
from tests.deploy.chart.rendering import render

pytestmark = [pytest.mark.model, pytest.mark.redis, pytest.mark.system]

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


@pytest.fixture
def stack(helm4: Path, model_dir: Path, tmp_path: Path) -> Iterator[RenderedStack]:
    """The chart with everything on, as processes on loopback: certificates, a password for Redis, probes in the clear."""
    stack = RenderedStack(tmp_path, render(helm4, "everything"), model_dir=model_dir)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def test_the_chart_s_environment_runs_and_an_outage_of_redis_restarts_nobody(stack: RenderedStack) -> None:
    """Every probe succeeds and `helm test` passes; without Redis the services are not ready, and still alive."""
    stack.wait_for(lambda: all(stack.probe(service, name) for service in SERVICES for name in _PROBES))
    assert '"status": "ok"' in stack.helm_test()

    stack.kill("redis")
    grpc_services = SERVICES - {"gateway"}
    stack.wait_for(lambda: not any(stack.probe(service, "readinessProbe") for service in grpc_services))
    # A gateway that starts now waits; one that runs goes on answering, in the contract's own words.
    stack.wait_for(lambda: not stack.probe("gateway", "startupProbe"))

    assert stack.probe("gateway", "readinessProbe")
    assert all(stack.probe(service, "livenessProbe") for service in SERVICES)
