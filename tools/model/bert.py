"""Writes a BERT encoder as an ONNX graph: token ids and mask in, the hidden state of every token out."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from tools.model.errors import ModelBuildError
from tools.model.recipes import BertShape

# Operators of onnxruntime itself, which its CPU build always has: one fused node where plain ONNX needs a dozen.
_FUSED = "com.microsoft"
_OPSETS = (("", 17), (_FUSED, 1))
_IR_VERSION = 10

Weights: TypeAlias = Mapping[str, NDArray[Any]]


class _Writer:
    """Collects nodes and constants; every value is known by its name."""

    def __init__(self, shape: BertShape, weights: Weights) -> None:
        self.shape = shape
        self._weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def weight(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Returns a weight as float32; raises when it is missing or not of `shape`."""
        array = self._weights.get(name)
        if array is None:
            raise ModelBuildError(f"the weights lack {name}")
        if array.shape != shape:
            raise ModelBuildError(f"{name} has shape {array.shape}, expected {shape}")
        return array.astype(np.float32)

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Adds a constant and returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, *, fused: bool = False, **attributes: Any) -> str:
        """Adds a node of one output and returns the output's name."""
        domain = _FUSED if fused else ""
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, source: str, weight: str, output: str, *, rows: int, columns: int) -> str:
        """Adds source × weightᵀ, without the bias: the node after it adds that."""
        kernel = self.constant(f"{output}/kernel", self.weight(f"{weight}.weight", rows, columns).T)
        return self.node("MatMul", [source, kernel], output)

    def add_and_normalise(self, source: str, residual: str, layer: str, output: str) -> str:
        """Adds LayerNorm(source + bias + residual) of one `output` block of a layer."""
        hidden = self.shape.hidden
        gain = self.constant(f"{output}/gain", self.weight(f"{layer}.LayerNorm.weight", hidden))
        shift = self.constant(f"{output}/shift", self.weight(f"{layer}.LayerNorm.bias", hidden))
        bias = self.constant(f"{output}/bias", self.weight(f"{layer}.dense.bias", hidden))
        inputs = [residual, source, gain, shift, bias]
        return self.node("SkipLayerNormalization", inputs, output, fused=True, epsilon=self.shape.epsilon)


def _embeddings(writer: _Writer) -> str:
    """Adds word + position + type embeddings and their norm; a single type exists, so it is folded into the positions."""
    shape = writer.shape
    words = writer.weight("embeddings.word_embeddings.weight", shape.vocabulary, shape.hidden)
    places = writer.weight("embeddings.position_embeddings.weight", shape.positions, shape.hidden)
    kinds = writer.weight("embeddings.token_type_embeddings.weight", 2, shape.hidden)
    word = writer.node("Gather", [writer.constant("words", words), "input_ids"], "embeddings/word")
    one = writer.constant("one", np.array([1], np.int64))
    zero = writer.constant("zero", np.array([0], np.int64))
    width = writer.node("Gather", [writer.node("Shape", ["input_ids"], "input_shape"), one], "width", axis=0)
    table = writer.constant("places", places + kinds[0])
    place = writer.node("Slice", [table, zero, width, zero], "embeddings/place")
    both = writer.node("Add", [word, place], "embeddings/sum")
    gain = writer.constant("embeddings/gain", writer.weight("embeddings.LayerNorm.weight", shape.hidden))
    shift = writer.constant("embeddings/shift", writer.weight("embeddings.LayerNorm.bias", shape.hidden))
    return writer.node("LayerNormalization", [both, gain, shift], "embeddings/out", axis=-1, epsilon=shape.epsilon)


def _layer(writer: _Writer, index: int, source: str, mask: str) -> str:
    """Adds one transformer layer: attention, feed-forward, each with its residual and norm."""
    shape, name, stem = writer.shape, f"layer{index}", f"encoder.layer.{index}"
    projections = [f"{stem}.attention.self.{part}" for part in ("query", "key", "value")]
    kernels = [writer.weight(f"{part}.weight", shape.hidden, shape.hidden).T for part in projections]
    biases = [writer.weight(f"{part}.bias", shape.hidden) for part in projections]
    inputs = [
        source,
        writer.constant(f"{name}/qkv/kernel", np.concatenate(kernels, axis=1)),
        writer.constant(f"{name}/qkv/bias", np.concatenate(biases)),
        mask,
    ]
    mixed = writer.node("Attention", inputs, f"{name}/mixed", fused=True, num_heads=shape.heads)
    block = f"{stem}.attention.output"
    projected = writer.linear(mixed, f"{block}.dense", f"{name}/projected", rows=shape.hidden, columns=shape.hidden)
    attended = writer.add_and_normalise(projected, source, block, f"{name}/attended")

    wide = writer.linear(attended, f"{stem}.intermediate.dense", f"{name}/wide", rows=shape.inner, columns=shape.hidden)
    bias = writer.constant(f"{name}/gelu/bias", writer.weight(f"{stem}.intermediate.dense.bias", shape.inner))
    active = writer.node("BiasGelu", [wide, bias], f"{name}/active", fused=True)
    narrow = writer.linear(active, f"{stem}.output.dense", f"{name}/narrow", rows=shape.hidden, columns=shape.inner)
    return writer.add_and_normalise(narrow, attended, f"{stem}.output", f"{name}/out")


def bert_graph(shape: BertShape, weights: Weights) -> onnx.ModelProto:
    """Returns the encoder as a checked ONNX model.

    Inputs `input_ids` and `attention_mask` are int64 [batch, width], padded on the right; output `last_hidden_state` is
    float32 [batch, width, hidden]. Pooling is left to whoever runs it. Raises `ModelBuildError` when a weight is missing or
    of another shape.
    """
    writer = _Writer(shape, weights)
    state = _embeddings(writer)
    mask = writer.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for index in range(shape.layers):
        state = _layer(writer, index, state, mask)
    writer.node("Identity", [state], "last_hidden_state")
    per_token: list[str | int] = ["batch", "width"]
    graph = helper.make_graph(
        writer.nodes,
        "bert",
        [helper.make_tensor_value_info(name, TensorProto.INT64, per_token) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*per_token, shape.hidden])],
        writer.constants,
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="cvdeep")
    onnx.checker.check_model(model)
    return model
