"""Loads the weights that ship: every file checked against its pin, sessions alike for every head."""

import hashlib
import json
from pathlib import Path
from typing import Any

from onrecord.errors import ResourceDamaged, ResourceMissing

SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""What ONNX Runtime must not make of our graphs: its sum-and-norm node has no vector code, and one pass over 286
subwords takes 23.0 ms with it and 21.3 without."""


def load_pinned(folder: Path, what: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what ``pins.json`` says and the bytes of each file it pins.

    Args:
        folder: Holds ``pins.json`` and the files it names under ``sha256``.
        what: Whose weights they are, for the message.

    Raises:
        ResourceMissing: A file is not there; the message says which.
        ResourceDamaged: A file has another hash than ``pins.json`` says.
    """
    try:
        pins: dict[str, Any] = json.loads((folder / "pins.json").read_bytes())
        return pins, {name: _checked(folder / name, digest) for name, digest in pins["sha256"].items()}
    except FileNotFoundError as error:
        raise ResourceMissing(
            f"the {what}'s weights are missing ({error.filename}); reinstall onrecord, or read with --reader fast"
        ) from error


def _checked(path: Path, digest: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ResourceDamaged(f"{path} is not the file that was measured; reinstall onrecord")
    return data


def open_session(graph: bytes) -> Any:
    """Return a session on one thread: results and timings do not hang on the machine's load, processes scale."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def open_tokenizer(data: bytes) -> Any:
    """Return a tokenizer that neither pads nor cuts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
