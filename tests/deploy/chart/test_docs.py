"""Whether what docs/kubernetes.md tells an operator to write is what the chart takes."""

import re
from pathlib import Path

import yaml

from tests.deploy.chart.rendering import CHART, run_helm
from tests.deploy.chart.settings_read import REPOSITORY

_PAGE = REPOSITORY / "docs" / "kubernetes.md"


def test_the_values_of_the_page_are_accepted(helm: Path, tmp_path: Path) -> None:
    """The page's production.yaml passes the schema, the checks and the strict lint."""
    (values,) = re.findall(r"```yaml\n# production\.yaml\n(.*?)```", _PAGE.read_text(), re.DOTALL)
    file = tmp_path / "production.yaml"
    file.write_text(values)

    run_helm(helm, "lint", "--strict", str(CHART), "--values", str(file))


def test_every_value_the_page_names_is_one() -> None:
    """Each `a.b.c` in its table is a value of the chart."""
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    named = re.findall(r"^\| `([a-zA-Z.]+)` \|", _PAGE.read_text(), re.MULTILINE)

    assert len(named) > 5
    for path in named:
        place = values
        for part in path.split("."):
            assert part in place, path
            place = place[part]
