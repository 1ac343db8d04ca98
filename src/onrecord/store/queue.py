"""What people are asked to decide next, worst first: conflicts, dates that others hang on, doubts, the rest."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Exists, case, exists, func, select, update

from onrecord.model.decisions import Evidence, Line, Review
from onrecord.store import schema as t
from onrecord.store.paging import lines_in_order
from onrecord.store.portable import put

ASKED = frozenset({"quotation", "event", "figure"})
"""Kinds of lines that people are asked about one by one."""

CONTESTED, DOUBTFUL, WAITING = 1, 2, 3
"""Places in the queue: another figure conflicts, the machine is not sure, nobody has looked yet."""

COUNTS = "queue-counts"
"""Key of ``meta`` under which the counts of all places are kept."""

WHY = {
    CONTESTED: "this figure conflicts with another",
    DOUBTFUL: "the machine is not sure",
    WAITING: "nobody has looked at it yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing a person is asked to decide.

    Attributes:
        reason: Why it is asked, and why now.
        line: The line, or None where a report is asked about.
        report: The report.
        rank: Smaller comes first: 0 conflicts, 1 dates that others hang on, 2 doubtful lines, 3 the rest.
    """

    reason: str
    report: str
    rank: int
    line: Line | None = None


def place_of(line: Line) -> int:
    """Return a line's place in the queue by itself; ``mark_contested`` moves those up that others conflict with."""
    if line.kind not in ASKED or line.review is not Review.MACHINE or line.held or "unsure" in line.marks:
        return 0
    return DOUBTFUL if line.evidence is Evidence.UNCERTAIN else WAITING


def mark_contested(connection: Connection, report: str | None = None, lines: Collection[str] | None = None) -> None:
    """Move the figures that conflict with another to the head of the queue, and those that no longer do back.

    Args:
        report: Only the lines of this report, after they were made anew.
        lines: Only these figures, after verdicts on them changed.
    """
    if lines is not None:
        wanted = sorted(lines)
        for at in range(0, len(wanted), 500):
            _mark(connection, t.line.c.id.in_(wanted[at : at + 500]))
    elif report is not None:
        _mark(connection, t.line.c.report == report)
    else:
        _mark(connection)
    if report is None:
        put(connection, t.meta, {"key": COUNTS}, {"value": json.dumps(_counted(connection))})


def _mark(connection: Connection, *these: ColumnElement[bool]) -> None:
    back = case((t.line.c.evidence == Evidence.UNCERTAIN, DOUBTFUL), else_=WAITING)
    up = update(t.line).where(t.line.c.queue.in_((DOUBTFUL, WAITING)), t.line.c.kind == "figure", _fought(), *these)
    down = update(t.line).where(t.line.c.queue == CONTESTED, ~_fought(), *these)
    connection.execute(up.values(queue=CONTESTED))
    connection.execute(down.values(queue=back))


def waiting_in(connection: Connection, report: str) -> dict[int, int]:
    """Return how many lines of a report stand at each place of the queue."""
    return _counted(connection, report)


def shift_counts(connection: Connection, before: dict[int, int], after: dict[int, int]) -> None:
    """Let the counts of the queue follow the change of one report, so that no screen counts a whole story."""
    kept = _kept(connection)
    if before == after and kept is not None:
        return
    if kept is None:
        moved = _counted(connection)
    else:
        moved = {place: kept.get(place, 0) + after.get(place, 0) - before.get(place, 0) for place in WHY}
    put(connection, t.meta, {"key": COUNTS}, {"value": json.dumps(moved)})


def _fought() -> Exists:
    """Whether a verdict says that a line conflicts with another."""
    return exists().where(
        t.verdict_figure.c.line == t.line.c.id,
        t.verdict.c.id == t.verdict_figure.c.verdict,
        t.verdict.c.verdict == "conflict",
    )


def review_queue(connection: Connection, offset: int = 0, limit: int = 20) -> list[ReviewItem]:
    """Return what to decide next, worst first.

    Cost: whatever the offset, rows of an index are skipped and only the wanted lines are read.
    """
    out: list[ReviewItem] = []
    for count, page in _sources(connection):
        if offset < count and len(out) < limit:
            out += page(offset, limit - len(out))
        offset = max(0, offset - count)
    return out


def queue_length(connection: Connection) -> int:
    """Return how many things there are to decide, reports without a date included."""
    return sum(count for count, _ in _sources(connection))


def review_size(connection: Connection) -> int:
    """Return how many lines no person has looked at."""
    return sum(_places(connection).values())


def _places(connection: Connection) -> dict[int, int]:
    """Return how many lines stand at each place, as it was written down; counted where it never was."""
    kept = _kept(connection)
    found = _counted(connection) if kept is None else kept
    return {place: found.get(place, 0) for place in WHY}


def _kept(connection: Connection) -> dict[int, int] | None:
    kept = connection.execute(select(t.meta.c.value).where(t.meta.c.key == COUNTS)).scalar_one_or_none()
    return None if kept is None else {int(q): int(n) for q, n in json.loads(kept).items()}


def _counted(connection: Connection, report: str | None = None) -> dict[int, int]:
    query = select(t.line.c.queue, func.count()).where(t.line.c.queue.in_(tuple(WHY))).group_by(t.line.c.queue)
    if report is not None:
        query = query.where(t.line.c.report == report)
    return {int(q): int(n) for q, n in connection.execute(query)}


def _sources(connection: Connection) -> Iterator[tuple[int, Callable[[int, int], list[ReviewItem]]]]:
    """Yield what may be asked, worst first: how many there are, and a function that gives a page of them."""
    places = _places(connection)
    undated = select(func.count()).select_from(t.tally).where(t.tally.c.hanging > 0)
    yield places[CONTESTED], partial(_asked, connection, CONTESTED)
    yield int(connection.execute(undated).scalar_one()), partial(_undated, connection)
    yield places[DOUBTFUL], partial(_asked, connection, DOUBTFUL)
    yield places[WAITING], partial(_asked, connection, WAITING)


def _asked(connection: Connection, place: int, offset: int, limit: int) -> list[ReviewItem]:
    query = select(t.line.c.id).where(t.line.c.queue == place)
    order = query.order_by(t.line.c.report, t.line.c.start, t.line.c.id).offset(offset).limit(limit)
    rank = 0 if place == CONTESTED else place
    lines = lines_in_order(connection, order)
    return [ReviewItem(reason=WHY[place], report=line.report, rank=rank, line=line) for line in lines]


def _undated(connection: Connection, offset: int, limit: int) -> list[ReviewItem]:
    query = (
        select(t.tally.c.report, t.tally.c.hanging)
        .where(t.tally.c.hanging > 0)
        .order_by(t.tally.c.hanging.desc(), t.tally.c.report)
    )
    rows = connection.execute(query.offset(offset).limit(limit))
    return [ReviewItem(reason=f"no date; {_times(r.hanging)} on it", report=r.report, rank=1) for r in rows]


def _times(count: int) -> str:
    return "1 time hangs" if count == 1 else f"{count} times hang"
