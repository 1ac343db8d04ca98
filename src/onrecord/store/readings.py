"""Keeps readings, and the lines that readings and decisions make together."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from onrecord.decisions import Applied, apply_decisions
from onrecord.errors import AmbiguousId, UnknownLine
from onrecord.linking.facts import ReportSummary
from onrecord.model import Published, PublishedMethod, Reading, Report
from onrecord.model.codec import decode_json, reading_from_document
from onrecord.model.decisions import Line
from onrecord.store import schema as t
from onrecord.store.decisions import decisions_on
from onrecord.store.portable import put
from onrecord.store.prepared import Prepared, prepare
from onrecord.store.queue import mark_contested, shift_counts, waiting_in
from onrecord.store.reports import load_report, load_reports
from onrecord.store.search import index_report
from onrecord.store.unlinked import note_summary

IMPORTED = "imported"
"""Key of readings that came with an export: whatever made them, they stay as they came until asked otherwise."""


def pending(connection: Connection, key: str) -> list[str]:
    """Return the ids of the reports that were not read by this version, in order of their ids; imported ones stay.

    Args:
        key: Of the pipeline: it changes with every stage, model and word list.
    """
    done = select(t.reading.c.report).where(t.reading.c.key.in_((key, IMPORTED)))
    failed = select(t.failure.c.report).where(t.failure.c.key == key)
    rows = connection.execute(
        select(t.report.c.id)
        .where(t.report.c.superseded_by.is_(None), t.report.c.id.not_in(done), t.report.c.id.not_in(failed))
        .order_by(t.report.c.id)
    )
    return [r.id for r in rows]


def count_imported(connection: Connection) -> int:
    """Return how many reports stand as they were imported."""
    query = select(func.count()).select_from(t.reading).where(t.reading.c.key == IMPORTED)
    return int(connection.execute(query).scalar_one())


def reread_imported(connection: Connection) -> None:
    """Let imported reports be pending: the next run reads them again, decisions stay."""
    connection.execute(update(t.reading).where(t.reading.c.key == IMPORTED).values(key=f"re-read {IMPORTED}"))


def save_prepared(connection: Connection, prepared: Prepared, key: str) -> None:
    """Keep a reading and the lines worked out from it; worked out again where decisions were made meanwhile."""
    values = {"key": key, "document": prepared.document}
    put(connection, t.reading, {"report": prepared.report}, values)
    connection.execute(delete(t.failure).where(t.failure.c.report == prepared.report))
    index_report(connection, prepared.report, prepared.sentences)
    path = connection.execute(select(t.report.c.path).where(t.report.c.id == prepared.report)).scalar_one()
    if tuple(d.id for d in decisions_on(connection, prepared.report, path)) != prepared.decisions:
        refresh(connection, prepared.report)
    else:
        _save_lines(connection, prepared)


def save_failure(connection: Connection, report: str, key: str, reason: str) -> None:
    """Note that a report could not be read, so that a run does not stop at it again."""
    put(connection, t.failure, {"report": report}, {"key": key, "reason": reason})


def failures(connection: Connection) -> list[tuple[str, str]]:
    """Return (report, reason) for every report that could not be read."""
    return [(r.report, r.reason) for r in connection.execute(select(t.failure).order_by(t.failure.c.report))]


def count_unread(connection: Connection) -> int:
    """Return how many reports no version of the pipeline has read."""
    read = select(t.reading.c.report)
    query = select(func.count()).select_from(t.report)
    return int(
        connection.execute(query.where(t.report.c.superseded_by.is_(None), t.report.c.id.not_in(read))).scalar_one()
    )


def read_reports(connection: Connection) -> set[str]:
    """Return the ids of the reports that were read."""
    return {r.report for r in connection.execute(select(t.reading.c.report))}


def load_reading(connection: Connection, report: str) -> Reading:
    """Return the machine's reading of a report.

    Raises:
        UnknownLine: It was not read yet.
    """
    row = connection.execute(select(t.reading.c.document).where(t.reading.c.report == report)).first()
    if row is None:
        raise UnknownLine(f"report {report} was not read yet; run 'onrecord run STORY'")
    return reading_from_document(zlib.decompress(row.document), load_report(connection, report))


def refresh(connection: Connection, report: str) -> bool:
    """Make the lines of one report anew after a decision; tell whether what linking needs of it changed."""
    reading = load_reading(connection, report)
    found = decisions_on(connection, reading.report.id, reading.report.path)
    return _save_lines(connection, prepare(reading, found))


def dated(connection: Connection, report: Report) -> Report:
    """Return a report with the date that people gave it, without touching its reading."""
    row = connection.execute(select(t.report.c.published).where(t.report.c.id == report.id)).first()
    return report if row is None else _with_date(report, row.published)


def _with_date(report: Report, published: str | None) -> Report:
    if published == report.published.value:
        return report
    method = PublishedMethod.GIVEN if published else report.published.method
    return replace(report, published=Published(value=published, method=method, confidence=1.0))


def reports_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Report]:
    """Return reports with the dates that people gave them; unknown ids are left out."""
    out: dict[str, Report] = {}
    for at in range(0, len(ids), 500):
        for report, published in load_reports(connection, ids[at : at + 500]):
            out[report.id] = _with_date(report, published)
    return out


def names_by_report(connection: Connection, reports: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the names of the entities of some reports, by report and by id inside its reading."""
    out: dict[str, dict[str, str]] = {report: {} for report in reports}
    for at in range(0, len(reports), 500):
        query = select(t.line.c.report, t.line.c.local, t.line.c.name).where(
            t.line.c.report.in_(reports[at : at + 500]), t.line.c.kind == "entity", t.line.c.local != ""
        )
        for row in connection.execute(query):
            out[row.report][row.local] = row.name or row.local
    return out


