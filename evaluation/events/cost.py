"""What the stage costs: CPU time beside that of everything before it, at several lengths of a report."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from onrecord.pipeline import load_pipeline
from onrecord.stages.events import find_events
from onrecord.testing import make_report

LENGTHS = (1, 2, 4, 8)


def measure_cost(texts: Path) -> list[tuple[int, float, float]]:
    """Return (code points, CPU seconds before, CPU seconds of the stage) for growing reports.

    Args:
        texts: Folder of plain texts; together they are the shortest report.
    """
    pipeline = load_pipeline()
    before = replace(pipeline, stages=tuple(s for s in pipeline.stages if s.name not in {"events", "figures"}))
    text = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(texts.glob("*.txt")))
    find_events(before.read(make_report(text[:2000])), pipeline.resources)  # loads what is loaded once
    out = []
    for times in LENGTHS:
        report = make_report("\n\n".join(text.replace(". ", f", {n}. ") for n in range(times)))  # no sentence twice
        start = time.process_time()
        reading = before.read(report)
        middle = time.process_time()
        find_events(reading, pipeline.resources)
        out.append((len(report.text), middle - start, time.process_time() - middle))
    return out
