"""Keeps what holds across reports: computed as a whole from the summaries and the judgements of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import Connection, Table, delete, insert, or_, select

from onrecord.decisions import judgements
from onrecord.decisions.apply import targets_now
from onrecord.linking import StoryLinks, link_story
from onrecord.model import Link, TimelineEntry, Verdict
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Verb
from onrecord.store import schema as t
from onrecord.store.decisions import decided_with
from onrecord.store.paging import MOST
from onrecord.store.people import count_people
from onrecord.store.portable import announce, put
from onrecord.store.queue import mark_contested
from onrecord.store.readings import applied, iter_summaries
from onrecord.store.reports import latest_version

STALE = "links-stale"
SERIAL = "serial"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What holds across reports.

    Attributes:
        cluster_of: Id of the cluster of each line that has one.
        origin_of: For each report the agency, or the first of its copies, that its words come from.
    """

    links: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    cluster_of: Mapping[str, str] = field(default_factory=dict)
    origin_of: Mapping[str, str] = field(default_factory=dict)


def touch(connection: Connection) -> None:
    """Note that the record is another than before: what a face computed from the old one is stale."""
    value = now_serial(connection) + 1
    put(connection, t.meta, {"key": SERIAL}, {"value": str(value)})
    announce(connection)


def now_serial(connection: Connection) -> int:
    """Return a number that grows with every change of the record."""
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == SERIAL)).scalar_one_or_none()
    return int(found or 0)


def mark_stale(connection: Connection) -> None:
    """Note that something changed since the reports were linked."""
    touch(connection)
    put(connection, t.meta, {"key": STALE}, {"value": "1"})


def is_stale(connection: Connection) -> bool:
    """Tell whether something changed since the reports were linked."""
    return connection.execute(select(t.meta.c.value).where(t.meta.c.key == STALE)).scalar_one_or_none() == "1"


def link(connection: Connection) -> tuple[StoryLinks, int]:
    """Link all reports anew; return the result and the serial of the record it holds for."""
    result = link_story(list(iter_summaries(connection)), judged(connection))
    return result, now_serial(connection)


def keep(connection: Connection, result: StoryLinks, serial: int) -> bool:
    """Keep what linking gave; return False, and keep nothing, when the record changed meanwhile."""
    if now_serial(connection) != serial:
        return False
    for table in (t.link, t.member, t.verdict, t.verdict_figure, t.timeline, t.memo):
        connection.execute(delete(table))
    fields = ("left", "right", "of", "judgement", "score", "reason", "by")
    _insert(connection, t.link, ({f: getattr(k, f) for f in fields} for k in result.links))
    members = (
        {"line": line, "cluster": cluster.id, "kind": cluster.of.value}
        for cluster in (*result.entities, *result.events, *result.quotations)
        for line in cluster.lines
    )
    _insert(connection, t.member, members)
    origins = ({"line": r, "cluster": o, "kind": "report"} for r, o in result.origins.by_report.items())
    _insert(connection, t.member, origins)
    _insert(connection, t.verdict, (_verdict_row(n, v) for n, v in enumerate(result.verdicts)))
    pairs = ({"line": f, "verdict": n} for n, v in enumerate(result.verdicts) for f in v.figures)
    _insert(connection, t.verdict_figure, pairs)
    _insert(connection, t.timeline, (_timeline_row(e) for e in result.timeline))
    count_people(connection)
    mark_contested(connection)
    connection.execute(delete(t.meta).where(t.meta.c.key == STALE))
    touch(connection)
    return True


def _verdict_row(number: int, verdict: Verdict) -> dict[str, object]:
    return {"id": number, "verdict": verdict.verdict.value, "document": encode_json(verdict).decode()}


def _timeline_row(entry: TimelineEntry) -> dict[str, object]:
    document = encode_json(entry).decode()
    return {
        "event": entry.event,
        "earliest": entry.earliest,
        "weight": entry.weight,
        "reports": entry.reports,
        "document": document,
    }


def _insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    for _, part in groupby(enumerate(rows), key=lambda pair: pair[0] // 500):
        connection.execute(insert(table), [dict(row) for _, row in part])


def judged(connection: Connection) -> list[Link]:
    """Return the links that people judged, on the lines as they are now."""
    active = decided_with(connection, Verb.MERGE, Verb.SPLIT)
    current: dict[tuple[str, int], str] = {}
    for report in sorted({target.report for d in active for target in d.targets}):
        standing = latest_version(connection, report)
        if standing is None:
            continue
        result = applied(connection, standing)
        current.update(targets_now(result.reading, active, result.ids))
    return judgements(active, current)


def load_view(connection: Connection) -> StoryView:
    """Return what holds across reports, all of it."""
    links = connection.execute(select(t.link).order_by(t.link.c.of, t.link.c.left, t.link.c.right))
    members = connection.execute(select(t.member.c.line, t.member.c.cluster, t.member.c.kind)).all()
    verdicts = connection.execute(select(t.verdict.c.document).order_by(t.verdict.c.id))
    entries = connection.execute(
        select(t.timeline.c.document).order_by(
            t.timeline.c.earliest.is_(None), t.timeline.c.earliest, t.timeline.c.event
        )
    )
    return StoryView(
        links=tuple(_link(row) for row in links),
        verdicts=tuple(decode_json(row.document, Verdict) for row in verdicts),
        timeline=tuple(decode_json(row.document, TimelineEntry) for row in entries),
        cluster_of={m.line: m.cluster for m in members if m.kind != "report"},
        origin_of={m.line: m.cluster for m in members if m.kind == "report"},
    )


def _link(row: object) -> Link:
    fields = ("left", "right", "of", "judgement", "score", "reason", "by")
    return decode_json(encode_json({f: getattr(row, f) for f in fields}), Link)


def links_of(connection: Connection, line: str) -> list[Link]:
    """Return every link at a line."""
    rows = connection.execute(
        select(t.link).where(or_(t.link.c.left == line, t.link.c.right == line)).order_by(t.link.c.left)
    )
    return [_link(row) for row in rows]


def links_at(connection: Connection, lines: Sequence[str]) -> list[Link]:
    """Return every link at any of some lines, each once."""
    found: dict[tuple[str, str, str], Link] = {}
    for at in range(0, len(lines), MOST):
        part = lines[at : at + MOST]
        for column in (t.link.c.left, t.link.c.right):
            for row in connection.execute(select(t.link).where(column.in_(part))):
                found[row.left, row.right, row.judgement] = _link(row)
    return [found[key] for key in sorted(found)]
