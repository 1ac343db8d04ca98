"""Train the span reader.

    python training/attribution/train.py --config training/attribution/config.yaml \
        --polnear ../shared/data/polnear/train --out /tmp/model

Without ``--polnear`` it trains on our own passages alone, so nobody needs a set without a licence.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
import yaml  # noqa: E402
from data import IGNORE, NONE, ROLES, Document, Gold, join_passages, make_document, read_passages, read_polnear  # noqa: E402
from model import LAYERS, LINKS, SpanReader, pointer_scores  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from torch.nn import functional  # noqa: E402

CLS, SEP, PAD = 101, 102, 0


@dataclass
class Batch:
    """Windows side by side; word arrays are padded to the longest window."""

    ids: torch.Tensor
    features: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor
    lengths: torch.Tensor
    tags: torch.Tensor
    links: torch.Tensor


def windows(document: Document, size: int, rng: random.Random) -> list[tuple[int, int]]:
    """Cut the words of a document into ranges of at most ``size`` subwords, at a random phase."""
    first = np.append(document.encoded.first, len(document.encoded.ids))
    out = []
    at = 0
    room = size if len(document.encoded.ids) <= size else rng.randint(size // 3, size)
    while at < len(first) - 1:
        end = int(np.searchsorted(first, first[at] + room, side="right")) - 1
        end = max(end, at + 1)
        out.append((at, end))
        at, room = end, size
    return out


def batches(documents: list[Document], config: dict, rng: random.Random) -> list[Batch]:
    """One epoch: all windows, shuffled, neighbours in length together."""
    size = config["window"] - 2
    cut = [(d, a, b) for d in documents for a, b in windows(d, size, rng)]
    rng.shuffle(cut)
    pool = config["batch"] * 24
    out = []
    for at in range(0, len(cut), pool):
        part = sorted(cut[at : at + pool], key=lambda x: x[2] - x[1])
        out += [part[i : i + config["batch"]] for i in range(0, len(part), config["batch"])]
    rng.shuffle(out)
    return [collate(b, size, rng, config) for b in out]


def collate(cut: list[tuple[Document, int, int]], size: int, rng: random.Random, config: dict) -> Batch:
    """Pad windows to one tensor; now and then hide the features, so that none is indispensable."""
    rows = []
    for document, a, b in cut:
        e = document.encoded
        low = int(e.first[a])
        high = int(e.first[b]) if b < len(e.first) else len(e.ids)
        high = min(high, low + size)
        feature = e.features[a:b].astype(np.int64)
        if rng.random() < config["hide_breaks"]:
            feature = feature & ~2
        if rng.random() < config["hide_case"]:
            feature = feature & 3
        rows.append(
            {
                "ids": [CLS, *e.ids[low:high].tolist(), SEP],
                "features": [0, *feature[e.words[low:high] - a].tolist(), 0],
                "first": (e.first[a:b] - low + 1).tolist(),
                "tags": document.tags[:, a:b],
                "links": _links(document, a, b),
            }
        )
    length = max(len(r["ids"]) for r in rows)
    words = max(len(r["first"]) for r in rows)
    n = len(rows)
    ids = torch.full((n, length), PAD)
    features = torch.zeros((n, length), dtype=torch.long)
    mask = torch.zeros((n, 1, 1, length), dtype=torch.bool)
    first = torch.zeros((n, words), dtype=torch.long)
    tags = torch.zeros((n, LAYERS, words), dtype=torch.long)
    links = torch.full((n, LAYERS * len(LINKS), words), IGNORE)
    for i, r in enumerate(rows):
        k, w = len(r["ids"]), len(r["first"])
        ids[i, :k] = torch.tensor(r["ids"])
        features[i, :k] = torch.tensor(r["features"])
        mask[i, :, :, :k] = True
        first[i, :w] = torch.tensor(r["first"])
        tags[i, :, :w] = torch.from_numpy(r["tags"].astype(np.int64))
        links[i, :, :w] = torch.from_numpy(r["links"])
    return Batch(ids, features, mask, first, torch.tensor([len(r["first"]) for r in rows]), tags, links)


def _links(document: Document, a: int, b: int) -> np.ndarray:
    """Targets inside the window; a cue without source points at itself."""
    out = np.full((LAYERS * len(LINKS), b - a), IGNORE, dtype=np.int64)
    for layer in range(LAYERS):
        for k, table in enumerate((document.cue_of, document.source_of)):
            row = table[layer, a:b].astype(np.int64)
            inside = (row >= a) & (row < b)
            target = np.where(inside, row - a, IGNORE)
            target[row == NONE] = np.nonzero(row == NONE)[0]
            out[layer * len(LINKS) + k] = target
    return out


def loss_of(model: SpanReader, batch: Batch, config: dict) -> tuple[torch.Tensor, dict[str, float]]:
    """Tags by CRF likelihood, links by cross-entropy over the window's words."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=config["bf16"]):
        emissions, vectors = model(batch.ids, batch.features, batch.mask)
    take = batch.first[:, :, None]
    emissions = emissions.float().gather(1, take.expand(-1, -1, emissions.shape[2]))
    vectors = vectors.float().gather(1, take.expand(-1, -1, vectors.shape[2]))
    n = emissions.shape[2] // LAYERS
    total = torch.zeros(())
    parts = {}
    for layer in range(LAYERS):
        known = batch.tags[:, layer, 0] != IGNORE
        if known.any():
            part = model.crfs[layer].loss(
                emissions[known][:, :, layer * n : (layer + 1) * n],
                batch.tags[known, layer].clamp(min=0),
                batch.lengths[known],
            )
            total = total + part * (1.0 if layer == 0 else config["nested_weight"])
            parts[f"tags{layer}"] = part.item()
    valid = torch.arange(vectors.shape[1])[None] < batch.lengths[:, None]
    for number in range(LAYERS * len(LINKS)):
        target = batch.links[:, number]
        rows = target >= 0
        if rows.any():
            scores = pointer_scores(model, vectors, number)
            scores = scores.masked_fill(~valid[:, None, :], -1e4)
            part = functional.cross_entropy(scores[rows], target[rows], reduction="mean")
            weight = config["link_weight"] * (1.0 if number < len(LINKS) else config["nested_weight"])
            total = total + part * weight
            parts[f"link{number}"] = part.item()
    return total, parts


