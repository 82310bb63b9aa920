"""Fetches, verifies and builds the ONNX embedding model at set-up."""

from tools.model.cache import ensure_model
from tools.model.errors import ModelBuildError

__all__ = ["ModelBuildError", "ensure_model"]
