"""Says who may call whom by the rendered NetworkPolicies, as an enforcing network would."""

from collections.abc import Sequence

from tests.deploy.chart.objects import Pod, of_kind, selects
from tests.deploy.chart.rendering import Object


def may_call(items: Sequence[Object], caller: Pod, callee: Pod, port: int) -> bool:
    """Tells whether the caller may open a TCP connection to the callee's port: its egress and the other's ingress allow it."""
    return _allows(items, caller, callee, port, "Egress") and _allows(items, callee, caller, port, "Ingress")


def _allows(items: Sequence[Object], own: Pod, other: Pod, port: int, direction: str) -> bool:
    peers_at = {"Egress": "to", "Ingress": "from"}[direction]
    policies = [
        item["spec"]
        for item in of_kind(items, "NetworkPolicy")
        if selects(item["spec"]["podSelector"].get("matchLabels", {}), own.labels)
        and direction in item["spec"]["policyTypes"]
    ]
    if not policies:
        return True
    rules = [rule for policy in policies for rule in policy.get(direction.lower()) or []]
    return any(
        _covers(rule["ports"], port) and (not rule.get(peers_at) or any(_is(peer, other) for peer in rule[peers_at]))
        for rule in rules
    )


def _covers(ports: Sequence[Object], port: int) -> bool:
    return any(each["port"] == port and each["protocol"] == "TCP" for each in ports)


def _is(peer: Object, pod: Pod) -> bool:
    """Tells whether a peer means a pod of the same namespace; addresses and other namespaces are none."""
    return (
        "podSelector" in peer
        and "namespaceSelector" not in peer
        and selects(peer["podSelector"]["matchLabels"], pod.labels)
    )
