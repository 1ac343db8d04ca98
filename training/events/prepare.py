"""Turn sentences into training rows: the sentence, its main trigger and its label.

    python training/events/prepare.py --plv ../shared/data/events/PLV_train.tsv \
        --classes ../shared/data/events/conflibert_class_train.tsv --out /tmp/events.jsonl

Rows from the gold sets go to ``--out``, outside the repository. Our own sentences are the examples of the
trigger lexicon and ``training/events/sentences.yaml``; with them alone the head trains too, only worse.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from onrecord.backends.grammar import load_grammar
from onrecord.lexicon import load_lexicon
from onrecord.model import Parse
from onrecord.stages.events.salience import depth_of
from onrecord.stages.events.triggers import find_triggers, iter_entries
from onrecord.testing import make_report

HERE = Path(__file__).parent
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def bare(text: str) -> str:
    """Return the letters alone: the two sets write the same sentence with other quotation marks."""
    return re.sub(r"\W+", "", text).lower()


def read_sources(args: argparse.Namespace) -> Iterator[dict]:
    """Yield rows with text, label (a type, or a quad class 1 to 4) and source."""
    seen = set()
    if args.plv:
        with args.plv.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                seen.add(bare(row["sentence"]))
                yield {"text": row["sentence"], "label": row["gold_root"], "source": "plv"}
    if args.classes:
        for line in args.classes.read_text(encoding="utf-8", errors="replace").splitlines():
            text, _, label = line.rpartition("\t")
            if label == "0":
                yield {"text": text, "label": "STATE", "source": "statement"}
            elif bare(text) not in seen:
                yield {"text": text, "label": label, "source": "quad"}
    for entry in iter_entries(load_lexicon()):
        label = YIELD.get(entry.type.value, entry.type.value)
        yield {"text": entry.example, "label": label, "source": "own", "lemma": entry.lemma}
    own = HERE / "sentences.yaml"
    if own.is_file():
        for label, texts in yaml.safe_load(own.read_text(encoding="utf-8"))["entries"].items():
            yield from ({"text": t, "label": YIELD.get(label, label), "source": "own"} for t in texts)


def mark(parse: Parse, lemma: str | None) -> tuple[int, int, int, int, str]:
    """Return sentence and trigger as offsets, and the rule's type: the highest trigger, else the root."""
    best = None
    for first, end in parse.sentences:
        for trigger in find_triggers(parse, first, end, load_lexicon()):
            rank = (lemma is not None and trigger.entry.lemma != lemma, depth_of(parse, trigger.token), first)
            if best is None or rank < best[0]:
                best = (rank, trigger.token, first, end, trigger.entry.type.value)
    if best is None:
        first, end = max(parse.sentences, key=lambda s: s[1] - s[0])
        root = next((t for t in range(first, end) if parse.heads[t] == t), first)
        best = (None, root, first, end, "")
    _, token, first, end, kind = best
    return parse.starts[first], parse.ends[end - 1], parse.starts[token], parse.ends[token], kind


def main() -> None:
    """Read the arguments, parse, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plv", type=Path)
    parser.add_argument("--classes", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    grammar = load_grammar()
    with args.out.open("w", encoding="utf-8") as file:
        for row in read_sources(args):
            parse = grammar.parse_report(make_report(row["text"]))
            if not len(parse):
                continue
            start, end, a, b, kind = mark(parse, row.get("lemma"))
            if row["source"] == "statement" and kind == "DENY":
                row["label"] = "DENY"
            text = row["text"][start:end]
            out = {"text": text, "start": a - start, "end": b - start, "label": row["label"]}
            file.write(json.dumps(out | {"source": row["source"], "whole": row["text"]}) + "\n")


if __name__ == "__main__":
    main()
