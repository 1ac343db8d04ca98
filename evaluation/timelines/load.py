"""Reads T17: articles with their publication date as summaries, and the dates of editors' timelines."""

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from onrecord.linking.facts import ReportSummary
from onrecord.linking.summarise import summarise
from onrecord.model import Published, PublishedMethod, Reading
from onrecord.testing import make_report

TOPICS = ("mj", "finan", "haiti", "egypt")


def load_articles(folder: Path, topic: str, grammar, resources) -> list[ReportSummary]:
    """Parse the articles and find their time expressions; the other stages are not needed for dates."""
    from onrecord.stages.timexes import find_timexes

    csv.field_size_limit(10**8)
    out = []
    with (folder / "t17" / topic / "outputwithpub.csv").open(encoding="utf-8", newline="") as file:
        for i, row in enumerate(csv.DictReader(file)):
            published = Published(value=row["date"][:10], method=PublishedMethod.GIVEN, confidence=1.0)
            report = make_report(row["text"], id=f"{topic}-{i}", published=published)
            parse = grammar.parse_report(report)
            spans = tuple(parse.sentence_span(k) for k in range(len(parse.sentences)))
            reading = Reading(report=report, parse=parse, sentences=spans)
            out.append(summarise(replace(reading, timexes=find_timexes(reading, resources).items)))
    return out


def load_timeline(folder: Path, topic: str) -> set[int]:
    """Return the days of the editors' timeline."""
    days = set()
    for path in (folder / "gold" / f"tl17-{topic}").glob("*.txt"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", line.strip()):
                days.add(date.fromisoformat(line.strip()).toordinal())
    return days
