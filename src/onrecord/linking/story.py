"""A story linked: what :func:`link_story` gives, and how it is put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.linking.clusters import Refusal
from onrecord.linking.facts import ReportSummary
from onrecord.linking.linker import Cluster, Linker
from onrecord.linking.origins import Origins
from onrecord.linking.timeline import sort_timeline
from onrecord.model.links import Link, LinkOf, TimelineEntry, Verdict


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


def link_story(summaries: Iterable[ReportSummary], judgements: Sequence[Link] = ()) -> StoryLinks:
    """Link the reports of a story.

    Args:
        summaries: One a report, in any order; the result does not depend on it.
        judgements: What persons decided: ``same`` joins, ``different`` is a wall that no score climbs,
            ``unsure`` takes the pair out of the machine's hands.

    Returns:
        Links, clusters, verdicts, timeline and origins, all in memory. The same input gives the same output.

    Raises:
        InputError: Two summaries are of one report.

    Cost: near linear in the lines: only lines that share a key are compared.
    """
    with Linker(summaries, judgements) as linker:
        return StoryLinks(
            links=_sort_links(linker.links()),
            entities=tuple(linker.clusters(LinkOf.ENTITY)),
            events=tuple(linker.clusters(LinkOf.EVENT)),
            quotations=tuple(linker.clusters(LinkOf.QUOTATION)),
            verdicts=tuple(sorted(linker.verdicts(), key=lambda v: v.figures)),
            timeline=sort_timeline(linker.timeline()),
            origins=linker.origins,
            occasions=tuple(g for g in linker.occasions() if len(g) > 1),
            refusals=tuple(linker.refusals()),
        )


def _sort_links(links: Iterable[Link]) -> tuple[Link, ...]:
    unique = {(link.of, link.left, link.right, link.judgement, link.by): link for link in sorted(links, key=_key)}
    return tuple(sorted(unique.values(), key=_key))


def _key(link: Link) -> tuple[str, str, str, str, str, float, str]:
    return link.of, link.left, link.right, link.judgement, link.by, link.score, link.reason
