"""The tables of a story and the steps from one version of them to the next.

``blob``, ``source``, ``report`` and ``decision`` hold what came from outside and is never rebuilt.
Everything else is computed from them and may be thrown away.
"""

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    inspect,
    select,
    update,
)

from onrecord.errors import StoreError, StoreTooNew
from onrecord.store.portable import Words

VERSION = 1

tables = MetaData()

meta = Table("meta", tables, Column("key", Words, primary_key=True), Column("value", Words, nullable=False))

blob = Table(
    "blob",
    tables,
    Column("sha256", Words, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

source = Table(
    "source",
    tables,
    Column("path", Words, primary_key=True),
    Column("sha256", Words),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("added", Words, nullable=False),
)

rejection = Table(
    "rejection",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("file", Words, nullable=False, index=True),
    Column("path", Words, nullable=False),
    Column("code", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

report = Table(
    "report",
    tables,
    Column("id", Words, primary_key=True),
    Column("path", Words, nullable=False, index=True),
    Column("source_sha256", Words, nullable=False),
    Column("text_sha256", Words, nullable=False, index=True),
    Column("document", Words, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("superseded_by", Words, index=True),
    Column("added", Words, nullable=False, index=True),
    Column("title", Words),
    Column("outlet", Words),
    Column("published", Words, index=True),
)
"""``title``, ``outlet`` and ``published`` are copies for lists; ``published`` as people dated it."""

reading = Table(
    "reading",
    tables,
    Column("report", Words, primary_key=True),
    Column("key", Words, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False),
)

failure = Table(
    "failure",
    tables,
    Column("report", Words, primary_key=True),
    Column("key", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

line = Table(
    "line",
    tables,
    Column("id", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("report", Words, nullable=False),
    Column("local", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("review", Words, nullable=False, index=True),
    Column("held", Boolean, nullable=False),
    Column("evidence", Words, nullable=False),
    Column("name", Words),
    Column("speaker", Words, index=True),
    Column("hangs", Boolean, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("document", Words, nullable=False),
    Index("line_hangs", "hangs", "report"),
    Index("line_name", "kind", "name"),
    Index("line_place", "report", "kind", "start"),
    Index("line_kind", "kind", "report"),
)

summary = Table(
    "summary",
    tables,
    Column("report", Words, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

decision = Table(
    "decision",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("document", Words, nullable=False),
)

decision_target = Table(
    "decision_target",
    tables,
    Column("decision", Words, primary_key=True),
    Column("report", Words, primary_key=True, index=True),
    Column("path", Words, nullable=False, index=True),
)

outcome = Table(
    "outcome",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("decision", Words, nullable=False, index=True),
    Column("report", Words, nullable=False, index=True),
    Column("outcome", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

link = Table(
    "link",
    tables,
    Column("left", Words, primary_key=True),
    Column("right", Words, primary_key=True, index=True),
    Column("of", Words, nullable=False),
    Column("judgement", Words, primary_key=True),
    Column("score", Float, nullable=False),
    Column("reason", Words, nullable=False),
    Column("by", Words, nullable=False),
)

member = Table(
    "member",
    tables,
    Column("line", Words, primary_key=True),
    Column("cluster", Words, nullable=False, index=True),
    Column("kind", Words, nullable=False, index=True),
)

verdict = Table(
    "verdict",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("verdict", Words, nullable=False, index=True),
    Column("document", Words, nullable=False),
)

verdict_figure = Table(
    "verdict_figure",
    tables,
    Column("line", Words, primary_key=True),
    Column("verdict", Integer, primary_key=True),
)

timeline = Table(
    "timeline",
    tables,
    Column("event", Words, primary_key=True),
    Column("earliest", Words, index=True),
    Column("weight", Float, nullable=False, index=True),
    Column("reports", Integer, nullable=False, index=True),
    Column("document", Words, nullable=False),
)


def is_current(connection: Connection) -> bool:
    """Tell whether the tables are there and of this version."""
    if not inspect(connection).has_table("meta"):
        return False
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar_one_or_none()
    return found == str(VERSION)


def create_or_migrate(connection: Connection) -> None:
    """Bring the tables of a story to this version.

    Raises:
        StoreTooNew: A later onrecord wrote it.
        StoreError: It is no story.
    """
    if not inspect(connection).has_table("meta"):
        tables.create_all(connection)
        connection.execute(insert(meta).values(key="schema", value=str(VERSION)))
        return
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise StoreError("the folder's database is not an onrecord story")
    if int(found) > VERSION:
        raise StoreTooNew(f"the story has schema {found}, this onrecord knows {VERSION}; update onrecord")
    for step in range(int(found), VERSION):
        MIGRATIONS[step](connection)
    connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(VERSION)))


MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
"""From version n to n+1; the first release needs none."""
