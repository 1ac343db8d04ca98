"""Keeps what repeats across the reports of each outlet, and marks it in them whatever order they came in.

Every report of a known outlet has a row that says whether its marks are up to date. What changes an outlet makes a row
stale inside the same transaction, so that a killed run leaves nothing half marked for good.
"""

import json

from sqlalchemy import Connection, select, update

from onrecord.intake.repeated import ENOUGH, SAMPLE, mark_lines, repeated_lines
from onrecord.model.ids import digest_text
from onrecord.store import schema as t
from onrecord.store.portable import put
from onrecord.store.reports import iter_reports, load_report, note_outlet, save_residue

BATCH = 200
"""Reports that are marked in one transaction."""


def stale_outlets(connection: Connection) -> list[str]:
    """Return the outlets of which a report came, changed or went since their marks were made."""
    query = select(t.outlet_report.c.outlet).where(t.outlet_report.c.marked.is_(False)).distinct()
    return [r.outlet for r in connection.execute(query.order_by(t.outlet_report.c.outlet))]


def learn_outlet(connection: Connection, outlet: str) -> None:
    """Learn what repeats in an outlet anew where its sample changed; where that changed, all its reports are stale."""
    standing = (
        select(t.report.c.id)
        .join(t.outlet_report, t.outlet_report.c.report == t.report.c.id)
        .where(t.outlet_report.c.outlet == outlet, t.report.c.superseded_by.is_(None))
    )
    ids = [r.id for r in connection.execute(standing.order_by(t.report.c.id).limit(SAMPLE))]
    sample = digest_text("\n".join(ids))
    before = connection.execute(select(t.outlet).where(t.outlet.c.name == outlet)).first()
    if before is not None and before.sample == sample:
        return
    found = repeated_lines([load_report(connection, i) for i in ids]) if len(ids) >= ENOUGH else frozenset[str]()
    lines = json.dumps(sorted(found))
    put(connection, t.outlet, {"name": outlet}, {"sample": sample, "lines": lines})
    if lines != (before.lines if before is not None else "[]"):
        connection.execute(update(t.outlet_report).where(t.outlet_report.c.outlet == outlet).values(marked=False))


def mark_some(connection: Connection, outlet: str) -> tuple[int, int]:
    """Mark some reports of an outlet whose marks are stale; return how many were looked at and how many changed."""
    found = connection.execute(select(t.outlet.c.lines).where(t.outlet.c.name == outlet)).scalar_one()
    lines = frozenset(json.loads(found))
    stale = select(t.outlet_report.c.report).where(
        t.outlet_report.c.outlet == outlet, t.outlet_report.c.marked.is_(False)
    )
    ids = [r.report for r in connection.execute(stale.order_by(t.outlet_report.c.report).limit(BATCH))]
    changed = 0
    for report in ids:
        stored = load_report(connection, report)
        marked = mark_lines(stored, lines)
        if marked is not stored:
            save_residue(connection, marked)
            changed += 1
    connection.execute(update(t.outlet_report).where(t.outlet_report.c.report.in_(ids)).values(marked=True))
    return len(ids), changed


def note_reports(connection: Connection) -> None:
    """Note the outlet of every report of a story that was made before outlets were kept."""
    for report, _ in iter_reports(connection, all_versions=True):
        note_outlet(connection, report)
