"""Runs the stage over a part of the gold files and scores it with the shared scorer."""

import hashlib
import importlib.util
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from onrecord.backends.grammar import load_grammar
from onrecord.model import Published, Reading, Timex
from onrecord.resources import Resources
from onrecord.stages.timexes import find_timexes
from onrecord.testing import make_report

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = ("data/timex/TimeBank", "data/timex/AQUAINT")
FIGURES = ("strict", "relaxed", "value")

CALENDAR = re.compile(r"\d{2,4}(-|$|X)")


class SharedDataAbsent(Exception):
    """The gold sets are not on this machine."""


@dataclass
class Measured:
    """What one run gave."""

    scores: dict[str, dict[str, float]]
    documents: int
    wrong_undated: list[tuple[str, str, str, str]] = field(default_factory=list)
    definite_undated: int = 0
    errors: list[tuple] = field(default_factory=list)
    by_rule: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: float = 0.0
    characters: int = 0


def load_scorer() -> ModuleType:
    """Load the shared scorer by its path."""
    path = SHARED / "bench" / "score_timex.py"
    if not path.is_file():
        raise SharedDataAbsent(f"{path} is not there")
    spec = importlib.util.spec_from_file_location("score_timex", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_timex"] = module
    spec.loader.exec_module(module)
    return module


def is_tuned_on(name: str) -> bool:
    """Tell whether a file (its name with ``.tml``) belongs to the two thirds that rules were tuned on."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) % 3 != 0


def gold_files(part: str) -> list[Path]:
    """Return the files of ``tune`` or ``report``."""
    files = [f for folder in GOLD for f in sorted((SHARED / folder).glob("*.tml"))]
    if not files:
        raise SharedDataAbsent(f"no .tml file under {SHARED / GOLD[0]}")
    return [f for f in files if is_tuned_on(f.name) == (part == "tune")]


def measure(part: str) -> Measured:
    """Score one part, with the document's date and without it."""
    scorer = load_scorer()
    grammar, resources = load_grammar(), Resources()
    docs, dated, undated = [], {}, {}
    result = Measured(scores={}, documents=0)
    for path in gold_files(part):
        doc = scorer.load_doc(path)
        docs.append(doc)
        report = make_report(doc.text)
        parse = grammar.parse_report(report)
        for date, out in (((doc.dct or "")[:10] or None, dated), (None, undated)):
            reading = Reading(report=make_report(doc.text, published=Published(value=date)), parse=parse)
            start = time.process_time()
            items = find_timexes(reading, resources).items
            result.seconds += time.process_time() - start
            result.characters += len(doc.text)
            out[doc.name] = [_as_scored(scorer, t) for t in items]
    result.scores = scorer.score(docs, dated, result.errors)
    result.documents = len(docs)
    _count_rules(result, scorer, docs, dated)
    _count_wrong(result, scorer, docs, undated)
    return result


def _as_scored(scorer: ModuleType, timex: Timex):
    return scorer.Timex(timex.span.start, timex.span.end, timex.value, str(timex.type), timex.rule)


def _count_rules(result: Measured, scorer: ModuleType, docs: list, found: dict) -> None:
    """Count, for each rule, spurious timexes, wrong spans and wrong values."""
    for doc in docs:
        gold = {id(p): g for g, p in scorer.align(doc.timexes, found[doc.name])}
        for item in found[doc.name]:
            row = result.by_rule.setdefault(item.text, {"found": 0, "spurious": 0, "span": 0, "value": 0})
            row["found"] += 1
            match = gold.get(id(item))
            if match is None:
                row["spurious"] += 1
                continue
            row["span"] += (match.start, match.end) != (item.start, item.end)
            row["value"] += match.value != item.value


def _count_wrong(result: Measured, scorer: ModuleType, docs: list, found: dict) -> None:
    """List calendar values given without the document's date that are not gold's."""
    for doc in docs:
        for gold, item in scorer.align(doc.timexes, found[doc.name]):
            value, right = item.value or "", gold.value or ""
            if item.type not in {"DATE", "TIME"} or not CALENDAR.match(value) or "X" in value:
                continue
            result.definite_undated += 1
            if not value.startswith(right[:10]) and not right.startswith(value):
                result.wrong_undated.append((doc.name, doc.text[item.start : item.end], value, right))
