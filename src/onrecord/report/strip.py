"""Lays out the timeline strip: where each event and each doubt about its date is drawn."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model import TimelineEntry
from onrecord.model.decisions import Line

WIDTH = 1000
LANE = 22
TOP = 12
LANES = 8
LABELLED = 12
CHAR = 5.6
"""Width of a letter of a label in the units of the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event on the strip: a dot where the day is known, a bar where it is not."""

    x: float
    width: float
    y: int
    exact: bool
    status: str
    label: str
    title: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The drawing: its size, its ticks (x, words) and its marks."""

    width: int
    height: int
    axis: int
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]


def draw_strip(entries: Sequence[tuple[TimelineEntry, Line, str]]) -> Strip:
    """Lay out dated entries, the weightiest labelled.

    Args:
        entries: Those with an earliest date, the line that stands for each, and who did it to whom.
    """
    placed = []
    for entry, line, who in entries:
        first, last = _day(entry.earliest), _day(entry.latest)
        if first is not None:
            placed.append((first, last if last is not None else first, entry, line, who))
    if not placed:
        return Strip(width=WIDTH, height=0, axis=0, ticks=(), marks=())
    scale = _Scale(sorted({d for f, la, *_ in placed for d in (f, la)}))
    heavy = {e.event for _, _, e, *_ in sorted(placed, key=lambda p: (-p[2].weight, p[2].event))[:LABELLED]}
    free = [0.0] * LANES
    marks = []
    for first, last, entry, line, who in sorted(placed, key=lambda p: (p[0], p[1], p[2].event)):
        x, end = scale.at(first), scale.at(last)
        label = _label(line, who) if entry.event in heavy else ""
        needed = max(end, x + 10) + len(label) * CHAR + 12
        lane = next((n for n in range(LANES) if free[n] <= x), min(range(LANES), key=free.__getitem__))
        free[lane] = needed
        marks.append(
            Mark(
                x=round(x, 1),
                width=round(max(end - x, 0), 1),
                y=TOP + lane * LANE,
                exact=first == last,
                status=str(line.item.get("factuality", "happened")),
                label=label,
                title=f"{entry.date}: {line.sentence}",
                line=line.id,
            )
        )
    used = max(m.y for m in marks) + LANE
    return Strip(width=WIDTH, height=used + 24, axis=used, ticks=scale.ticks(), marks=tuple(marks))


def _label(line: Line, who: str) -> str:
    actor = who.partition(" → ")[0].partition(", ")[0]
    words = f"{actor} {line.quote.split(' … ')[0]}".strip()
    return words if len(words) <= 30 else words[:29] + "…"


def _day(text: str | None) -> int | None:
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


class _Scale:
    """Days to the right; long stretches in which nothing happened are folded, as a story has quiet decades."""

    def __init__(self, days: list[int]) -> None:
        self._days = days
        self._at = {days[0]: 0.0}
        total = 0.0
        span = max(days[-1] - days[0], 1)
        for before, after in itertools.pairwise(days):
            total += min(after - before, span / 6) + span / (8 * len(days))
            self._at[after] = total
        self._total = total or 1.0

    def at(self, day: int) -> float:
        """Return where a day stands."""
        return 14 + self._at[day] / self._total * (WIDTH - 190)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return years where they first occur, as far apart as their words need."""
        out: list[tuple[float, str]] = []
        for day in self._days:
            year = str(date.fromordinal(day).year)
            x = round(self.at(day), 1)
            if not out or (year != out[-1][1] and x - out[-1][0] >= 34):
                out.append((x, year))
        return tuple(out)
