"""Reads gold articles with a reader and scores what it found with the shared scorer."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.model import Attribution, Reading, Span
from onrecord.resources import Resources
from onrecord.testing import make_report

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FIGURES = ("exact", "partial", "source", "direct partial", "direct source")


class SharedDataAbsent(Exception):
    """The gold sets or the scorer are not on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader under test: a name, and a text to its attributions."""

    name: str
    read: Callable[[str], Sequence[Attribution]]


def load_scorer() -> ModuleType:
    """Load the shared scorer by its path."""
    path = SHARED / "bench" / "score_attribution.py"
    if not path.is_file():
        raise SharedDataAbsent(f"{path} is not there")
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def accurate_reader() -> Reader:
    """The trained reader, without grammar."""
    from onrecord.backends.span_reader import load_span_reader
    from onrecord.stages.attribution.accurate import find_attributions

    backend, resources = load_span_reader(), Resources()

    def read(text: str) -> Sequence[Attribution]:
        report = make_report(text)
        return find_attributions(Reading(report=report, tags=backend.tag_report(report)), resources).items

    return Reader(name="onrecord, trained reader alone", read=read)


def fast_reader() -> Reader:
    """The rules on the grammar model's parse."""
    from onrecord.backends.grammar import load_grammar
    from onrecord.stages.attribution.fast import find_fast

    backend, resources = load_grammar(), Resources()

    def read(text: str) -> Sequence[Attribution]:
        report = make_report(text)
        parse = backend.parse_report(report)
        spans = tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
        reading = replace(Reading(report=report), parse=parse, sentences=spans)
        return find_fast(reading, resources).items

    return Reader(name="onrecord, --reader fast", read=read)


def combined_reader() -> Reader:
    """What ``--reader accurate`` runs: the trained reader, confirmed and mended by the rules."""
    from onrecord.backends.grammar import load_grammar
    from onrecord.backends.span_reader import load_span_reader
    from onrecord.stages.attribution import find_attributions

    grammar, backend, resources = load_grammar(), load_span_reader(), Resources()

    def read(text: str) -> Sequence[Attribution]:
        report = make_report(text)
        parse = grammar.parse_report(report)
        spans = tuple(parse.sentence_span(i) for i in range(len(parse.sentences)))
        reading = Reading(report=report, parse=parse, tags=backend.tag_report(report), sentences=spans)
        return find_attributions(reading, resources).items

    return Reader(name="onrecord, --reader accurate", read=read)


def outer_only(items: Sequence[Attribution]) -> list[Attribution]:
    """Leave out nested attributions, which the gold set does not annotate."""
    parts = sorted((s.start, s.end, i) for i, a in enumerate(items) for s in a.content)

    def nested(number: int) -> bool:
        own = [*items[number].content, *items[number].cue]
        return all(any(o != number and Span(s, e).contains(p) for s, e, o in parts if s <= p.start) for p in own)

    return [a for i, a in enumerate(items) if not nested(i)]


def measure(reader: Reader, part: str, *, nested: bool = False, errors: list[Any] | None = None) -> dict[str, Any]:
    """Score a reader on a part of PolNeAR; with ``nested`` nested attributions count as well."""
    scorer = load_scorer()
    folder = SHARED / "data" / "polnear" / part
    if not folder.is_dir():
        raise SharedDataAbsent(f"{folder} is not there")
    gold = scorer.load_gold(str(folder))
    pred = {}
    for name, article in gold.items():
        items = reader.read(article["text"])
        raw = [as_json(a) for a in (items if nested else outer_only(items))]
        pred[name] = {"raw": raw, "attrs": scorer.to_attrs(article["text"], raw)}
    result: dict[str, Any] = scorer.score(gold, pred, errors=errors)
    return result


def as_json(item: Attribution) -> dict[str, list[list[int]]]:
    """An attribution as the scorer reads it."""
    return {role: [[s.start, s.end] for s in getattr(item, role)] for role in ("content", "cue", "source")}


def figures(result: dict[str, Any]) -> dict[str, float]:
    """The five figures of the table."""
    return {
        "exact": result["content"]["exact"]["f1"],
        "partial": result["content"]["partial"]["f1"],
        "source": result["source"]["f1"],
        "direct partial": result["direct"]["content"]["partial"]["f1"],
        "direct source": result["direct"]["source"]["f1"],
    }
