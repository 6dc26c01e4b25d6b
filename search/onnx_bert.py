"""A BERT sentence encoder as an ONNX graph: token ids and mask in, one unit vector (and the token states) out.

Built from the weights by hand, so that queries need neither torch nor an exporter: onnxruntime loads in 0.3 s where torch
takes 9. The fused operators of onnxruntime (attention, skip + layer norm, bias + GELU) compute what BertModel computes.
With an adapter the graph is that of questions: onnxruntime adds the low-rank changes once, when it opens the weights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from search.adapter import Adapter
from search.q4 import WORDS, Matrices, Packed, Weights

FUSED = "com.microsoft"


class _Graph:
    """Collects nodes and initialisers under their names."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, packed: Packed) -> str:
        """A matrix that stays in 4 bits in the file; onnxruntime opens it once, when it loads."""
        quants, scales = packed
        rows, blocks = scales.shape
        # Low nibbles are the first half of a block here, neighbours in ONNX.
        codes = np.concatenate([quants & 0x0F, quants >> 4], axis=-1).reshape(rows, -1)
        raw = (codes[:, ::2] | codes[:, 1::2] << 4).tobytes()
        self.tensors.append(helper.make_tensor(f"{name}.q4", TensorProto.UINT4, [rows, blocks * 32], raw, raw=True))
        zeros = np.full((rows * blocks + 1) // 2, 0x88, np.uint8).tobytes()
        self.tensors.append(helper.make_tensor(f"{name}.q4z", TensorProto.UINT4, [rows, blocks], zeros, raw=True))
        parts = [f"{name}.q4", self.constant(f"{name}.q4s", scales.astype(np.float32)), f"{name}.q4z"]
        return self.node("DequantizeLinear", parts, name, axis=1, block_size=32)

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output


def _embeddings(g: _Graph, w: Weights, words: Packed, epsilon: float) -> str:
    g.weight("word", words)
    g.constant("position", (w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])[None])
    for name, value in (("zero", [0]), ("one", [1]), ("last", [-1])):
        g.constant(name, np.array(value, np.int64))
    g.node("Gather", ["word", "input_ids"], "words", axis=0)
    g.node("Shape", ["input_ids"], "length", start=1, end=2)
    g.node("Slice", ["position", "zero", "length", "one"], "positions")
    g.node("Add", ["words", "positions"], "embedded")
    g.constant("norm.w", w["embeddings.LayerNorm.weight"])
    g.constant("norm.b", w["embeddings.LayerNorm.bias"])
    return g.node("LayerNormalization", ["embedded", "norm.w", "norm.b"], "state", axis=-1, epsilon=epsilon)


def _layer(g: _Graph, w: Weights, packed: Matrices, adapter: Adapter | None, number: int, state: str, heads: int, epsilon: float) -> str:
    source, p = f"encoder.layer.{number}.", f"l{number}."

    def dense(x: str, name: str, weight: str) -> str:
        matrix = g.weight(p + name + ".wt", packed[source + weight + ".weight"])
        if adapter and (change := adapter.pair(source + weight + ".weight")):
            down, up = (g.weight(f"{p}{name}.{part}", packed) for part, packed in zip(("down", "up"), change, strict=True))
            g.node("Transpose", [up], up + "t", perm=[1, 0])
            matrix = g.node("Add", [matrix, g.node("MatMul", [up + "t", down], p + name + ".change")], p + name + ".sum")
        g.node("Transpose", [matrix], p + name + ".w", perm=[1, 0])
        return g.node("MatMul", [x, p + name + ".w"], p + name)

    def add_norm(x: str, skip: str, name: str, norm: str, bias: str) -> str:
        parts = [w[source + norm + ".weight"], w[source + norm + ".bias"], w[source + bias + ".bias"]]
        names = [g.constant(f"{p}{name}.{i}", part) for i, part in enumerate(parts)]
        return g.node("SkipLayerNormalization", [x, skip, *names], p + name, FUSED, epsilon=epsilon)

    projections = [dense(state, part, f"attention.self.{part}") for part in ("query", "key", "value")]
    bias = np.concatenate([w[f"{source}attention.self.{part}.bias"] for part in ("query", "key", "value")])
    context = g.node("MultiHeadAttention", [*projections, g.constant(p + "qkv.b", bias), "mask32"], p + "context", FUSED, num_heads=heads)
    attended = add_norm(
        dense(context, "out", "attention.output.dense"), state, "attended", "attention.output.LayerNorm", "attention.output.dense"
    )
    inner = dense(attended, "inner", "intermediate.dense")
    active = g.node("BiasGelu", [inner, g.constant(p + "inner.b", w[source + "intermediate.dense.bias"])], p + "active", FUSED)
    return add_norm(dense(active, "back", "output.dense"), attended, "done", "output.LayerNorm", "output.dense")


def build(weights: Weights, packed: Matrices, config: dict[str, Any], adapter: Adapter | None = None) -> onnx.ModelProto:
    """The encoder as an ONNX model: mean pooling over the mask, normalised, as the shipped modules.json says."""
    g, epsilon = _Graph(), float(config["layer_norm_eps"])
    state = _embeddings(g, weights, adapter.words(packed[WORDS]) if adapter else packed[WORDS], epsilon)
    g.node("Cast", ["attention_mask"], "mask32", to=TensorProto.INT32)
    for number in range(config["num_hidden_layers"]):
        state = _layer(g, weights, packed, adapter, number, state, config["num_attention_heads"], epsilon)
    g.node("Identity", [state], "token_embeddings")
    g.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    g.node("Unsqueeze", ["mask", "last"], "mask3")
    g.node("Mul", [state, "mask3"], "masked")
    g.node("ReduceSum", ["masked", "one"], "sum", keepdims=0)
    g.node("ReduceSum", ["mask", "one"], "count", keepdims=1)
    g.node("Div", ["sum", "count"], "mean")
    g.node("LpNormalization", ["mean"], "sentence_embedding", axis=-1, p=2)
    size = config["hidden_size"]
    graph = helper.make_graph(
        g.nodes,
        "encoder",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask")],
        [
            helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", size]),
            helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, ["batch", "tokens", size]),
        ],
        g.tensors,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(FUSED, 1)], ir_version=10)


def write(weights: Weights, packed: Matrices, config: dict[str, Any], adapter: Adapter | None, target: Path) -> None:
    """Save the graph of ``weights`` (those in 4 bits from ``packed``), changed by ``adapter``, at ``target``, atomically."""
    temporary = target.with_name(f".{target.name}.{np.random.default_rng().integers(2**63):x}")
    onnx.save(build(weights, packed, config, adapter), temporary)
    temporary.replace(target)
