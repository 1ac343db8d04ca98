"""Keeps what holds across reports: follows what changed, or links the whole story anew."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, delete, func, or_, select

from onrecord.decisions import judgements
from onrecord.decisions.apply import targets_now
from onrecord.lexicon import load_lexicon
from onrecord.linking import __file__ as linking_package
from onrecord.linking.facts import ReportSummary
from onrecord.linking.growing import Change, grow
from onrecord.model import Link, TimelineEntry, Verdict
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Verb
from onrecord.model.links import Judge
from onrecord.store import schema as t
from onrecord.store.decisions import decided_with
from onrecord.store.draft import Draft
from onrecord.store.ground import StoredGround
from onrecord.store.paging import MOST
from onrecord.store.people import count_people
from onrecord.store.portable import announce, put, take_stock
from onrecord.store.queue import mark_contested
from onrecord.store.readings import applied, iter_summaries
from onrecord.store.reports import latest_version
from onrecord.store.unlinked import changed_summaries, count_unlinked, note_linked
from onrecord.store.verdicts import keep_verdict_counts
from onrecord.store.whole import Rebuilt

STALE = "links-stale"
SERIAL = "serial"
MADE_WITH = "links-made-with"
DECIDED = "links-decided"
TURN = "links-turn"
"""How often the tables of links were written: what was worked out on an older turn no longer fits."""
SHARE = 0.04
"""Of the reports: up to so many changed ones are linked one by one; each costs some 25 times what it does among all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What holds across reports.

    Attributes:
        cluster_of: Id of the cluster of each line that has one.
        origin_of: For each report the agency, or the first of its copies, that its words come from.
    """

    links: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    cluster_of: Mapping[str, str] = field(default_factory=dict)
    origin_of: Mapping[str, str] = field(default_factory=dict)


def touch(connection: Connection) -> None:
    """Note that the record is another than before: what a face computed from the old one is stale."""
    value = now_serial(connection) + 1
    put(connection, t.meta, {"key": SERIAL}, {"value": str(value)})
    announce(connection)


def now_serial(connection: Connection) -> int:
    """Return a number that grows with every change of the record."""
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == SERIAL)).scalar_one_or_none()
    return int(found or 0)


def mark_stale(connection: Connection) -> None:
    """Note that something changed since the reports were linked."""
    touch(connection)
    put(connection, t.meta, {"key": STALE}, {"value": "1"})


def is_stale(connection: Connection) -> bool:
    """Tell whether something changed since the reports were linked."""
    return connection.execute(select(t.meta.c.value).where(t.meta.c.key == STALE)).scalar_one_or_none() == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """What linking the changed reports would change, not yet written.

    Attributes:
        draft: The changes.
        linked: The summaries it holds for, as they are kept; None for a report that is gone.
        lines: Entity lines of these reports, before and after.
        serial, turn, decided: The state of the record it holds for.
    """

    draft: Draft
    linked: Mapping[str, bytes | None]
    lines: Collection[str]
    serial: int
    turn: str | None
    decided: str


def grow_story(connection: Connection) -> Grown | None:
    """Link what changed with the rest of the story, writing nothing; None where linking all anew is less work."""
    changed = count_unlinked(connection)
    standing = connection.execute(select(func.count()).select_from(t.summary)).scalar_one()
    if changed > SHARE * standing or _meta(connection, MADE_WITH) != made_with():
        return None
    before, after, linked = changed_summaries(connection)
    old, decided = persons(connection), _last_decision(connection)
    new = judged(connection) if changed or _meta(connection, DECIDED) != decided else old
    draft = Draft(connection)
    if before or after or set(old) != set(new):
        grow(draft, Change(before=before, after=after, old=old, new=new))
    return Grown(
        draft=draft,
        linked=linked,
        lines=[*entity_lines(before), *entity_lines(after)],
        serial=now_serial(connection),
        turn=_meta(connection, TURN),
        decided=decided,
    )


def keep_grown(connection: Connection, grown: Grown) -> bool:
    """Write what growing gave; return False, and write nothing, when the story was linked otherwise meanwhile.

    What others decided meanwhile stays to be linked.
    """
    if _meta(connection, TURN) != grown.turn:
        return False
    if not grown.draft.empty:
        ground = StoredGround(connection)
        clusters = set(ground.entity_labels(grown.lines).values())
        grown.draft.write(ground)
        clusters |= {*ground.entity_labels(grown.lines).values(), *ground.clusters}
        count_people(connection, clusters)
        mark_contested(connection, lines=ground.figures)
        keep_verdict_counts(connection)
        connection.execute(delete(t.memo))
    note_linked(connection, grown.linked)
    _note_turn(connection, grown.decided, done=now_serial(connection) == grown.serial)
    return True


def entity_lines(summaries: Mapping[str, ReportSummary]) -> list[str]:
    """Return the entity lines of some reports."""
    return [entity.line for summary in summaries.values() for entity in summary.entities]


def link(connection: Connection) -> tuple[Rebuilt, int]:
    """Link all reports anew; return the result and the serial of the record it holds for."""
    return Rebuilt(iter_summaries(connection), judged(connection)), now_serial(connection)


def keep(connection: Connection, result: Rebuilt, serial: int) -> bool:
    """Keep what linking gave; return False, and keep nothing, when the record changed meanwhile."""
    if now_serial(connection) != serial:
        return False
    result.write(connection)
    take_stock(connection, t.tables.tables.values())
    connection.execute(delete(t.memo))
    count_people(connection)
    mark_contested(connection)
    keep_verdict_counts(connection)
    connection.execute(delete(t.unlinked))
    put(connection, t.meta, {"key": MADE_WITH}, {"value": made_with()})
    _note_turn(connection, _last_decision(connection), done=True)
    return True


def _note_turn(connection: Connection, decided: str, *, done: bool) -> None:
    """Note that the story is linked as it was after a decision; not done when it changed since."""
    if done:
        connection.execute(delete(t.meta).where(t.meta.c.key == STALE))
    put(connection, t.meta, {"key": DECIDED}, {"value": decided})
    put(connection, t.meta, {"key": TURN}, {"value": str(int(_meta(connection, TURN) or 0) + 1)})
    touch(connection)


def _meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(t.meta.c.value).where(t.meta.c.key == key)).scalar_one_or_none()


def _last_decision(connection: Connection) -> str:
    return str(connection.execute(select(func.max(t.decision.c.seq))).scalar_one() or 0)


@lru_cache(maxsize=1)
def made_with() -> str:
    """Return a digest of the rules of linking: with other rules the whole story is linked anew."""
    digest = hashlib.sha256(load_lexicon().digest().encode())
    for path in sorted(Path(linking_package).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def persons(connection: Connection) -> list[Link]:
    """Return what persons judged when the story was linked."""
    return [_link(row) for row in connection.execute(select(t.link).where(t.link.c.by == Judge.PERSON.value))]


def judged(connection: Connection) -> list[Link]:
    """Return the links that people judged, on the lines as they are now."""
    active = decided_with(connection, Verb.MERGE, Verb.SPLIT)
    current: dict[tuple[str, int], str] = {}
    for report in sorted({target.report for d in active for target in d.targets}):
        standing = latest_version(connection, report)
        if standing is None:
            continue
        result = applied(connection, standing)
        current.update(targets_now(result.reading, active, result.ids))
    return judgements(active, current)


def load_view(connection: Connection) -> StoryView:
    """Return what holds across reports, all of it."""
    order = (t.link.c.of, t.link.c.left, t.link.c.right, t.link.c.judgement, t.link.c.by)
    links = connection.execute(select(t.link).order_by(*order))
    members = connection.execute(select(t.member.c.line, t.member.c.cluster, t.member.c.kind)).all()
    verdicts = connection.execute(select(t.verdict.c.document).order_by(t.verdict.c.id))
    entries = connection.execute(
        select(t.timeline.c.document).order_by(
            t.timeline.c.earliest.is_(None), t.timeline.c.earliest, t.timeline.c.event
        )
    )
    return StoryView(
        links=tuple(_link(row) for row in links),
        verdicts=tuple(decode_json(row.document, Verdict) for row in verdicts),
        timeline=tuple(decode_json(row.document, TimelineEntry) for row in entries),
        cluster_of={m.line: m.cluster for m in members if m.kind != "report"},
        origin_of={m.line: m.cluster for m in members if m.kind == "report"},
    )


def _link(row: object) -> Link:
    fields = ("left", "right", "of", "judgement", "score", "reason", "by")
    return decode_json(encode_json({f: getattr(row, f) for f in fields}), Link)


def links_of(connection: Connection, line: str) -> list[Link]:
    """Return every link at a line."""
    rows = connection.execute(
        select(t.link)
        .where(or_(t.link.c.left == line, t.link.c.right == line))
        .order_by(t.link.c.left, t.link.c.right, t.link.c.by)
    )
    return [_link(row) for row in rows]


def links_at(connection: Connection, lines: Sequence[str]) -> list[Link]:
    """Return every link at any of some lines, each once."""
    found: dict[tuple[str, str, str, str], Link] = {}
    for at in range(0, len(lines), MOST):
        part = lines[at : at + MOST]
        for column in (t.link.c.left, t.link.c.right):
            for row in connection.execute(select(t.link).where(column.in_(part))):
                found[row.left, row.right, row.judgement, row.by] = _link(row)
    return [found[key] for key in sorted(found)]
