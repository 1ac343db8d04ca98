"""Measure factuality.

    python -m evaluation.factuality [--errors N]

The judge is asked about each annotated word of ``uw.conll``; the panel is ``traps.yaml``.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from onrecord.backends.grammar import GrammarBackend, load_grammar
from onrecord.lexicon import load_lexicon
from onrecord.model import Factuality, Parse, Report, Span
from onrecord.model.ids import digest_text
from onrecord.stages.events import clauses
from onrecord.stages.events.factuality import judge

HERE = Path(__file__).parent
UW = HERE.parents[1].parent / "shared/data/factuality/uw.conll"
VALUE = {
    Factuality.HAPPENED: 2.9,
    Factuality.PLANNED: 2.5,
    Factuality.ALLEGED: 2.5,
    Factuality.HYPOTHETICAL: 2.0,
    Factuality.DENIED: -1.0,
}
"""The set's readers hold a plan or a claim for nearly sure, and even a wish for likely; ours is a class, not a degree."""
CLITICS = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m", ",", ".", "'")


def read_uw(path: Path) -> Iterator[tuple[str, list[tuple[Span, float]]]]:
    """Yield each sentence with its judged words."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, judged = "", []
        for line in block.splitlines():
            cells = line.split("\t")
            if text and cells[1] not in CLITICS:
                text += " "
            span = Span(len(text), len(text) + len(cells[1]))
            text += cells[1]
            if _is_number(cells[2]):
                judged.append((span, float(cells[2])))
        if text:
            yield text, judged


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def parse_text(grammar: GrammarBackend, text: str) -> Parse:
    """Parse a sentence."""
    return grammar.parse_report(Report(id="x", path="x", sha256=digest_text(text), text=text))


def judge_word(parse: Parse, token: int) -> Factuality:
    """Judge a word; an auxiliary stands for its verb."""
    lexicon = load_lexicon()
    if parse.deps[token] in {"aux", "auxpass"}:
        token = parse.heads[token]
    nominal = parse.pos[token] in {"NOUN", "PROPN"}
    carrier = clauses.carrier_of(parse, token, clauses.load_roles(lexicon)) if nominal else token
    return judge(parse, token, lexicon, carrier).factuality


def measure_uw(grammar: GrammarBackend, errors: int) -> dict[str, float]:
    """Return accuracy of the sign and Pearson's r, and the same for a judge that says "happened" always."""
    found, gold = [], []
    for text, judged in read_uw(UW):
        parse = parse_text(grammar, text)
        for span, value in judged:
            tokens = parse.tokens_in(span)
            if not tokens:
                continue
            factuality = judge_word(parse, tokens[0])
            found.append(VALUE[factuality])
            gold.append(value)
            if (VALUE[factuality] > 0) != (value > 0) and errors > 0:
                errors -= 1
                print(f"  {factuality.value:12} gold {value:4.1f}  {span.cut(text)!r} in {text}")
    n = len(gold)
    return {
        "uw_predicates": n,
        "uw_sign_accuracy": sum((a > 0) == (b > 0) for a, b in zip(found, gold, strict=True)) / n,
        "uw_sign_always_happened": sum(b > 0 for b in gold) / n,
        "uw_pearson_r": pearson(found, gold),
    }


def pearson(left: list[float], right: list[float]) -> float:
    """Return Pearson's correlation."""
    a, b = sum(left) / len(left), sum(right) / len(right)
    both = sum((x - a) * (y - b) for x, y in zip(left, right, strict=True))
    return both / math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right))


def measure_traps(grammar: GrammarBackend) -> dict[str, float]:
    """Return the share of the panel that is judged right."""
    rows = yaml.safe_load((HERE / "traps.yaml").read_text(encoding="utf-8"))["entries"]
    right = 0
    for row in rows:
        parse = parse_text(grammar, row["text"])
        got = judge_word(parse, parse.words.index(row["word"])).value
        right += got == row["is"]
        if got != row["is"]:
            print(f"  trap ({row['why']}): {row['text']} -> {got}")
    return {"traps": len(rows), "traps_right": right / len(rows)}


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    grammar = load_grammar()
    figures = measure_traps(grammar)
    if UW.is_file():
        figures |= measure_uw(grammar, args.errors)
    else:
        print("skipped: ../shared/data/factuality is not on this machine")
    for name, value in figures.items():
        print(f"{name:26} {value:.3f}")
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    bad = [k for k, v in floors.items() if k in figures and figures[k] < v]
    for key in bad:
        print(f"BELOW FLOOR {key}: {figures[key]:.3f}, pinned {floors[key]:.3f}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
