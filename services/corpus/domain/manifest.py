"""The manifest of an embedding model: the one interface between whoever builds a model and the service that runs it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "manifest.json"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_ID_PREFIX_CHARS = 12


class Pooling(StrEnum):
    """How the vectors of a text's tokens become the vector of the text."""

    MEAN = "mean"
    CLS = "cls"


class ManifestError(ValueError):
    """A manifest is not usable; the message names the field."""


@dataclass(frozen=True, slots=True)
class ModelManifest:
    """What must be known of a model to use it and to tell its vectors from another's.

    `dims` is the length of a vector; `max_tokens` the tokens, special ones included, after which a text is cut; `prefix` is
    put before every text (some models are trained with one). The three sums are lower-case hex.
    """

    name: str
    dims: int
    max_tokens: int
    pooling: Pooling
    prefix: str
    weights_sha256: str
    tokenizer_sha256: str
    onnx_sha256: str

    @property
    def model_id(self) -> str:
        """`name@weights-sha256-prefix`: stands beside every vector; vectors of two ids are never compared."""
        return f"{self.name}@{self.weights_sha256[:_ID_PREFIX_CHARS]}"

    def as_json(self) -> dict[str, Any]:
        """Returns the manifest as a JSON object; `parse_manifest` reads it back."""
        return {
            "name": self.name,
            "dims": self.dims,
            "max_tokens": self.max_tokens,
            "pooling": self.pooling.value,
            "prefix": self.prefix,
            "weights_sha256": self.weights_sha256,
            "tokenizer_sha256": self.tokenizer_sha256,
            "onnx_sha256": self.onnx_sha256,
        }


def _text(raw: Mapping[str, Any], key: str, *, pattern: re.Pattern[str] | None = None) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise ManifestError(f"{key} must be a string")
    if pattern is not None and not pattern.fullmatch(value):
        raise ManifestError(f"{key} must match {pattern.pattern}")
    return value


def _count(raw: Mapping[str, Any], key: str, *, at_least: int, at_most: int) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not at_least <= value <= at_most:
        raise ManifestError(f"{key} must be a whole number from {at_least} to {at_most}")
    return value


def parse_manifest(raw: object) -> ModelManifest:
    """Reads a decoded manifest; keys beyond the known ones are ignored. Raises `ManifestError`."""
    if not isinstance(raw, Mapping):
        raise ManifestError("the manifest must be a JSON object")
    pooling = _text(raw, "pooling")
    if pooling not in set(Pooling):
        raise ManifestError(f"pooling must be one of {', '.join(Pooling)}")
    return ModelManifest(
        name=_text(raw, "name", pattern=_NAME),
        dims=_count(raw, "dims", at_least=1, at_most=8192),
        max_tokens=_count(raw, "max_tokens", at_least=3, at_most=8192),
        pooling=Pooling(pooling),
        prefix=_text(raw, "prefix"),
        weights_sha256=_text(raw, "weights_sha256", pattern=_SHA256),
        tokenizer_sha256=_text(raw, "tokenizer_sha256", pattern=_SHA256),
        onnx_sha256=_text(raw, "onnx_sha256", pattern=_SHA256),
    )
