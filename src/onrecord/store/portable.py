"""What SQLite and PostgreSQL spell differently: column types that sort alike, and insert-or-replace."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


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
