"""Summaries of reports, and which of them changed since the story was linked."""

import zlib
from collections.abc import Mapping

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


def changed_summaries(
    connection: Connection,
) -> tuple[dict[str, ReportSummary], dict[str, ReportSummary], dict[str, bytes | None]]:
    """Return the summaries of changed reports that were linked, those that stand, and these as they are kept."""
    were = connection.execute(select(t.unlinked).order_by(t.unlinked.c.report)).all()
    kept: dict[str, bytes | None] = dict.fromkeys(row.report for row in were)
    query = select(t.summary).join(t.unlinked, t.unlinked.c.report == t.summary.c.report)
    kept.update({row.report: row.data for row in connection.execute(query)})
    before = {row.report: unpack(row.data) for row in were if row.data is not None}
    return before, {report: unpack(data) for report, data in kept.items() if data is not None}, kept


def note_linked(connection: Connection, linked: Mapping[str, bytes | None]) -> None:
    """Note that summaries were linked; one that changed again meanwhile stays to be linked."""
    for report, data in linked.items():
        now = connection.execute(select(t.summary.c.data).where(t.summary.c.report == report)).scalar_one_or_none()
        if now == data:
            connection.execute(delete(t.unlinked).where(t.unlinked.c.report == report))
        else:
            put(connection, t.unlinked, {"report": report}, {"data": data})


def unpack(data: bytes) -> ReportSummary:
    """Return a summary as it was kept."""
    return decode_json(zlib.decompress(data), ReportSummary)
