"""Works out anew what is computed from readings and decisions, after the tables that keep it changed."""

from sqlalchemy import Connection, select, update

from onrecord.model.codec import decode_json
from onrecord.model.decisions import Decision
from onrecord.store import readings
from onrecord.store import schema as t
from onrecord.store.people import count_people


def rebuild_lines(connection: Connection) -> None:
    """Fill the lines, their counts and the verbs of decisions; links stand as they were.

    Cost: like applying the decisions of every report once; no report is read again.
    """
    for row in connection.execute(select(t.decision.c.seq, t.decision.c.document)).all():
        verb = decode_json(row.document, Decision).verb.value
        connection.execute(update(t.decision).where(t.decision.c.seq == row.seq).values(verb=verb))
    standing = select(t.report.c.id).where(t.report.c.superseded_by.is_(None))
    read = connection.execute(select(t.reading.c.report).where(t.reading.c.report.in_(standing)))
    for row in read.all():
        readings.refresh(connection, row.report)
    count_people(connection)
