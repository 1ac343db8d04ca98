"""The timeline: event clusters with their dates and their weight, the important first within a budget."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log1p

from onrecord.linking.dates import iso_day
from onrecord.linking.facts import EventFact, ReportSummary, When
from onrecord.linking.origins import Origins
from onrecord.model.events import EventType, Factuality
from onrecord.model.links import TimelineEntry

_TELLS = {
    Factuality.HAPPENED: 3,
    Factuality.ALLEGED: 2,
    Factuality.PLANNED: 2,
    Factuality.DENIED: 1,
    Factuality.HYPOTHETICAL: 0,
}


def weigh_days(summaries: Sequence[ReportSummary], origins: Origins | None = None) -> dict[int, float]:
    """Return the weight of every day that reports name or are published on.

    A day weighs by the reports that name it, those written later counting most: what is still told weeks
    after is what mattered. Copies count once.
    """
    origin = origins.by_report if origins else {}
    named: dict[int, dict[str, float]] = defaultdict(dict)
    for s in summaries:
        told = s.published.earliest if s.published else None
        for day, count in Counter(s.days).items():
            gap = abs(told - day) if told is not None else 0
            value = (1 + log1p(count)) * (1 + 0.5 * log1p(gap))
            key = origin.get(s.report, s.report)
            named[day][key] = max(value, named[day].get(key, 0.0))
        if told is not None:
            named[told].setdefault(origin.get(s.report, s.report), 0.5)
    return {day: round(sum(values.values()), 6) for day, values in named.items()}


def sort_timeline(entries: Iterable[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Return entries by date; those without a date come last."""
    return tuple(sorted(entries, key=lambda e: (e.earliest or "9999", e.latest or "9999", -e.weight, e.event)))


def make_entry(rows: Sequence[tuple[EventFact, ReportSummary]], origins: Origins) -> TimelineEntry:
    """Return the entry of one event cluster.

    The weight grows with independent origins, mentions, later references and participants; what is only
    hypothetical or merely stated weighs less.

    Args:
        rows: Its lines, each with its report, in order of their ids.
        origins: Of at least these reports.
    """
    best = max(rows, key=lambda row: (_TELLS[row[0].factuality], _precision(row[0].when), row[0].line))[0]
    when = pick_date([row[0] for row in rows])
    reports = {s.report for _, s in rows}
    count = origins.count((s.report, f.origin) for f, s in rows)
    return TimelineEntry(
        event=best.line,
        date=when.edtf if when else None,
        earliest=iso_day(when.earliest) if when else None,
        latest=iso_day(when.latest) if when else None,
        reports=len(reports),
        origins=count,
        weight=round(_weight(rows, when, count), 4),
        lines=tuple(sorted(f.line for f, _ in rows)),
    )


def _precision(when: When | None) -> int:
    return -when.days if when else -(10**6)


def pick_date(facts: Sequence[EventFact]) -> When | None:
    """Return the date most of the lines give, the narrower where two agree; happened outranks planned."""
    dated = [f for f in facts if f.when]
    happened = [f for f in dated if f.factuality is Factuality.HAPPENED]
    votes: Counter[tuple[int, int, str]] = Counter()
    for fact in happened or dated:
        assert fact.when
        votes[(fact.when.earliest, fact.when.latest, fact.when.edtf)] += 1
    if not votes:
        return None
    low, high, edtf = max(votes, key=lambda v: (_support(v, votes), v[0] - v[1], v))
    return When(edtf=edtf, earliest=low, latest=high)


def _support(vote: tuple[int, int, str], votes: Mapping[tuple[int, int, str], int]) -> int:
    return sum(n for other, n in votes.items() if other[0] <= vote[1] and vote[0] <= other[1])


def _weight(rows: Sequence[tuple[EventFact, ReportSummary]], when: When | None, origins: int) -> float:
    people = {p for f, _ in rows for p in (*f.actor, *f.recipient)}
    later = sum(1 for _, s in rows if when and s.published and s.published.earliest - when.latest > 7)
    early = max((1 - f.position for f, _ in rows), default=0.0)
    weight = 2 * log1p(origins) + log1p(len(rows)) + log1p(later) + 0.3 * min(4, len(people)) + 0.5 * early
    kinds = {f.factuality for f, _ in rows}
    if kinds <= {Factuality.HYPOTHETICAL, Factuality.DENIED}:
        weight *= 0.5
    if {f.type for f, _ in rows} <= {EventType.STATE}:
        weight *= 0.5
    return weight


def pick_important(entries: Sequence[TimelineEntry], budget: int, per_day: int = 1) -> tuple[TimelineEntry, ...]:
    """Return the weightiest dated entries, at most ``per_day`` a date, in order of date.

    Args:
        entries: A timeline.
        budget: How many entries at most.
        per_day: How many of one date.
    """
    used: dict[str, int] = defaultdict(int)
    kept: list[TimelineEntry] = []
    for entry in sorted(entries, key=lambda e: (-e.weight, e.earliest or "", e.event)):
        if entry.earliest and used[entry.earliest] < per_day and len(kept) < budget:
            used[entry.earliest] += 1
            kept.append(entry)
    return tuple(sorted(kept, key=lambda e: (e.earliest or "", e.latest or "", e.event)))
