"""Pages of the record for faces that show a little at a time: every query is bounded."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.model import TimelineEntry
from onrecord.model.decisions import Line
from onrecord.store import schema as t
from onrecord.store.overview import LINE_KINDS
from onrecord.store.paging import decoded, lines_in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report in a list.

    Attributes:
        lines: How many lines it has.
        hanging: How many of its times wait for its date.
    """

    id: str
    path: str
    title: str | None
    outlet: str | None
    published: str | None
    added: str
    lines: int
    hanging: int


def report_rows(connection: Connection, offset: int = 0, limit: int = 50) -> list[ReportRow]:
    """Return reports, newest first, those without a date last."""
    columns = ("id", "path", "title", "outlet", "published", "added")
    wanted = (
        select(t.report.c.id)
        .where(t.report.c.superseded_by.is_(None))
        .order_by(t.report.c.published.is_(None), t.report.c.published.desc(), t.report.c.id)
    )
    ids = [str(r.id) for r in connection.execute(wanted.offset(offset).limit(limit))]
    heads = {
        r.id: r for r in connection.execute(select(*(t.report.c[c] for c in columns)).where(t.report.c.id.in_(ids)))
    }
    counted = {r.report: r for r in connection.execute(select(t.tally).where(t.tally.c.report.in_(ids)))}
    out = []
    for name in ids:
        tally = counted.get(name)
        lines = sum(getattr(tally, kind) for kind in LINE_KINDS[1:]) if tally else 0
        hanging = tally.hanging if tally else 0
        out.append(ReportRow(**{c: getattr(heads[name], c) for c in columns}, lines=lines, hanging=hanging))
    return out


def timeline_page(
    connection: Connection, *, dated: bool = True, offset: int = 0, limit: int = 100
) -> list[TimelineEntry]:
    """Return timeline entries: the dated ones by date, the others by weight."""
    known = t.timeline.c.earliest.is_not(None) if dated else t.timeline.c.earliest.is_(None)
    order = t.timeline.c.earliest if dated else t.timeline.c.weight.desc()
    query = select(t.timeline.c.document).where(known).order_by(order, t.timeline.c.event)
    return decoded(connection, query.offset(offset).limit(limit), TimelineEntry)


def weighty(connection: Connection, limit: int = 40) -> list[TimelineEntry]:
    """Return the weightiest dated entries, in order of their dates."""
    query = select(t.timeline.c.document).where(t.timeline.c.earliest.is_not(None))
    best = decoded(
        connection, query.order_by(t.timeline.c.weight.desc(), t.timeline.c.event).limit(limit), TimelineEntry
    )
    return sorted(best, key=lambda e: (e.earliest or "", e.event))


def shared_events(connection: Connection, offset: int = 0, limit: int = 50) -> list[TimelineEntry]:
    """Return events that several reports tell of, weightiest first."""
    # the order by weight has an index, and most weighty events are shared: it is walked until the page is full
    query = select(t.timeline.c.document).where(t.timeline.c.reports > 1)
    query = query.order_by(t.timeline.c.weight.desc(), t.timeline.c.event)
    return decoded(connection, query.offset(offset).limit(limit), TimelineEntry)


def line_page(
    connection: Connection,
    *,
    kind: str,
    review: str | None = None,
    evidence: str | None = None,
    report: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[Line]:
    """Return lines of a kind in order of report and place; an empty filter keeps all."""
    query = select(t.line.c.id).where(t.line.c.kind == kind)
    for column, wanted in ((t.line.c.review, review), (t.line.c.evidence, evidence), (t.line.c.report, report)):
        if wanted:
            query = query.where(column == wanted)
    query = query.order_by(t.line.c.report, t.line.c.start, t.line.c.id).offset(offset).limit(limit)
    return lines_in_order(connection, query)
