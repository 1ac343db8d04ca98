"""Train the event head.

    python training/events/train.py --rows /tmp/events.jsonl --encoder FOLDER --out /tmp/head --fold 0
    python training/events/train.py --rows /tmp/events.jsonl --encoder FOLDER --out /tmp/head   # on everything

With ``--fold N`` every fifth gold row (N, N+5 …) is held out; its predictions go to ``out/foldN.jsonl``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import torch  # noqa: E402
from model import LABELS, QUAD, EventHead  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from torch.nn import functional  # noqa: E402

FOLDS = 5
LONGEST = 128


def fold_of(text: str) -> int:
    """Return the fold of a text; the same text is always in the same fold."""
    letters = re.sub(r"\W+", "", text).lower()
    return int(hashlib.sha256(letters.encode()).hexdigest(), 16) % FOLDS


def encode(row: dict, tokenizer: Tokenizer, marked: bool) -> dict:
    """Return ids and the trigger's weights of a row."""
    encoding = tokenizer.encode(row["text"])
    ids, offsets = encoding.ids[:LONGEST], encoding.offsets[:LONGEST]
    hit = [i for i, (a, b) in enumerate(offsets) if a < row["end"] and b > row["start"] and b > a]
    if marked and hit:
        first, last = hit[0], hit[-1]
        ids = [*ids[:first], 1, *ids[first : last + 1], 2, *ids[last + 1 :]]
        hit = [i + 1 for i in hit]
    weights = [0.0] * len(ids)
    for i in hit or [0]:
        weights[i] = 1 / len(hit or [0])
    return {"ids": ids, "weights": weights, "label": row["label"], "scale": 1.0 if row["source"] != "own" else 0.5}


def collate(rows: list[dict]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pad rows; the target is a multi-hot row, several ones where only the quad class is known."""
    length = max(len(r["ids"]) for r in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length)
    weights = torch.zeros(len(rows), length)
    target = torch.zeros(len(rows), len(LABELS))
    for i, r in enumerate(rows):
        n = len(r["ids"])
        ids[i, :n] = torch.tensor(r["ids"])
        mask[i, :n] = 1
        weights[i, :n] = torch.tensor(r["weights"])
        for label in QUAD.get(r["label"], (r["label"],)):
            target[i, LABELS.index(label)] = 1
    return ids, mask, weights, target, torch.tensor([r["scale"] for r in rows])


def loss_of(model: EventHead, batch: tuple, smooth: float) -> torch.Tensor:
    """Negative log of the probability on all allowed labels, a little smoothed."""
    ids, mask, weights, target, scale = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids, mask, weights)
    log = functional.log_softmax(logits.float(), -1)
    hit = torch.logsumexp(log.masked_fill(target == 0, -1e4), -1)
    return -(((1 - smooth) * hit + smooth * log.mean(-1)) * scale).sum() / scale.sum()


def train(model: EventHead, rows: list[dict], args: argparse.Namespace) -> None:
    """AdamW with linear warm-up and decay."""
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # a sixth of the time, and as good
    groups = [
        {
            "params": [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad],
            "lr": args.rate,
        },
        {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder")], "lr": args.rate * 10},
    ]
    opt = torch.optim.AdamW(groups, weight_decay=0.01)
    count = (len(rows) + args.batch - 1) // args.batch
    steps = count * args.epochs
    warm = max(1, steps // 10)
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, (steps - s) / (steps - warm)))
    begun = time.process_time()
    for epoch in range(args.epochs):
        rng.shuffle(rows)
        model.train()
        total = 0.0
        pool = sorted(range(len(rows)), key=lambda i: len(rows[i]["ids"]) + rng.random() * 12)
        parts = [pool[i : i + args.batch] for i in range(0, len(pool), args.batch)]
        rng.shuffle(parts)
        for part in parts:
            loss = loss_of(model, collate([rows[i] for i in part]), args.smooth)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            plan.step()
            total += loss.item()
        print(epoch, round(total / count, 3), round(time.process_time() - begun), "s", flush=True)


def predict(model: EventHead, rows: list[dict]) -> torch.Tensor:
    """Return probabilities, a row at a time."""
    model.eval()
    with torch.no_grad():
        return torch.cat([model(*collate([r])[:3]).float().softmax(-1) for r in rows])


def main() -> None:
    """Read the arguments, train, predict the held-out fold or save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--marked", action="store_true")
    parser.add_argument("--no-quad", action="store_true", help="leave out rows whose quad class alone is known")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    rows = [json.loads(line) for line in args.rows.open(encoding="utf-8")]
    held = [r for r in rows if r["source"] != "own" and fold_of(r["whole"]) == args.fold]
    kept = [r for r in rows if r["source"] == "own" or fold_of(r["whole"]) != args.fold]
    kept = [r for r in kept if not (args.no_quad and r["source"] == "quad")]
    torch.manual_seed(args.seed)
    model = EventHead(args.encoder)
    train(model, [encode(r, tokenizer, args.marked) for r in kept], args)
    if args.fold is None:
        torch.save(model.state_dict(), args.out / "head.pt")
        return
    torch.save(model.state_dict(), args.out / f"fold{args.fold}.pt")
    found = predict(model, [encode(r, tokenizer, args.marked) for r in held])
    right = {"plv": [], "statement": []}
    with (args.out / f"fold{args.fold}.jsonl").open("w", encoding="utf-8") as file:
        for r, p in zip(held, found.tolist(), strict=True):
            file.write(json.dumps(r | {"found": dict(zip(LABELS, p, strict=True))}) + "\n")
            if r["source"] in right:
                right[r["source"]].append(LABELS[max(range(len(p)), key=p.__getitem__)] == r["label"])
    print({k: (round(sum(v) / max(1, len(v)), 3), len(v)) for k, v in right.items()})


if __name__ == "__main__":
    main()
