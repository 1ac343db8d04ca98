"""Full-text search in SQLite: an FTS5 table with Porter stems, diacritics folded."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from onrecord.store.highlight import END, START

COMMON = 10_000
"""Sentences from which on hits are not weighed against each other: that would take longer the larger the story is."""


def create_index(connection: Connection) -> None:
    """Make the index where it is not there yet."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS sentence USING fts5("
            "body, report UNINDEXED, start UNINDEXED, stop UNINDEXED, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    )


def index_report(connection: Connection, report: str, rows: Sequence[tuple[int, int, str]]) -> None:
    """Replace the sentences of one report: (start, end, words)."""
    first, last = _rowids(connection, report)
    if first is not None:
        connection.execute(
            text("DELETE FROM sentence WHERE rowid BETWEEN :a AND :b AND report = :r"),
            {"a": first, "b": last, "r": report},
        )
    values = [{"body": body, "report": report, "start": s, "stop": e} for s, e, body in rows]
    if not values:
        return
    top = connection.execute(text("SELECT coalesce(max(rowid), 0) FROM sentence")).scalar_one()
    connection.execute(
        text("INSERT INTO sentence(body, report, start, stop) VALUES (:body, :report, :start, :stop)"), values
    )
    connection.execute(
        text("INSERT OR REPLACE INTO meta(key, value) VALUES (:k, :v)"),
        {"k": f"sentences:{report}", "v": f"{top + 1}-{top + len(values)}"},
    )


def _rowids(connection: Connection, report: str) -> tuple[int | None, int | None]:
    """Return the first and last row of a report: an unindexed column cannot be searched."""
    found = connection.execute(
        text("SELECT value FROM meta WHERE key = :k"), {"k": f"sentences:{report}"}
    ).scalar_one_or_none()
    if found is None:
        return None, None
    first, _, last = str(found).partition("-")
    return int(first), int(last)


def find_rows(connection: Connection, phrases: Sequence[str], limit: int) -> list[tuple[str, int, int, str]]:
    """Return (report, start, end, marked sentence) of the sentences with every phrase, best first.

    Very common words are not weighed: the latest sentences come first.
    """
    match = " ".join(f'"{p}"' for p in phrases)
    few = text("SELECT count(*) FROM (SELECT 1 FROM sentence WHERE sentence MATCH :q LIMIT :n)")
    common = connection.execute(few, {"q": match, "n": COMMON}).scalar_one() >= COMMON
    order = "rowid DESC" if common else "rank, report, start"
    rows = connection.execute(
        text(
            "SELECT report, start, stop, highlight(sentence, 0, :a, :b) FROM sentence "  # noqa: S608 (two fixed orders)
            f"WHERE sentence MATCH :q ORDER BY {order} LIMIT :n"
        ),
        {"q": match, "n": limit, "a": START, "b": END},
    ).all()
    return [(r, s, e, m) for r, s, e, m in rows]
