"""Pages of the record for faces that show a little at a time: every query is bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from onrecord.model import TimelineEntry, Verdict
from onrecord.model.codec import decode_json
from onrecord.model.decisions import Line, Review
from onrecord.store import schema as t

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One entity across reports in a list."""

    cluster: str
    name: str
    said: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing a person is asked to decide.

    Attributes:
        reason: Why it is asked, and why now.
        line: The line, or None where a report is asked about.
        report: The report.
        rank: Smaller comes first: 0 conflicts, 1 dates that others hang on, 2 doubtful lines, 3 the rest.
    """

    reason: str
    report: str
    rank: int
    line: Line | None = None


def report_rows(connection: Connection, offset: int = 0, limit: int = 50) -> list[ReportRow]:
    """Return reports, newest first, those without a date last."""
    query = (
        select(t.report)
        .where(t.report.c.superseded_by.is_(None))
        .order_by(t.report.c.published.is_(None), t.report.c.published.desc(), t.report.c.id)
        .offset(offset)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    ids = [r.id for r in rows]
    counted = {
        r.report: (r.lines, r.hanging)
        for r in connection.execute(
            select(
                t.line.c.report,
                func.count().label("lines"),
                func.sum(case((t.line.c.hangs.is_(True), 1), else_=0)).label("hanging"),
            )
            .where(t.line.c.report.in_(ids), t.line.c.kind != "entity")
            .group_by(t.line.c.report)
        )
    }
    return [
        ReportRow(
            id=r.id,
            path=r.path,
            title=r.title,
            outlet=r.outlet,
            published=r.published,
            added=r.added,
            lines=counted.get(r.id, (0, 0))[0],
            hanging=counted.get(r.id, (0, 0))[1],
        )
        for r in rows
    ]


def timeline_page(
    connection: Connection, *, dated: bool = True, offset: int = 0, limit: int = 100
) -> list[TimelineEntry]:
    """Return timeline entries: the dated ones by date, the others by weight."""
    known = t.timeline.c.earliest.is_not(None) if dated else t.timeline.c.earliest.is_(None)
    order = t.timeline.c.earliest if dated else t.timeline.c.weight.desc()
    query = select(t.timeline.c.document).where(known).order_by(order, t.timeline.c.event)
    return _decoded(connection, query.offset(offset).limit(limit), TimelineEntry)


def weighty(connection: Connection, limit: int = 40) -> list[TimelineEntry]:
    """Return the weightiest dated entries, in order of their dates."""
    query = select(t.timeline.c.document).where(t.timeline.c.earliest.is_not(None))
    best = _decoded(
        connection, query.order_by(t.timeline.c.weight.desc(), t.timeline.c.event).limit(limit), TimelineEntry
    )
    return sorted(best, key=lambda e: (e.earliest or "", e.event))


def verdict_page(
    connection: Connection, *, kinds: Sequence[str] = (), offset: int = 0, limit: int = 50
) -> list[Verdict]:
    """Return verdicts on figures, conflicts first."""
    order = case({"conflict": 0, "later-count": 1, "part-of": 2, "agree": 3}, value=t.verdict.c.verdict, else_=4)
    query = select(t.verdict.c.document).order_by(order, t.verdict.c.id).offset(offset).limit(limit)
    return _decoded(connection, query.where(t.verdict.c.verdict.in_(kinds)) if kinds else query, Verdict)


def verdicts_of(connection: Connection, line: str) -> list[Verdict]:
    """Return every verdict on a figure."""
    hits = select(t.verdict_figure.c.verdict).where(t.verdict_figure.c.line == line)
    query = select(t.verdict.c.document).where(t.verdict.c.id.in_(hits)).order_by(t.verdict.c.id)
    return _decoded(connection, query, Verdict)


def shared_events(connection: Connection, limit: int = 50) -> list[TimelineEntry]:
    """Return events that several reports tell of, weightiest first."""
    query = select(t.timeline.c.document).where(t.timeline.c.reports > 1)
    query = query.order_by(t.timeline.c.weight.desc(), t.timeline.c.event)
    return _decoded(connection, query.limit(limit), TimelineEntry)


def line_page(
    connection: Connection, *, kind: str, review: str | None = None, offset: int = 0, limit: int = 50
) -> list[Line]:
    """Return lines of a kind in order of report and place."""
    query = select(t.line.c.document).where(t.line.c.kind == kind)
    if review is not None:
        query = query.where(t.line.c.review == review)
    query = query.order_by(t.line.c.report, t.line.c.start, t.line.c.id).offset(offset).limit(limit)
    return _decoded(connection, query, Line)


def people_page(connection: Connection, offset: int = 0, limit: int = 60) -> list[PersonRow]:
    """Return entities across reports, those who speak most first."""
    said = (
        select(t.member.c.cluster, func.count().label("said"))
        .join(t.line, t.line.c.speaker == t.member.c.line)
        .where(t.line.c.kind == "quotation", t.line.c.review != Review.REJECTED)
        .group_by(t.member.c.cluster)
        .subquery()
    )
    query = (
        select(
            t.member.c.cluster,
            func.max(t.line.c.name).label("name"),
            func.coalesce(func.max(said.c.said), 0).label("said"),
            func.count().label("mentions"),
        )
        .join(t.line, t.line.c.id == t.member.c.line)
        .outerjoin(said, said.c.cluster == t.member.c.cluster)
        .where(t.member.c.kind == "entity", t.line.c.review != Review.REJECTED)
        .group_by(t.member.c.cluster)
        .order_by(func.coalesce(func.max(said.c.said), 0).desc(), func.count().desc(), t.member.c.cluster)
        .offset(offset)
        .limit(limit)
    )
    rows = connection.execute(query)
    return [PersonRow(cluster=r.cluster, name=r.name, said=r.said, mentions=r.mentions) for r in rows]


def members_of(connection: Connection, cluster: str) -> list[Line]:
    """Return the lines of a cluster."""
    hits = select(t.member.c.line).where(t.member.c.cluster == cluster)
    query = select(t.line.c.document).where(t.line.c.id.in_(hits)).order_by(t.line.c.report, t.line.c.id)
    return _decoded(connection, query, Line)


def said_by(connection: Connection, entities: Sequence[str], limit: int = 200) -> list[Line]:
    """Return the quotations whose speaker is one of some entity lines."""
    query = (
        select(t.line.c.document)
        .where(t.line.c.kind == "quotation", t.line.c.speaker.in_(entities))
        .order_by(t.line.c.report, t.line.c.start)
    )
    return _decoded(connection, query.limit(limit), Line)


def review_queue(connection: Connection, offset: int = 0, limit: int = 20) -> list[ReviewItem]:
    """Return what to decide next, worst first."""
    wanted = offset + limit
    once: dict[str, ReviewItem] = {}
    for source in (_conflicts, _undated, _doubtful, _rest):
        for item in source(connection, wanted + len(once)):  # as many may be here already, for a worse reason
            once.setdefault(item.line.id if item.line else item.report, item)
        if len(once) >= wanted:
            break
    return list(once.values())[offset:wanted]


def review_size(connection: Connection) -> int:
    """Return how many lines no person has looked at."""
    query = select(func.count()).select_from(t.line).where(_open(), t.line.c.kind.in_(("quotation", "event", "figure")))
    return int(connection.execute(query).scalar_one())


def _open() -> ColumnElement[bool]:
    return and_(t.line.c.review == Review.MACHINE, t.line.c.unsure.is_(False))


def _conflicts(connection: Connection, limit: int) -> list[ReviewItem]:
    query = (
        select(t.line.c.document)
        .join(t.verdict_figure, t.verdict_figure.c.line == t.line.c.id)
        .join(t.verdict, t.verdict.c.id == t.verdict_figure.c.verdict)
        .where(t.verdict.c.verdict == "conflict", _open())
        .order_by(t.line.c.report, t.line.c.start)
        .limit(limit)
    )
    why = "this figure conflicts with another"
    return [ReviewItem(reason=why, report=li.report, rank=0, line=li) for li in _decoded(connection, query, Line)]


def _undated(connection: Connection, limit: int) -> list[ReviewItem]:
    query = (
        select(t.line.c.report, func.count().label("hanging"))
        .where(t.line.c.hangs.is_(True))
        .group_by(t.line.c.report)
        .order_by(func.count().desc(), t.line.c.report)
        .limit(limit)
    )
    rows = connection.execute(query)
    return [ReviewItem(reason=f"no date; {r.hanging} times hang on it", report=r.report, rank=1) for r in rows]


def _doubtful(connection: Connection, limit: int) -> list[ReviewItem]:
    query = (
        select(t.line.c.document)
        .where(t.line.c.evidence == "uncertain", t.line.c.kind.in_(("quotation", "event", "figure")), _open())
        .order_by(t.line.c.report, t.line.c.start)
        .limit(limit)
    )
    why = "the machine is not sure"
    return [ReviewItem(reason=why, report=li.report, rank=2, line=li) for li in _decoded(connection, query, Line)]


def _rest(connection: Connection, limit: int) -> list[ReviewItem]:
    query = (
        select(t.line.c.document)
        .where(t.line.c.kind.in_(("quotation", "figure", "event")), _open(), t.line.c.evidence != "uncertain")
        .order_by(t.line.c.report, t.line.c.start)
        .limit(limit)
    )
    why = "nobody has looked at it yet"
    return [ReviewItem(reason=why, report=li.report, rank=3, line=li) for li in _decoded(connection, query, Line)]


def _decoded(connection: Connection, query: Select[tuple[str]], kind: type[T]) -> list[T]:
    return [decode_json(row.document, kind) for row in connection.execute(query)]
