"""Reads a safetensors file: every offset is checked against the file before a byte is used."""

import json
import math
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.model.errors import ModelBuildError

_LENGTH = struct.Struct("<Q")
_HEADER_BYTES_MAX = 4 * 1024 * 1024
_TYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "I64": np.dtype("<i8")}
_METADATA = "__metadata__"


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) != len(pairs):
        raise ModelBuildError("the header of the weights names a key twice")
    return given


def _is_counts(value: object) -> bool:
    return isinstance(value, list) and all(type(item) is int and item >= 0 for item in value)


def _tensor(name: str, entry: object, data: memoryview) -> tuple[int, int, NDArray[Any]]:
    """Returns begin, end and the array of one header entry."""
    if not isinstance(entry, Mapping):
        raise ModelBuildError(f"tensor {name}: its header entry is not an object")
    kind = _TYPES.get(str(entry.get("dtype")))
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    if kind is None:
        raise ModelBuildError(f"tensor {name}: type {entry.get('dtype')!r} is not known")
    if not isinstance(shape, list) or not _is_counts(shape):
        raise ModelBuildError(f"tensor {name}: its shape is not a list of counts")
    if not isinstance(offsets, list) or not _is_counts(offsets) or len(offsets) != 2:  # noqa: PLR2004 - begin and end
        raise ModelBuildError(f"tensor {name}: its offsets are not two counts")
    begin, end = offsets
    if not begin <= end <= len(data):
        raise ModelBuildError(f"tensor {name}: its bytes {begin} to {end} lie outside the file")
    if end - begin != math.prod(shape) * kind.itemsize:
        raise ModelBuildError(f"tensor {name}: {end - begin} bytes do not hold shape {shape} of {kind}")
    return begin, end, np.frombuffer(data[begin:end], kind).reshape(shape)


def read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Returns the file's tensors by name, as read-only views of the mapped file.

    Raises `ModelBuildError` for a file that is cut short, whose header is not what the format says, or whose tensors leave
    gaps, overlap or reach outside.
    """
    with path.open("rb") as file:
        size = path.stat().st_size
        if size < _LENGTH.size:
            raise ModelBuildError(f"{path.name} is too short to be a safetensors file")
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    (header_bytes,) = _LENGTH.unpack(view[: _LENGTH.size])
    if header_bytes > min(_HEADER_BYTES_MAX, size - _LENGTH.size):
        raise ModelBuildError(f"{path.name} announces a header of {header_bytes} bytes in a file of {size}")
    start = _LENGTH.size + header_bytes
    try:
        header = json.loads(bytes(view[_LENGTH.size : start]), object_pairs_hook=_object_without_repeats)
    except ValueError as error:
        raise ModelBuildError(f"the header of {path.name} is not JSON") from error
    if not isinstance(header, dict):
        raise ModelBuildError(f"the header of {path.name} is not a JSON object")
    found = {name: _tensor(name, entry, view[start:]) for name, entry in header.items() if name != _METADATA}
    reached = 0
    for begin, end, _ in sorted(found.values(), key=lambda tensor: tensor[:2]):
        if begin != reached:
            raise ModelBuildError(f"the tensors of {path.name} overlap or leave a gap at byte {begin}")
        reached = end
    if reached != size - start:
        raise ModelBuildError(f"{path.name} has {size - start - reached} bytes that belong to no tensor")
    return {name: array for name, (_, _, array) in found.items()}
