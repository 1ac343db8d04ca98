"""Mentions as they stand, without an entity stage: names, descriptions, dates and pronouns across reports.

The story's entities come from :mod:`onrecord.linking.entities`; this compares what only words describe
("the wounded driver"), by head, modifiers and the likeness of the reports.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from onrecord.linking.agglomerate import cluster_lines
from onrecord.linking.clusters import Edge, Grouping, Walls
from onrecord.linking.facts import EntityFact, ReportSummary
from onrecord.linking.figures import split_counted
from onrecord.linking.naming import compare_bodies, compare_persons, name_key, naming_words
from onrecord.linking.occasions import group_occasions
from onrecord.linking.scorer import load_scorer
from onrecord.linking.weights import report_weight, similarity, word_weight
from onrecord.linking.words import content_stems, hash_word, split_words
from onrecord.model.entities import EntityType
from onrecord.model.links import LinkOf

THRESHOLD = 0.38
BLOCK = 60
REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """A mention as it is compared."""

    fact: EntityFact
    summary: ReportSummary
    occasion: str
    head: str
    stems: frozenset[str]
    place: int = 0
    pronoun: bool = False

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line


def make_views(summary: ReportSummary, occasion_of: Mapping[str, str]) -> list[MentionView]:
    """Return the mentions of a report as they are compared, in text order."""
    return [_view(fact, summary, occasion_of, place) for place, fact in enumerate(summary.entities)]


def _view(fact: EntityFact, summary: ReportSummary, occasion_of: Mapping[str, str], place: int) -> MentionView:
    head = head_of(fact.name, fact.named)
    return MentionView(
        fact=fact,
        summary=summary,
        occasion=occasion_of.get(summary.report, summary.report),
        head=head,
        stems=frozenset(content_stems(fact.name)) or frozenset(split_words(fact.name)),
        place=place,
        pronoun=fact.name.casefold() in naming_words().pronouns,
    )


@lru_cache(maxsize=50_000)
def head_of(phrase: str, named: bool) -> str:
    """Return the stem of the head: the last word of a name, the counted noun of a description.

    Example:
        >>> head_of("the wounded drivers of the bus", False)
        'driver'
    """
    stems = content_stems(phrase)
    if named and stems:
        return stems[-1]
    head, _, _ = split_counted(phrase)
    return head or " ".join(split_words(phrase))


def link_mentions(summaries: Sequence[ReportSummary], threshold: float = THRESHOLD) -> Grouping:
    """Cluster entity lines as bare mentions, by a trained scorer.

    Args:
        summaries: In any order.
        threshold: Least mean score of a merge.
    """
    occasion_of = group_occasions(summaries).group_of()
    views = [v for s in summaries for v in make_views(s, occasion_of)]
    views.sort(key=lambda v: v.line)
    scorer = load_scorer("mention_pairs")
    edges = [Edge(a.line, b.line, scorer.score(mention_features(a, b)), "") for a, b in candidate_pairs(views)]
    return cluster_lines((v.line for v in views), edges, Walls(), of=LinkOf.ENTITY, threshold=threshold)


def candidate_pairs(views: Sequence[MentionView]) -> Iterator[tuple[MentionView, MentionView]]:
    """Yield pairs of one occasion that share a stem, and pairs anywhere that share two or a rare name."""
    blocks: dict[tuple[object, ...], list[MentionView]] = defaultdict(list)
    for view in views:
        if view.pronoun:
            continue
        for stem in view.stems:
            blocks[(stem, view.occasion)].append(view)
            if view.fact.named:
                blocks[(stem,)].append(view)
    yield from _antecedents(views)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        block.sort(key=lambda v: (sorted(v.stems), v.line))
        reach = len(block) if len(block) <= BLOCK else REACH
        for i, a in enumerate(block):
            for b in block[i + 1 : i + 1 + reach]:
                pair = (a.line, b.line) if a.line < b.line else (b.line, a.line)
                if pair not in seen:
                    seen.add(pair)
                    yield (a, b) if a.line < b.line else (b, a)


def _antecedents(views: Sequence[MentionView]) -> Iterator[tuple[MentionView, MentionView]]:
    """Pair each pronoun with the mention of its type before it in the report."""
    by_report: dict[str, list[MentionView]] = defaultdict(list)
    for view in views:
        by_report[view.summary.report].append(view)
    for report in by_report.values():
        last: dict[EntityType, MentionView] = {}
        for view in sorted(report, key=lambda v: v.place):
            if view.pronoun and (before := last.get(view.fact.type)):
                yield (before, view) if before.line < view.line else (view, before)
            elif not view.pronoun:
                last[view.fact.type] = view


def mention_features(a: MentionView, b: MentionView) -> dict[str, float]:
    """Return what two mentions have in common, by feature name."""
    one = a.summary.report == b.summary.report
    head = float(a.head == b.head)
    shared = a.stems & b.stems
    out = {
        "head": head,
        "pronoun": float(a.pronoun or b.pronoun),
        "full": float(a.stems == b.stems),
        "shared": len(shared) / max(1, min(len(a.stems), len(b.stems))),
        "jaccard": len(shared) / max(1, len(a.stems | b.stems)),
        "rare": max((word_weight(hash_word(s)) for s in shared), default=0.0),
        "both_named": float(a.fact.named and b.fact.named),
        "one_named": float(a.fact.named != b.fact.named),
        "type_same": float(a.fact.type is b.fact.type),
        "name": _name_score(a, b),
        "spelling": JaroWinkler.similarity(a.head, b.head),
        "context": similarity(a.fact.context, b.fact.context),
        "one_report": float(one),
        "reports": 1.0 if one else similarity(a.summary.terms, b.summary.terms),
        "matter": 1.0 if one else similarity(a.summary.terms, b.summary.terms, report_weight),
        "report_names": 1.0 if one else similarity(a.summary.names, b.summary.names, report_weight),
        "occasion": float(one or a.occasion == b.occasion),
        "numbers_other": float(_numbers(a) != _numbers(b)),
    }
    for name in ("occasion", "reports", "matter", "report_names", "context", "both_named", "rare"):
        out[f"head_{name}"] = head * out[name]
        out[f"full_{name}"] = out["full"] * out[name]
    out["name_named"] = out["name"] * out["both_named"]
    return out


def _numbers(view: MentionView) -> set[str]:
    return {s for s in view.stems if s.isdigit()}


def _name_score(a: MentionView, b: MentionView) -> float:
    if not (a.fact.named and b.fact.named):
        return 0.0
    kind = EntityType.PERSON if EntityType.PERSON in (a.fact.type, b.fact.type) else a.fact.type
    x, y = name_key(a.fact.name, kind), name_key(b.fact.name, kind)
    if not x.parts or not y.parts:
        return 0.0
    return (compare_persons if kind is EntityType.PERSON else compare_bodies)(x, y)[0]
