"""Full-text search over the sentences of a story: one shape, whatever the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy import Connection

from onrecord.errors import InputError
from onrecord.store import search_postgres, search_sqlite
from onrecord.store.highlight import END, START, phrases_of

__all__ = ["END", "START", "Hit", "create_index", "find_sentences", "index_report"]

ENGINES: dict[str, ModuleType] = {"sqlite": search_sqlite, "postgresql": search_postgres}
"""Each has ``create_index``, ``index_report`` and ``find_rows``."""


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
    ENGINES[connection.dialect.name].create_index(connection)


def index_report(connection: Connection, report: str, rows: Iterable[tuple[int, int, str]]) -> None:
    """Replace the sentences of one report: (start, end, words)."""
    ENGINES[connection.dialect.name].index_report(connection, report, list(rows))


def find_sentences(connection: Connection, query: str, limit: int = 50) -> list[Hit]:
    """Return the sentences that hold every word of a query, best first; the latest first where it is a common word.

    Args:
        query: Plain words; words in double quotation marks must stand together. Nothing else is syntax.

    Raises:
        InputError: The query has no word.
    """
    phrases = phrases_of(query)
    if not phrases:
        raise InputError("the search has no word in it")
    rows = ENGINES[connection.dialect.name].find_rows(connection, phrases, limit)
    return [Hit(report=r, start=s, end=e, marked=m) for r, s, e, m in rows]
