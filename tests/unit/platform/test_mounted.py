"""What is made of files that are exchanged under a running process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.platform.mounted import Mounted


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A mounted file."""
    path = tmp_path / "file"
    path.write_text("one")
    return path


def _whole(file: Path) -> Callable[[], str]:
    def make() -> str:
        text = file.read_text()
        if text == "half":
            raise OSError("not whole")
        return text

    return make


def test_nothing_usable_at_first_is_told(tmp_path: Path) -> None:
    """Whoever starts with it stops there."""
    mounted = Mounted("it", [tmp_path / "away"], _whole(tmp_path / "away"))
    with pytest.raises(OSError, match="No such file"):
        mounted.current()


def test_a_new_file_is_taken_up_and_a_half_one_is_not(file: Path) -> None:
    """What was made before goes on, and each refusal is logged once, without what the file holds."""
    mounted = Mounted("it", [file], _whole(file))
    assert mounted.current() == "one"
    with capture_logs() as logs:
        file.write_text("half")
        assert [mounted.current(), mounted.current()] == ["one", "one"]
        file.write_text("three")
        assert mounted.current() == "three"
    assert [(line["event"], line["what"]) for line in logs] == [("mounted.refused", "it"), ("mounted.renewed", "it")]
    assert "half" not in str(logs)


def test_files_exchanged_while_they_are_read_are_read_again(file: Path) -> None:
    """Parts of two sets are never put together."""
    seen = []

    def make() -> str:
        seen.append(file.read_text())
        if len(seen) == 2:
            file.write_text("third")
        return seen[-1]

    mounted = Mounted("it", [file], make)
    mounted.current()
    file.write_text("second")
    assert [mounted.current(), mounted.current()] == ["one", "third"]


def test_files_are_looked_at_no_more_often_than_asked(file: Path) -> None:
    """A look costs system calls."""
    now_s = 0.0
    mounted = Mounted("it", [file], _whole(file), look_every_s=1.0, clock=lambda: now_s)
    mounted.current()
    file.write_text("second")
    now_s = 0.9
    assert mounted.current() == "one"
    now_s = 1.0
    assert mounted.current() == "second"


def test_the_same_again_is_the_same_object(file: Path) -> None:
    """Nobody connects anew for a file that was written again as it was."""
    mounted = Mounted("it", [file], lambda: [file.read_text()])
    first = mounted.current()
    file.unlink()
    file.write_text("one")
    assert mounted.current() is first
