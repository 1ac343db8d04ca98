"""Which cluster lines belong to, for readers that go through a story report by report."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.store import schema as t

BATCH = 500


def clusters_of(connection: Connection, lines: Sequence[str]) -> dict[str, str]:
    """Return the id of the cluster of each line that has one, without loading any link."""
    out: dict[str, str] = {}
    for at in range(0, len(lines), BATCH):
        part = lines[at : at + BATCH]
        query = select(t.member.c.line, t.member.c.cluster).where(t.member.c.line.in_(part))
        out.update((r.line, r.cluster) for r in connection.execute(query.where(t.member.c.kind != "report")))
    return out
