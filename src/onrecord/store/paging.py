"""A page of values from a query: the ids are found on an index first, and only the wanted documents are read."""

from typing import TypeVar

from sqlalchemy import Connection, Select, select

from onrecord.model.codec import decode_json
from onrecord.model.decisions import Line
from onrecord.store import schema as t

T = TypeVar("T")

MOST = 500
"""Ids in one question to the database."""


def lines_in_order(connection: Connection, query: Select[tuple[str]]) -> list[Line]:
    """Return the lines whose ids a query gives, in its order."""
    ids = [str(row.id) for row in connection.execute(query)]
    found: dict[str, Line] = {}
    for at in range(0, len(ids), MOST):
        wanted = select(t.line.c.document).where(t.line.c.id.in_(ids[at : at + MOST]))
        found.update((line.id, line) for line in decoded(connection, wanted, Line))
    return [found[i] for i in ids if i in found]


def decoded(connection: Connection, query: Select[tuple[str]], kind: type[T]) -> list[T]:
    """Return the values in the documents that a query gives."""
    return [decode_json(row.document, kind) for row in connection.execute(query)]
