"""Verdicts on figures, a page at a time, conflicts first."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, case, func, select

from onrecord.model import Verdict
from onrecord.store import schema as t
from onrecord.store.paging import decoded
from onrecord.store.portable import put

VERDICTS = "verdict-counts"
"""Key of ``meta`` under which the counts of verdicts are kept."""

WORST = ("conflict", "later-count", "part-of", "agree")
"""Verdicts in the order they are shown; any other comes after."""


def verdict_counts(connection: Connection) -> dict[str, int]:
    """Return how many verdicts there are of each kind, conflicts first."""
    kept = connection.execute(select(t.meta.c.value).where(t.meta.c.key == VERDICTS)).scalar_one_or_none()
    found: dict[str, int] = json.loads(kept) if kept else _count_verdicts(connection)
    return {kind: found[kind] for kind in (*WORST, *sorted(set(found) - set(WORST))) if kind in found}


def keep_verdict_counts(connection: Connection) -> None:
    """Write down how many verdicts there are of each kind, so that no screen counts them."""
    put(connection, t.meta, {"key": VERDICTS}, {"value": json.dumps(_count_verdicts(connection))})


def _count_verdicts(connection: Connection) -> dict[str, int]:
    query = select(t.verdict.c.verdict, func.count()).group_by(t.verdict.c.verdict)
    return {str(v): int(n) for v, n in connection.execute(query)}


def verdict_page(
    connection: Connection, *, kinds: Sequence[str] = (), offset: int = 0, limit: int = 50
) -> list[Verdict]:
    """Return verdicts on figures, conflicts first."""
    out: list[Verdict] = []
    for kind, count in verdict_counts(connection).items():
        if kinds and kind not in kinds:
            continue
        if offset < count and len(out) < limit:
            query = select(t.verdict.c.document).where(t.verdict.c.verdict == kind).order_by(t.verdict.c.id)
            out += decoded(connection, query.offset(offset).limit(limit - len(out)), Verdict)
        offset = max(0, offset - count)
    return out


def verdicts_of(connection: Connection, line: str, limit: int = 1000) -> list[Verdict]:
    """Return the verdicts on a figure, conflicts first."""
    hits = select(t.verdict_figure.c.verdict).where(t.verdict_figure.c.line == line)
    order = case({kind: n for n, kind in enumerate(WORST)}, value=t.verdict.c.verdict, else_=len(WORST))
    query = select(t.verdict.c.document).where(t.verdict.c.id.in_(hits)).order_by(order, t.verdict.c.id)
    return decoded(connection, query.limit(limit), Verdict)
