"""The whole record as plain objects, one a line of the export; every format is made from them.

References: ``docs/formats/record.md``, kinds in the order ``report, residue, entity, office, quotation, timex,
event, figure, link, verdict, timeline, decision, diagnostic``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import msgspec

from onrecord.decisions.fields import ENTITY_FIELDS, LINE_FIELDS
from onrecord.exports.view import Linked, Selection, View, open_view
from onrecord.model import Report, cover
from onrecord.model.codec import reading_document
from onrecord.model.decisions import Line
from onrecord.store import Story
from onrecord.store import reports as stored_reports

__all__ = ["KINDS", "Book", "Selection", "iter_records", "line_record"]

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


@dataclass(frozen=True, slots=True)
class Book:
    """What turns ids inside the reading of one report into ids of the story.

    Attributes:
        cluster: Id of the cluster of each line that has one.
        ids: Story-wide ids of the report's lines by their ids inside the reading.
    """

    cluster: Mapping[str, str]
    ids: Mapping[str, str]

    def line(self, local: str) -> str:
        """Return the story-wide id of a line; words that are no id stand for themselves."""
        return self.ids.get(local, local)

    def entity(self, local: str) -> str:
        """Return the id of the entity across reports."""
        name = self.line(local)
        return self.cluster.get(name, name)


def iter_records(story: Story, selection: Selection | None = None) -> Iterator[dict[str, Any]]:
    """Yield the record, kind by kind in ``KINDS`` order, each kind in a stable order.

    Cost: linear in the lines; entities and links are held in memory, other lines are not.
    """
    view = open_view(story, selection)
    linked = view.linked()
    yield from _report_records(view)
    entities = list(view.iter_lines(["entity"]))
    yield from _entity_records(entities, linked)
    yield from _office_records(entities, linked)
    del entities
    for kind in ("quotation", "timex", "event", "figure"):
        for report, lines in groupby(view.iter_lines([kind]), key=lambda li: li.report):
            book = Book(linked.cluster_of, view.ids_of(report))
            yield from (line_record(line, book) for line in lines)
    yield from _linked_records(view, linked)
    for decision in view.decisions:
        yield {"kind": "decision", **_plain(decision)}
    yield from _diagnostics(view)


def _linked_records(view: View, linked: Linked) -> Iterator[dict[str, Any]]:
    is_out = view.out()
    for link in linked.links:
        if view.selection.whole or (is_out(link.left) and is_out(link.right)):
            yield {"kind": "link", **_plain(link)}
    for verdict in linked.verdicts:
        if all(map(is_out, verdict.figures)):
            yield {"kind": "verdict", **_plain(verdict)}
    for entry in linked.timeline:
        if is_out(entry.event):
            lines = tuple(filter(is_out, entry.lines))
            yield {"kind": "timeline", **_plain(replace(entry, lines=lines))}


def _plain(value: object) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(value)
    return document


def _report_records(view: View) -> Iterator[dict[str, Any]]:
    before = _replaced(view)
    whole = view.selection.whole
    for head in view.heads.values():
        stored = view.report(head.id)
        report = view.applied(head.id).reading.report if head.id in view.read else stored
        row = {k: v for k, v in _plain(report).items() if k not in {"text", "residue", "left_out"}}
        row |= {"kind": "report", "length": len(report.text), "added": head.added}
        if whole:
            row |= {**_carried(report.text), "machine": _machine(view, stored), "replaces": before.get(head.id, [])}
        yield row
    for head in view.heads.values():
        stored = view.report(head.id)
        for residue in stored.residue:
            yield {
                "kind": "residue",
                "report": stored.id,
                **_plain(residue),
                "text": _carried(residue.span.cut(stored.text))["text"],
            }


def _carried(text: str) -> dict[str, Any]:
    """Return a text as JSON can carry it: lone surrogates, which it cannot, beside it with their places."""
    if text.isascii():
        return {"text": text}
    lone = [(at, ord(c)) for at, c in enumerate(text) if "\ud800" <= c <= "\udfff"]
    if not lone:
        return {"text": text}
    letters = list(text)
    for at, _ in lone:
        letters[at] = "\ufffd"
    return {"text": "".join(letters), "surrogates": lone}


def _machine(view: View, stored: Report) -> dict[str, Any]:
    """Return what the machine made of a report before people had their say: all that an import needs."""
    given = {name: msgspec.to_builtins(getattr(stored, name)) for name in ("published", "residue", "left_out")}
    if stored.id not in view.read:
        return {"report": given, "reading": None}
    document = reading_document(view.reading(stored.id))
    kept = {k: v for k, v in document.items() if k not in {"report", "residue"}}
    return {"report": given, "reading": kept}


def _replaced(view: View) -> dict[str, list[str]]:
    """Return the ids of older texts by the id of the report that took their place."""
    out: dict[str, list[str]] = defaultdict(list)
    with view.story.reading() as connection, view.story.reading() as other:
        for report, _ in stored_reports.iter_reports(connection, all_versions=True):
            if report.id not in view.heads:
                standing = stored_reports.latest_version(other, report.id)
                if standing is not None:
                    out[standing].append(report.id)
    return out


def _entity_records(lines: list[Line], linked: Linked) -> Iterator[dict[str, Any]]:
    clusters: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        clusters[linked.cluster_of.get(line.id, line.id)].append(line)
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


def _office_records(lines: list[Line], linked: Linked) -> Iterator[dict[str, Any]]:
    for line in lines:
        for office in line.item.get("offices", ()):
            yield {
                "kind": "office",
                "entity": linked.cluster_of.get(line.id, line.id),
                "report": line.report,
                **office,
            }


def line_record(line: Line, book: Book) -> dict[str, Any]:
    """Return a line as an object of the export, its pointers at other lines in ids of the story."""
    item = dict(line.item)
    for name in ENTITY_FIELDS.get(line.kind, ()):
        item[name] = _translate(item.get(name), book.entity)
    for name in LINE_FIELDS.get(line.kind, ()):
        item[name] = _translate(item.get(name), book.line)
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


def _translate(value: Any, name: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [name(v) for v in value]
    return name(value) if isinstance(value, str) else value


def _diagnostics(view: View) -> Iterator[dict[str, Any]]:
    for report in sorted(view.read):
        for diagnostic in view.reading(report).diagnostics:
            yield {"kind": "diagnostic", "report": report, **_plain(diagnostic)}
    for rejection in view.story.rejections():
        row = {"code": rejection.code, "message": rejection.reason, "path": rejection.path}
        yield {"kind": "diagnostic", "report": None, "stage": "intake", "span": None, **row}
