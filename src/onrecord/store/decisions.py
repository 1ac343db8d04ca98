"""Keeps decisions: append-only in the database, and mirrored line by line to ``decisions.jsonl``."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, func, insert, or_, select

from onrecord.decisions import active_decisions
from onrecord.errors import AmbiguousId, StoreError, UnknownLine
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Decision, Verb
from onrecord.store import schema as t

MIRROR = "decisions.jsonl"


def append_decision(connection: Connection, decision: Decision) -> None:
    """Keep a decision; nothing ever changes or deletes it."""
    connection.execute(
        insert(t.decision).values(id=decision.id, document=encode_json(decision).decode(), verb=decision.verb)
    )
    targets = {target.report: target.path for target in decision.targets}
    if targets:
        rows = [{"decision": decision.id, "report": r, "path": p} for r, p in targets.items()]
        connection.execute(insert(t.decision_target), rows)


def mirror_decision(folder: Path, decision: Decision) -> None:
    """Write a decision to the mirror and wait until the disk has it.

    Raises:
        StoreError: The mirror cannot be written.
    """
    try:
        with (folder / MIRROR).open("ab") as file:
            file.write(encode_json(decision) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"cannot write {folder / MIRROR}: {error.strerror or error}") from error


def read_mirror(folder: Path) -> list[Decision]:
    """Return the decisions of the mirror, the last line left out when a crash cut it."""
    path = folder / MIRROR
    if not path.is_file():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    return [decode_json(row, Decision) for row in whole.splitlines() if row.strip()]


def sync_mirror(connection: Connection, folder: Path) -> int:
    """Bring the database and the mirror together after a crash or a lost database; return how many were added.

    Only looks closer when the counts differ, so that opening a story stays cheap.
    """
    path = folder / MIRROR
    count = connection.execute(select(func.count()).select_from(t.decision)).scalar_one()
    lines = path.read_bytes().count(b"\n") if path.is_file() else 0
    if lines == count:
        return 0
    mirrored = read_mirror(folder)
    stored = all_decisions(connection)
    known = {d.id for d in stored}
    added = 0
    for decision in mirrored:
        if decision.id not in known:
            append_decision(connection, decision)
            known.add(decision.id)
            added += 1
    there = {d.id for d in mirrored}
    if any(d.id not in there for d in stored):
        rewrite_mirror(folder, all_decisions(connection))
    return added


def rewrite_mirror(folder: Path, decisions: Sequence[Decision]) -> None:
    """Write the mirror anew, the old one standing until the new one is whole."""
    draft = folder / f"{MIRROR}.new"
    draft.write_bytes(b"".join(encode_json(d) + b"\n" for d in decisions))
    draft.replace(folder / MIRROR)


def all_decisions(connection: Connection) -> list[Decision]:
    """Return every decision in the order they were made."""
    rows = connection.execute(select(t.decision.c.document).order_by(t.decision.c.seq))
    return [decode_json(r.document, Decision) for r in rows]


def decided_with(connection: Connection, *verbs: Verb) -> list[Decision]:
    """Return the decisions in force of some verbs, in the order they were made."""
    query = select(t.decision.c.document).where(t.decision.c.verb.in_((*verbs, Verb.UNDO))).order_by(t.decision.c.seq)
    return active_decisions([decode_json(r.document, Decision) for r in connection.execute(query)])


def newest(connection: Connection, offset: int = 0, limit: int = 100, **only: str) -> list[Decision]:
    """Return decisions, newest first.

    Args:
        only: ``verb`` keeps those of one verb.
    """
    query = select(t.decision.c.document).order_by(t.decision.c.seq.desc())
    if only.get("verb"):
        query = query.where(t.decision.c.verb == only["verb"])
    return [decode_json(r.document, Decision) for r in connection.execute(query.offset(offset).limit(limit))]


def in_force(connection: Connection, decisions: Sequence[Decision]) -> set[str]:
    """Return the ids of those of some decisions that no undo in force takes back."""
    return {d.id for d in active_decisions([*decisions, *_undos(connection)])}


def decisions_on(connection: Connection, report: str, path: str) -> list[Decision]:
    """Return the decisions in force on a report, or on an older version of it at the same path."""
    hits = select(t.decision_target.c.decision).where(
        or_(t.decision_target.c.report == report, t.decision_target.c.path == path)
    )
    rows = connection.execute(
        select(t.decision.c.document).where(t.decision.c.id.in_(hits)).order_by(t.decision.c.seq)
    ).all()
    if not rows:
        return []
    mine = [decode_json(r.document, Decision) for r in rows]
    return active_decisions([*mine, *_undos(connection)])


def _undos(connection: Connection) -> list[Decision]:
    """Return every undo: it points at a decision and at no report."""
    rows = connection.execute(
        select(t.decision.c.document).where(t.decision.c.verb == Verb.UNDO).order_by(t.decision.c.seq)
    )
    return [decode_json(r.document, Decision) for r in rows]


def find_decision(connection: Connection, wanted: str) -> Decision:
    """Return the decision that an id, or the beginning of one, means.

    Raises:
        UnknownLine: None does.
        AmbiguousId: Several do.
    """
    low = wanted[:1].upper() + wanted[1:].lower()
    rows = connection.execute(
        select(t.decision.c.document).where(t.decision.c.id >= low, t.decision.c.id < low + "\uffff").limit(6)
    )
    found = [decode_json(r.document, Decision) for r in rows]
    if not found:
        raise UnknownLine(f"no decision {wanted!r}; 'onrecord log STORY' lists them")
    if len(found) > 1:
        raise AmbiguousId(f"{wanted!r} could be any of {', '.join(d.id for d in found)}")
    return found[0]


def outcomes(connection: Connection, decisions: Sequence[str] | None = None) -> list[tuple[str, str, str, str]]:
    """Return (decision, report, outcome, reason) of every decision, or of some, as the record now stands."""
    query = select(t.outcome).order_by(t.outcome.c.id)
    rows = connection.execute(query if decisions is None else query.where(t.outcome.c.decision.in_(decisions)))
    return [(r.decision, r.report, r.outcome, r.reason) for r in rows]
