"""A cluster that is there already: whoever has a kind or k3s tries the chart on the version that it is for."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.deploy.chart.rendering import CHART
from tests.deploy.cluster.cluster import NAMESPACE, Cluster
from tests.deploy.cluster.machine import NoMachineError


def existing_cluster(kubeconfig: Path, tools: Mapping[str, Path]) -> Cluster:
    """Returns the cluster of a kubeconfig's current context, whose nodes have the images or can pull them.

    Raises:
        NoMachineError: it does not answer, or has a namespace of the test's name that somebody else may need.
    """
    if not kubeconfig.is_file():
        raise NoMachineError(f"there is no file {kubeconfig}")
    environment = {"KUBECONFIG": str(kubeconfig)}
    asked = [str(tools["kubectl"]), "get", "namespace", NAMESPACE, "--ignore-not-found", "--output", "name"]
    answer = subprocess.run(asked, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NoMachineError(f"the cluster of {kubeconfig} does not answer: {answer.stderr.strip()[-500:]}")
    if answer.stdout.strip():
        raise NoMachineError(f"namespace {NAMESPACE} is there already: kubectl delete namespace {NAMESPACE}")
    given = {"image.registry": "CVDEEP_CLUSTER_REGISTRY", "image.tag": "CVDEEP_CLUSTER_TAG"}
    chosen = [f"{value}={os.environ[name]}" for value, name in given.items() if os.environ.get(name)]
    return Cluster(
        tools=tools,
        environment=environment,
        enter=(),
        chart=CHART,
        values=(
            *("--values", str(Path(__file__).with_name("values.yaml"))),
            *(argument for value in chosen for argument in ("--set", value)),
        ),
        node=None,
    )
