"""What SQLite and PostgreSQL do each in their own way: columns that sort alike, insert-or-replace, news of a change."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, Text, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

from onrecord.errors import StoreError

CHANNEL = "onrecord"
"""Where PostgreSQL says that a story changed; the message is the name of its schema."""

SAMPLE = 1000
"""Rows of an index that SQLite looks at; PostgreSQL has its own measure."""

INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _nothing(_connection: Connection) -> None:
    """Do nothing."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Backend:
    """What one kind of database does in its own way.

    Attributes:
        engine: Where the tables are.
        fault: Turns the database's words into an error that says what to do.
        reader, writer: Options of connections that read and that write.
        lock: Called first in every change: one writer at a time.
        ready: Called once after the tables were made.
        wait: Waits for the next change, at most some seconds.
        close: Lets go of what waits.
        mirrored: Whether decisions are also kept line by line in the story's folder.
    """

    engine: Engine
    fault: Callable[[str], StoreError]
    reader: Mapping[str, Any] = field(default_factory=dict)
    writer: Mapping[str, Any] = field(default_factory=dict)
    lock: Callable[[Connection], None] = _nothing
    ready: Callable[[Connection], None] = _nothing
    wait: Callable[[float], None] = time.sleep
    close: Callable[[], None] = lambda: None
    mirrored: bool = True


class Words(TypeDecorator[str]):
    """Text that every database sorts by code point, so that both give a record in the same order.

    PostgreSQL sorts by the collation "C", as SQLite always does; a NUL, which it cannot hold, is kept as U+FFFD.
    The text of a report is kept as bytes and loses nothing.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Return the database's own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TEXT(collation="C"))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a value as the database can hold it."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\x00", "\ufffd")


def put(connection: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or give the row with these keys new values.

    Args:
        keys: The primary key, column to value.
        values: The other columns; empty keeps a row that is there as it is.
    """
    row = INSERTS[connection.dialect.name](table).values(**keys, **values)
    if values:
        connection.execute(row.on_conflict_do_update(index_elements=list(keys), set_=dict(values)))
    else:
        connection.execute(row.on_conflict_do_nothing())


def put_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet."""
    if rows:
        statement = INSERTS[connection.dialect.name](table).on_conflict_do_nothing()
        connection.execute(statement, [dict(row) for row in rows])


def take_stock(connection: Connection, tables: Iterable[Table]) -> None:
    """Let the database look at a sample of its tables: without, it guesses which index narrows a question most.

    A wrong guess reads all pairs of a layer where it wanted those of one line.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLE}")
    for table in tables:
        connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def announce(connection: Connection) -> None:
    """Tell whoever waits that the story is another once this change is kept; SQLite tells nobody."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, func.current_schema())))
