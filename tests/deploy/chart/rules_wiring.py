"""Rules of what holds objects together: selectors, ports, policies, scalers, variables, secrets."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ipaddress import ip_network

from services.notifier.domain.addresses import DENIALS
from tests.deploy.chart.objects import (
    SERVICES,
    called,
    containers,
    environment,
    long_lived,
    of_kind,
    pods,
    selects,
)
from tests.deploy.chart.rendering import Object
from tests.deploy.chart.settings_read import settings_of

_WORLD = (ip_network("0.0.0.0/0"), ip_network("2000::/3"))
_LOGIN_IN_URL = re.compile(r"://[^/\s]*@")
_SECRET_NAME = re.compile(r"(PASSWORD|SECRET|TOKEN|API_KEY)$")
_OTEL = re.compile(r"OTEL_[A-Z_]+")
_LONGEST_NAME = 63
_NEVER_CHANGING = {f"app.kubernetes.io/{name}" for name in ("name", "instance", "component")}


def protocols(items: Sequence[Object]) -> Iterator[str]:
    """Every port of a Service, a container and a policy says its protocol: Helm 4 applies on the server, which wants it."""
    for item in of_kind(items, "Service"):
        yield from (
            f"{called(item)}: a port without protocol" for port in item["spec"]["ports"] if "protocol" not in port
        )
    for item in of_kind(items, "NetworkPolicy"):
        for rule in [*item["spec"].get("ingress", []), *item["spec"].get("egress", [])]:
            yield from (f"{called(item)}: a port without protocol" for port in rule["ports"] if "protocol" not in port)
    for pod, container in containers(items):
        if any("protocol" not in port for port in container.get("ports", [])):
            yield f"{pod.owner}: a port without protocol"


def selectors(items: Sequence[Object]) -> Iterator[str]:
    """Workloads select their own pods, by labels that no upgrade changes."""
    for item in of_kind(items, "Deployment", "StatefulSet"):
        labels = item["spec"]["template"]["metadata"]["labels"]
        if not selects(item["spec"]["selector"]["matchLabels"], labels):
            yield f"{called(item)}: does not select its own pods"
        claims = [claim["metadata"]["labels"] for claim in item["spec"].get("volumeClaimTemplates", [])]
        for fixed in (item["spec"]["selector"]["matchLabels"], *claims):
            if set(fixed) != _NEVER_CHANGING:
                yield f"{called(item)}: an upgrade would change what cannot be changed"


def chosen_pods(items: Sequence[Object]) -> Iterator[str]:
    """Services and budgets select pods that are there, by ports that these have; monitors select Services."""
    for item in of_kind(items, "Service"):
        chosen = [pod for pod in long_lived(items) if selects(item["spec"]["selector"], pod.labels)]
        if not chosen:
            yield f"{called(item)}: selects nothing"
        for port in item["spec"]["ports"]:
            for pod in chosen:
                if not any(port["targetPort"] == own["name"] for one in pod.containers for own in one.get("ports", [])):
                    yield f"{called(item)}: {pod.owner} has no port {port['targetPort']}"
    for item in of_kind(items, "ServiceMonitor"):
        watched = [
            {port["name"] for port in service["spec"]["ports"]}
            for service in of_kind(items, "Service")
            if selects(item["spec"]["selector"]["matchLabels"], service["metadata"]["labels"])
        ]
        if not watched or any(endpoint["port"] not in watched[0] for endpoint in item["spec"]["endpoints"]):
            yield f"{called(item)}: watches nothing"
    for item in of_kind(items, "PodDisruptionBudget"):
        budget = item["spec"]["selector"]["matchLabels"]
        if len([pod for pod in long_lived(items) if selects(budget, pod.labels)]) != 1:
            yield f"{called(item)}: does not select one workload"


def policies(items: Sequence[Object]) -> Iterator[str]:
    """Every pod is denied everything by one policy of both directions, and has one of its own; no rule is for everybody by mistake."""
    found = of_kind(items, "NetworkPolicy")
    shut = [item for item in found if not item["spec"].get("ingress") and not item["spec"].get("egress")]
    for pod in pods(items):
        choosing = [item for item in found if selects(item["spec"]["podSelector"].get("matchLabels", {}), pod.labels)]
        if not any(item in shut and set(item["spec"]["policyTypes"]) == {"Ingress", "Egress"} for item in choosing):
            yield f"{pod.owner}: nothing denies it everything"
        if not any(item not in shut for item in choosing):
            yield f"{pod.owner}: has no policy of its own"
    for item in found:
        for rule in item["spec"].get("egress", []):
            if not rule.get("to"):
                yield f"{called(item)}: lets out to everywhere"
        for rule in item["spec"].get("ingress", []):
            is_door = item["spec"]["podSelector"]["matchLabels"].get("app.kubernetes.io/component") == "gateway"
            if not rule.get("from") and not is_door:
                yield f"{called(item)}: lets everybody in"


def world(items: Sequence[Object]) -> Iterator[str]:
    """Only the notifier reaches the world, and of it nothing that its own guard denies."""
    for item in of_kind(items, "NetworkPolicy"):
        component = item["spec"]["podSelector"]["matchLabels"].get("app.kubernetes.io/component")
        for rule in item["spec"].get("egress", []):
            for peer in rule.get("to", []):
                block = peer.get("ipBlock")
                if block is None or ip_network(block["cidr"]).is_private:
                    continue
                if component != "notifier":
                    yield f"{called(item)}: reaches the world"
                    continue
                reached = ip_network(block["cidr"])
                spared = {ip_network(network) for network in block.get("except", [])}
                denied = {row.network for row in DENIALS if row.network.version == reached.version}
                if reached not in _WORLD or not denied <= spared:
                    yield f"{called(item)}: reaches what the guard denies"
                if {port["port"] for port in rule["ports"]} != {443, 8443}:
                    yield f"{called(item)}: reaches other ports of the world"


def scalers(items: Sequence[Object]) -> Iterator[str]:
    """A scaler scales something that is there, alone, and nobody else says how many."""
    workloads = {called(item): item for item in of_kind(items, "Deployment", "StatefulSet")}
    targets: Counter[str] = Counter()
    for item in of_kind(items, "HorizontalPodAutoscaler", "ScaledObject"):
        target = f"{item['spec']['scaleTargetRef']['kind']}/{item['spec']['scaleTargetRef']['name']}"
        targets[target] += 1
        if target not in workloads:
            yield f"{called(item)}: scales {target}, which is not there"
        elif "replicas" in workloads[target]["spec"]:
            yield f"{target}: an upgrade would undo what its scaler decided"
    yield from (f"{target}: scaled by two" for target, times in targets.items() if times > 1)


def variables(items: Sequence[Object]) -> Iterator[str]:
    """Every variable is one the service reads, none comes twice, and each it cannot do without is there."""
    for pod, container in containers(items):
        names = [entry["name"] for entry in container.get("env", [])]
        yield from (f"{pod.owner}: {name} twice" for name, times in Counter(names).items() if times > 1)
        if container["name"] not in SERVICES | {"admin"}:
            continue
        known = settings_of(container["name"])
        yield from (
            f"{pod.owner}: nobody reads {name}" for name in names if name not in known and not _OTEL.fullmatch(name)
        )
        needed = {setting.name for setting in known.values() if setting.required}
        yield from (f"{pod.owner}: {name} is missing" for name in sorted(needed - set(names)))


def no_plain_secrets(items: Sequence[Object]) -> Iterator[str]:
    """No password stands in a manifest, except the bundled Redis' own, made at the first install."""
    for pod, container in containers(items):
        for name, value in environment(container).items():
            if isinstance(value, str) and (_SECRET_NAME.search(name) or _LOGIN_IN_URL.search(value)):
                yield f"{pod.owner}: {name} stands in plain"
    for item in of_kind(items, "ConfigMap"):
        if any(_LOGIN_IN_URL.search(text) or "requirepass" in text for text in item["data"].values()):
            yield f"{called(item)}: holds a login"
    for item in of_kind(items, "Secret"):
        if item["metadata"]["labels"].get("app.kubernetes.io/component") != "redis":
            yield f"{called(item)}: a secret from values"


def names(items: Sequence[Object]) -> Iterator[str]:
    """No two objects have one name, and every name is short enough for a label."""
    counted = Counter((item["kind"], item["metadata"]["name"]) for item in items)
    yield from (f"{kind}/{name}: twice" for (kind, name), times in counted.items() if times > 1)
    yield from (f"{called(item)}: too long" for item in items if len(item["metadata"]["name"]) > _LONGEST_NAME)
