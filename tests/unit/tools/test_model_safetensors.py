"""Reading safetensors: what fits is read, what does not is refused before a byte of it is used."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.model.errors import ModelBuildError
from tools.model.safetensors import read_safetensors

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a header (object, or raw bytes) and data, with an announced header size if given."""

    def _write(header: Any, data: bytes = b"", *, announced: int | None = None) -> Path:
        raw = header if isinstance(header, bytes) else json.dumps(header).encode()
        path = tmp_path / "model.safetensors"
        path.write_bytes(struct.pack("<Q", len(raw) if announced is None else announced) + raw + data)
        return path

    return _write


def _entry(shape: list[Any], begin: Any, end: Any, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def test_tensors_of_every_known_type_are_read(write: Write) -> None:
    """In any order of the header, with metadata passed over, scalars and empty ones included."""
    floats, halves, counts = np.arange(6, dtype="<f4"), np.ones(2, "<f2"), np.array(7, "<i8")
    path = write(
        {
            "counts": _entry([], 28, 36, "I64"),
            "__metadata__": {"format": "pt"},
            "floats": _entry([2, 3], 0, 24),
            "halves": _entry([2], 24, 28, "F16"),
            "none": _entry([0, 4], 36, 36),
        },
        floats.tobytes() + halves.tobytes() + counts.tobytes(),
    )
    tensors = read_safetensors(path)
    assert set(tensors) == {"floats", "halves", "counts", "none"}
    np.testing.assert_array_equal(tensors["floats"], floats.reshape(2, 3))
    np.testing.assert_array_equal(tensors["halves"], halves)
    assert tensors["counts"] == 7
    assert tensors["none"].shape == (0, 4)


@pytest.mark.parametrize(
    ("header", "data"),
    [
        ({"a": _entry([2], 0, 8)}, b"1234567"),
        ({"a": _entry([2], 0, 8)}, b"123456789"),
        ({"a": _entry([3], 0, 8)}, b"12345678"),
        ({"a": _entry([2], -8, 0)}, b"12345678"),
        ({"a": _entry([-2], 0, 8)}, b"12345678"),
        ({"a": _entry([2.0], 0, 8)}, b"12345678"),
        ({"a": _entry([True, 2], 0, 8)}, b"12345678"),
        ({"a": _entry([2], 8, 0)}, b"12345678"),
        ({"a": _entry([2**62, 4], 0, 8)}, b"12345678"),
        ({"a": _entry([2], 0, 8, "BF16")}, b"12345678"),
        ({"a": _entry([1], 0, 4), "b": _entry([1], 0, 4)}, b"12345678"),
        ({"a": _entry([1], 0, 4), "b": _entry([1], 8, 12)}, b"123456789012"),
        ({"a": {"dtype": "F32", "shape": [2]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4, 8]}}, b"12345678"),
        ({"a": [1, 2]}, b""),
        ([], b""),
        (b"{", b""),
        (b"\xff\xfe", b""),
        (b'{"a": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}, "a": {}}', b""),
    ],
)
def test_a_header_that_lies_is_refused(write: Write, header: Any, data: bytes) -> None:
    """Outside, overlapping, with a gap, of another size or type, or not what the format says at all."""
    with pytest.raises(ModelBuildError):
        read_safetensors(write(header, data))


@pytest.mark.parametrize("announced", [2**63, 1000, 5 * 1024 * 1024])
def test_a_header_longer_than_the_file_is_refused(write: Write, announced: int) -> None:
    """Before memory is taken for it."""
    with pytest.raises(ModelBuildError, match="header"):
        read_safetensors(write({}, announced=announced))


def test_a_file_too_short_for_a_length_is_refused(tmp_path: Path) -> None:
    """Seven bytes are no safetensors file."""
    path = tmp_path / "short"
    path.write_bytes(b"1234567")
    with pytest.raises(ModelBuildError, match="too short"):
        read_safetensors(path)
