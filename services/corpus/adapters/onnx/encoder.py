"""Runs the ONNX model: texts to tokens, tokens to vectors of length one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.corpus.adapters.onnx.folder import ModelFolderError, verify_folder
from services.corpus.domain.manifest import MODEL_FILE, TOKENIZER_FILE, ModelManifest, Pooling

_OUTPUT = "last_hidden_state"
_REQUIRED_INPUTS = frozenset({"input_ids", "attention_mask"})
_KNOWN_INPUTS = _REQUIRED_INPUTS | {"token_type_ids"}


class EncoderError(RuntimeError):
    """The model gave something other than its manifest says."""


def _open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # Threads that spin between runs would take the cores from the services beside this one.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Shapes change from run to run: a remembered layout per shape would only grow.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class OnnxEncoder:
    """One model in memory; to be used by one thread at a time.

    Pooling and normalising are done here, row by row, and not in the graph: a reduction over the batch inside onnxruntime
    takes another path for a batch of one and then differs in the last bit.
    """

    def __init__(self, manifest: ModelManifest, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self.manifest = manifest
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = frozenset(given.name for given in session.get_inputs())

    @classmethod
    def open(cls, folder: Path, *, threads: int) -> Self:
        """Loads a verified folder; raises `ModelFolderError` for one that is incomplete, altered or of another make."""
        manifest = verify_folder(folder)
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            session = _open_session(folder / MODEL_FILE, threads)
        except Exception as error:
            # Both libraries raise bare or private classes.
            raise ModelFolderError(f"{folder} cannot be loaded: {error}") from error
        tokenizer.enable_truncation(manifest.max_tokens)
        tokenizer.no_padding()
        inputs = {given.name for given in session.get_inputs()}
        outputs = {given.name for given in session.get_outputs()}
        if not _REQUIRED_INPUTS <= inputs <= _KNOWN_INPUTS or _OUTPUT not in outputs:
            raise ModelFolderError(
                f"{folder / MODEL_FILE} must take {sorted(_REQUIRED_INPUTS)} and give {_OUTPUT}; it takes {sorted(inputs)} and gives {sorted(outputs)}"
            )
        return cls(manifest, session, tokenizer)

    def tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        """Returns each text's token ids, special ones included, cut at the manifest's `max_tokens`."""
        prefixed = [self.manifest.prefix + text for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(prefixed)]

    def encode(self, rows: Sequence[Sequence[int]], *, width: int) -> NDArray[np.float32]:
        """Returns the unit vectors [rows, dims] of token rows, each padded on the right to `width` tokens.

        A row for which the model gives zero or something not finite is all NaN. Raises `EncoderError` when the vectors are
        not of the manifest's dims.
        """
        ids = np.zeros((len(rows), width), np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": ids, "attention_mask": mask}
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(ids)
        hidden: NDArray[np.float32] = self._session.run([_OUTPUT], feed)[0]
        if hidden.shape != (*ids.shape, self.manifest.dims):
            raise EncoderError(f"the model gave shape {hidden.shape}, the manifest says {self.manifest.dims} dims")
        vectors = np.empty((len(rows), self.manifest.dims), np.float32)
        for row, tokens in enumerate(rows):
            vectors[row] = self._pool(hidden[row, : len(tokens)])
        return vectors

    def _pool(self, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
        pooled = hidden[0] if self.manifest.pooling is Pooling.CLS else hidden.mean(axis=0, dtype=np.float32)
        with np.errstate(all="ignore"):
            length = np.sqrt(np.square(pooled).sum(dtype=np.float32))
            unit: NDArray[np.float32] = pooled / length
        return unit if np.isfinite(length) and length > 0 else np.full_like(unit, np.nan)
