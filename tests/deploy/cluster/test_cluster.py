"""The chart on a real API server, in the order of a release's life. `make cluster-test` runs this."""

import json
import os
import subprocess
import time
from typing import Any

import pytest

from tests.deploy.cluster.caller_pod import NAME as CALLER
from tests.deploy.cluster.caller_pod import calling
from tests.deploy.cluster.cluster import (
    HELM_3,
    HELM_4,
    NAMESPACE,
    RELEASE,
    SERVICES,
    Cluster,
    RefusedError,
    eventually,
)
from tests.deploy.cluster.machine import NODE_ADDRESS, WORLD_ADDRESS

pytestmark = [
    pytest.mark.skipif(os.environ.get("CVDEEP_CLUSTER") != "1", reason="needs a cluster: make cluster-test"),
    pytest.mark.timeout(3_600),
]


def _evict(cluster: Cluster, pod: str) -> bool:
    """Asks for a pod's eviction; False where a budget does not allow it now."""
    what = {"apiVersion": "policy/v1beta1", "kind": "Eviction", "metadata": {"name": pod, "namespace": NAMESPACE}}
    version = json.loads(cluster.kubectl("version", "--output", "json"))["serverVersion"]
    if (int(version["major"]), int(version["minor"].rstrip("+"))) >= (1, 22):
        what["apiVersion"] = "policy/v1"
    path = f"/api/v1/namespaces/{NAMESPACE}/pods/{pod}/eviction"
    try:
        cluster.kubectl("create", "--raw", path, "--filename", "-", given=json.dumps(what))
    except RefusedError as refusal:
        if "disruption budget" in str(refusal):
            return False
        raise
    return True


def test_a_pod_that_could_do_harm_is_refused_by_this_namespace(cluster: Cluster) -> None:
    """The restricted profile is enforced where the chart is installed: that its pods run is said of a cluster that is strict."""
    as_root: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "as-root"},
        "spec": {"containers": [{"name": "it", "image": "any", "securityContext": {"runAsUser": 0}}]},
    }
    with pytest.raises(RefusedError, match=r"(?i)forbidden.*(restricted|runAsUser)"):
        cluster.apply(as_root)


def test_the_chart_installs_and_passes_its_own_test(released: Cluster) -> None:
    """All pods get ready, and `helm test` finds that matches can be done."""
    said = released.helm("test", RELEASE, "--logs")
    assert '"status": "ok"' in said
    for service in SERVICES:
        assert len(released.ready(service)) == 2
    version = json.loads(released.kubectl("version", "--output", "json"))["serverVersion"]["gitVersion"]
    print(f"installed on {version}")  # noqa: T201 - which version this was shown on is what the run is for


def test_a_cv_is_matched_through_the_gateways_service(released: Cluster, key: str) -> None:
    """A client in the cluster submits a CV and gets its score, charged once; all calls after that are answered."""
    with calling(released, key) as told:
        assert told.match["status"] == "finished"
        assert told.match["credits_charged"] == 3
        time.sleep(10)
    assert told.calls > 50
    assert told.failed == []


def test_what_no_policy_allows_does_not_pass(released: Cluster, key: str) -> None:
    """Beside the gateway's port nothing can be reached from without; no service reaches the API server or one it has no business with."""
    if not _enforces(released):
        pytest.skip("THIS CLUSTER'S NETWORK DOES NOT ENFORCE NETWORKPOLICIES")
    caller = f"pod/{CALLER}"
    assert _reaches(released, caller, _host("gateway"), 80)
    for service, port in (("matcher", 9090), ("matcher", 9092), ("corpus", 9090), ("notifier", 9090), ("redis", 6379)):
        assert not _reaches(released, caller, _host(service), port), (service, port)
    for service in SERVICES:
        deployment = f"deployment/{RELEASE}-{service}"
        assert not _reaches(released, deployment, "kubernetes.default.svc.cluster.local", 443), service
        # No policy keeps a pod from itself, so the gateway is not asked.
        assert service == "gateway" or not _reaches(released, deployment, _host("gateway"), 80), service
        assert _reaches(released, deployment, _host("redis"), 6379), service
    assert not _reaches(released, f"deployment/{RELEASE}-corpus", _host("matcher"), 9090)
    assert not _reaches(released, f"deployment/{RELEASE}-notifier", _host("corpus"), 9090)


