"""Fixtures of the chart's tests: both Helms, or a skip that says why."""

import warnings
from pathlib import Path

import pytest

from tools.helm import NoHelmError, fetch_tools


@pytest.fixture(scope="session")
def helms() -> dict[str, Path]:
    """Name → binary of Helm 3 and Helm 4."""
    try:
        return {name: path for name, path in fetch_tools().items() if name.startswith("helm-")}
    except NoHelmError as error:
        said = f"THE CHART IS NOT TESTED: {error}"
        # A reason to skip is shown to those who ask for it, a warning to everybody.
        warnings.warn(said, stacklevel=1)
        pytest.skip(said)


@pytest.fixture(scope="session", params=["helm-3.17.2", "helm-4.3.1"])
def helm(request: pytest.FixtureRequest, helms: dict[str, Path]) -> Path:
    """Each Helm in turn."""
    return helms[request.param]


@pytest.fixture(scope="session")
def helm4(helms: dict[str, Path]) -> Path:
    """The newer Helm, where the other would say the same."""
    return helms["helm-4.3.1"]
