"""Who is in a story: everyone across reports, and what they said, passed on and had said of them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, Connection, delete, func, insert, literal, select, union

from onrecord.model.decisions import Line, Review
from onrecord.store import schema as t
from onrecord.store.paging import lines_in_order

OFFICERS = 400
"""Reports in which the offices of one person are looked for."""

ROLES = ("said", "relay", "of")
"""What a person may have to do with a quotation: say it, pass it on, be spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One entity across reports in a list.

    Attributes:
        cluster: Id of the line that stands for it.
        said: Quotations of which it is the speaker.
        mentions: Reports it stands in.
    """

    cluster: str
    name: str
    said: int
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One name form of a person: in how many reports, and a line that has it."""

    name: str
    reports: int
    line: str


def count_people(connection: Connection, clusters: Collection[str] | None = None) -> None:
    """Write down everyone across reports, after linking; the most frequent name stands for all.

    Args:
        clusters: Only these, after some of their lines changed; None for all.

    Cost: linear in the entities of the story, or of the clusters.
    """
    if clusters is None:
        _count(connection, None)
    else:
        wanted = sorted(clusters)
        for at in range(0, len(wanted), 500):
            _count(connection, wanted[at : at + 500])


def _count(connection: Connection, clusters: list[str] | None) -> None:
    these = (t.member.c.cluster.in_(clusters),) if clusters is not None else ()
    known = (t.person.c.cluster.in_(clusters),) if clusters is not None else ()
    names: dict[str, Counter[str]] = defaultdict(Counter)
    members = select(t.member.c.cluster, t.line.c.name).join(t.line, t.line.c.id == t.member.c.line)
    for cluster, name in connection.execute(
        members.where(t.member.c.kind == "entity", t.line.c.review != Review.REJECTED, *these).order_by(t.line.c.id)
    ):
        names[cluster][name or ""] += 1
    speaking = (
        select(t.member.c.cluster, func.count())
        .join(t.line, t.line.c.speaker == t.member.c.line)
        .where(t.line.c.kind == "quotation", t.line.c.review != Review.REJECTED, *these)
        .group_by(t.member.c.cluster)
    )
    said = {str(cluster): int(count) for cluster, count in connection.execute(speaking)}
    connection.execute(delete(t.person).where(*known))
    rows = [
        {"cluster": c, "name": n.most_common(1)[0][0], "said": said.get(c, 0), "mentions": n.total()}
        for c, n in names.items()
    ]
    for at in range(0, len(rows), 500):
        connection.execute(insert(t.person), rows[at : at + 500])


def people_page(connection: Connection, offset: int = 0, limit: int = 60, named: str = "") -> list[PersonRow]:
    """Return entities across reports, those who speak most first.

    Args:
        named: Keep those whose name holds these words, in any case.
    """
    query = select(t.person).order_by(t.person.c.said.desc(), t.person.c.mentions.desc(), t.person.c.cluster)
    for word in named.split():
        query = query.where(t.person.c.name.icontains(word, autoescape=True))
    rows = connection.execute(query.offset(offset).limit(limit))
    return [PersonRow(cluster=r.cluster, name=r.name, said=r.said, mentions=r.mentions) for r in rows]


def likely_same(connection: Connection, cluster: str, name: str, limit: int = 50) -> list[PersonRow]:
    """Return whom a person may be the same as: those who share a word of the name first, then those who speak most."""
    found: dict[str, PersonRow] = {}
    for word in sorted(name.split(), key=len, reverse=True)[:3]:
        if len(word) > 1:
            found.update((row.cluster, row) for row in people_page(connection, limit=limit, named=word))
    alike = list(found.values())[:limit]
    rest = [row for row in people_page(connection, limit=limit) if row.cluster not in found]
    return [row for row in (*alike, *rest) if row.cluster != cluster][:limit]


def cluster_of(connection: Connection, line: str) -> str:
    """Return the id of the cluster that a line is in, or the line's own where it was not linked yet."""
    found = connection.execute(select(t.member.c.cluster).where(t.member.c.line == line)).scalar_one_or_none()
    return str(found or line)


def _members(cluster: str) -> CompoundSelect[tuple[str]]:
    return union(select(t.member.c.line).where(t.member.c.cluster == cluster), select(literal(cluster)))


def members_of(connection: Connection, cluster: str, offset: int = 0, limit: int = 50) -> list[Line]:
    """Return the lines of a cluster, or the line itself where it was not linked yet."""
    query = select(t.member.c.line.label("id")).where(t.member.c.cluster == cluster).order_by(t.member.c.line)
    found = lines_in_order(connection, query.offset(offset).limit(limit))
    return found or lines_in_order(connection, select(t.line.c.id).where(t.line.c.id == cluster))


def forms_of(connection: Connection, cluster: str, limit: int = 40) -> list[Form]:
    """Return the names of a cluster, the most frequent first."""
    query = (
        select(t.line.c.name, func.count().label("reports"), func.min(t.line.c.id).label("line"))
        .where(t.line.c.id.in_(_members(cluster)))
        .group_by(t.line.c.name)
        .order_by(func.count().desc(), t.line.c.name)
        .limit(limit)
    )
    return [Form(name=r.name or "", reports=r.reports, line=r.line) for r in connection.execute(query)]


def officers(connection: Connection, cluster: str, limit: int = 60) -> list[Line]:
    """Return lines of a cluster in whose report an office is named, of its first few hundred reports."""
    ids = select(t.member.c.line).where(t.member.c.cluster == cluster).order_by(t.member.c.line).limit(OFFICERS)
    query = select(t.line.c.id).where(
        t.line.c.id.in_(select(ids.subquery().c.line)), t.line.c.document.contains('"office":', autoescape=True)
    )
    return lines_in_order(connection, query.order_by(t.line.c.report, t.line.c.id).limit(limit))


def statements(connection: Connection, cluster: str, role: str, offset: int = 0, limit: int = 50) -> list[Line]:
    """Return quotations that a person said, passed on or is spoken of in, rejected ones left out.

    Args:
        role: One of ``ROLES``.
    """
    if role == "said":
        query = select(t.line.c.id).where(*_said(cluster)).order_by(t.line.c.report, t.line.c.start, t.line.c.id)
    else:
        query = select(t.voice.c.line.label("id")).where(*_voiced(cluster, role)).distinct().order_by(t.voice.c.line)
    return lines_in_order(connection, query.offset(offset).limit(limit))


def count_statements(connection: Connection, cluster: str, role: str) -> int:
    """Return how many quotations ``statements`` has in all."""
    if role == "said":
        query = select(func.count()).select_from(t.line).where(*_said(cluster))
    else:
        query = select(func.count(func.distinct(t.voice.c.line))).where(*_voiced(cluster, role))
    return int(connection.execute(query).scalar_one())


def _said(cluster: str) -> tuple[ColumnElement[bool], ...]:
    return (t.line.c.speaker.in_(_members(cluster)), t.line.c.review != Review.REJECTED)


def _voiced(cluster: str, role: str) -> tuple[ColumnElement[bool], ...]:
    # rejected quotations have no voices
    return (t.voice.c.entity.in_(_members(cluster)), t.voice.c.role == role)
