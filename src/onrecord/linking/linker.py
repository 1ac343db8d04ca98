"""Links a whole story at once: layer by layer, each text set read once and left on disk.

Memory holds numbers and ids: what a comparison needs is on a :class:`~onrecord.linking.shelf.Shelf`.
"""

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.linking import copies, events, figures, quotations
from onrecord.linking.blocking import Blocks
from onrecord.linking.clusters import Refusal, Walls
from onrecord.linking.entities import ENTITIES, FULL, link_nodes, make_nodes, walls_of_nodes
from onrecord.linking.event_view import EventView
from onrecord.linking.facts import ReportSummary
from onrecord.linking.figure_view import FigureView
from onrecord.linking.grouping import Groups, group_lines
from onrecord.linking.layer import WALL, Edges, Found, Layer, judge, link_of
from onrecord.linking.occasions import OCCASIONS
from onrecord.linking.origins import find_origins
from onrecord.linking.quotations import QUOTATIONS, QuotationView
from onrecord.linking.shelf import Shelf
from onrecord.linking.timeline import make_entry
from onrecord.linking.unsure import Pair, doubtful, is_doubtful, unsure_links
from onrecord.model.links import Judge, Link, LinkOf, TimelineEntry, Verdict

V = TypeVar("V")
BLANK = ReportSummary(report="")
EVENTS = events.event_layer()


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
class Linked(Generic[V]):
    """One layer of a story, linked.

    Attributes:
        views: Its lines as they are compared, in order of their ids.
        edges: The pairs compared.
        groups: The lines in groups.
    """

    layer: Layer[V]
    views: Sequence[V]
    edges: Edges
    groups: Groups

    def compared(self) -> Iterator[tuple[str, str, Found]]:
        """Yield the pairs by their ids."""
        ids = self.groups.ids
        for left, right, found, _ in self.edges:
            yield ids[left], ids[right], found


class Alike(NamedTuple):
    """Entity lines that are written alike and the reports they stand in: what of a node outlasts its comparing."""

    lines: tuple[str, ...]
    reports: tuple[str, ...]


class Watch(Protocol):
    """Is shown each layer while its keys are at hand."""

    def __call__(self, layer: Layer[Any], ids: Sequence[str], blocks: Blocks, edges: Edges) -> None:
        """Take note of the keys and the compared pairs of a layer."""


