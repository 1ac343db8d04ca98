"""The figures: root types and quads on PLV, events in statement-only sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from evaluation.events.coding import YIELD, Row, as_coded, fold_of, read_rows, with_head

from onrecord.pipeline import Pipeline

QUAD = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "COOPERATE": 2,
    "AID": 2,
    "YIELD": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}
Coded = dict[str, tuple[Row, list[dict]]]


def code_folds(pipeline: Pipeline, rows: Iterable[Row], heads: Mapping[int, Path | None]) -> Coded:
    """Code the rows of each fold with the head that did not see it; None for rules alone."""
    out: Coded = {}
    rows = list(rows)
    for fold, folder in heads.items():
        part = with_head(pipeline, folder)
        held = [r for r in rows if fold_of(r.text) == fold]
        out |= {row.id: (row, as_coded(reading)) for row, reading in read_rows(part, held)}
    return out


def first_type(events: list[dict]) -> str | None:
    """Return the type of the first choice, CONCEDE and RETREAT as one."""
    return YIELD.get(events[0]["type"], events[0]["type"]) if events else None


def score_types(coded: Coded) -> tuple[dict[str, float], list[tuple[str, int, float, float, float]], Counter]:
    """Return accuracy, macro-F1 and quad accuracy; a row a type; and the confusions."""
    pairs = [(row.label, first_type(events)) for row, events in coded.values()]
    table = []
    for label in sorted({g for g, _ in pairs}):
        hit = sum(g == p == label for g, p in pairs)
        found, wanted = sum(p == label for _, p in pairs), sum(g == label for g, _ in pairs)
        precision, recall = hit / found if found else 0.0, hit / wanted
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        table.append((label, wanted, precision, recall, f1))
    n = len(pairs)
    figures = {
        "type_accuracy": sum(g == p for g, p in pairs) / n,
        "type_macro_f1": sum(row[-1] for row in table) / len(table),
        "quad_accuracy": sum(QUAD[g] == QUAD.get(p or "") for g, p in pairs) / n,
    }
    return figures, table, Counter((g, p) for g, p in pairs if g != p)


def score_statements(coded: Coded) -> dict[str, float]:
    """Return the share of sentences with an event other than STATE, among statements and among the others.

    ``main`` counts the first choice, ``any`` every event that is told. DENY counts as an event.
    """
    out = {}
    for name, wanted in (("statements", True), ("others", False)):
        part = [[e["type"] for e in events] for row, events in coded.values() if (row.label == "0") is wanted]
        out[f"{name}_main"] = sum(types[:1] not in ([], ["STATE"]) for types in part) / len(part)
        out[f"{name}_any"] = sum(any(t != "STATE" for t in types) for types in part) / len(part)
    return out