def test_the_notifier_alone_reaches_the_world_and_no_private_address(released: Cluster, key: str) -> None:
    """On the port of webhooks, one listener under two addresses: a public one, which the notifier reaches, and a node's own."""
    if released.node is None:
        pytest.skip("what this cluster calls the world is not ours to dial")
    for service in SERVICES:
        deployment = f"deployment/{RELEASE}-{service}"
        assert _reaches(released, deployment, WORLD_ADDRESS, 443) is (service == "notifier"), service
        assert not _reaches(released, deployment, NODE_ADDRESS, 443), service


def test_a_roll_forward_fails_no_call(released: Cluster, key: str) -> None:
    """Changed values replace every pod of every service while a client polls and submits, and it notices nothing."""
    before = {name for service in SERVICES for name in released.pods(service)}
    with calling(released, key) as told:
        released.upgrade("--timeout", "10m", "--set", "log.level=warning")
    after = {name for service in SERVICES for name in released.pods(service)}
    assert before.isdisjoint(after)
    assert len(after) == 8
    _assert_unharmed(told)


@pytest.mark.parametrize(
    ("helm", "rollback", "fault"),
    [
        (HELM_4, "--rollback-on-failure", "matcher.image.tag=is-not-there"),
        (HELM_3, "--atomic", "gateway.image.repository=cvdeep-corpus"),
    ],
    ids=["an image that is not there", "an image that ends at once"],
)
def test_a_bad_image_is_rolled_back_and_nobody_notices(
    released: Cluster, key: str, helm: str, rollback: str, fault: str
) -> None:
    """An upgrade that cannot become ready fails and is undone; the pods from before it never stopped serving."""
    before = {service: set(released.pods(service)) for service in SERVICES}
    with calling(released, key) as told:
        with pytest.raises(RefusedError, match="has been rolled back"):
            released.upgrade("--set", "log.level=warning", "--set", fault, "--timeout", "75s", rollback, helm=helm)
        eventually("only what was there is there", lambda: before == {s: set(released.pods(s)) for s in SERVICES})
    revision = released.revision()
    assert revision["status"] == "deployed"
    assert "ollback" in revision["description"]
    _assert_unharmed(told)


def test_evictions_keep_to_the_budgets_and_fail_no_call(released: Cluster, key: str) -> None:
    """One pod of a service may be evicted; the other only when another is ready in the first one's place."""
    with calling(released, key) as told:
        for service in SERVICES:
            eventually(f"{service} is whole", lambda service=service: len(released.ready(service)) == 2)  # type: ignore[misc]
            eventually(f"the budget of {service} allows one", lambda service=service: _allowed(released, service) == 1)  # type: ignore[misc]
            first, second = sorted(released.ready(service))
            assert _evict(released, first)
            assert not _evict(released, second)
            assert second in released.ready(service)
            eventually(f"{second} may go, too", lambda second=second: _evict(released, second))  # type: ignore[misc]
            eventually(f"{service} is whole again", lambda service=service: len(released.ready(service)) == 2)  # type: ignore[misc]
            assert {first, second}.isdisjoint(released.pods(service))
    _assert_unharmed(told)


