"""Enforces NetworkPolicies on the node of the private machine, where no network plugin does: what no policy allows is dropped.

`python -m tests.deploy.cluster.policies API`, with the bearer's token in CVDEEP_CLUSTER_TOKEN. Once a second it reads pods and
policies and puts the kernel's rules in their place. It knows what the chart's policies are made of, and refuses to guess at more.
"""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.deploy.chart.objects import selects
from tests.deploy.cluster.api import Api

Object: TypeAlias = Mapping[str, Any]
# The first rules of what passes the node and of what is meant for it; whatever they let go on, the others decide.
_HOOKS = {"FORWARD": "PODS-THROUGH", "INPUT": "PODS-TO-NODE"}
_LISTS = ("/api/v1/pods", "/api/v1/namespaces", "/apis/networking.k8s.io/v1/networkpolicies")
_EVERY_S = 1.0
# What a rule allows gets this mark, of a bit that kube-proxy does not use; what has none at the end of a pod's chain is dropped.
_BIT = "0x10000"
_ALLOW = f"-j MARK --set-xmark {_BIT}/{_BIT}"


@dataclass(frozen=True, slots=True)
class _Direction:
    """Egress or ingress.

    Attributes:
        kind: its name in policies.
        peers: where a rule names the other side.
        own: the flag of iptables for the pod's address.
        other: for the other side's.
        hooks: where its packets pass; what the node itself says to a pod, as kubelet does, passes none of them.
    """

    kind: str
    peers: str
    own: str
    other: str
    hooks: Sequence[str]


_DIRECTIONS = (
    _Direction("Egress", "to", "-s", "-d", ("PODS-THROUGH", "PODS-TO-NODE")),
    _Direction("Ingress", "from", "-d", "-s", ("PODS-THROUGH",)),
)


def rules(pods: Sequence[Object], namespaces: Sequence[Object], policies: Sequence[Object]) -> str:
    """Returns what iptables-restore takes in place of the rules there were."""
    labels = {one["metadata"]["name"]: one["metadata"].get("labels", {}) for one in namespaces}
    chains = {hook: ["-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"] for hook in _HOOKS.values()}
    addressed = [
        pod
        for pod in pods
        if pod["status"].get("podIP")
        and pod["status"]["phase"] in ("Pending", "Running")
        and not pod["spec"].get("hostNetwork")
    ]
    for direction, pod in itertools.product(_DIRECTIONS, addressed):
        applying = [policy for policy in policies if _applies(policy, pod, direction.kind)]
        if applying:
            address = pod["status"]["podIP"]
            chain = f"{direction.kind.upper()}-{address}"
            chains[chain] = [f"-j MARK --set-xmark 0/{_BIT}"]
            for number, policy in enumerate(applying):
                for line, passed_over in _allowed(policy, direction, addressed, labels):
                    if passed_over:
                        # What is excepted from one rule may be allowed by another.
                        beside = f"{chain}-{number}-{len(chains)}"
                        chains[beside] = [
                            *(f"{direction.other} {one} -j RETURN" for one in passed_over),
                            f"{line} {_ALLOW}",
                        ]
                        chains[chain].append(f"-j {beside}")
                    else:
                        chains[chain].append(f"{line} {_ALLOW}")
            chains[chain].append(f"-m mark ! --mark {_BIT}/{_BIT} -j DROP")
            for hook in direction.hooks:
                chains[hook].append(f"{direction.own} {address} -j {chain}")
    heads = [f":{chain} - [0:0]" for chain in chains]
    lines = [f"-A {chain} {line}" for chain, body in chains.items() for line in body]
    return "\n".join(["*filter", *heads, *lines, "COMMIT", ""])


def _applies(policy: Object, pod: Object, kind: str) -> bool:
    spec = policy["spec"]
    return (
        policy["metadata"]["namespace"] == pod["metadata"]["namespace"]
        and kind in spec["policyTypes"]
        and selects(_labels_of(spec, "podSelector"), pod["metadata"].get("labels", {}))
    )


def _allowed(
    policy: Object, direction: _Direction, pods: Sequence[Object], labels: Mapping[str, dict[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    """Yields what a policy allows, each a match of iptables and the addresses that are excepted from it."""
    for rule in policy["spec"].get(direction.kind.lower()) or ():
        blocks: list[tuple[str, list[str]]] = []
        for peer in rule.get(direction.peers) or ({"ipBlock": {"cidr": "0.0.0.0/0"}},):
            if "ipBlock" in peer:
                block = peer["ipBlock"]
                blocks.append((block["cidr"], [one for one in block.get("except", ()) if ":" not in one]))
            else:
                own = policy["metadata"]["namespace"]
                blocks += [(pod["status"]["podIP"], []) for pod in pods if _is(peer, pod, own, labels)]
        for (cidr, passed_over), port in itertools.product(blocks, rule["ports"]):
            if ":" not in cidr:
                yield f"-p {port['protocol'].lower()} --dport {int(port['port'])} {direction.other} {cidr}", passed_over


def _is(peer: Object, pod: Object, namespace: str, labels: Mapping[str, dict[str, str]]) -> bool:
    where = pod["metadata"]["namespace"]
    if "namespaceSelector" in peer:
        in_place = selects(_labels_of(peer, "namespaceSelector"), labels[where])
    else:
        in_place = where == namespace
    return in_place and selects(_labels_of(peer, "podSelector"), pod["metadata"].get("labels", {}))


def _labels_of(holder: Object, name: str) -> dict[str, str]:
    selector = holder.get(name) or {}
    assert selector.keys() <= {"matchLabels"}, selector
    wanted: dict[str, str] = selector.get("matchLabels") or {}
    return wanted


def main() -> None:
    """Enforces until it is ended."""
    api = Api.from_environment(sys.argv[1])
    for hook, chain in _HOOKS.items():
        for arguments in (("-N", chain), ("-I", hook, "1", "-j", chain)):
            subprocess.run(["iptables", "--wait", *arguments], check=True)
    before = ""
    while True:
        time.sleep(_EVERY_S)
        try:
            listed = [api.get(path)["items"] for path in _LISTS]
        except OSError as error:
            print(f"what holds goes on to hold: {error}", flush=True)  # noqa: T201 - its log
            continue
        wanted = rules(*listed)
        if wanted != before:
            subprocess.run(["iptables-restore", "--wait", "--noflush"], input=wanted.encode("ascii"), check=True)
            before = wanted


if __name__ == "__main__":
    main()