def applied(connection: Connection, report: str) -> Applied:
    """Return a report's reading with the decisions on it, without keeping anything."""
    reading = load_reading(connection, report)
    return apply_decisions(reading, decisions_on(connection, reading.report.id, reading.report.path))


def _save_lines(connection: Connection, prepared: Prepared) -> bool:
    """Keep what is worked out from a reading; tell whether linking has to follow."""
    report = prepared.report
    before = waiting_in(connection, report)
    connection.execute(update(t.report).where(t.report.c.id == report).values(published=prepared.published))
    for table, rows in (
        (t.line, prepared.lines),
        (t.outcome, prepared.outcomes),
        (t.voice, prepared.voices),
        (t.tally, ({"report": report, **prepared.tally},)),
    ):
        connection.execute(delete(table).where(table.c.report == report))
        if rows:
            connection.execute(insert(table), list(rows))
    mark_contested(connection, report)
    shift_counts(connection, before, waiting_in(connection, report))
    return note_summary(connection, report, prepared.summary)


def _lines(rows: Iterable[Row[tuple[str]]]) -> Iterator[Line]:
    for row in rows:
        yield decode_json(row.document, Line)


def iter_lines(
    connection: Connection,
    *,
    kinds: Sequence[str] = (),
    report: str | None = None,
    reviews: Sequence[str] = (),
    held: bool | None = None,
) -> Iterator[Line]:
    """Yield lines in order of report and place, filtered."""
    query = select(t.line.c.document).order_by(t.line.c.report, t.line.c.kind, t.line.c.start, t.line.c.id)
    if kinds:
        query = query.where(t.line.c.kind.in_(kinds))
    if report is not None:
        query = query.where(t.line.c.report == report)
    if reviews:
        query = query.where(t.line.c.review.in_(reviews))
    if held is not None:
        query = query.where(t.line.c.held.is_(held))
    yield from _lines(connection.execute(query.execution_options(yield_per=500)))


def find_line(connection: Connection, wanted: str) -> Line:
    """Return the line that an id, or the beginning of one, means.

    Raises:
        UnknownLine: None does.
        AmbiguousId: Several do; the message lists them.
    """
    low = wanted[:1].upper() + wanted[1:].lower()
    rows = connection.execute(
        select(t.line.c.document).where(t.line.c.id >= low, t.line.c.id < low + "\uffff").order_by(t.line.c.id).limit(6)
    ).all()
    found = list(_lines(rows))
    if not found:
        raise UnknownLine(f"no line {wanted!r} in the story")
    if len(found) > 1 and found[0].id != low:
        raise AmbiguousId(f"{wanted!r} could be any of {', '.join(line.id for line in found)}")
    return found[0]


def load_lines(connection: Connection, ids: Sequence[str]) -> dict[str, Line]:
    """Return lines by their ids; unknown ids are left out."""
    out: dict[str, Line] = {}
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        rows = connection.execute(select(t.line.c.document).where(t.line.c.id.in_(part)))
        out.update((line.id, line) for line in _lines(rows))
    return out


def local_ids(connection: Connection, report: str) -> dict[str, str]:
    """Return the story-wide id of every line of a report by its id inside the reading; orphans have none."""
    rows = connection.execute(
        select(t.line.c.local, t.line.c.id).where(t.line.c.report == report, t.line.c.local != "")
    )
    return {r.local: r.id for r in rows}


def iter_summaries(connection: Connection) -> Iterator[ReportSummary]:
    """Yield the summary of every report that stands, in order of their ids."""
    for _, data in iter_summary_data(connection):
        yield decode_json(zlib.decompress(data), ReportSummary)


def iter_summary_data(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield (report, summary as it is kept) of every report that stands, in order of their ids."""
    query = select(t.summary).order_by(t.summary.c.report)  # a report that was replaced has none
    for row in connection.execute(query.execution_options(yield_per=200)):
        yield row.report, row.data