def test_a_drain_waits_for_the_budgets_and_fails_no_call(released: Cluster, key: str) -> None:
    """`kubectl drain` takes one pod of each service and waits with the other until one is ready elsewhere; then it ends."""
    if released.node is None:
        pytest.skip("the nodes of a cluster that is there already are not ours to drain")
    before = {service: set(released.pods(service)) for service in SERVICES}
    selected = f"app.kubernetes.io/component in ({','.join(SERVICES)})"
    with calling(released, key) as told:
        drain = subprocess.Popen(
            released.command(
                *("kubectl", "drain", released.node, "--pod-selector", selected),
                *("--delete-emptydir-data", "--disable-eviction=false", "--timeout=600s"),
            ),
            env={**os.environ, **released.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            # The node takes no new pod, so of two there remains one, whatever the drain asks for.
            eventually("one of each is left", lambda: all(_left(released, s, before[s]) == 1 for s in SERVICES))
            time.sleep(15)
            assert drain.poll() is None
            assert all(_left(released, service, before[service]) == 1 for service in SERVICES)
            # What a second node would be for: a place for the others.
            released.kubectl("uncordon", released.node)
            said, _ = drain.communicate(timeout=600)
        finally:
            drain.kill()
            released.kubectl("uncordon", released.node)
        assert drain.returncode == 0, said
        assert "disruption budget" in said
        eventually("all are whole again", lambda: all(len(released.ready(s)) == 2 for s in SERVICES))
    assert all(before[service].isdisjoint(released.pods(service)) for service in SERVICES)
    _assert_unharmed(told)


def test_uninstall_leaves_the_data_alone_and_an_install_takes_it_up(released: Cluster, key: str) -> None:
    """The volume and the password of Redis stay; installed again, the matches from before are there."""
    with calling(released, key) as told:
        pass
    released.helm("uninstall", RELEASE, "--wait", "--timeout", "5m")
    meant = {
        ("PersistentVolumeClaim", f"data-{RELEASE}-redis-0"),
        ("Secret", f"{RELEASE}-redis"),
        # Whoever wants to read what `helm test` said finds it until the next one.
        ("Pod", f"{RELEASE}-test"),
    }
    eventually("pods have ended", lambda: _left_behind(released) <= meant)
    assert _left_behind(released) == meant
    released.upgrade("--timeout", "10m")
    found = json.loads(
        released.kubectl("exec", CALLER, "--stdin", "--", *_asks_for(told.match["id"]), given=f"{key}\n")
    )
    assert found == told.match


def _left_behind(cluster: Cluster) -> set[tuple[str, str]]:
    kinds = "all,configmap,secret,serviceaccount,networkpolicy,poddisruptionbudget,persistentvolumeclaim"
    left = cluster.get(kinds, "--selector", f"app.kubernetes.io/instance={RELEASE}")["items"]
    return {(item["kind"], item["metadata"]["name"]) for item in left}


def _host(service: str) -> str:
    return f"{RELEASE}-{service}.{NAMESPACE}.svc.cluster.local"


def _reaches(cluster: Cluster, pod: str, host: str, port: int) -> bool:
    """Tells whether a pod can open a connection; it asks for the name first, so that no name is no answer."""
    script = (
        "import socket, sys; found = socket.getaddrinfo(sys.argv[1], int(sys.argv[2]), type=socket.SOCK_STREAM)[0][4]\n"
        "try: socket.create_connection(found, timeout=3)\n"
        "except OSError: print('no')\n"
        "else: print('yes')"
    )
    said = cluster.kubectl("exec", pod, "--", "python", "-c", script, host, str(port))
    return {"yes": True, "no": False}[said.strip()]


def _enforces(cluster: Cluster) -> bool:
    """Tells whether a policy that allows a pod nothing keeps it from the gateway."""
    policy: dict[str, Any] = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "nothing"},
        "spec": {"podSelector": {"matchLabels": {"app": CALLER}}, "policyTypes": ["Egress"], "egress": []},
    }
    address = cluster.get("service", f"{RELEASE}-gateway")["spec"]["clusterIP"]
    script = f"import socket; socket.create_connection(({address!r}, 80), timeout=3)"

    def reached() -> bool:
        try:
            cluster.kubectl("exec", CALLER, "--", "python", "-c", script)
        except RefusedError:
            return False
        return True

    assert reached()
    cluster.apply(policy)
    try:
        eventually("the caller reaches nothing", lambda: not reached(), within_s=20)
    except AssertionError:
        return False
    finally:
        cluster.kubectl("delete", "networkpolicy", "nothing")
    eventually("the caller reaches the gateway again", reached, within_s=60)
    return True


def _asks_for(identifier: str) -> list[str]:
    script = (
        "import json, sys; sys.path.insert(0, '/caller'); from caller import Caller; "
        "print(json.dumps(Caller(sys.argv[1], sys.stdin.readline().strip()).match(sys.argv[2])))"
    )
    return ["python", "-c", script, f"http://{_host('gateway')}", identifier]


def _allowed(cluster: Cluster, service: str) -> int:
    allowed: int = cluster.get("poddisruptionbudget", f"{RELEASE}-{service}")["status"]["disruptionsAllowed"]
    return allowed


def _left(cluster: Cluster, service: str, before: set[str]) -> int:
    return len(before & cluster.ready(service))


def _assert_unharmed(told: Any) -> None:
    print(f"{told.calls} calls, {len(told.statuses)} matches")  # noqa: T201 - as above
    assert told.failed == []
    assert told.calls > 100
    assert told.statuses
    assert set(told.statuses) == {"finished"}
