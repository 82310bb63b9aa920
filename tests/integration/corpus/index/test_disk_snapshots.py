"""Snapshots on a real disk: whole or not at all, whatever happens while they are written."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.domain.index_segment import Columns
from services.corpus.ports.index import SnapshotPlace
from tests.fakes.index import digest, entry

MODEL = "fake@aaaaaaaaaaaa"
CLIENT, CORPUS = "cl_a", "corpus / ../../名"


def columns(seed: int) -> Columns:
    return Columns.of([entry(f"candidate {number}", seed=(seed, number)) for number in range(20)])


def place(seq: int) -> SnapshotPlace:
    return SnapshotPlace(CLIENT, CORPUS, 3, seq)


def save(folder: Path, seq: int) -> None:
    DiskSnapshots(folder).save(place(seq), columns(seq), model_id=MODEL)


def loaded(folder: Path) -> tuple[int, str] | None:
    """Returns the seq and the sum of what is loaded, None for nothing."""
    found = DiskSnapshots(folder).load(CLIENT, CORPUS, model_id=MODEL)
    return None if found is None else (found[0].seq, digest(found[1]))


def whole(seq: int) -> tuple[int, str]:
    return seq, digest(columns(seq))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def file_of(folder: Path, suffix: str) -> Path:
    (found,) = (path for path in files(folder) if path.name.endswith(suffix))
    return found


def test_what_is_saved_is_loaded_whole(tmp_path: Path) -> None:
    """Every array and the place in the log come back as they were; only the last snapshot stays on the disk."""
    save(tmp_path, 1)
    save(tmp_path, 2)
    assert loaded(tmp_path) == whole(2)
    assert len(files(tmp_path)) == 2
    assert DiskSnapshots(tmp_path).held() == [place(2)]
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0]


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    """A corpus whose candidates are all gone has a place in the log, too."""
    DiskSnapshots(tmp_path).save(place(4), None, model_id=MODEL)
    assert loaded(tmp_path) == (4, "")


@pytest.mark.parametrize("other", [("cl_b", CORPUS, MODEL), (CLIENT, "other", MODEL), (CLIENT, CORPUS, "other@b")])
def test_a_snapshot_of_another_is_not_loaded(tmp_path: Path, other: tuple[str, str, str]) -> None:
    """Neither another client's, nor another corpus', nor one with another model's vectors."""
    save(tmp_path, 1)
    client_id, corpus_id, model_id = other
    assert DiskSnapshots(tmp_path).load(client_id, corpus_id, model_id=model_id) is None


def test_discarded_snapshots_leave_no_file(tmp_path: Path) -> None:
    """Erasure reaches the disk; discarding twice is as good as once."""
    save(tmp_path, 1)
    DiskSnapshots(tmp_path).discard(CLIENT, CORPUS)
    DiskSnapshots(tmp_path).discard(CLIENT, CORPUS)
    assert loaded(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("suffix", ["manifest.json", ".columns"])
@pytest.mark.parametrize("damage", [_cut, _flip, _lengthen, _empty, Path.unlink])
def test_f06_damaged_files_are_never_loaded(tmp_path: Path, suffix: str, damage: Callable[[Path], None]) -> None:
    """F06: torn, altered, missing: the index is then built from its records, and the next snapshot is good again."""
    save(tmp_path, 1)
    damage(file_of(tmp_path, suffix))
    assert loaded(tmp_path) is None
    save(tmp_path, 2)
    assert loaded(tmp_path) == whole(2)
    assert len(files(tmp_path)) == 2


def test_f07_files_from_elsewhere_are_left_alone(tmp_path: Path) -> None:
    """F07: what we did not write is neither read nor removed."""
    (tmp_path / "index.faiss").write_bytes(b"IxFI" + b"\xff" * 100)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "manifest.json").write_text("{}")
    snapshots = DiskSnapshots(tmp_path)
    assert snapshots.held() == []
    assert loaded(tmp_path) is None
    assert len(files(tmp_path)) == 2


def test_f07_a_manifest_may_not_point_elsewhere(tmp_path: Path) -> None:
    """F07: a manifest with a good sum that names a file outside its folder is refused."""
    import hashlib
    import json

    save(tmp_path, 1)
    data, manifest = file_of(tmp_path, ".columns"), file_of(tmp_path, "manifest.json")
    moved = tmp_path / "moved.columns"
    data.rename(moved)
    text = json.dumps(json.loads(manifest.read_bytes().splitlines()[0]) | {"data": "../moved.columns"}).encode()
    manifest.write_bytes(text + b"\n" + hashlib.sha256(text).hexdigest().encode())
    assert loaded(tmp_path) is None


def test_f06_a_full_disk_keeps_the_last_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F06: the write fails, the last snapshot is loaded as before, and nothing half-written stays."""
    save(tmp_path, 1)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(tmp_path, 2)
    monkeypatch.undo()
    assert loaded(tmp_path) == whole(1)
    assert len(files(tmp_path)) == 2


def test_f08_a_loaded_snapshot_outlives_its_file(tmp_path: Path) -> None:
    """F08: an index in use does not change when its file is replaced or removed."""
    save(tmp_path, 1)
    found = DiskSnapshots(tmp_path).load(CLIENT, CORPUS, model_id=MODEL)
    assert found is not None
    save(tmp_path, 2)
    DiskSnapshots(tmp_path).discard(CLIENT, CORPUS)
    assert digest(found[1]) == whole(1)[1]


@pytest.mark.parametrize("failpoint", ["corpus.mid_snapshot_write", "corpus.between_snapshot_renames"])
@pytest.mark.parametrize("saved_before", [(), (1,)], ids=["the first", "a later one"])
def test_k18_k19_killed_while_saving(
    tmp_path: Path, repo_root: Path, failpoint: str, saved_before: tuple[int, ...]
) -> None:
    """K18, K19: killed in the middle of a file or between the two renames, the last snapshot opens and nothing half does."""
    for seq in saved_before:
        save(tmp_path, seq)
    code = (
        f"from tests.integration.corpus.index.test_disk_snapshots import save, Path; save(Path({str(tmp_path)!r}), 2)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "CVDEEP_FAILPOINTS": f"{failpoint}=kill"},
        cwd=repo_root,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert loaded(tmp_path) == (whole(1) if saved_before else None)
    save(tmp_path, 3)
    assert loaded(tmp_path) == whole(3)
    assert len(files(tmp_path)) == 2
