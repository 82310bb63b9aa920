"""Whether the NetworkPolicies let pass what the services need, and nothing besides."""

from itertools import product
from pathlib import Path

import pytest

from tests.deploy.chart.flows import may_call
from tests.deploy.chart.objects import environment, pods
from tests.deploy.chart.rendering import CASES, render

PORTS = (6379, 8080, 9090, 9091, 9092)
NEEDED = {
    *(("gateway", service, 9090) for service in ("matcher", "corpus", "notifier")),
    ("matcher", "corpus", 9090),
    *(("admin", service, 9090) for service in ("matcher", "notifier")),
    *((caller, "redis", 6379) for caller in ("gateway", "matcher", "corpus", "notifier", "admin")),
    ("test", "gateway", 8080),
}


def test_pods_may_call_whom_they_need_and_nobody_else(helm4: Path) -> None:
    """Of all pairs of pods and all ports, those that are open are the table above."""
    items = render(helm4, "everything")
    by_component = {pod.component: pod for pod in pods(items)}

    open_ = {
        (caller, callee, port)
        for caller, callee, port in product(by_component, by_component, PORTS)
        if may_call(items, by_component[caller], by_component[callee], port)
    }

    assert open_ == NEEDED


@pytest.mark.parametrize("case", CASES)
def test_every_target_is_within_reach(helm4: Path, case: str) -> None:
    """Whatever target a pod is given, its policies and the target's let it through."""
    items = render(helm4, case)
    by_component = {pod.component: pod for pod in pods(items)}
    targets = {
        (pod.component, name.removeprefix("CVDEEP_").removesuffix("_TARGET").lower())
        for pod in by_component.values()
        for name in environment(pod.containers[0])
        if name.endswith("_TARGET")
    }

    assert ("matcher", "corpus") in targets
    for caller, callee in targets:
        assert may_call(items, by_component[caller], by_component[callee], 9090), f"{caller} cannot reach {callee}"
