"""Export trained weights as the int8 ONNX graph that the package ships.

    python training/events/export.py --weights /tmp/head/head.pt --encoder FOLDER \
        --out src/onrecord/backends/event_head/weights
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
sys.path.insert(0, str(HERE))

import onnx  # noqa: E402
import torch  # noqa: E402
from fuse import fuse  # noqa: E402
from model import LABELS, EventHead  # noqa: E402
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: E402
from torch import Tensor, nn  # noqa: E402


class Exported(nn.Module):
    """One sentence in, without batch, mask or trigger: the caller averages rows over any trigger."""

    def __init__(self, head: EventHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each subword adds to the logits as part of the sentence and as part of the trigger."""
        mask = torch.ones_like(ids)[None]
        states = self.head.encoder(input_ids=ids[None], attention_mask=mask).last_hidden_state[0]
        return self.head.sentence(states), self.head.trigger(states)


def export(head: EventHead, path: Path) -> None:
    """Write the float graph."""
    torch.onnx.export(
        Exported(head).eval(),
        (torch.arange(1000, 1040),),
        str(path),
        input_names=["ids"],
        output_names=["sentence", "trigger"],
        dynamic_axes={n: {0: "length"} for n in ("ids", "sentence", "trigger")},
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to int8, one scale a column; embeddings too. Activations are scaled within one sentence."""
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
    """Export, quantise, write checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1")
    args = parser.parse_args()
    head = EventHead(args.encoder)
    head.load_state_dict(torch.load(args.weights))
    head.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        export(head, Path(folder) / "float.onnx")
        quantise(Path(folder) / "float.onnx", Path(folder) / "quantised.onnx")
        fuse(Path(folder) / "quantised.onnx", args.out / "event_head.onnx")
    shutil.copyfile(args.encoder / "tokenizer.json", args.out / "tokenizer.json")
    pins = {n: hashlib.sha256((args.out / n).read_bytes()).hexdigest() for n in ("event_head.onnx", "tokenizer.json")}
    document = {"version": args.version, "labels": LABELS, "sha256": pins}
    (args.out / "pins.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
