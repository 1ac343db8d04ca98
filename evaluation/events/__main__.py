"""Measure events.

    python -m evaluation.events                          # the shipped head on the fold that it never saw
    python -m evaluation.events --rules                  # rules alone, on everything
    python -m evaluation.events --heads /tmp/heads       # other heads, each on its own fold (fold0 … fold4)
    python -m evaluation.events --cost                   # CPU time beside everything before the stage
    python -m evaluation.events --gold FILE [--gold-format gsr|jsonl|plv] --out pred.jsonl

``--heads`` expects what ``training/events/export.py`` wrote for each fold; folds without a head are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evaluation.events.coding import (
    FOLDS,
    HELD_OUT,
    SHARED,
    Row,
    as_coded,
    base_pipeline,
    load_scorer,
    read_classes,
    read_plv,
    read_rows,
    with_head,
)
from evaluation.events.cost import measure_cost
from evaluation.events.measure import code_folds, score_statements, score_types

from onrecord.backends.event_head.head import WEIGHTS

MOST = 1.15
"""What the stage may cost, times what stands before it."""
PEERS = """peers on other samples of the same kind (bench/README.md): TF-IDF + logistic regression macro-F1 .673,
zero-shot NLI given the actors .824; verb list .447 type / .674 quad; events in statements: PETRARCH2 9 %, verb list 94 %"""


def measure_gold(args: argparse.Namespace) -> int:
    """Code a file of gold records with the shipped head and score it."""
    scorer = load_scorer()
    load = {"gsr": scorer.load_gsr, "jsonl": scorer.load_norm, "plv": scorer.load_plv}[args.gold_format]
    gold = load(str(args.gold))
    folder = None if args.rules or not (WEIGHTS / "pins.json").is_file() else WEIGHTS
    pipeline = with_head(base_pipeline(), folder)
    rows = [Row(id=g["id"], text=g["text"], label=g["type"], date=g["date"]) for g in gold]
    with args.out.open("w", encoding="utf-8") as file:
        for row, reading in read_rows(pipeline, rows):
            file.write(json.dumps({"id": row.id, "events": as_coded(reading)}) + "\n")
    options = ["--per-type", "--errors", str(args.errors), "--bootstrap", "0", "--gold-format", args.gold_format]
    return scorer.main([str(args.gold), str(args.out), *options])


def measure_folds(args: argparse.Namespace) -> int:
    """Score PLV and the statements, and compare with the pinned floors."""
    if not (SHARED / "data").is_dir():
        print("skipped: the gold sets (../shared) are not on this machine")
        return 0
    pipeline = base_pipeline()

    heads = find_heads(args)
    figures, table, confused = score_types(code_folds(pipeline, read_plv(), heads))
    figures |= score_statements(code_folds(pipeline, read_classes(), heads))
    print(f"folds {sorted(heads)}")
    print(f"{'type':10} {'n':>5} {'P':>6} {'R':>6} {'F1':>6}")
    for label, n, p, r, f in table:
        print(f"{label:10} {n:5d} {p:6.3f} {r:6.3f} {f:6.3f}")
    print("most confused:", ", ".join(f"{g}>{p} {n}" for (g, p), n in confused.most_common(15)))
    for name, value in figures.items():
        print(f"{name:26} {value:.3f}")
    print(PEERS)
    return check(figures, "rules" if args.rules else "heads")


def print_cost() -> int:
    """Print what the stage costs, and compare with what it may."""
    if not (SHARED / "seeds").is_dir():
        print("skipped: the gold sets (../shared) are not on this machine")
        return 0
    rows = measure_cost(SHARED / "seeds")
    for length, before, stage in rows:
        print(f"{length:8d} code points: before {before:6.2f} s, events {stage:6.2f} s, ratio {stage / before:.2f}")
    return 0 if all(stage <= MOST * before for _, before, stage in rows) else 1


def find_heads(args: argparse.Namespace) -> dict[int, Path | None]:
    """Return the head of each fold to be measured."""
    if args.rules:
        return dict.fromkeys(range(FOLDS))
    if not args.heads:
        return {HELD_OUT: WEIGHTS}
    return {n: args.heads / f"fold{n}" for n in range(FOLDS) if (args.heads / f"fold{n}" / "pins.json").is_file()}


def check(figures: dict[str, float], name: str) -> int:
    """Compare with the floors; statements must stay below theirs."""
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))[name]
    bad = [k for k, v in floors.items() if (figures[k] > v if k.startswith("statements") else figures[k] < v)]
    for key in bad:
        print(f"BELOW FLOOR {key}: {figures[key]:.3f}, pinned {floors[key]:.3f}", file=sys.stderr)
    return 1 if bad else 0


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heads", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--gold-format", default="gsr", choices=["gsr", "jsonl", "plv"])
    parser.add_argument("--out", type=Path, default=Path("events-pred.jsonl"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--rules", action="store_true", help="without the head")
    parser.add_argument("--cost", action="store_true")
    args = parser.parse_args()
    if args.cost:
        return print_cost()
    return measure_gold(args) if args.gold else measure_folds(args)


if __name__ == "__main__":
    sys.exit(main())
