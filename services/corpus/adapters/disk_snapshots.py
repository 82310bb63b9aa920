"""Keeps indexes on the disk of this machine: whole or not at all, and believed only when every byte is as it was written.

A corpus has a folder; in it `manifest.json` names one data file with its sum. Both are written under another name, synced
and renamed, data first: whenever the process dies, the manifest names a file that is whole. Data are bare arrays, so that
reading them can run nothing, and are read into memory, so that nothing changes under a search.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from services.corpus.domain.index_segment import KEY_TYPE, Columns
from services.corpus.domain.lexical_segment import LexicalSegment
from services.corpus.ports.index import SnapshotPlace
from services.platform.failpoints import failpoint_sync
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_FORMAT = 3
_MANIFEST = "manifest.json"
_DATA_SUFFIX = ".columns"
_MANIFEST_BYTES_MAX = 64 * 1024
_HOME_HEX_DIGITS = 40
_HOME = re.compile(rf"[0-9a-f]{{{_HOME_HEX_DIGITS}}}")
# In the order of the file, widest numbers first: each array then begins at a multiple of its width.
_DTYPES = {
    "terms": "<u8",
    "starts": "<i8",
    "rows": "<i4",
    "lengths": "<i4",
    "counts": "<u2",
    "vectors": "<i2",
    "keys": KEY_TYPE,
}


class _UnusableError(Exception):
    """A snapshot is torn, foreign or of another version; the message says what was seen first."""


class DiskSnapshots:
    """Implements `Snapshots` in one folder, which belongs to this process alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def load(self, client_id: str, corpus_id: str, *, model_id: str) -> tuple[SnapshotPlace, Columns | None] | None:
        """Returns the last snapshot whole; None, and a line in the log, when there is one that cannot be used."""
        home = self._home(client_id, corpus_id)
        try:
            manifest = _read_manifest(home)
            place = _place_of(manifest)
            # Of another model it is no error, only of no use.
            is_ours = (place.client_id, place.corpus_id, manifest["model_id"]) == (client_id, corpus_id, model_id)
            return (place, _read_columns(home, manifest)) if is_ours else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, _UnusableError) as error:
            _log.warning("index.snapshot_refused", folder=home.name, error=type(error).__name__)
            return None

    def save(self, place: SnapshotPlace, columns: Columns | None, *, model_id: str) -> None:
        """Keeps a snapshot in place of the last one; a failure leaves the last one as it was. Raises OSError."""
        home = self._home(place.client_id, place.corpus_id)
        home.mkdir(mode=0o700, exist_ok=True)
        data_name = f"{place.seq}-{secrets.token_hex(8)}{_DATA_SUFFIX}"
        try:
            arrays = {} if columns is None else _arrays_of(columns)
            size_bytes, digest = _write_synced(home / data_name, [array.tobytes() for array in arrays.values()])
            failpoint_sync("corpus.between_snapshot_renames")
            manifest = {
                "format": _FORMAT,
                "client_id": place.client_id,
                "corpus_id": place.corpus_id,
                "generation": place.generation,
                "seq": place.seq,
                "model_id": model_id,
                "data": data_name,
                "size_bytes": size_bytes,
                "sha256": digest,
                "arrays": {name: list(array.shape) for name, array in arrays.items()},
            }
            text = json.dumps(manifest).encode("ascii")
            _write_synced(home / _MANIFEST, [text, b"\n", hashlib.sha256(text).hexdigest().encode("ascii")])
        except OSError:
            (home / data_name).unlink(missing_ok=True)
            raise
        for path in home.iterdir():
            if path.name not in {_MANIFEST, data_name}:
                path.unlink(missing_ok=True)

    def discard(self, client_id: str, corpus_id: str) -> None:
        """Removes the corpus' snapshot, the manifest first: without it nothing else is ever read."""
        home = self._home(client_id, corpus_id)
        (home / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(home, ignore_errors=True)

    def held(self) -> Sequence[SnapshotPlace]:
        """Returns the places of all snapshots with a good manifest; a folder of ours without one is removed."""
        places: list[SnapshotPlace] = []
        for home in self._folder.iterdir():
            if not _HOME.fullmatch(home.name):
                continue
            try:
                places.append(_place_of(_read_manifest(home)))
            except (OSError, ValueError, KeyError, TypeError, _UnusableError):
                shutil.rmtree(home, ignore_errors=True)
        return places

    def _home(self, client_id: str, corpus_id: str) -> Path:
        # Ids may hold anything; the manifest says which they are.
        name = hashlib.sha256(json.dumps([client_id, corpus_id]).encode("ascii")).hexdigest()[:_HOME_HEX_DIGITS]
        return self._folder / name


def _write_synced(path: Path, blocks: Sequence[bytes]) -> tuple[int, str]:
    """Writes a file that has its name only once it is whole and on the disk; returns its size and sum."""
    digest = hashlib.sha256()
    size_bytes = 0
    torn = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with torn.open("xb") as file:
            for block in blocks:
                file.write(block)
                digest.update(block)
                size_bytes += len(block)
                failpoint_sync("corpus.mid_snapshot_write")
            file.flush()
            os.fsync(file.fileno())
        torn.rename(path)
    except OSError:
        torn.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size_bytes, digest.hexdigest()


def _read_manifest(home: Path) -> dict[str, Any]:
    with (home / _MANIFEST).open("rb") as file:
        text, _, digest = file.read(_MANIFEST_BYTES_MAX).rpartition(b"\n")
    if hashlib.sha256(text).hexdigest().encode("ascii") != digest:
        raise _UnusableError("its manifest is not as it was written")
    manifest = json.loads(text)
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        raise _UnusableError("it is no manifest of this format")
    return manifest


def _place_of(manifest: dict[str, Any]) -> SnapshotPlace:
    return SnapshotPlace(
        client_id=str(manifest["client_id"]),
        corpus_id=str(manifest["corpus_id"]),
        generation=int(manifest["generation"]),
        seq=int(manifest["seq"]),
    )


def _arrays_of(columns: Columns) -> dict[str, np.ndarray[Any, Any]]:
    arrays = {"keys": columns.keys, "vectors": columns.vectors}
    arrays |= {field.name: getattr(columns.lexical, field.name) for field in fields(columns.lexical)}
    return {name: arrays[name].astype(kind, copy=False) for name, kind in _DTYPES.items()}


def _read_columns(home: Path, manifest: dict[str, Any]) -> Columns | None:
    name = str(manifest["data"])
    if Path(name).name != name or not name.endswith(_DATA_SUFFIX):
        raise _UnusableError("it names a file elsewhere")
    data = (home / name).read_bytes()
    if len(data) != manifest["size_bytes"] or hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        raise _UnusableError("its bytes are not those that were written")
    if not manifest["arrays"]:
        return None
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    start = 0
    for each, kind in _DTYPES.items():
        shape = tuple(int(length) for length in manifest["arrays"][each])
        count = int(np.prod(shape, dtype=np.int64))
        arrays[each] = np.frombuffer(data, kind, count, offset=start).reshape(shape)
        start += arrays[each].nbytes
    keys, vectors = arrays.pop("keys"), arrays.pop("vectors")
    columns = Columns(keys, vectors, LexicalSegment(**arrays))
    if not columns.is_sound():
        raise _UnusableError("its arrays do not fit each other")
    return columns
