"""Finds its way in rendered objects: pods, containers, labels, what selects what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.deploy.chart.rendering import Object

SERVICES = frozenset({"gateway", "matcher", "corpus", "notifier"})
_UNITS = {"": 1.0, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40}


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod, or the template of pods: `kind/name` of what makes it, its labels and its specification."""

    owner: str
    labels: dict[str, str]
    spec: Object

    @property
    def kind(self) -> str:
        """The kind of what makes it."""
        return self.owner.partition("/")[0]

    @property
    def component(self) -> str:
        """The service it belongs to."""
        return self.labels.get("app.kubernetes.io/component", "")

    @property
    def containers(self) -> list[Object]:
        """All its containers, those that run before the others included."""
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]


def called(item: Object) -> str:
    """Returns `kind/name`."""
    return f"{item['kind']}/{item['metadata']['name']}"


def of_kind(items: Sequence[Object], *kinds: str) -> list[Object]:
    """Returns the objects of these kinds."""
    return [item for item in items if item["kind"] in kinds]


def pods(items: Sequence[Object]) -> Iterator[Pod]:
    """Goes through everything that is or makes a pod."""
    for item in items:
        match item["kind"]:
            case "Pod":
                metadata, spec = item["metadata"], item["spec"]
            case "Deployment" | "StatefulSet":
                metadata, spec = item["spec"]["template"]["metadata"], item["spec"]["template"]["spec"]
            case "CronJob":
                template = item["spec"]["jobTemplate"]["spec"]["template"]
                metadata, spec = template["metadata"], template["spec"]
            case _:
                continue
        yield Pod(called(item), metadata["labels"], spec)


def long_lived(items: Sequence[Object]) -> list[Pod]:
    """Returns the pods of services, which have no end of their own."""
    return [pod for pod in pods(items) if pod.kind in {"Deployment", "StatefulSet"}]


def containers(items: Sequence[Object]) -> Iterator[tuple[Pod, Object]]:
    """Goes through every container with its pod."""
    for pod in pods(items):
        for container in pod.containers:
            yield pod, container


def selects(selector: dict[str, str], labels: dict[str, str]) -> bool:
    """Tells whether every label of the selector is there; an empty one selects everything."""
    return selector.items() <= labels.items()


def environment(container: Object) -> dict[str, Any]:
    """Returns name → value of a container's variables; what comes from elsewhere is the whole entry."""
    return {entry["name"]: entry.get("value", entry) for entry in container.get("env", [])}


def amount(quantity: str | int) -> float:
    """Returns a quantity as a number: cores, bytes."""
    found = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(quantity))
    if found is None:
        raise ValueError(f"{quantity!r} is no quantity")
    return float(found[1]) * _UNITS[found[2]]
