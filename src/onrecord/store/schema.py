"""The tables of a story.

``blob``, ``source``, ``report`` and ``decision`` hold what came from outside and is never rebuilt.
Everything else is computed from them and may be thrown away.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from onrecord.store.portable import Words

VERSION = 6
"""Of the tables; ``store/migrations.py`` brings older ones up to it."""

TALLIED = (
    *("entity", "quotation", "timex", "event", "figure"),
    *("machine", "confirmed", "corrected", "rejected", "stale", "orphan"),
    "hanging",
)
"""Columns of ``tally``: lines of each kind but orphans; lines at each review mark; times that wait for the report's
date."""

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
    Index("report_list", "superseded_by", "published", "id"),
)
"""``title``, ``outlet`` and ``published`` are copies for lists; ``published`` as people dated it."""

outlet = Table(
    "outlet",
    tables,
    Column("name", Words, primary_key=True),
    Column("sample", Words, nullable=False),
    Column("lines", Words, nullable=False),
)
"""What repeats across the reports of an outlet: ``lines`` as a JSON list, learnt from the reports ``sample`` hashes."""

outlet_report = Table(
    "outlet_report",
    tables,
    Column("report", Words, primary_key=True),
    Column("outlet", Words, nullable=False, index=True),
    Column("marked", Boolean, nullable=False, index=True),
)
"""Which outlet a report is of, where one is known, and whether its marks are up to date."""

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
    Column("speaker", Words),
    Column("queue", Integer, nullable=False),
    Column("document", Words, nullable=False),
    Index("line_queue", "queue", "report", "start", "id"),
    Index("line_name", "kind", "name"),
    Index("line_spoken", "speaker", "review", "report", "start", "id"),
    Index("line_place", "report", "kind", "start"),
    Index("line_kind", "kind", "report", "start", "id"),
)
"""``queue``: why a person is asked, worst first, as in ``onrecord.store.queue``; 0 where nothing is asked."""

tally = Table(
    "tally",
    tables,
    Column("report", Words, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in TALLIED),
)
"""What is counted of each report's lines, so that a count over a large story adds up reports, not lines."""

voice = Table(
    "voice",
    tables,
    Column("line", Words, primary_key=True),
    Column("entity", Words, primary_key=True),
    Column("role", Words, primary_key=True),
    Column("report", Words, nullable=False, index=True),
    Index("voice_entity", "entity", "role"),
)
"""Who passed a quotation on (``relay``), and whom it speaks of (``of``); ``line.speaker`` says who said it."""

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
    Column("verb", Words, index=True),
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
    Column("by", Words, primary_key=True),
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
    Column("id", Words, primary_key=True),
    Column("verdict", Words, nullable=False),
    Column("document", Words, nullable=False),
    Index("verdict_kind", "verdict", "id"),
)

verdict_figure = Table(
    "verdict_figure",
    tables,
    Column("line", Words, primary_key=True),
    Column("verdict", Words, primary_key=True, index=True),
)

timeline = Table(
    "timeline",
    tables,
    Column("event", Words, primary_key=True),
    Column("cluster", Words, nullable=False, index=True),
    Column("earliest", Words, index=True),
    Column("weight", Float, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("document", Words, nullable=False),
)
Index("timeline_weighty", timeline.c.weight.desc(), timeline.c.event)

person = Table(
    "person",
    tables,
    Column("cluster", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("said", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
)
Index("person_order", person.c.said.desc(), person.c.mentions.desc(), person.c.cluster)


memo = Table(
    "memo",
    tables,
    Column("name", Words, primary_key=True),
    Column("key", Words, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""What was costly to work out, with the key of what it was worked out from; may be lost at any time."""


planted = Table(
    "planted",
    tables,
    Column("layer", Integer, primary_key=True, autoincrement=False),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Float, primary_key=True),
    Column("item", Words, primary_key=True),
    sqlite_with_rowid=False,
)
"""Under which keys each line is compared: what :mod:`onrecord.linking.ground` needs to take one report more."""

compared = Table(
    "compared",
    tables,
    Column("layer", Integer, primary_key=True, autoincrement=False),
    Column("left", Words, primary_key=True),
    Column("right", Words, primary_key=True),
    Column("score", Float, nullable=False),
    Column("shared", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("mark", Words, nullable=False),
    Index("compared_right", "layer", "right"),
    sqlite_with_rowid=False,
)
"""The pairs that were compared, with what was found."""

grouped = Table(
    "grouped",
    tables,
    Column("layer", Integer, primary_key=True, autoincrement=False),
    Column("line", Words, primary_key=True),
    Column("first", Words, nullable=False),
    Index("grouped_first", "layer", "first"),
    sqlite_with_rowid=False,
)
"""The first line of the group of each line that is not the first of its own."""

spot = Table(
    "spot",
    tables,
    Column("line", Words, primary_key=True),
    Column("report", Words, nullable=False, index=True),
    Column("pile", Words),
    Column("offices", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("told", LargeBinary),
    Index("spot_pile", "pile", "line"),
    Index("spot_telling", "pile", "offices", "mentions", "line"),
)
"""Where each line stands that was linked."""

doubt = Table(
    "doubt",
    tables,
    Column("line", Words, primary_key=True),
    Column("left", Words, nullable=False),
    Column("right", Words, nullable=False),
    Index("doubt_pair", "left", "right"),
)
"""The best doubtful pair of each event."""

unlinked = Table(
    "unlinked",
    tables,
    Column("report", Words, primary_key=True),
    Column("data", LargeBinary),
)
"""Reports whose summary changed since linking, with the summary that was linked, if any."""

LINKING = (link, member, verdict, verdict_figure, timeline, planted, compared, grouped, spot, doubt)
"""What linking writes and may write anew."""
