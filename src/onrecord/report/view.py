"""Gathers what the screens show; decides nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.exports.view import open_view
from onrecord.model import Report, TimelineEntry, Verdict
from onrecord.model.decisions import Line
from onrecord.report.marks import Piece, mark_text
from onrecord.report.nests import Nest, draw_nests
from onrecord.report.strip import Strip, draw_strip
from onrecord.report.words import cite
from onrecord.store import Story
from onrecord.store.overview import Overview, overview

LONGEST = 300
"""Reports whose whole text stands in the page; a larger story is read in the web app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One entity across reports, with what it said and what was said of it."""

    id: str
    name: str
    type: str
    names: tuple[str, ...]
    offices: tuple[str, ...]
    said: tuple[Line, ...]
    relayed: tuple[Line, ...]
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One report with its marked text and its lines."""

    report: Report
    added: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    lines: tuple[Line, ...]
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the timeline."""

    entry: TimelineEntry
    line: Line
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything on the page."""

    name: str
    overview: Overview
    reads: tuple[Read, ...]
    whole: bool
    strip: Strip
    nests: tuple[Nest, ...]
    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    figures: tuple[Line, ...]
    verdicts: tuple[tuple[Verdict, tuple[Line, ...]], ...]
    people: tuple[Person, ...]
    orphans: tuple[Line, ...]
    names: Mapping[tuple[str, str], str]
    reports: Mapping[str, Report]

    def name_of(self, report: str, local: str) -> str:
        """Return the name behind an entity's id inside a report."""
        return self.names.get((report, local), local)

    def cite(self, line: Line) -> str:
        """Return the citation of a line."""
        return cite(line, self.reports[line.report])


def gather(story: Story) -> Page:
    """Gather the page of a story as an export may see it: held lines leave no trace, also not in the texts."""
    view = open_view(story)
    reports = {i: view.applied(i).reading.report if i in view.read else view.report(i) for i in view.heads}
    by_report = {i: [li for li in view.lines_of(i) if not li.held] for i in view.heads}
    lines = [li for found in by_report.values() for li in found]
    linked = view.linked()
    names = {(li.report, li.local): str(li.item["name"]) for li in lines if li.kind == "entity" and li.local}
    by_id = {li.id: li for li in lines}
    entries = [
        Entry(entry=e, line=by_id[e.event], who=_who(by_id[e.event], names))
        for e in linked.timeline
        if e.event in by_id
    ]
    dated = tuple(e for e in entries if e.entry.earliest)
    shown = [li for li in lines if li.review != "rejected"]
    origin_of = story.links().origin_of
    heads = list(view.heads.values())
    compared = tuple(
        (v, tuple(by_id[f] for f in v.figures)) for v in linked.verdicts if all(f in by_id for f in v.figures)
    )
    return Page(
        name=story.folder.resolve().name,
        overview=overview(story),
        reads=tuple(_read(reports[h.id], h.added, by_report[h.id], origin_of.get(h.id)) for h in heads[:LONGEST]),
        whole=len(heads) <= LONGEST,
        strip=draw_strip([(e.entry, e.line, e.who) for e in dated]),
        nests=draw_nests(compared, lambda li: _counted(li, reports)),
        dated=dated,
        undated=tuple(e for e in entries if not e.entry.earliest),
        figures=tuple(li for li in shown if li.kind == "figure" and li.review != "orphan"),
        verdicts=compared,
        people=_people(shown, linked.cluster_of),
        orphans=tuple(li for li in lines if li.review == "orphan"),
        names=names,
        reports=reports,
    )


def _counted(line: Line, reports: Mapping[str, Report]) -> str:
    span = line.item.get("counted")
    return reports[line.report].text[span[0] : span[1]] if span else ""


def _who(line: Line, names: Mapping[tuple[str, str], str]) -> str:
    sides = [
        ", ".join(names.get((line.report, e), e) for e in line.item.get(side, ())) for side in ("actor", "recipient")
    ]
    return " → ".join(s for s in sides if s)


def _read(report: Report, added: str, lines: list[Line], origin: str | None) -> Read:
    kept = [li for li in lines if li.review != "rejected"]
    return Read(
        report=report,
        added=added,
        paragraphs=mark_text(report, kept),
        lines=tuple(li for li in lines if li.kind != "entity"),
        origin=origin if origin != report.id else None,
    )


def _people(lines: list[Line], cluster_of: Mapping[str, str]) -> tuple[Person, ...]:
    """Return everyone who speaks or is often named, those who speak most first."""
    members: dict[str, list[Line]] = defaultdict(list)
    where: dict[tuple[str, str], str] = {}
    for line in lines:
        if line.kind == "entity":
            cluster = cluster_of.get(line.id, line.id)
            members[cluster].append(line)
            where[line.report, line.local] = cluster
    said: dict[str, list[Line]] = defaultdict(list)
    relayed: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind == "quotation" and line.local:  # an orphan keeps a copy of names, not ids of this reading
            if speaker := where.get((line.report, line.item.get("speaker") or "")):
                said[speaker].append(line)
            for relay in {where.get((line.report, r)) for r in line.item.get("relayed_by", ())} - {None}:
                relayed[str(relay)].append(line)
    people = [_person(c, m, said[c], relayed[c]) for c, m in members.items()]
    kept = [p for p in people if p.said or p.relayed or (p.mentions > 1 and p.type != "other")]
    return tuple(sorted(kept, key=lambda p: (-len(p.said) - len(p.relayed), -p.mentions, p.id)))


def _person(cluster: str, members: list[Line], said: list[Line], relayed: list[Line]) -> Person:
    counted: Counter[str] = Counter()
    for line in members:
        counted[str(line.item["name"])] += len(line.item["mentions"])
    names = dict.fromkeys(n for li in members for n in (li.item["name"], *li.item["names"]))
    offices = dict.fromkeys(
        f"{o['status']} {o['office']}{' of ' + o['of'] if o.get('of') else ''} ({li.report})"
        for li in members
        for o in li.item.get("offices", ())
    )
    name = max(counted, key=lambda n: (counted[n], len(n), n))
    return Person(
        id=cluster,
        name=name,
        type=str(members[0].item["type"]),
        names=tuple(n for n in names if n != name),
        offices=tuple(offices),
        said=tuple(said),
        relayed=tuple(relayed),
        mentions=sum(counted.values()),
    )
