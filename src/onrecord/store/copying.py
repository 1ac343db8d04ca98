"""Copies a whole story into another, empty one, whatever database either lives in."""

from collections.abc import Callable

from sqlalchemy import Connection, Table, func, insert, select, text

from onrecord.errors import StoreError
from onrecord.store import schema as t
from onrecord.store.decisions import all_decisions, rewrite_mirror
from onrecord.store.readings import load_reading, read_reports
from onrecord.store.search import index_report
from onrecord.store.story import Story

ROWS = 100
"""Rows in memory at a time; one may hold a file of 10 MB."""

OWN = ("schema", "sentences:")
"""Keys of ``meta`` that each database keeps for itself."""


def copy_story(source: Story, target: Story, step: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Copy every row of a story, and build its search index anew; all of it is kept, or nothing.

    Args:
        source: What is copied; it may be open elsewhere.
        target: An empty story.
        step: Told how many tables and reports are done, of how many.

    Returns:
        How many rows were copied.

    Raises:
        StoreError: The target holds something already.
    """
    with source.reading() as there, target.writing() as here:
        tables = [table for table in t.tables.sorted_tables if table is not t.meta]
        _check_empty(here, tables)
        reports = sorted(read_reports(there))
        total = len(tables) + len(reports)
        rows = 0
        for done, table in enumerate(tables, 1):
            rows += _copy_table(there, here, table)
            _set_counter(here, table)
            step(done, total)
        _copy_meta(there, here)
        for done, report in enumerate(reports, len(tables) + 1):
            reading = load_reading(there, report)
            index_report(here, report, [(s.start, s.end, s.cut(reading.report.text)) for s in reading.sentences])
            step(done, total)
        if target.mirrored:
            rewrite_mirror(target.folder, all_decisions(here))
    return rows


def _check_empty(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise StoreError(f"a story can only be copied into an empty one; this one holds {table.name}s already")


def _copy_table(there: Connection, here: Connection, table: Table) -> int:
    count = 0
    order = list(table.primary_key.columns)
    found = there.execute(select(table).order_by(*order).execution_options(yield_per=ROWS))
    for part in found.mappings().partitions(ROWS):
        rows = [dict(row) for row in part]
        here.execute(insert(table), rows)
        count += len(rows)
    return count


def _copy_meta(there: Connection, here: Connection) -> None:
    rows = [{"key": r.key, "value": r.value} for r in there.execute(select(t.meta)) if not r.key.startswith(OWN)]
    here.execute(t.meta.delete().where(t.meta.c.key.in_([row["key"] for row in rows])))
    if rows:
        here.execute(insert(t.meta), rows)


def _set_counter(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest number that was copied; SQLite looks for itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    top = connection.execute(select(func.max(column))).scalar_one()
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name}
    ).scalar_one()
    if top is not None and sequence is not None:
        connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": top})
