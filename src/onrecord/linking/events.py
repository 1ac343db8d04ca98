"""Events across reports: which lines tell of one occurrence, planned, denied or done."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.linking.clusters import Edge, Grouping, Walls, cluster_lines
from onrecord.linking.dates import gap_days
from onrecord.linking.facts import EventFact, ReportSummary, When
from onrecord.linking.scorer import load_scorer
from onrecord.linking.words import content_stems, split_words, stem, unpack
from onrecord.model.links import LinkOf

THRESHOLD = 0.5
BLOCK = 24
"""Lines that share a key are all compared up to this many; beyond it each with its neighbours in time."""
REACH = 8
OTHER_DATES = 0.1
"""No likeness lifts two events whose dates exclude each other above this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event with what its report and the entity clusters say of it."""

    fact: EventFact
    summary: ReportSummary
    actor: frozenset[str]
    recipient: frozenset[str]
    place: str | None
    countries: frozenset[str]
    stems: frozenset[str]
    families: frozenset[str]

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line


@lru_cache(maxsize=4)
def _families(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for family, words in lexicon.entries("linking/families").items():
        for word in str(words).split():
            out[stem(word)].add(str(family))
    return {word: frozenset(families) for word, families in out.items()}


@lru_cache(maxsize=50_000)
def trigger_stems(trigger: str) -> frozenset[str]:
    """Return the stems that a trigger is compared by; a trigger of function words alone keeps them.

    Example:
        >>> sorted(trigger_stems("has been arrested"))
        ['arrest']
    """
    stems = content_stems(trigger) or [stem(w) for w in split_words(trigger)]
    return frozenset(stems)


@lru_cache(maxsize=50_000)
def families_of(stems: frozenset[str]) -> frozenset[str]:
    """Return the families of occurrences that the stems belong to; an unlisted stem is its own family."""
    table = _families(load_lexicon())
    return frozenset(f for s in stems for f in table.get(s, frozenset({f"={s}"})))


def make_view(
    fact: EventFact, summary: ReportSummary, entity_of: Mapping[str, str], country_of: Mapping[str, str]
) -> EventView:
    """Return the event as it is compared.

    Args:
        fact: The event.
        summary: Its report.
        entity_of: Entity line -> its cluster.
        country_of: Entity line -> ISO country.
    """
    stems = trigger_stems(fact.trigger)
    return EventView(
        fact=fact,
        summary=summary,
        actor=frozenset(entity_of.get(a, a) for a in fact.actor),
        recipient=frozenset(entity_of.get(r, r) for r in fact.recipient),
        place=entity_of.get(fact.place, fact.place) if fact.place else None,
        countries=frozenset(country_of[a] for a in fact.actor if a in country_of),
        stems=stems,
        families=families_of(stems),
    )


def link_events(
    summaries: Sequence[ReportSummary], walls: Walls, entity_of: Mapping[str, str]
) -> tuple[Grouping, list[Edge]]:
    """Cluster the event lines of a story; return the clusters and the compared pairs.

    Args:
        summaries: In any order.
        walls: What persons judged on events.
        entity_of: Entity line -> its cluster.
    """
    country_of = {e.line: e.country for s in summaries for e in s.entities if e.country}
    views = [make_view(f, s, entity_of, country_of) for s in summaries for f in s.events]
    views.sort(key=lambda v: v.line)
    edges = [compare_events(a, b) for a, b in candidate_pairs(views)]
    return cluster_lines((v.line for v in views), edges, walls, of=LinkOf.EVENT, threshold=THRESHOLD), edges


def candidate_pairs(views: Sequence[EventView]) -> Iterator[tuple[EventView, EventView]]:
    """Yield pairs worth comparing: one family of triggers, and a participant, a date or a name in common."""
    blocks: dict[tuple[object, ...], list[EventView]] = defaultdict(list)
    for view in views:
        for key in block_keys(view):
            blocks[key].append(view)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for a, b in _near(block):
            pair = (a.line, b.line) if a.line < b.line else (b.line, a.line)
            if pair not in seen:
                seen.add(pair)
                yield (a, b) if a.line < b.line else (b, a)


def block_keys(view: EventView) -> set[tuple[object, ...]]:
    """Return the keys under which an event meets those it may be one with."""
    marks: set[object] = set(view.actor | view.recipient)
    marks |= set(unpack(view.fact.names))
    if view.place:
        marks.add(view.place)
    if view.fact.when:
        marks.add(f"{view.fact.when.edtf[:7]}")
    return {(family, mark) for family in view.families for mark in marks}


def _near(block: list[EventView]) -> Iterable[tuple[EventView, EventView]]:
    block.sort(key=lambda v: (_order_day(v), v.line))
    reach = len(block) if len(block) <= BLOCK else REACH
    for i, view in enumerate(block):
        for other in block[i + 1 : i + 1 + reach]:
            yield view, other


def _order_day(view: EventView) -> int:
    when = view.fact.when or view.summary.published
    return when.earliest if when else 0


def compare_events(a: EventView, b: EventView) -> Edge:
    """Return the judged edge between two events."""
    features = event_features(a, b)
    score = load_scorer("event_pairs").score(features)
    if features.get("time_other"):
        score = min(score, OTHER_DATES)
    return Edge(a.line, b.line, score, _reason(a, b, features))


def event_features(a: EventView, b: EventView) -> dict[str, float]:
    """Return what two events have in common, by feature name; all values lie in 0 to 1."""
    return {
        "trigger_same": float(bool(a.stems & b.stems)),
        "trigger_family": float(bool(a.families & b.families)),
        "type_same": float(a.fact.type is b.fact.type),
        **_participants(a, b),
        **_times(a, b),
        "context": overlap(a.fact.context, b.fact.context),
        "names": overlap(a.fact.names, b.fact.names),
        "reports": overlap(a.summary.terms, b.summary.terms),
    }


def _participants(a: EventView, b: EventView) -> dict[str, float]:
    out = {}
    for role, left, right in (("actor", a.actor, b.actor), ("recipient", a.recipient, b.recipient)):
        if left and right:
            out[f"{role}_same" if left & right else f"{role}_other"] = 1.0
    if out.get("actor_other") and a.countries & b.countries:
        out = {**out, "actor_other": 0.0, "actor_near": 1.0}
    if a.actor & b.recipient or b.actor & a.recipient:
        out["swapped"] = 1.0
    if a.place and b.place:
        out["place_same" if a.place == b.place else "place_other"] = 1.0
    return out


def _times(a: EventView, b: EventView) -> dict[str, float]:
    out = {}
    left, right = a.fact.when, b.fact.when
    if left and right:
        gap = gap_days(left, right)
        if gap > 1:
            out["time_other"] = 1.0
        else:
            out["time_same" if max(left.days, right.days) <= 366 else "time_vague"] = 1.0
    if (gap_published := _published_gap(a.summary.published, b.summary.published)) is not None:
        near = gap_published <= 7
        out["published_near" if near else "published_far"] = 1.0 if near else _far(gap_published)
    return out


def _published_gap(left: When | None, right: When | None) -> int | None:
    return gap_days(left, right) if left and right else None


def _far(days: int) -> float:
    return min(1.0, days / 365)


@lru_cache(maxsize=100_000)
def overlap(left: bytes, right: bytes) -> float:
    """Return the shared part of two packed sets, relative to the geometric mean of their sizes."""
    if not left or not right:
        return 0.0
    a, b = unpack(left), unpack(right)
    return len(a & b) / math.sqrt(len(a) * len(b))


def _reason(a: EventView, b: EventView, features: Mapping[str, float]) -> str:
    parts = []
    if shared := a.stems & b.stems:
        parts.append(f"both tell of '{min(shared)}'")
    else:
        parts.append(f"'{a.fact.trigger}' and '{b.fact.trigger}' name one sort of event")
    parts += [text for name, text in _REASONS if features.get(name)]
    return ", ".join(parts)


_REASONS = (
    ("actor_same", "same actor"),
    ("actor_near", "actors of one country"),
    ("actor_other", "other actor"),
    ("recipient_same", "same recipient"),
    ("place_same", "same place"),
    ("time_same", "dates meet"),
    ("time_other", "other dates"),
)
