"""Export trained weights as the int8 ONNX graph that the package ships, with its small tables.

    python training/attribution/export.py --weights /tmp/model/model.pt --encoder FOLDER \
        --out src/onrecord/backends/span_reader/weights
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from model import POINTER, SpanReader  # noqa: E402
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: E402
from torch import Tensor, nn  # noqa: E402


class Exported(nn.Module):
    """One window in, without batch and mask: windows are never padded."""

    def __init__(self, reader: SpanReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Emissions and pointer vectors, a row for each subword."""
        emissions, vectors = self.reader(ids[None], features[None])
        return emissions[0], vectors[0]


def export(reader: SpanReader, path: Path) -> None:
    """Write the float graph."""
    ids = torch.arange(1000, 1040)
    torch.onnx.export(
        Exported(reader).eval(),
        (ids, torch.zeros_like(ids)),
        str(path),
        input_names=["ids", "features"],
        output_names=["emissions", "vectors"],
        dynamic_axes={n: {0: "length"} for n in ("ids", "features", "emissions", "vectors")},
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to int8, one scale a column; embeddings too."""
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )
    onnx.checker.check_model(str(target))


def main() -> None:
    """Export, quantise, write tables and checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    reader = SpanReader()
    reader.load_state_dict(torch.load(args.weights))
    reader.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        export(reader, Path(folder) / "float.onnx")
        quantise(Path(folder) / "float.onnx", args.out / "span_reader.onnx")
    shutil.copyfile(args.encoder / "tokenizer.json", args.out / "tokenizer.json")
    steps = np.stack([crf.transitions().detach().numpy() for crf in reader.crfs])
    tables = {
        "steps": np.round(steps, 4).tolist(),
        "near": np.round(reader.near.detach().numpy(), 4).tolist(),
        "width": POINTER,
    }
    (args.out / "heads.json").write_text(json.dumps(tables) + "\n")
    names = ("span_reader.onnx", "tokenizer.json", "heads.json")
    pins = {n: hashlib.sha256((args.out / n).read_bytes()).hexdigest() for n in names}
    (args.out / "pins.json").write_text(json.dumps({"version": args.version, "sha256": pins}, indent=2) + "\n")


if __name__ == "__main__":
    main()
