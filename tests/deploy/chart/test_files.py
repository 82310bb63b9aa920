"""Whether what the chart carries is what stands elsewhere in the repository."""

import tomllib
from pathlib import Path

import pytest
import yaml

from services.notifier.domain.addresses import DENIALS
from tests.deploy.chart.objects import of_kind
from tests.deploy.chart.rendering import CHART, render
from tests.deploy.chart.settings_read import REPOSITORY


def test_denied_networks_are_the_guards() -> None:
    """The second lock denies what the first does."""
    lines = (CHART / "files" / "denied-networks.txt").read_text().splitlines()

    assert [line for line in lines if not line.startswith("#")] == [str(row.network) for row in DENIALS]


@pytest.mark.parametrize("name", ["rules.yaml", "dashboard.json"])
def test_alerts_and_dashboard_are_those_of_the_repository(name: str) -> None:
    """A chart cannot read files outside of itself: it carries copies, and they are equal."""
    source = REPOSITORY / "deploy" / "monitoring" / name

    assert (CHART / "files" / name).read_bytes() == source.read_bytes(), f"cp {source} {CHART / 'files'}"


def test_alerts_reach_the_cluster_unchanged(helm4: Path) -> None:
    """Their `{{ $labels }}` are Prometheus' templates, not Helm's."""
    (rule,) = of_kind(render(helm4, "everything"), "PrometheusRule")

    assert rule["spec"] == yaml.safe_load((REPOSITORY / "deploy" / "monitoring" / "rules.yaml").read_text())


def test_the_chart_is_of_the_project_s_version() -> None:
    """The images a chart installs by itself are those of its own version."""
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

    assert chart["appVersion"] == project["project"]["version"]
