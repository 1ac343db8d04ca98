"""Events across reports: which lines tell of one occurrence, planned, denied or done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import numpy as np
from rapidfuzz.distance import JaroWinkler

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.linking.clusters import Edge, Grouping, Walls
from onrecord.linking.dates import gap_days
from onrecord.linking.event_view import EventView
from onrecord.linking.facts import EventFact, ReportSummary, When
from onrecord.linking.grouping import group_lines
from onrecord.linking.guards import find_veto, find_wall, least_score
from onrecord.linking.layer import WALL, Found, Layer, judge
from onrecord.linking.overlap import overlap
from onrecord.linking.scorer import load_scorer
from onrecord.linking.weights import report_weight, word_weight
from onrecord.linking.words import content_stems, hash_word, split_words, stem, unpack
from onrecord.model.links import LinkOf

Views = tuple[EventView, EventView]
THRESHOLD = 0.46
BLOCK = 24
"""Lines that share a key are all compared up to this many; beyond it each with its neighbours in time."""
REACH = 8
VETOED = 0.2
"""Nor two events whose participants, type or evidence forbid it above this: a person may see them as unsure."""
EARLY = 0.1
"""Share of a report, from its start, that counts as its lead."""
OTHER_DATES = 0.1
"""No likeness lifts two events whose dates exclude each other above this."""


BY_HAND = {
    "time_same": 1.2,
    "time_vague": 0.3,
    "time_other": -5.0,
    "published_near": 0.3,
    "published_far": -1.0,
    "type_same": 0.3,
    "type_other": -0.5,
    "actor_near": 0.4,
}
"""Weights of what ECB+ cannot teach: it has no event types, few dates and no publication dates."""


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


def listed_families() -> dict[str, frozenset[str]]:
    """Return stem -> its families, for stems that the lexicon lists; any other is a family of its own."""
    return _families(load_lexicon())


@lru_cache(maxsize=50_000)
def families_of(stems: frozenset[str]) -> frozenset[str]:
    """Return the families of occurrences that the stems belong to; an unlisted stem is its own family."""
    table = listed_families()
    return frozenset(f for s in stems for f in table.get(s, frozenset({f"={s}"})))


def make_view(
    fact: EventFact,
    summary: ReportSummary,
    entity_of: Mapping[str, str],
    country_of: Mapping[str, str],
    occasion_of: Mapping[str, str],
) -> EventView:
    """Return the event as it is compared.

    Args:
        fact: The event.
        summary: Its report.
        entity_of: Entity line -> its cluster.
        country_of: Entity line -> ISO country.
        occasion_of: Report -> its occasion.
    """
    stems = trigger_stems(fact.trigger)
    return EventView(
        fact=fact,
        summary=summary,
        actor=frozenset(entity_of.get(a, a) for a in fact.actor),
        recipient=frozenset(entity_of.get(r, r) for r in fact.recipient),
        place=entity_of.get(fact.place, fact.place) if fact.place else None,
        countries=frozenset(country_of[a] for a in fact.actor if a in country_of),
        occasion=occasion_of.get(summary.report, summary.report),
        stems=stems,
        families=families_of(stems),
    )


def event_layer(*, guarded: bool = True) -> Layer[EventView]:
    """Return how events are linked.

    Args:
        guarded: As for :func:`compare_events`.
    """
    return Layer(
        name="event",
        of=LinkOf.EVENT,
        limit=BLOCK,
        reach=REACH,
        threshold=THRESHOLD,
        line=lambda view: view.line,
        place=_order_day,
        keys=block_keys,
        compare=partial(_judge, guarded=guarded),
    )


def link_events(
    summaries: Sequence[ReportSummary],
    walls: Walls,
    entity_of: Mapping[str, str],
    occasion_of: Mapping[str, str],
    *,
    guarded: bool = True,
) -> Grouping:
    """Cluster the event lines of some reports.

    Args:
        summaries: In any order.
        walls: What persons judged on events.
        entity_of: Entity line -> its cluster.
        occasion_of: Report -> its occasion.
        guarded: As for :func:`compare_events`.
    """
    views = sorted((v for s in summaries for v in make_views(s, entity_of, occasion_of)), key=lambda v: v.line)
    layer = event_layer(guarded=guarded)
    return group_lines(layer, [v.line for v in views], judge(layer, views), walls).grouping()


def make_views(summary: ReportSummary, entity_of: Mapping[str, str], occasion_of: Mapping[str, str]) -> list[EventView]:
    """Return the events of a report as they are compared; arguments as for :func:`link_events`."""
    country_of = {e.line: e.country for e in summary.entities if e.country}
    return [make_view(f, summary, entity_of, country_of, occasion_of) for f in summary.events]


def _judge(pairs: Sequence[Views], *, guarded: bool) -> list[Found]:
    walls = [find_wall(a, b) if guarded else None for a, b in pairs]
    rest = compare_events([pair for pair, wall in zip(pairs, walls, strict=True) if not wall], guarded=guarded)
    edges = iter(rest)
    return [Found(0.0, wall, WALL) if wall else Found(*next(edges)[2:]) for wall in walls]


def block_keys(view: EventView) -> set[tuple[object, ...]]:
    """Return the keys under which an event meets those it may be one with."""
    marks: set[object] = set(view.actor | view.recipient)
    marks |= set(unpack(view.fact.names))
    if view.place:
        marks.add(view.place)
    if view.fact.when:
        marks.add(f"{view.fact.when.edtf[:7]}")
    marks.add(("occasion", view.occasion))
    return {(family, mark) for family in view.families for mark in marks}


def _order_day(view: EventView) -> int:
    when = view.fact.when or view.summary.published
    return when.earliest if when else 0


def compare_events(pairs: Sequence[Views], *, guarded: bool = True) -> list[Edge]:
    """Return the judged edge between the two events of each pair.

    Args:
        pairs: Events to compare.
        guarded: Whether arguments, types and dates may veto; gold mentions without them are compared bare.
    """
    return [
        _weigh(a, b, features, guarded=guarded) for (a, b), features in zip(pairs, event_features(pairs), strict=True)
    ]


def _weigh(a: EventView, b: EventView, features: dict[str, float], *, guarded: bool) -> Edge:
    score = load_scorer("event_pairs").score({**features, **_types(a, b)})
    reason = _reason(a, b, features) if guarded and score >= VETOED else ""
    if guarded:
        if veto := find_veto(a, b, features):
            most = OTHER_DATES if features.get("time_other") else VETOED
            score, reason = min(score, most), f"{reason}; but {veto}"
        else:
            score = max(score, least_score(a, b, features))
    return Edge(a.line, b.line, score, reason)


def event_features(pairs: Sequence[Views]) -> list[dict[str, float]]:
    """Return for each pair what its events have in common, by feature name; all values lie in 0 to 1."""
    context, weight = overlap([a.fact.context for a, _ in pairs], [b.fact.context for _, b in pairs], word_weight)
    names = overlap([a.fact.names for a, _ in pairs], [b.fact.names for _, b in pairs], word_weight).cosine
    sentences = zip(context.tolist(), np.minimum(1.0, weight / 3).tolist(), names.tolist(), strict=True)
    rows = zip(pairs, sentences, _reports_alike(pairs), strict=True)
    return [_features(a, b, sentence, reports) for (a, b), sentence, reports in rows]


def _features(
    a: EventView, b: EventView, sentence: tuple[float, float, float], reports: Mapping[str, float]
) -> dict[str, float]:
    same, family = float(bool(a.stems & b.stems)), float(bool(a.families & b.families))
    context, context_weight, names = sentence
    out = {
        "same": same,
        "family": family,
        "full": float(a.stems == b.stems),
        "rare": max((word_weight(hash_word(s)) for s in a.stems & b.stems), default=0.0),
        "spelling": max((JaroWinkler.similarity(x, y) for x in a.stems for y in b.stems), default=0.0),
        "function_word": float(min(len(a.fact.trigger), len(b.fact.trigger)) <= 3),
        "context": context,
        "context_weight": context_weight,
        "names": names,
        "one_report": float(a.summary.report == b.summary.report),
        "both_early": float(a.fact.position < EARLY and b.fact.position < EARLY),
        "distance": abs(a.fact.position - b.fact.position),
        **reports,
        **_participants(a, b),
        **_times(a, b),
    }
    for name in ("reports", "occasion", "one_report", "matter", "report_names"):
        out[f"same_{name}"] = same * out[name]
        out[f"family_{name}"] = family * out[name]
    out["same_context"], out["family_context"] = same * context, family * context
    return out


def _reports_alike(pairs: Sequence[Views]) -> list[dict[str, float]]:
    """Return how alike the two reports are: in all words, in their lead, and whether they tell of one occasion."""
    number: dict[tuple[str, str], int] = {}
    of = [number.setdefault((a.summary.report, b.summary.report), len(number)) for a, b in pairs]
    met = {n: (a.summary, b.summary) for n, (a, b) in zip(of, pairs, strict=True)}
    left, right = [met[n][0] for n in range(len(number))], [met[n][1] for n in range(len(number))]
    terms, others = [s.terms for s in left], [s.terms for s in right]
    columns = (
        overlap(terms, others, report_weight).cosine,
        overlap([s.names for s in left], [s.names for s in right], report_weight).cosine,
        overlap(terms, others, word_weight).cosine,
        overlap([s.lead for s in left], [s.lead for s in right], word_weight).cosine,
    )
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    return [_likeness(a, b, rows[n]) for n, (a, b) in zip(of, pairs, strict=True)]


def _likeness(a: EventView, b: EventView, row: Sequence[float]) -> dict[str, float]:
    one = a.summary.report == b.summary.report
    matter, names, reports, leads = (1.0, 1.0, 1.0, 1.0) if one else row
    occasion = float(one or a.occasion == b.occasion)
    return {"matter": matter, "report_names": names, "reports": reports, "leads": leads, "occasion": occasion}


def _types(a: EventView, b: EventView) -> dict[str, float]:
    """Return whether the types agree: no part of the trained features, because ECB+ has no types."""
    return {"type_same": float(a.fact.type is b.fact.type), "type_other": float(a.fact.type is not b.fact.type)}


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
