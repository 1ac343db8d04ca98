"""Makes the tables of a story, and brings those of an older version up to date."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, inspect, select, text, update

from onrecord.errors import StoreError, StoreTooNew
from onrecord.store import schema as t
from onrecord.store.portable import take_stock
from onrecord.store.rebuild import rebuild_lines
from onrecord.store.repeating import note_reports


def is_current(connection: Connection) -> bool:
    """Tell whether the tables are there and of this version."""
    if not inspect(connection).has_table("meta"):
        return False
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar_one_or_none()
    return found == str(t.VERSION)


def create_or_migrate(connection: Connection) -> None:
    """Bring the tables of a story to this version.

    Raises:
        StoreTooNew: A later onrecord wrote it.
        StoreError: It is no story.
    """
    if not inspect(connection).has_table("meta"):
        t.tables.create_all(connection)
        connection.execute(insert(t.meta).values(key="schema", value=str(t.VERSION)))
        return
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "schema")).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise StoreError("the folder's database is not an onrecord story")
    if int(found) > t.VERSION:
        raise StoreTooNew(f"the story has schema {found}, this onrecord knows {t.VERSION}; update onrecord")
    for step in range(int(found), t.VERSION):
        MIGRATIONS[step](connection)
    connection.execute(update(t.meta).where(t.meta.c.key == "schema").values(value=str(t.VERSION)))


def _count_reports_apart(connection: Connection) -> None:
    """From 1 to 2: what lists and counts need has rows of its own; lines are worked out anew from the readings."""
    connection.execute(text("ALTER TABLE decision ADD COLUMN verb TEXT"))
    t.line.drop(connection)
    t.tables.create_all(connection)
    for index in (*t.report.indexes, *t.decision.indexes):  # of what linking keeps, a later step makes all anew
        index.create(connection, checkfirst=True)
    rebuild_lines(connection)


def _keep_outlets(connection: Connection) -> None:
    """From 2 to 3: what repeats across the reports of an outlet is kept."""
    t.tables.create_all(connection, tables=[t.outlet, t.outlet_report])
    note_reports(connection)


def _remember(connection: Connection) -> None:
    """From 3 to 4: what was costly to work out is remembered."""
    t.tables.create_all(connection, tables=[t.memo])


def _link_by_index(connection: Connection) -> None:
    """From 4 to 5: the tables of links take one report more; they are filled when the story is linked next."""
    t.tables.drop_all(connection, tables=[t.link, t.member, t.verdict, t.verdict_figure, t.timeline])
    t.tables.create_all(connection)
    connection.execute(delete(t.meta).where(t.meta.c.key.in_(("links-stale", "links-made-with"))))
    connection.execute(insert(t.meta).values(key="links-stale", value="1"))


def _page_verdicts(connection: Connection) -> None:
    """From 5 to 6: the verdicts of a kind have an index in the order in which a screen pages through them."""
    connection.execute(text("DROP INDEX IF EXISTS ix_verdict_verdict"))
    for index in t.verdict.indexes:
        index.create(connection, checkfirst=True)
    take_stock(connection, t.tables.tables.values())


MIGRATIONS: dict[int, Callable[[Connection], None]] = {
    1: _count_reports_apart,
    2: _keep_outlets,
    3: _remember,
    4: _link_by_index,
    5: _page_verdicts,
}
"""From version n to n+1."""
