"""A story linked: what :func:`link_story` gives, and how it is put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from onrecord.errors import InputError
from onrecord.linking.clusters import Edge, Grouping, Refusal, Walls
from onrecord.linking.copies import find_copies
from onrecord.linking.entities import link_entities
from onrecord.linking.events import link_events
from onrecord.linking.facts import ReportSummary
from onrecord.linking.figures import link_figures
from onrecord.linking.occasions import group_occasions
from onrecord.linking.origins import Origins, find_origins
from onrecord.linking.quotations import link_quotations
from onrecord.linking.timeline import make_timeline
from onrecord.model.links import Judge, Judgement, Link, LinkOf, TimelineEntry, Verdict

UNSURE_FROM = 0.2
"""Compared pairs scored from here to the threshold are shown to a person as unsure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Lines that are one entity, event or quotation: a view of the links, never stored by itself.

    Attributes:
        id: The line that stands for it: the first of ``lines``.
        lines: Line ids, sorted.
        reports: Ids of the reports they stand in, sorted.
        origins: How many of those are independent.
    """

    id: str
    of: LinkOf
    lines: tuple[str, ...]
    reports: tuple[str, ...]
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLinks:
    """What holds across the reports of a story.

    Attributes:
        links: Judged edges, those of persons included, sorted.
        entities, events, quotations: Every line of its kind once, in clusters.
        verdicts: On pairs of figures.
        timeline: One entry for each event cluster.
        origins: Who each report has its words from.
        occasions: Reports that tell of one occurrence, in groups of two or more.
        refusals: Merges that a person's judgement forbade.
    """

    links: tuple[Link, ...] = ()
    entities: tuple[Cluster, ...] = ()
    events: tuple[Cluster, ...] = ()
    quotations: tuple[Cluster, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    origins: Origins = field(default_factory=Origins)
    occasions: tuple[tuple[str, ...], ...] = ()
    refusals: tuple[Refusal, ...] = ()

    def cluster_of(self, of: LinkOf) -> dict[str, Cluster]:
        """Return line -> its cluster, for entities, events or quotations."""
        groups = {LinkOf.ENTITY: self.entities, LinkOf.EVENT: self.events, LinkOf.QUOTATION: self.quotations}
        return {line: cluster for cluster in groups.get(of, ()) for line in cluster.lines}


def link_story(summaries: Sequence[ReportSummary], judgements: Sequence[Link] = ()) -> StoryLinks:
    """Link the reports of a story.

    Args:
        summaries: One a report, in any order; the result does not depend on it.
        judgements: What persons decided: ``same`` joins, ``different`` is a wall that no score climbs,
            ``unsure`` takes the pair out of the machine's hands.

    Returns:
        Links, clusters, verdicts, timeline and origins. The same input gives the same output.

    Raises:
        InputError: Two summaries are of one report.

    Cost: near linear in the lines: only lines that share a key are compared.
    """
    ordered = sorted(summaries, key=lambda s: s.report)
    _check(ordered)
    copies = find_copies(ordered, Walls.of(judgements, LinkOf.REPORT))
    origins = find_origins(ordered, copies.grouping)
    entities = link_entities(ordered, Walls.of(judgements, LinkOf.ENTITY))
    entity_of = entities.group_of()
    occasions = group_occasions(ordered)
    event_walls = Walls.of(judgements, LinkOf.EVENT)
    events, event_edges = link_events(ordered, event_walls, entity_of, occasions.group_of())
    quotations, quotation_links = link_quotations(ordered, Walls.of(judgements, LinkOf.QUOTATION), entity_of)
    verdicts, figure_links = link_figures(ordered, judgements, entity_of, occasions.group_of())
    view = _Views(ordered, origins)
    links = (*copies.links, *entities.merges, *events.merges, *quotation_links, *figure_links)
    return StoryLinks(
        links=_sort_links([*links, *_unsure(event_edges, events), *_persons(judgements)]),
        entities=view.clusters(entities, LinkOf.ENTITY),
        events=view.clusters(events, LinkOf.EVENT),
        quotations=view.clusters(quotations, LinkOf.QUOTATION),
        verdicts=verdicts,
        timeline=make_timeline(ordered, events, origins),
        origins=origins,
        occasions=tuple(g for g in occasions.groups if len(g) > 1),
        refusals=(*entities.refusals, *events.refusals, *quotations.refusals),
    )


def _check(ordered: Sequence[ReportSummary]) -> None:
    for a, b in pairwise(ordered):
        if a.report == b.report:
            raise InputError(f"two summaries are of report {a.report!r}")


class _Views:
    """Makes clusters of groups of lines."""

    def __init__(self, summaries: Sequence[ReportSummary], origins: Origins) -> None:
        self._origins = origins
        self._place: dict[str, tuple[str, str | None]] = {}
        for s in summaries:
            self._place.update({e.line: (s.report, None) for e in s.entities})
            self._place.update({q.line: (s.report, q.origin) for q in s.quotations})
            self._place.update({v.line: (s.report, v.origin) for v in s.events})

    def clusters(self, grouping: Grouping, of: LinkOf) -> tuple[Cluster, ...]:
        return tuple(
            Cluster(
                id=lines[0],
                of=of,
                lines=lines,
                reports=tuple(sorted({self._place[line][0] for line in lines})),
                origins=self._origins.count(self._place[line] for line in lines),
            )
            for lines in grouping.groups
        )


def _unsure(edges: Sequence[Edge], grouping: Grouping) -> Iterable[Link]:
    """Show the best doubtful pair of each line that is not merged."""
    group = grouping.group_of()
    best: dict[str, Edge] = {}
    for edge in edges:
        if edge.score >= UNSURE_FROM and group[edge.left] != group[edge.right]:
            for line in (edge.left, edge.right):
                old = best.get(line)
                if old is None or (-edge.score, edge[:2]) < (-old.score, old[:2]):
                    best[line] = edge
    for edge in sorted(set(best.values())):
        yield Link(
            left=edge.left,
            right=edge.right,
            of=LinkOf.EVENT,
            judgement=Judgement.UNSURE,
            score=round(edge.score, 4),
            reason=edge.reason,
        )


def _persons(judgements: Iterable[Link]) -> Iterable[Link]:
    return (j for j in judgements if j.by is Judge.PERSON)


def _sort_links(links: Iterable[Link]) -> tuple[Link, ...]:
    unique = {(link.of, link.left, link.right, link.judgement, link.by): link for link in sorted(links, key=_key)}
    return tuple(sorted(unique.values(), key=_key))


def _key(link: Link) -> tuple[str, str, str, str, str, float, str]:
    return link.of, link.left, link.right, link.judgement, link.by, link.score, link.reason
