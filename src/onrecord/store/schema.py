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
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
    update,
)

from onrecord.errors import StoreError, StoreTooNew

VERSION = 1

tables = MetaData()

meta = Table("meta", tables, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

blob = Table(
    "blob",
    tables,
    Column("sha256", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

source = Table(
    "source",
    tables,
    Column("path", Text, primary_key=True),
    Column("sha256", String),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("added", String, nullable=False),
)

rejection = Table(
    "rejection",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("file", Text, nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("code", String, nullable=False),
    Column("reason", Text, nullable=False),
)

report = Table(
    "report",
    tables,
    Column("id", String, primary_key=True),
    Column("path", Text, nullable=False, index=True),
    Column("source_sha256", String, nullable=False),
    Column("text_sha256", String, nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("superseded_by", String, index=True),
    Column("added", String, nullable=False, index=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", String, index=True),
)
"""``title``, ``outlet`` and ``published`` are copies for lists; ``published`` as people dated it."""

reading = Table(
    "reading",
    tables,
    Column("report", String, primary_key=True),
    Column("key", String, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False),
)

failure = Table(
    "failure",
    tables,
    Column("report", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("reason", Text, nullable=False),
)

line = Table(
    "line",
    tables,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("report", String, nullable=False),
    Column("local", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("review", String, nullable=False, index=True),
    Column("held", Boolean, nullable=False),
    Column("evidence", String, nullable=False),
    Column("name", Text),
    Column("speaker", String, index=True),
    Column("hangs", Boolean, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("document", Text, nullable=False),
    Index("line_hangs", "hangs", "report"),
    Index("line_name", "kind", "name"),
    Index("line_place", "report", "kind", "start"),
    Index("line_kind", "kind", "report"),
)

summary = Table(
    "summary",
    tables,
    Column("report", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

decision = Table(
    "decision",
    tables,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("document", Text, nullable=False),
)

decision_target = Table(
    "decision_target",
    tables,
    Column("decision", String, primary_key=True),
    Column("report", String, primary_key=True, index=True),
    Column("path", Text, nullable=False, index=True),
)

outcome = Table(
    "outcome",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("decision", String, nullable=False, index=True),
    Column("report", String, nullable=False, index=True),
    Column("outcome", String, nullable=False),
    Column("reason", Text, nullable=False),
)

link = Table(
    "link",
    tables,
    Column("left", String, primary_key=True),
    Column("right", String, primary_key=True, index=True),
    Column("of", String, nullable=False),
    Column("judgement", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
)

member = Table(
    "member",
    tables,
    Column("line", String, primary_key=True),
    Column("cluster", String, nullable=False, index=True),
    Column("kind", String, nullable=False, index=True),
)

verdict = Table(
    "verdict",
    tables,
    Column("id", Integer, primary_key=True),
    Column("verdict", String, nullable=False, index=True),
    Column("document", Text, nullable=False),
)

verdict_figure = Table(
    "verdict_figure",
    tables,
    Column("line", String, primary_key=True),
    Column("verdict", Integer, primary_key=True),
)

timeline = Table(
    "timeline",
    tables,
    Column("event", String, primary_key=True),
    Column("earliest", String, index=True),
    Column("weight", Float, nullable=False, index=True),
    Column("reports", Integer, nullable=False, index=True),
    Column("document", Text, nullable=False),
)


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
