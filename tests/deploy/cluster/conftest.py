"""Fixtures of the cluster's tests: a cluster with a release in it, or a skip that says loudly what is missing."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.cluster.caller_pod import start_caller
from tests.deploy.cluster.cluster import HELM_3, HELM_4, NAMESPACE, RELEASE, Cluster
from tests.deploy.cluster.existing import existing_cluster
from tests.deploy.cluster.machine import NoMachineError
from tests.deploy.cluster.own import own_cluster
from tests.deploy.images.engine import NoEngineError
from tools.helm import NoHelmError, fetch_tools
from tools.sample_cv import write_sample_cv


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The cluster of CVDEEP_CLUSTER_KUBECONFIG, else one of the test's own; with the test's namespace, which ends with it."""
    try:
        fetched = fetch_tools()
        tools = {"kubectl": fetched["kubectl-1.37.1"], HELM_3: fetched[HELM_3], HELM_4: fetched[HELM_4]}
        if kubeconfig := os.environ.get("CVDEEP_CLUSTER_KUBECONFIG"):
            found = existing_cluster(Path(kubeconfig).resolve(), tools)
            _make_namespace(found)
            try:
                yield found
            finally:
                found.kubectl("delete", "namespace", NAMESPACE, "--timeout=300s")
            return
        kept = os.environ.get("CVDEEP_CLUSTER_DIR")
        work = Path(kept).resolve() if kept else tmp_path_factory.mktemp("cluster")
        with own_cluster(work, tools, keep=bool(kept)) as own:
            _make_namespace(own)
            yield own
    except (NoHelmError, NoMachineError, NoEngineError) as error:
        said = f"THE CHART WAS NOT TRIED ON A CLUSTER: {error}"
        # A reason to skip is shown to those who ask for it, a warning to everybody.
        warnings.warn(said, stacklevel=1)
        pytest.skip(said)


@pytest.fixture(scope="package")
def released(cluster: Cluster) -> Cluster:
    """The cluster with the chart installed and a pod that can call it."""
    cluster.upgrade("--timeout", "10m")
    return cluster


@pytest.fixture(scope="package")
def key(released: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The key of a client with credits, made as docs/kubernetes.md says; the caller's pod is there."""
    start_caller(released, write_sample_cv(tmp_path_factory.mktemp("cv") / "sample-cv.pdf").read_bytes())
    admin = f"deployment/{RELEASE}-admin"
    released.kubectl("scale", admin, "--replicas=1")
    released.kubectl("rollout", "status", admin, "--timeout=180s")
    client = released.admin("clients", "create", "Cluster test")["client_id"]
    released.admin("credits", "grant", client, "30000")
    made = released.admin("keys", "create", client, "--permission", "cvdeepmatch", "--per-minute", "60000")
    # Left as the release has it: Helm 4 does not overwrite what somebody else has set since.
    released.kubectl("scale", admin, "--replicas=0")
    api_key: str = made["api_key"]
    return api_key


def _make_namespace(cluster: Cluster) -> None:
    """Makes the namespace as docs/kubernetes.md says: what does not keep to the restricted profile is refused in it."""
    enforced = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}
    cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": enforced}})
