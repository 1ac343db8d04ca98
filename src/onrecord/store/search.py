"""Full-text search over the sentences of a story: the one place that differs from database to database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from onrecord.errors import InputError

START, END = "\ue000", "\ue001"
"""Private-use marks around a hit; faces turn them into their own highlight after escaping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One sentence that a search found.

    Attributes:
        report: Id of the report.
        start, end: Half-open span in code points.
        marked: The sentence with ``START`` and ``END`` around each hit.
    """

    report: str
    start: int
    end: int
    marked: str


def create_index(connection: Connection) -> None:
    """Make the index where it is not there yet."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS sentence USING fts5("
            "body, report UNINDEXED, start UNINDEXED, stop UNINDEXED, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    )


def index_report(connection: Connection, report: str, rows: Iterable[tuple[int, int, str]]) -> None:
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


def find_sentences(connection: Connection, query: str, limit: int = 50) -> list[Hit]:
    """Return the sentences that hold every word of a query, best first.

    Args:
        query: Plain words; words in double quotation marks must stand together. Nothing else is syntax.

    Raises:
        InputError: The query has no word.
    """
    match = _plain_query(query)
    if not match:
        raise InputError("the search has no word in it")
    rows: Sequence[tuple[str, int, int, str]] = connection.execute(
        text(
            "SELECT report, start, stop, highlight(sentence, 0, :a, :b) FROM sentence "
            "WHERE sentence MATCH :q ORDER BY rank, report, start LIMIT :n"
        ),
        {"q": match, "n": limit, "a": START, "b": END},
    ).all()
    return [Hit(report=r, start=s, end=e, marked=m) for r, s, e, m in rows]


def _plain_query(query: str) -> str:
    """Return a query in which no character has a meaning to the engine."""
    parts: list[str] = []
    for index, piece in enumerate(query.replace("\x00", " ").split('"')):
        pieces = [piece] if index % 2 else piece.split()
        parts += [f'"{p.strip()}"' for p in pieces if any(c.isalnum() for c in p)]
    return " ".join(parts)
