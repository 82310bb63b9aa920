"""Runs Helm on the chart and reads what comes out."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from tests.deploy.chart.settings_read import REPOSITORY

CHART = REPOSITORY / "deploy" / "k8s" / "cvdeep"
VALUES = Path(__file__).parent / "values"
CASES = ("default", "external-cluster", "keda", "everything", "minimal")
# The oldest cluster the chart is for, one between, and the newest there is.
CLUSTERS = ("1.25.0", "1.30.0", "1.37.0")

Object: TypeAlias = dict[str, Any]


class HelmFailedError(AssertionError):
    """Helm refused; the message is what it said."""


def run_helm(helm: Path, *arguments: str) -> str:
    """Returns what Helm printed; raises `HelmFailedError` with its complaint."""
    done = subprocess.run([str(helm), *arguments], capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise HelmFailedError(done.stdout + done.stderr)
    return done.stdout


def render_text(helm: Path, case: str, *, cluster: str = CLUSTERS[-1], chart: Path = CHART) -> str:
    """Returns the manifests of one file of values, as YAML."""
    values = VALUES / f"{case}.yaml"
    return run_helm(
        helm,
        "template",
        "demo",
        str(chart),
        "--namespace",
        "scoring",
        "--values",
        str(values),
        "--kube-version",
        cluster,
    )


@cache
def render(helm: Path, case: str, *, cluster: str = CLUSTERS[-1]) -> tuple[Object, ...]:
    """Returns the objects of one file of values; whoever changes one copies it first."""
    return tuple(
        document
        for document in yaml.load_all(render_text(helm, case, cluster=cluster), Loader=yaml.CSafeLoader)
        if document
    )
