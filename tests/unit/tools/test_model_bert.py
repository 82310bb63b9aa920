"""The graph against the same encoder in plain numpy, on small random weights."""

import math
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from tools.model.bert import bert_graph
from tools.model.errors import ModelBuildError
from tools.model.recipes import BertShape

SHAPE = BertShape(layers=2, heads=2, hidden=16, inner=32, vocabulary=50, positions=12, epsilon=1e-12)
Weights = dict[str, NDArray[Any]]


@pytest.fixture
def weights() -> Weights:
    """Random weights under the names of a published BERT."""
    random = np.random.default_rng(5)

    def some(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.5, shape).astype(np.float32)

    hidden, inner = SHAPE.hidden, SHAPE.inner
    named = {
        "embeddings.word_embeddings.weight": some(SHAPE.vocabulary, hidden),
        "embeddings.position_embeddings.weight": some(SHAPE.positions, hidden),
        "embeddings.token_type_embeddings.weight": some(2, hidden),
        "embeddings.LayerNorm.weight": some(hidden),
        "embeddings.LayerNorm.bias": some(hidden),
    }
    for index in range(SHAPE.layers):
        stem = f"encoder.layer.{index}"
        parts = {f"attention.self.{part}": (hidden, hidden) for part in ("query", "key", "value")}
        parts |= {"attention.output.dense": (hidden, hidden)}
        parts |= {"intermediate.dense": (inner, hidden), "output.dense": (hidden, inner)}
        for part, shape in parts.items():
            named[f"{stem}.{part}.weight"], named[f"{stem}.{part}.bias"] = some(*shape), some(shape[0])
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            named[f"{stem}.{part}.weight"], named[f"{stem}.{part}.bias"] = some(hidden), some(hidden)
    return named


def _by_hand(weights: Weights, tokens: list[int]) -> NDArray[np.float64]:
    """The encoder of one unpadded text, written as its paper does."""
    w = {name: array.astype(np.float64) for name, array in weights.items()}

    def linear(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"])

    def norm(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + SHAPE.epsilon)
        return np.asarray(scaled * w[f"{name}.weight"] + w[f"{name}.bias"])

    def gelu(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2))))

    x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    size = SHAPE.hidden // SHAPE.heads
    for index in range(SHAPE.layers):
        stem = f"encoder.layer.{index}"
        query, key, value = (linear(x, f"{stem}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in range(SHAPE.heads):
            part = slice(head * size, (head + 1) * size)
            weight = np.exp(query[:, part] @ key[:, part].T / math.sqrt(size))
            heads.append(weight / weight.sum(-1, keepdims=True) @ value[:, part])
        mixed = linear(np.concatenate(heads, -1), f"{stem}.attention.output.dense")
        x = norm(x + mixed, f"{stem}.attention.output.LayerNorm")
        wide = gelu(linear(x, f"{stem}.intermediate.dense"))
        x = norm(x + linear(wide, f"{stem}.output.dense"), f"{stem}.output.LayerNorm")
    return x


def test_the_graph_computes_what_the_paper_says(weights: Weights) -> None:
    """For texts of several lengths in one padded batch; padding changes nothing that counts."""
    session = onnxruntime.InferenceSession(bert_graph(SHAPE, weights).SerializeToString())
    texts = [[3, 1, 4, 1, 5, 9, 2], [6, 5], [49]]
    ids, mask = np.zeros((3, 9), np.int64), np.zeros((3, 9), np.int64)
    for row, tokens in enumerate(texts):
        ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
    (hidden,) = session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
    for row, tokens in enumerate(texts):
        np.testing.assert_allclose(hidden[row, : len(tokens)], _by_hand(weights, tokens), atol=2e-5)


def test_a_missing_weight_is_named(weights: Weights) -> None:
    """Which one is in the complaint."""
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(ModelBuildError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        bert_graph(SHAPE, weights)


def test_a_weight_of_another_shape_is_refused(weights: Weights) -> None:
    """It would be another model."""
    name = "encoder.layer.0.intermediate.dense.weight"
    weights[name] = weights[name].T
    with pytest.raises(ModelBuildError, match="shape"):
        bert_graph(SHAPE, weights)