def _look_away(layer: Layer[Any], ids: Sequence[str], blocks: Blocks, edges: Edges) -> None:
    pass


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the search for cycles of objects out of a stretch that makes none.

    Comparing makes and drops millions of objects beside millions that stay; looking through those again and again
    would take a third of the time, and more the larger the story is.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Linker:
    """A story, linked; what holds is given out piece by piece, so that no one has to hold all of it.

    Args:
        summaries: One a report, in any order.
        judgements: What persons decided.
        watch: Shown each layer on the way.

    Raises:
        InputError: Two summaries are of one report.
    """

    def __init__(
        self, summaries: Iterable[ReportSummary], judgements: Sequence[Link] = (), watch: Watch = _look_away
    ) -> None:
        self._judgements, self._watch = judgements, watch
        self._shelves: list[Shelf[Any]] = []
        try:
            with uncollected():
                self._run(summaries, judgements)
        except BaseException:
            self.close()
            raise

    def _run(self, summaries: Iterable[ReportSummary], judgements: Sequence[Link]) -> None:
        self._whole, self._heads, self._prints = (self._shelf(ReportSummary) for _ in range(3))
        self.reports = self._take_in(summaries)
        walls = {of: Walls.of(judgements, of) for of in LinkOf}
        self._copies = self._link(copies.COPIES, self.reports, self._prints, walls[LinkOf.REPORT])
        self.origins = find_origins(self._heads, self._copies.groups.grouping())
        self.nodes, self._full, self._entities = self._link_entities(walls[LinkOf.ENTITY])
        self._occasions = self._link(OCCASIONS, self.reports, self._heads, Walls())
        entity_of = {line: self._entities.label(n) for n, node in enumerate(self.nodes) for line in node.lines}
        occasion_of = self._occasions.groups.labels()
        self._events = self._link_events(entity_of, occasion_of, walls[LinkOf.EVENT])
        self._quotations = self._link_lines(
            QUOTATIONS, QuotationView, lambda s: quotations.make_views(s, entity_of), walls[LinkOf.QUOTATION]
        )
        self._figures = self._link_lines(
            figures.FIGURES, FigureView, lambda s: figures.make_views(s, entity_of, occasion_of), Walls()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what is on disk."""
        for shelf in self._shelves:
            shelf.close()

    def _shelf(self, kind: type[V], finish: Callable[[V, int], V] | None = None) -> Shelf[V]:
        self._shelves.append(shelf := Shelf(kind, finish))
        return shelf

    def _take_in(self, summaries: Iterable[ReportSummary]) -> list[str]:
        ids = []
        for summary in summaries:
            ids.append(summary.report)
            self._whole.append(summary)
            self._heads.append(head_of(summary))
            self._prints.append(print_of(summary))
        order = sorted(range(len(ids)), key=ids.__getitem__)
        for shelf in (self._whole, self._heads, self._prints):
            shelf.arrange(order)
        ids.sort()
        for a, b in pairwise(ids):
            if a == b:
                raise InputError(f"two summaries are of report {a!r}")
        return ids

    def _link(self, layer: Layer[V], ids: Sequence[str], views: Sequence[V], walls: Walls) -> Linked[V]:
        blocks = layer.blocks(views)
        edges = judge(layer, views, blocks)
        self._watch(layer, ids, blocks, edges)
        del blocks
        groups = group_lines(layer, ids, edges, walls)
        return Linked(layer=layer, views=views, edges=edges.only(telling(layer, edges, groups)), groups=groups)

    def _link_entities(self, walls: Walls) -> tuple[list[Alike], Groups, Groups]:
        nodes = make_nodes(self._whole, {line for a, b, _ in walls.different for line in (a, b)})
        node_of = {line: node.id for node in nodes for line in node.lines} if walls != Walls() else {}
        blocks = ENTITIES.blocks(nodes)
        edges = judge(ENTITIES, nodes, blocks)
        self._watch(ENTITIES, [n.id for n in nodes], blocks, edges)
        full, groups = link_nodes(nodes, walls_of_nodes(walls, node_of), edges)
        return [Alike(node.lines, tuple(node.reports)) for node in nodes], full, groups

    def _link_events(
        self, entity_of: Mapping[str, str], occasion_of: Mapping[str, str], walls: Walls
    ) -> Linked[EventView]:
        owner = array("i")

        def finish(view: EventView, at: int) -> EventView:
            return replace(view, summary=self._heads[owner[at]])

        shelf = self._shelf(EventView, finish)
        lines = []
        for number, summary in enumerate(self._whole):
            for view in events.make_views(summary, entity_of, occasion_of):
                shelf.append(replace(view, summary=BLANK))
                lines.append(view.line)
                owner.append(number)
        order = sorted(range(len(lines)), key=lines.__getitem__)
        shelf.arrange(order)
        owner[:] = array("i", (owner[i] for i in order))
        return self._link(EVENTS, sorted(lines), shelf, walls)

    def _link_lines(
        self, layer: Layer[V], kind: type[V], views: Callable[[ReportSummary], Iterable[V]], walls: Walls
    ) -> Linked[V]:
        shelf = self._shelf(kind)
        lines = []
        for summary in self._whole:
            for view in views(summary):
                shelf.append(replace(view, summary=stub_of(summary)))  # type: ignore[type-var]
                lines.append(layer.line(view))
        shelf.arrange(sorted(range(len(lines)), key=lines.__getitem__))
        return self._link(layer, sorted(lines), shelf, walls)

    def links(self) -> Iterator[Link]:
        """Yield judged edges, those of persons included."""
        judged = figures.judged_figures(self._judgements)
        yield from copies.links_of(self._copies.compared(), Walls.of(self._judgements, LinkOf.REPORT))
        merges = (*self._entities.merges, *self._events.groups.merges)
        yield from (merge for merge in merges if merge.by is Judge.MACHINE)
        yield from unsure_links(self.doubtful_rows())
        for left, right, found in self._quotations.compared():
            if link := link_of(LinkOf.QUOTATION, left, right, found):
                yield link
        yield from figures.parts_of(self._figures.compared(), judged)
        yield from (j for j in self._judgements if j.by is Judge.PERSON)

    def doubtful_rows(self) -> list[Pair]:
        """Return the pairs of events that are not merged and that a person may be asked about."""
        return doubtful(self._events.edges, self._events.groups)

    def summaries(self) -> Iterator[ReportSummary]:
        """Yield the summaries, by report."""
        return iter(self._whole)

    def grouped(self) -> Iterator[tuple[str, Groups]]:
        """Yield the groups of every layer under its name."""
        for linked in (self._copies, self._occasions, self._events, self._quotations):
            yield linked.layer.name, linked.groups
        yield from ((FULL, self._full), (ENTITIES.name, self._entities))

    def verdicts(self) -> Iterator[Verdict]:
        """Yield verdicts on pairs of figures."""
        return figures.settle(self._figures.compared, figures.judged_figures(self._judgements))

    def labels(self, of: LinkOf) -> Iterator[tuple[str, str]]:
        """Yield (line, cluster) of every entity, event or quotation."""
        if of is LinkOf.ENTITY:
            for number, node in enumerate(self.nodes):
                yield from ((line, self._entities.label(number)) for line in node.lines)
        else:
            groups = self._lines(of).groups
            yield from ((line, groups.label(number)) for number, line in enumerate(groups.ids))

    def clusters(self, of: LinkOf) -> Iterator[Cluster]:
        """Yield the clusters of entities, events or quotations, by id."""
        if of is LinkOf.ENTITY:
            yield from self._entity_clusters()
            return
        linked = self._lines(of)
        for part in linked.groups.groups():
            views = [linked.views[i] for i in part]
            yield Cluster(
                id=views[0].line,
                of=of,
                lines=tuple(v.line for v in views),
                reports=tuple(sorted({v.summary.report for v in views})),
                origins=self.origins.count((v.summary.report, v.fact.origin) for v in views),
            )

    def _lines(self, of: LinkOf) -> Linked[Any]:
        return self._events if of is LinkOf.EVENT else self._quotations

    def _entity_clusters(self) -> Iterator[Cluster]:
        for part in self._entities.groups():
            lines = tuple(sorted(line for n in part for line in self.nodes[n].lines))
            reports = tuple(sorted({report for n in part for report in self.nodes[n].reports}))
            count = self.origins.count((report, None) for report in reports)
            yield Cluster(id=lines[0], of=LinkOf.ENTITY, lines=lines, reports=reports, origins=count)

    def timeline(self) -> Iterator[TimelineEntry]:
        """Yield one entry for each event cluster."""
        for part in self._events.groups.groups():
            views = [self._events.views[i] for i in part]
            yield make_entry([(v.fact, v.summary) for v in views], self.origins)

    def occasions(self) -> Iterator[tuple[str, ...]]:
        """Yield every report in groups of one occasion."""
        return iter(self._occasions.groups.grouping().groups)

    def refusals(self) -> Iterator[Refusal]:
        """Yield merges that a person's judgement forbade."""
        for groups in (self._entities, self._events.groups, self._quotations.groups):
            yield from groups.refusals


def telling(layer: Layer[Any], edges: Edges, groups: Groups) -> NDArray[np.bool_]:
    """Tell which compared pairs something is still asked of once their lines are grouped."""
    if layer is EVENTS:
        return is_doubtful(edges, groups)
    marked = np.array([mark not in ("", WALL) for _, mark in edges.texts()], dtype=bool)
    text = edges.columns()[3]
    return marked[text] if len(text) else np.zeros(0, dtype=bool)


def head_of(summary: ReportSummary) -> ReportSummary:
    """Return a summary without its lines and its sketch."""
    return replace(summary, sketch=b"", entities=(), quotations=(), events=(), figures=())


def print_of(summary: ReportSummary) -> ReportSummary:
    """Return of a summary what copies are found by."""
    return ReportSummary(
        report=summary.report,
        outlet=summary.outlet,
        url=summary.url,
        published=summary.published,
        words=summary.words,
        digest=summary.digest,
        sketch=summary.sketch,
        numbers=summary.numbers,
    )


def stub_of(summary: ReportSummary) -> ReportSummary:
    """Return a summary with its id and date alone."""
    return ReportSummary(report=summary.report, published=summary.published)
