"""The whole record as plain objects, one a line of the export; every format is made from them.

References: ``docs/formats/record.md``, kinds in the order ``report, residue, entity, office, quotation, timex,
event, figure, link, verdict, timeline, decision, diagnostic``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onrecord.decisions.fields import ENTITY_FIELDS, LINE_FIELDS
from onrecord.model import cover
from onrecord.model.decisions import Line, Review
from onrecord.store import Story

KINDS = (
    "report",
    "residue",
    "entity",
    "office",
    "quotation",
    "timex",
    "event",
    "figure",
    "link",
    "verdict",
    "timeline",
    "decision",
    "diagnostic",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which lines leave the story.

    Attributes:
        only: Review marks to keep; empty for all but rejected.
        held: Whether lines held back as sensitive are let out.
        since: Only lines of reports added at or after this time (ISO 8601), or None.
    """

    only: tuple[str, ...] = ()
    held: bool = False
    since: str | None = None

    def takes(self, line: Line, added: Mapping[str, str]) -> bool:
        """Tell whether a line is let out."""
        if line.held and not self.held:
            return False
        if self.since is not None and added.get(line.report, "") < self.since:
            return False
        return line.review in self.only if self.only else line.review is not Review.REJECTED


@dataclass(frozen=True, slots=True)
class Book:
    """What turns ids inside a reading into ids of the story."""

    cluster: Mapping[str, str]
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def line(self, report: str, local: str) -> str:
        """Return the story-wide id of a line; words that are no id stand for themselves."""
        return self.ids.get((report, local), local)

    def entity(self, report: str, local: str) -> str:
        """Return the id of the entity across reports."""
        name = self.line(report, local)
        return self.cluster.get(name, name)


def iter_records(story: Story, selection: Selection | None = None) -> Iterator[dict[str, Any]]:
    """Yield the record, kind by kind in ``KINDS`` order, each kind in a stable order.

    Cost: linear in the lines; entities and links are held in memory, lines are not.
    """
    selection = selection or Selection()
    view = story.links()
    reports = story.reports()
    added = {r.id: at for r, at in reports}
    book = Book(view.cluster_of)
    for line in story.iter_lines():
        if line.local:
            book.ids[line.report, line.local] = line.id
    readings = {r.id for r, _ in reports} & story.read_reports()
    yield from _report_records(story, reports, readings)
    entities = [li for li in story.lines(kinds=["entity"]) if selection.takes(li, added)]
    yield from _entity_records(entities, book)
    yield from _office_records(entities, book)
    out: set[str] = {li.id for li in entities}
    for kind in ("quotation", "timex", "event", "figure"):
        for line in story.iter_lines(kinds=[kind]):
            if selection.takes(line, added):
                out.add(line.id)
                yield line_record(line, book)
    whole = not selection.only and selection.since is None
    for link in view.links:
        if whole or (link.left in out and link.right in out):
            yield {"kind": "link", **_plain(link)}
    for verdict in view.verdicts:
        if set(verdict.figures) <= out:
            yield {"kind": "verdict", **_plain(verdict)}
    for entry in view.timeline:
        if entry.event in out:
            yield {"kind": "timeline", **_plain(entry)}
    for decision in story.decisions():
        yield {"kind": "decision", **_plain(decision)}
    yield from _diagnostics(story, readings)


def _plain(value: object) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(value)
    return document


def _report_records(story: Story, reports: list[tuple[Any, str]], read: set[str]) -> Iterator[dict[str, Any]]:
    for stored, at in reports:
        report = story.applied(stored.id).reading.report if stored.id in read else stored
        row = {k: v for k, v in _plain(report).items() if k not in {"text", "residue", "left_out"}}
        yield {"kind": "report", **row, "length": len(report.text), "added": at}
    for stored, _ in reports:
        for residue in stored.residue:
            yield {
                "kind": "residue",
                "report": stored.id,
                **_plain(residue),
                "text": residue.span.cut(stored.text),
            }


def _entity_records(lines: list[Line], book: Book) -> Iterator[dict[str, Any]]:
    clusters: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        clusters[book.cluster.get(line.id, line.id)].append(line)
    for cluster in sorted(clusters):
        members = clusters[cluster]
        first = max(members, key=lambda li: (len(li.item["mentions"]), li.id))
        names = dict.fromkeys(n for li in members for n in (li.item["name"], *li.item["names"]))
        yield {
            "kind": "entity",
            "id": cluster,
            "name": first.item["name"],
            "type": first.item["type"],
            "names": sorted(names),
            "country": first.item.get("country"),
            "sector": first.item.get("sector"),
            "lines": sorted(li.id for li in members),
            "review": _joint_review(members),
            "mentions": [
                {"report": li.report, "span": m["span"], "form": m["form"]}
                for li in members
                for m in li.item["mentions"]
            ],
        }


def _joint_review(members: list[Line]) -> str:
    marks = {li.review for li in members}
    return next(iter(marks)).value if len(marks) == 1 else "mixed"


def _office_records(lines: list[Line], book: Book) -> Iterator[dict[str, Any]]:
    for line in lines:
        for office in line.item.get("offices", ()):
            yield {
                "kind": "office",
                "entity": book.cluster.get(line.id, line.id),
                "report": line.report,
                **office,
            }


def line_record(line: Line, book: Book) -> dict[str, Any]:
    """Return a line as an object of the export, its pointers at other lines in ids of the story."""
    item = dict(line.item)
    for name in ENTITY_FIELDS.get(line.kind, ()):
        item[name] = _translate(item.get(name), line.report, book.entity)
    for name in LINE_FIELDS.get(line.kind, ()):
        item[name] = _translate(item.get(name), line.report, book.line)
    span = cover(line.spans) if line.spans else None
    return {
        **item,
        "kind": line.kind,
        **({"quotation_kind": line.item.get("kind")} if line.kind == "quotation" else {}),
        "id": line.id,
        "report": line.report,
        "sentence": line.sentence,
        "span": [span.start, span.end] if span else None,
        "quote": line.quote,
        "said_by": list(line.said_by),
        "evidence": line.evidence.value,
        "review": line.review.value,
        "held": line.held,
        "marks": list(line.marks),
    }


def _translate(value: Any, report: str, name: Any) -> Any:
    if isinstance(value, list):
        return [name(report, v) for v in value]
    return name(report, value) if isinstance(value, str) else value


def _diagnostics(story: Story, read: set[str]) -> Iterator[dict[str, Any]]:
    for report in sorted(read):
        for diagnostic in story.applied(report).reading.diagnostics:
            yield {"kind": "diagnostic", "report": report, **_plain(diagnostic)}
    for rejection in story.rejections():
        row = {"code": rejection.code, "message": rejection.reason, "path": rejection.path}
        yield {"kind": "diagnostic", "report": None, "stage": "intake", "span": None, **row}
