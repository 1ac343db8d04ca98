"""Rewrite the quantised graph of the event head with fused nodes: the same int8 weights, two thirds of the time.

    python training/events/fuse.py QUANTISED.onnx FUSED.onnx

``torch.onnx.export`` writes some 850 small nodes, most of which only work out shapes; on a sentence of thirty subwords
they cost as much as the sums. Here query, key and value are one product and attention is one node.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

ENCODER = "head.encoder."
HEADS = 12
EPSILON = 1e-12
FUSED = "com.microsoft"

_Table = NDArray[np.generic]


class Graph:
    """Collects nodes and tables."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tables: dict[str, onnx.TensorProto] = {}

    def table(self, name: str, values: _Table) -> str:
        """Keep a table under a name; return the name."""
        self.tables[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def add(self, kind: str, inputs: list[str], outputs: int = 1, domain: str = "", **attributes: object) -> list[str]:
        """Add a node; return the names of its outputs."""
        names = [f"{kind}_{len(self.nodes)}_{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names


class Source:
    """The tables of the quantised graph by what they belong to."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(str(path))
        self.tables = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        self.products = {
            n.name.removesuffix("/MatMul_quant").removesuffix("_MatMul_quant"): n.input[1].removesuffix("_quantized")
            for n in model.graph.node
            if n.op_type == "MatMulInteger"
        }

    def quantised(self, *names: str) -> list[_Table]:
        """Return weights, scales and zero points of products that read the same, side by side."""
        bases = [self.products[n] for n in names]
        kinds = ("_quantized", "_scale", "_zero_point")
        return [np.concatenate([self.tables[b + kind] for b in bases], axis=-1) for kind in kinds]

    def bias(self, *names: str) -> _Table:
        """Return biases side by side."""
        return np.concatenate([self.tables[n + ".bias"] for n in names])


def dense(graph: Graph, source: Source, x: str, products: list[str], biases: list[str]) -> str:
    """Add one int8 product for one or more linear layers that read the same."""
    key = biases[0]
    values = [*source.quantised(*products), source.bias(*biases)]
    names = [graph.table(f"{key}.{part}", v) for part, v in zip(("w", "scale", "zero", "bias"), values, strict=True)]
    return graph.add("DynamicQuantizeMatMul", [x, *names], domain=FUSED)[0]


def norm(graph: Graph, source: Source, x: str, name: str) -> str:
    """Add a layer norm. It stays apart from the sum before it: fused, ONNX Runtime takes ten times as long."""
    tables = [graph.table(f"{name}.{part}", source.tables[f"{name}.{part}"]) for part in ("weight", "bias")]
    return graph.add("LayerNormalization", [x, *tables], axis=-1, epsilon=EPSILON)[0]


def embed(graph: Graph, source: Source) -> str:
    """Add the three embeddings of a sentence's subwords."""
    base = ENCODER + "embeddings."
    zero = graph.table("zero", np.array([0]))

    def unpacked(rows: str, name: str) -> str:
        parts = [graph.table(f"{name}{kind}", source.tables[f"{name}{kind}"]) for kind in ("_scale", "_zero_point")]
        return graph.add("DequantizeLinear", [rows, *parts])[0]

    word, place, kind = (f"{base}{n}_embeddings.weight" for n in ("word", "position", "token_type"))
    words = graph.add("Gather", [graph.table(word, source.tables[f"{word}_quantized"]), "ids"])[0]
    count = graph.add("Shape", ["ids"])[0]
    places = graph.add("Slice", [graph.table(place, source.tables[f"{place}_quantized"]), zero, count])[0]
    row = source.tables[f"{kind}_quantized"][0].astype(np.float32) - source.tables[f"{kind}_zero_point"]
    one = graph.table(kind, (row * source.tables[f"{kind}_scale"]).astype(np.float32))
    x = graph.add("Add", [unpacked(words, word), one])[0]
    x = graph.add("Add", [x, unpacked(places, place)])[0]
    return graph.add("Unsqueeze", [norm(graph, source, x, base + "LayerNorm"), zero])[0]


def layer(graph: Graph, source: Source, x: str, number: int) -> str:
    """Add one transformer layer."""
    node, name = f"/encoder/encoder/layer.{number}/", f"{ENCODER}encoder.layer.{number}."
    parts = ("query", "key", "value")
    products, biases = [f"{node}attention/self/{p}" for p in parts], [f"{name}attention.self.{p}" for p in parts]
    thirds = graph.table("thirds", np.array([x.size for x in map(source.bias, biases)]))
    split = graph.add("Split", [dense(graph, source, x, products, biases), thirds], 3, axis=-1)
    seen = graph.add("MultiHeadAttention", split, domain=FUSED, num_heads=HEADS)[0]
    out = dense(graph, source, seen, [node + "attention/output/dense"], [name + "attention.output.dense"])
    x = norm(graph, source, graph.add("Add", [x, out])[0], name + "attention.output.LayerNorm")
    wide = dense(graph, source, x, [node + "intermediate/dense"], [name + "intermediate.dense"])
    wide = graph.add("Gelu", [wide], domain=FUSED)[0]
    out = dense(graph, source, wide, [node + "output/dense"], [name + "output.dense"])
    return norm(graph, source, graph.add("Add", [x, out])[0], name + "output.LayerNorm")


def fuse(quantised: Path, target: Path) -> None:
    """Write the fused graph: ``ids`` in, ``sentence`` and ``trigger`` out, a row for each subword."""
    graph, source = Graph(), Source(quantised)
    x = embed(graph, source)
    for number in range(sum(name.endswith("/query") for name in source.products)):
        x = layer(graph, source, x, number)
    x = graph.add("Squeeze", [x, "zero"])[0]
    both = dense(graph, source, x, ["/sentence/Gemm", "/trigger/Gemm"], ["head.sentence", "head.trigger"])
    graph.nodes.append(helper.make_node("Split", [both], ["sentence", "trigger"], axis=-1))
    labels = int(source.tables["head.sentence.bias"].size)
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["length", labels]) for n in ("sentence", "trigger")]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["length"])
    proto = helper.make_graph(graph.nodes, "event_head", [ids], outputs, list(graph.tables.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    onnx.save(helper.make_model(proto, opset_imports=opsets, ir_version=8), str(target))


if __name__ == "__main__":
    fuse(Path(sys.argv[1]), Path(sys.argv[2]))
