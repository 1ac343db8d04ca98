"""Checks a story: is every pointer exact, is every decision applied, do figures conflict."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Report, Span
from onrecord.model.decisions import Line
from onrecord.store.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found.

    Attributes:
        pointers: Spans compared with the stored text.
        broken: Those that cut other words than the line quotes.
        decisions, stale, orphans: Of all decisions, those that no longer fit.
        conflicts: Verdicts that say two figures conflict.
        findings: A sentence each.
    """

    pointers: int
    broken: int
    decisions: int
    stale: int
    orphans: int
    conflicts: int
    findings: tuple[str, ...]


def check_story(story: Story) -> Checked:
    """Check every pointer, every decision and every verdict of a story.

    Cost: linear in the lines; one report's text in memory at a time.
    """
    by_report: dict[str, list[Line]] = defaultdict(list)
    for line in story.lines():
        by_report[line.report].append(line)
    pointers = 0
    broken: list[str] = []
    for report, _ in story.reports():
        counted, wrong = _check_pointers(report, by_report.get(report.id, []))
        pointers += counted
        broken += wrong
    ended = story.outcomes()
    stale = [f"decision {d[:6]} on {r} is stale: {why}" for d, r, o, why in ended if o == "stale"]
    orphans = [f"decision {d[:6]} on {r} is an orphan: {why}" for d, r, o, why in ended if o == "orphan"]
    conflicts = [
        f"figures {' and '.join(f[:6] for f in v.figures)} conflict: {v.reason}"
        for v in story.links().verdicts
        if v.verdict == "conflict"
    ]
    failures = [f"report {report} was not read: {why}" for report, why in story.failures()]
    return Checked(
        pointers=pointers,
        broken=len(broken),
        decisions=len(story.decisions()),
        stale=len(stale),
        orphans=len(orphans),
        conflicts=len(conflicts),
        findings=(*broken, *stale, *orphans, *conflicts, *failures),
    )


def _check_pointers(report: Report, lines: list[Line]) -> tuple[int, list[str]]:
    wrong = []
    counted = 0
    for line in lines:
        cuts = []
        for span in line.spans:
            counted += 1
            cuts.append(report.text[span.start : span.end])
        if line.spans and " … ".join(cuts) != line.quote:
            wrong.append(f"line {line.id} points at other words than it quotes")
        for span in _inner(line.item):
            counted += 1
            if not 0 <= span.start < span.end <= len(report.text):
                wrong.append(f"line {line.id} has a pointer outside the text of {report.id}")
    return counted, wrong


def _inner(value: object) -> Iterator[Span]:
    """Yield every span inside a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"low", "high"}:
                yield from _inner(inner)
    elif isinstance(value, list):
        if len(value) == 2 and all(type(v) is int for v in value):
            yield Span(value[0], value[1])
        else:
            for inner in value:
                yield from _inner(inner)
