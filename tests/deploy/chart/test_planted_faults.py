"""Whether each rule catches what it is there for: one fault at a time is planted into a good rendering."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.chart.objects import called
from tests.deploy.chart.rendering import Object, render
from tests.deploy.chart.rules import RULES, faults

Objects = dict[str, Object]
Plant = Callable[[Objects], Any]

MATCHER = "Deployment/scoring-matcher"
GATEWAY = "Deployment/scoring-gateway"


def _pod(owner: str = MATCHER) -> Callable[[Objects], Object]:
    return lambda objects: objects[owner]["spec"]["template"]["spec"]


def _container(objects: Objects, owner: str = MATCHER) -> Object:
    container: Object = _pod(owner)(objects)["containers"][0]
    return container


def _variable(objects: Objects, name: str, owner: str = MATCHER) -> Object:
    return next(entry for entry in _container(objects, owner)["env"] if entry["name"] == name)


def _egress(objects: Objects, service: str) -> list[Object]:
    rules: list[Object] = objects[f"NetworkPolicy/scoring-{service}"]["spec"]["egress"]
    return rules


def _world(objects: Objects) -> Object:
    return next(rule for rule in _egress(objects, "notifier") if "ipBlock" in rule["to"][0])


FAULTS: dict[str, tuple[str, Plant]] = {
    "a pod may be root": ("non_root", lambda o: _pod()(o)["securityContext"].pop("runAsNonRoot")),
    "a container is root": ("non_root", lambda o: _container(o)["securityContext"].update(runAsUser=0)),
    "a container beside": (
        "non_root",
        lambda o: _pod()(o).update(initContainers=[{"name": "init", "image": "a:1", "resources": {}}]),
    ),
    "a root to write to": ("read_only", lambda o: _container(o)["securityContext"].pop("readOnlyRootFilesystem")),
    "a volume without end": ("read_only", lambda o: _pod()(o)["volumes"][0].update(emptyDir={})),
    "escalation": ("no_privileges", lambda o: _container(o)["securityContext"].update(allowPrivilegeEscalation=True)),
    "a capability": ("no_privileges", lambda o: _container(o)["securityContext"].update(capabilities={"drop": ["ALL"], "add": ["NET_RAW"]})),
    "no seccomp": ("no_privileges", lambda o: _container(o)["securityContext"].update(seccompProfile={"type": "Unconfined"})),
    "the node's network": ("no_privileges", lambda o: _pod()(o).update(hostNetwork=True)),
    "the node's files": ("no_privileges", lambda o: _pod()(o)["volumes"].append({"name": "x", "hostPath": {"path": "/"}})),
    "no limit of memory": ("limits", lambda o: _container(o)["resources"]["limits"].pop("memory")),
    "no request of processor": ("limits", lambda o: _container(o)["resources"]["requests"].pop("cpu")),
    "no limits of a Job": (
        "limits",
        lambda o: o["CronJob/scoring-admin"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0].pop("resources"),
    ),
    "readers do not fit": ("room", lambda o: _variable(o, "CVDEEP_MATCHER_PDF_MEMORY_MB").update(value="4096")),
    "indexes do not fit": ("room", lambda o: _variable(o, "CVDEEP_CORPUS_INDEX_MB", "StatefulSet/scoring-corpus").update(value="9000")),
    "no startup probe": ("probes", lambda o: _container(o).pop("startupProbe")),
    "no readiness probe": ("probes", lambda o: _container(o, GATEWAY).pop("readinessProbe")),
    "living depends on Redis": ("probes", lambda o: _container(o)["livenessProbe"]["grpc"].pop("service")),
    "living depends on all": ("probes", lambda o: _container(o, GATEWAY)["livenessProbe"]["httpGet"].update(path="/api/v1/health")),
    "a token": ("no_tokens", lambda o: _pod()(o).pop("automountServiceAccountToken")),
    "an account's token": ("no_tokens", lambda o: o["ServiceAccount/scoring-matcher"].update(automountServiceAccountToken=True)),
    "the default account": ("no_tokens", lambda o: _pod()(o).pop("serviceAccountName")),
    "an image without tag": ("images", lambda o: _container(o).update(image="registry:5000/cvdeep-matcher")),
    "the latest image": ("images", lambda o: _container(o).update(image="cvdeep-matcher:latest")),
    "a mount of nothing": ("mounts", lambda o: _pod()(o)["volumes"].pop(0)),
    "a certificate elsewhere": ("mounts", lambda o: _variable(o, "CVDEEP_TLS_CERT_FILE").update(value="/etc/tls/tls.crt")),
    "killed too early": ("grace", lambda o: _pod()(o).update(terminationGracePeriodSeconds=30)),
    "drains too long": ("grace", lambda o: _variable(o, "CVDEEP_MATCHER_DRAIN_S").update(value="28")),
    "spread by another": (
        "spread",
        lambda o: _pod()(o)["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"].update(
            {"app.kubernetes.io/component": "gateway"}
        ),
    ),
    "a port without protocol": ("protocols", lambda o: o["Service/scoring-matcher"]["spec"]["ports"][0].pop("protocol")),
    "a rule without protocol": ("protocols", lambda o: _egress(o, "matcher")[0]["ports"][0].pop("protocol")),
    "another's pods": (
        "selectors",
        lambda o: o[MATCHER]["spec"]["selector"]["matchLabels"].update({"app.kubernetes.io/component": "worker"}),
    ),
    "a version to select by": (
        "selectors",
        lambda o: o[MATCHER]["spec"]["selector"]["matchLabels"].update({"app.kubernetes.io/version": "0.1.0"}),
    ),
    "a Service of nobody": (
        "chosen_pods",
        lambda o: o["Service/scoring-corpus"]["spec"]["selector"].update({"app.kubernetes.io/component": "corpora"}),
    ),
    "a port nobody has": ("chosen_pods", lambda o: o["Service/scoring-gateway"]["spec"]["ports"][0].update(targetPort="https")),
    "a budget of all": (
        "chosen_pods",
        lambda o: o["PodDisruptionBudget/scoring-matcher"]["spec"]["selector"]["matchLabels"].pop("app.kubernetes.io/component"),
    ),
    "a monitor of nothing": ("chosen_pods", lambda o: o["ServiceMonitor/scoring-metrics"]["spec"]["endpoints"][0].update(port="http")),
    "no denial": ("policies", lambda o: o.pop("NetworkPolicy/scoring-default-deny")),
    "half a denial": ("policies", lambda o: o["NetworkPolicy/scoring-default-deny"]["spec"].update(policyTypes=["Ingress"])),
    "no policy of a pod": ("policies", lambda o: o.pop("NetworkPolicy/scoring-corpus")),
    "out to everywhere": ("policies", lambda o: _egress(o, "matcher").append({"ports": [{"port": 443, "protocol": "TCP"}]})),
    "in from everywhere": ("policies", lambda o: o["NetworkPolicy/scoring-matcher"]["spec"]["ingress"][0].pop("from")),
    "the matcher in the world": ("world", lambda o: _egress(o, "matcher").append(deepcopy(_world(o)))),
    "the metadata service": ("world", lambda o: _world(o)["to"][0]["ipBlock"]["except"].remove("169.254.0.0/16")),
    "a private range": ("world", lambda o: _world(o)["to"][0]["ipBlock"]["except"].remove("10.0.0.0/8")),
    "all of IPv6": ("world", lambda o: _world(o)["to"][1]["ipBlock"].update(cidr="::/0")),
    "mail to the world": ("world", lambda o: _world(o)["ports"].append({"port": 25, "protocol": "TCP"})),
    "a scaler of nothing": (
        "scalers",
        lambda o: o["HorizontalPodAutoscaler/scoring-corpus"]["spec"]["scaleTargetRef"].update(kind="Deployment"),
    ),
    "replicas beside a scaler": ("scalers", lambda o: o[MATCHER]["spec"].update(replicas=2)),
    "a variable nobody reads": ("variables", lambda o: _container(o)["env"].append({"name": "CVDEEP_MATCHER_SPEED", "value": "9"})),
    "a variable twice": ("variables", lambda o: _container(o)["env"].append({"name": "CVDEEP_LISTEN", "value": ":1"})),
    "a variable missing": ("variables", lambda o: _container(o)["env"].remove(_variable(o, "CVDEEP_CORPUS_TARGET"))),
    "a password in plain": (
        "no_plain_secrets",
        lambda o: _variable(o, "CVDEEP_CORPUS_TARGET").update(value="redis://user:word@redis:6379"),
    ),
    "a secret in plain": (
        "no_plain_secrets",
        lambda o: _container(o)["env"].append({"name": "CVDEEP_REDIS_PASSWORD", "value": "word"}),
    ),
    "a login in a ConfigMap": ("no_plain_secrets", lambda o: o["ConfigMap/scoring-redis"]["data"].update(a="requirepass word")),
    "a name too long": ("names", lambda o: o["Service/scoring-matcher"]["metadata"].update(name="m" * 64)),
}  # fmt: skip


def test_the_rendering_is_good_before(helm4: Path) -> None:
    """The rendering that faults are planted into has none of its own."""
    assert faults(render(helm4, "everything")) == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(helm4: Path, fault: str) -> None:
    """The rule that is there for it complains."""
    rule, plant = FAULTS[fault]
    objects = {called(item): item for item in deepcopy(render(helm4, "everything"))}

    plant(objects)

    assert list(RULES[rule](list(objects.values())))


def test_every_rule_has_a_planted_fault() -> None:
    """No rule stands that was never seen to complain."""
    assert {rule for rule, _ in FAULTS.values()} == set(RULES)
