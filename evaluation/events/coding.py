"""Runs the pipeline on single sentences and writes what it finds as an event coder would."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from onrecord.backends.event_head import load_event_head
from onrecord.model import Reading, Report
from onrecord.model.ids import digest_text
from onrecord.pipeline import Pipeline, load_pipeline
from onrecord.resources import Options

SHARED = Path(__file__).parents[2].parent / "shared"
FOLDS = 5
HELD_OUT = 0
"""The fold that the shipped head never saw."""
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A sentence with its gold label: a type, or a quad class for the statement set."""

    id: str
    text: str
    label: str
    date: str = ""


def fold_of(text: str) -> int:
    """Return the fold of a sentence, the same that ``training/events/train.py`` holds out."""
    letters = re.sub(r"\W+", "", text).lower()
    return int(hashlib.sha256(letters.encode()).hexdigest(), 16) % FOLDS


def read_plv(shared: Path = SHARED) -> list[Row]:
    """Read the sentences with a root type."""
    with (shared / "data/events/PLV_train.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Row(id=f"PLV-{n}", text=r["sentence"], label=r["gold_root"]) for n, r in enumerate(rows)]


def read_classes(shared: Path = SHARED) -> list[Row]:
    """Read the sentences with a class from 0 (statement only) to 4."""
    path = shared / "data/events/conflibert_class_train.tsv"
    out = []
    for n, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines()):
        text, _, label = line.rpartition("\t")
        out.append(Row(id=f"C-{n}", text=text, label=label))
    return out


def load_scorer(shared: Path = SHARED) -> ModuleType:
    """Load the shared scorer by path."""
    spec = importlib.util.spec_from_file_location("score_events", shared / "bench/score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(pipeline: Pipeline, rows: Iterable[Row]) -> Iterator[tuple[Row, Reading]]:
    """Yield each row with its reading."""
    for row in rows:
        sha = digest_text(row.text)
        report = Report(id=row.id, path=row.id, sha256=sha, text=row.text)
        yield row, pipeline.read(report)


def with_head(pipeline: Pipeline, folder: Path | None) -> Pipeline:
    """Return the pipeline with the head of a folder; None for rules alone."""
    head = None if folder is None else load_event_head(folder)
    return replace(pipeline, resources=replace(pipeline.resources, event_typer=head))


def base_pipeline() -> Pipeline:
    """Return the pipeline with fast reading and rules alone."""
    return with_head(load_pipeline(Options(reader="fast")), None)


def as_coded(reading: Reading) -> list[dict]:
    """Return the events of a reading as the scorer reads them, first choice first."""
    country = {e.id: e.country for e in reading.entities}

    def codes(ids: tuple[str, ...]) -> list[str]:
        return [c for c in dict.fromkeys(country.get(i) for i in ids) if c]

    return [
        {"type": e.type.value, "source": codes(e.actor), "target": codes(e.recipient), "mode": e.mode or ""}
        for e in reading.events
    ]
