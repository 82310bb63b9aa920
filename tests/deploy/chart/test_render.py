"""Whether both Helms accept the chart, and real clusters what comes out of it."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from tests.deploy.chart.objects import called
from tests.deploy.chart.rendering import CASES, CHART, CLUSTERS, VALUES, HelmFailedError, render, render_text, run_helm
from tests.deploy.chart.rules import faults

# Of other projects: no schema of Kubernetes knows them.
FOREIGN = frozenset({"ScaledObject", "Certificate", "ServiceMonitor", "PrometheusRule"})


@pytest.mark.parametrize("case", CASES)
def test_lints_strictly(helm: Path, case: str) -> None:
    """Helm has nothing to say against the chart, with any of the values."""
    run_helm(helm, "lint", "--strict", str(CHART), "--values", str(VALUES / f"{case}.yaml"))


@pytest.fixture(autouse=True, scope="module")
def read_schemas_once() -> Iterator[None]:
    """The validator reads its megabytes of definitions anew for every object: a memory makes that ten times faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kubernetes_validate.utils, "schema_contents", cache(kubernetes_validate.utils.schema_contents))
        yield


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("cluster", CLUSTERS)
def test_every_object_passes_the_schema_of_its_cluster(helm4: Path, case: str, cluster: str) -> None:
    """Kubernetes 1.25, 1.30 and 1.37 accept every object strictly: no field unknown, none missing."""
    items = render(helm4, case, cluster=cluster)

    judged = [item for item in items if item["kind"] not in FOREIGN]
    for item in judged:
        kubernetes_validate.validate(item, cluster, strict=True)

    assert len(judged) > 20
    assert all(item["metadata"]["namespace"] == "scoring" for item in items)


def test_the_schema_refuses_an_unknown_field(helm4: Path) -> None:
    """The validation is strict: a misspelt field is no field."""
    item = deepcopy(next(item for item in render(helm4, "default") if item["kind"] == "Deployment"))
    item["spec"]["template"]["spec"]["terminationGracePeriod"] = 30

    with pytest.raises(kubernetes_validate.ValidationError, match="terminationGracePeriod"):
        kubernetes_validate.validate(item, CLUSTERS[0], strict=True)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("cluster", CLUSTERS)
def test_every_rule_holds(helm4: Path, case: str, cluster: str) -> None:
    """No rule has a complaint, with any values, on any cluster."""
    assert faults(render(helm4, case, cluster=cluster)) == {}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("cluster", CLUSTERS)
def test_both_helms_render_the_same(helms: dict[str, Path], case: str, cluster: str) -> None:
    """Helm 3 and Helm 4 make the same objects, so what is judged of one holds for both; the password each makes up aside."""
    three, four = (
        {called(item): item for item in render(helm, case, cluster=cluster) if item["kind"] != "Secret"}
        for helm in helms.values()
    )

    assert three == four


def test_older_clusters_get_what_they_know(helm4: Path, tmp_path: Path) -> None:
    """Kubernetes 1.20, which a trial may have, gets its own versions of objects and probes that its kubelet can make."""
    chart = tmp_path / "cvdeep"
    shutil.copytree(CHART, chart)
    about = chart / "Chart.yaml"
    about.write_text(about.read_text().replace(">=1.25.0-0", ">=1.20.0-0"))

    text = render_text(helm4, "everything", cluster="1.20.2", chart=chart)

    versions = {item["kind"]: item["apiVersion"] for item in yaml.safe_load_all(text) if item}
    assert versions["PodDisruptionBudget"] == "policy/v1beta1"
    assert versions["HorizontalPodAutoscaler"] == "autoscaling/v2beta2"
    assert versions["CronJob"] == "batch/v1beta1"
    assert "grpc:" not in text
    assert "services.platform.probe, grpc" in text
    assert "matchLabelKeys" not in text


def test_a_cluster_too_old_is_refused(helm: Path) -> None:
    """The chart says itself what it was not tried on."""
    with pytest.raises(HelmFailedError, match="incompatible with Kubernetes"):
        render_text(helm, "default", cluster="1.24.0")


def test_notes_warn_of_what_is_only_for_a_trial(helm4: Path) -> None:
    """What Helm prints names the bundled Redis and calls in the clear, and is silent where neither is so."""

    def notes(case: str) -> str:
        values = str(VALUES / f"{case}.yaml")
        shown = run_helm(helm4, "install", "demo", str(CHART), "--dry-run=client", "--values", values)
        return shown.partition("\nNOTES:\n")[2]

    assert "bundled single node" in notes("default")
    assert "not encrypted" in notes("default")
    assert "demo-cvdeep-gateway" in notes("external-cluster")
    assert "!" not in notes("external-cluster")
