"""Loads the reports as summaries; page furniture is taken out by intake's rules for plain text."""

import json
from dataclasses import replace
from pathlib import Path

from onrecord.intake.residue import find_residue
from onrecord.lexicon import load_lexicon
from onrecord.linking.facts import ReportSummary
from onrecord.linking.summarise import summarise
from onrecord.model import Published, PublishedMethod, Reading
from onrecord.testing import make_report


def load(folder: Path) -> tuple[list[ReportSummary], dict[str, str]]:
    """Return the summaries, and report -> incident."""
    rows = json.loads((folder / "docs.json").read_text(encoding="utf-8"))
    summaries, gold = [], {}
    lexicon = load_lexicon()
    for row in rows:
        if row["file"] in gold:
            continue
        gold[row["file"]] = row["incident"]
        published = Published(value=row["dct"], method=PublishedMethod.GIVEN, confidence=1.0)
        residue = find_residue(row["content"], row["title"], lexicon)
        report = make_report(row["content"], title=row["title"], published=published, residue=residue, url=row["uri"])
        summaries.append(summarise(Reading(report=replace(report, id=row["file"]))))
    return summaries, gold
