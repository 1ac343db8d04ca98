"""Lines as they are compared, fetched from a story's tables with what the other layers say of them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.linking import events, figures, quotations
from onrecord.linking.blocking import hash_key
from onrecord.linking.entities import DATES, Node, keys_of, profile
from onrecord.linking.facts import EntityFact, ReportSummary
from onrecord.linking.ground import Ground
from onrecord.linking.layer import Layer
from onrecord.linking.linker import EVENTS

LINES: tuple[Layer[Any], ...] = (EVENTS, quotations.QUOTATIONS, figures.FIGURES)
"""The layers whose lines are compared with what entities and occasions say."""


@dataclass(slots=True)
class Scene:
    """A state of the story, some of it overridden.

    Attributes:
        summaries: Reports that are other than the tables say; None for none.
        entities: Entity lines whose cluster is other than the tables say.
        occasions: Reports whose occasion is other than the tables say.
    """

    ground: Ground
    summaries: Mapping[str, ReportSummary | None] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    occasions: Mapping[str, str] = field(default_factory=dict)
    _held: dict[str, ReportSummary] = field(default_factory=dict)

    def reports(self, wanted: Collection[str]) -> dict[str, ReportSummary]:
        """Return the summaries of reports."""
        missing = [r for r in wanted if r not in self._held and r not in self.summaries]
        if missing:
            self._held.update(self.ground.summaries(missing))
        out = {}
        for report in wanted:
            summary = self.summaries[report] if report in self.summaries else self._held.get(report)
            if summary is not None:
                out[report] = summary
        return out

    def lines_of(self, layers: Collection[Layer[Any]], reports: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return layer -> line -> every line of some reports as it is compared."""
        found = self.reports(reports)
        labels = self._labels(found.values())
        occasions = {**self.ground.firsts("occasion", found), **self.occasions}
        out: dict[str, dict[str, Any]] = {layer.name: {} for layer in layers}
        for layer in layers:
            for summary in found.values():
                for view in _views(layer, summary, labels, occasions):
                    out[layer.name][layer.line(view)] = view
        return out

    def lines(self, layer: Layer[Any]) -> Callable[[Collection[str]], Mapping[str, Any]]:
        """Return what gives lines of a layer as they are compared."""

        def fetch(lines: Collection[str]) -> Mapping[str, Any]:
            reports = {spot.report for spot in self.ground.spots(lines).values()}
            return self.lines_of([layer], sorted(reports))[layer.name]

        return fetch

    def _labels(self, summaries: Collection[ReportSummary]) -> dict[str, str]:
        lines = [e.line for s in summaries for e in s.entities]
        known = {line: self.entities[line] for line in lines if line in self.entities}
        return {**self.ground.entity_labels([line for line in lines if line not in known]), **known}

    def nodes(self, piles: Collection[str]) -> dict[str, Node]:
        """Return pile -> what it is compared by, for piles that hold a line."""
        drafts = {}
        for pile in sorted(piles):
            first, best = self.ground.pile(pile, DATES)
            if best is not None:
                drafts[pile] = (first, best)
        wanted = {spot.report for first, best in drafts.values() for spot in (*first, best)}
        found = self.reports(sorted(wanted))
        out = {}
        for pile, (first, best) in drafts.items():
            fact = next(f for f in found[best.report].entities if f.line == best.line)
            out[pile] = Node(
                id=first[0].line,
                fact=fact,
                keys=keys_of(fact),
                lines=(),
                reports=_InPile(self.ground, pile),
                dates=tuple(found[spot.report].published for spot in first),
            )
        return out

    def nodes_by_id(self, ids: Collection[str]) -> dict[str, Node]:
        """Return node id -> what it is compared by."""
        piles = {str(spot.pile) for spot in self.ground.spots(ids).values()}
        return {node.id: node for node in self.nodes(piles).values()}


def _views(
    layer: Layer[Any], summary: ReportSummary, labels: Mapping[str, str], occasions: Mapping[str, str]
) -> Collection[Any]:
    match layer.name:
        case "event":
            return events.make_views(summary, labels, occasions)
        case "quotation":
            return quotations.make_views(summary, labels)
        case _:
            return figures.make_views(summary, labels, occasions)


def pile_of(fact: EntityFact, *, apart: bool) -> str:
    """Return the name of the pile that an entity line belongs to."""
    kind = profile(fact, apart)
    return f"{kind[0]}:{hash_key([str(part) for part in kind]):x}"


class _InPile:
    """The reports of a pile, looked up when they are asked for."""

    def __init__(self, ground: Ground, pile: str) -> None:
        self._ground, self._pile = ground, pile
        self._held: frozenset[str] | None = None

    def _reports(self) -> frozenset[str]:
        if self._held is None:
            self._held = frozenset(spot.report for spot in self._ground.lines_in([self._pile]))
        return self._held

    def isdisjoint(self, other: Any, /) -> bool:
        return self._reports().isdisjoint(other)

    def __iter__(self) -> Iterator[str]:
        return iter(self._reports())