def optimiser(model: SpanReader, config: dict) -> torch.optim.Optimizer:
    """AdamW: new layers learn faster, embeddings and biases decay not."""
    new = ("emit", "point", "near", "crfs", "feature")
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, p in model.named_parameters():
        groups.setdefault((name.split(".")[0] in new, p.ndim > 1), []).append(p)
    return torch.optim.AdamW(
        [
            {
                "params": ps,
                "lr": config["head_rate"] if is_new else config["rate"],
                "weight_decay": config["decay"] if decays else 0.0,
            }
            for (is_new, decays), ps in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


def train(model: SpanReader, documents: list[Document], config: dict, out: Path) -> None:
    """Linear warm-up and decay; the log goes to ``out/log.jsonl``, weights every epoch."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    count = len(batches(documents, config, random.Random(0)))
    steps = count * config["epochs"]
    opt = optimiser(model, config)
    warm = max(1, int(config["warm_up"] * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    log = (out / "log.jsonl").open("w")
    step, begun = 0, time.time()
    model.train()
    for epoch in range(config["epochs"]):
        for batch in batches(documents, config, rng):
            total, parts = loss_of(model, batch, config)
            opt.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            schedule.step()
            step += 1
            if step % 10 == 0:
                row = {"step": step, "of": steps, "epoch": epoch, "seconds": round(time.time() - begun)}
                log.write(json.dumps(row | {k: round(v, 4) for k, v in parts.items()}) + "\n")
                log.flush()
        torch.save(model.state_dict(), out / "last.pt")
    torch.save(model.state_dict(), out / "model.pt")


def read_documents(args: argparse.Namespace, config: dict, tokenizer: Tokenizer) -> list[Document]:
    """PolNeAR, but the held-out articles, and our own passages repeated."""
    documents = []
    if args.polnear:
        every = config["hold_out_every"]
        for i, row in enumerate(read_polnear(args.polnear)):
            if args.all or i % every:
                documents.append(make_document(*row, tokenizer, nested_known=False))
    if args.nested:
        add_nested(documents, args.nested)
    rows = read_passages(HERE / "passages")
    rows += [(name, text[:-1], gold) for name, text, gold in rows if _open_ended(text, gold)]
    rng = random.Random(config["seed"])
    for _ in range(config["repeat_passages"]):
        rows = rows + join_passages(read_passages(HERE / "passages"), config["join_passages"], rng)
    return documents + [make_document(*row, tokenizer, nested_known=True) for row in rows]


def _open_ended(text: str, gold: list[Gold]) -> bool:
    """Whether the last character is a full stop that belongs to nobody: then it may be missing."""
    ends = [e for g in gold for r in ROLES for _, e in getattr(g, r)]
    return text.endswith(".") and len(text) not in ends


def add_nested(documents: list[Document], path: Path) -> None:
    """Take nested layers that ``nested.py`` proposed for articles where people marked none."""
    with np.load(path) as found:
        for d in documents:
            d.tags[1] = found[f"{d.name}/tags"]
            d.cue_of[1] = found[f"{d.name}/cue_of"]
            d.source_of[1] = found[f"{d.name}/source_of"]


def main() -> None:
    """Read the arguments, train, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=HERE / "config.yaml")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the MiniLM wheel's model")
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--all", action="store_true", help="hold nothing out")
    parser.add_argument("--nested", type=Path, help="proposed nested layers (.npz)")
    parser.add_argument("--start", type=Path, help="go on from these weights and not from the encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--set", nargs="*", default=[], help="KEY=VALUE over the configuration")
    args = parser.parse_args()
    config = yaml.safe_load(args.config.read_text())
    config |= {k: yaml.safe_load(v) for k, v in (s.split("=") for s in args.set)}
    torch.set_num_threads(config["threads"])
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    torch.manual_seed(config["seed"])
    model = SpanReader(dropout=config["dropout"])
    model.load_encoder(args.encoder)
    if args.start:
        model.load_state_dict(torch.load(args.start))
    train(model, read_documents(args, config, tokenizer), config, args.out)


if __name__ == "__main__":
    main()
