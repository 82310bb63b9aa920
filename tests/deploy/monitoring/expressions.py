"""What the alerts and the dashboard ask Prometheus for, taken apart as far as the tests ask."""

import importlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from prometheus_client import REGISTRY

from tools.images import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
# Given by Prometheus itself, with every target.
FROM_PROMETHEUS = {"job", "instance", "le"}

_SELECTOR = re.compile(r"\b(?P<name>cvdeep_[a-z_]+)(?:\{(?P<labels>[^}]*(?:\}[^}]*?)?)\})?")
_MATCHER = re.compile(r'(\w+)\s*(=~|!=|!~|=)\s*"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Selector:
    """A metric that an expression names, and the values it wants of labels, as (label, operator, value)."""

    metric: str
    wanted: tuple[tuple[str, str, str], ...]


def alerts() -> list[dict[str, Any]]:
    """Returns all alerting rules."""
    return [rule for rule in _rules() if "alert" in rule]


def recorded() -> set[str]:
    """Returns the names of the series that rules record."""
    return {rule["record"] for rule in _rules() if "record" in rule}


def _rules() -> list[dict[str, Any]]:
    document = yaml.safe_load((MONITORING / "rules.yaml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    """Returns the dashboard."""
    document: dict[str, Any] = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    return document


def expressions() -> list[str]:
    """Returns every expression of rules and dashboard."""
    shown = [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", ())]
    return [rule["expr"] for rule in _rules()] + shown


def selectors(expression: str) -> list[Selector]:
    """Returns what an expression selects."""
    return [
        Selector(
            found["name"], tuple((name, how, value) for name, how, value in _MATCHER.findall(found["labels"] or ""))
        )
        for found in _SELECTOR.finditer(expression)
    ]


def published() -> dict[str, set[str]]:
    """Returns the series that the services publish, with their labels: every module with a metric is loaded."""
    for path in (ROOT / "services").rglob("*.py"):
        if "prometheus_client" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    series: dict[str, set[str]] = {}
    for collector in list(REGISTRY._collector_to_names):
        labels = set(getattr(collector, "_labelnames", ()))
        series |= {name: labels for name in REGISTRY._collector_to_names[collector] if name.startswith("cvdeep_")}
    return series


def sources(folder: Path = ROOT / "services") -> str:
    """Returns the services' code, to find a word in."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
