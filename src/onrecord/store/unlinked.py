"""Summaries of reports, and which of them changed since the story was linked."""

import zlib

from sqlalchemy import Connection, delete, func, insert, select

from onrecord.linking.facts import ReportSummary
from onrecord.model.codec import decode_json
from onrecord.store import schema as t
from onrecord.store.portable import put


def note_summary(connection: Connection, report: str, data: bytes | None) -> bool:
    """Keep the summary of a report (None: it has none now); tell whether linking has to follow.

    What was linked is kept until then, so that it can be taken out again.
    """
    old = connection.execute(select(t.summary.c.data).where(t.summary.c.report == report)).scalar_one_or_none()
    if old == data:
        return False
    if old is not None and data is not None and unpack(old) == unpack(data):
        put(connection, t.summary, {"report": report}, {"data": data})  # written by another version, saying the same
        return False
    if connection.execute(select(t.unlinked.c.report).where(t.unlinked.c.report == report)).first() is None:
        connection.execute(insert(t.unlinked).values(report=report, data=old))
    if data is None:
        connection.execute(delete(t.summary).where(t.summary.c.report == report))
    else:
        put(connection, t.summary, {"report": report}, {"data": data})
    return True


def count_unlinked(connection: Connection) -> int:
    """Return how many reports changed since the story was linked."""
    return int(connection.execute(select(func.count()).select_from(t.unlinked)).scalar_one())


def changed_summaries(connection: Connection) -> tuple[dict[str, ReportSummary], dict[str, ReportSummary]]:
    """Return the summaries that were linked, and those that stand now, of the reports that changed since."""
    before = {
        row.report: unpack(row.data)
        for row in connection.execute(select(t.unlinked).order_by(t.unlinked.c.report))
        if row.data is not None
    }
    query = select(t.summary).join(t.unlinked, t.unlinked.c.report == t.summary.c.report)
    after = {row.report: unpack(row.data) for row in connection.execute(query.order_by(t.summary.c.report))}
    return before, after


def unpack(data: bytes) -> ReportSummary:
    """Return a summary as it was kept."""
    return decode_json(zlib.decompress(data), ReportSummary)
