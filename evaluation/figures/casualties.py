"""Killed and injured of local reports on incidents: both right, per report."""

import json
from dataclasses import replace

from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.figures import find_figures
from onrecord.stages.figures.casualties import find_casualties
from onrecord.testing import make_report


def load_reports(folder):
    """Return [(text, killed, injured)] of every report whose incident is known."""
    incidents = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    rows = []
    for row in json.loads((folder / "docs.json").read_text(encoding="utf-8")):
        incident = incidents.get(row["incident"])
        if incident is not None:
            text = f"{row['title']}\n\n{row['content']}"
            rows.append((text, incident["num_killed"], incident["num_injured"]))
    return rows


def read_reports(backend, rows):
    """Yield readings with their parse only."""
    for text, _, _ in rows:
        report = make_report(text)
        yield Reading(report=report, parse=backend.parse_report(report))


def count_reading(reading):
    """Return the casualties of a parsed report."""
    return find_casualties(replace(reading, figures=find_figures(reading, Resources()).items))


def score_casualties(readings, rows):
    """Return (both right, killed right, injured right) as shares."""
    both = killed = injured = 0
    for reading, (_, k, i) in zip(readings, rows, strict=True):
        found = count_reading(reading)
        both += (found.killed, found.injured) == (k, i)
        killed += found.killed == k
        injured += found.injured == i
    return both / len(rows), killed / len(rows), injured / len(rows)
