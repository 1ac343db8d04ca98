"""What a story keeps so that it can take one report more: where lines stand, what was compared, which are grouped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from onrecord.linking.facts import EntityFact, EventFact, ReportSummary
from onrecord.linking.layer import BACK, Found
from onrecord.model.links import Link, LinkOf, TimelineEntry, Verdict

Pair = tuple[str, str]


class Row(NamedTuple):
    """A compared pair, the smaller id first.

    Attributes:
        shared: Keys that bring the two together.
    """

    left: str
    right: str
    score: float
    shared: int
    reason: str
    mark: str

    @property
    def pair(self) -> Pair:
        """The two lines."""
        return self.left, self.right

    @property
    def found(self) -> Found:
        """What the comparison found."""
        return Found(self.score, self.reason, self.mark)

    @property
    def sides(self) -> Pair:
        """The two lines in the order in which the pair is told."""
        return (self.right, self.left) if self.mark.startswith(BACK) else (self.left, self.right)


class Spot(NamedTuple):
    """Where a line stands.

    Attributes:
        pile: Of an entity: the lines that are written alike.
        offices, mentions: Of an entity: what it tells.
        told: Of an event or a report: what the timeline and the origins need, as JSON.
    """

    line: str
    report: str
    pile: str | None = None
    offices: int = 0
    mentions: int = 0
    told: bytes | None = None


class Ground(Protocol):
    """The tables of a story as growth sees them; layers go by their names."""

    def beside(self, layer: str, key: int, place: float, item: str, most: int) -> tuple[list[str], list[str]]:
        """Return the items of a block before and after a place, nearest first, at most so many of each."""
        ...

    def plant(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Put an item under its keys."""
        ...

    def uproot(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Take an item away from its keys."""
        ...

    def rows_at(self, layer: str, lines: Collection[str], least: float = -1.0) -> list[Row]:
        """Return the compared pairs with an end among the lines, scored ``least`` or more."""
        ...

    def rows_of(self, layer: str, pairs: Collection[Pair]) -> list[Row]:
        """Return those of the pairs that were compared."""
        ...

    def put_rows(self, layer: str, rows: Iterable[Row]) -> None:
        """Keep compared pairs, in place of what was kept of them."""
        ...

    def drop_rows(self, layer: str, pairs: Collection[Pair]) -> None:
        """Forget compared pairs."""
        ...

    def firsts(self, layer: str, lines: Collection[str]) -> dict[str, str]:
        """Return line -> first line of its group; a line that is alone is its own."""
        ...

    def members(self, layer: str, firsts: Collection[str]) -> dict[str, list[str]]:
        """Return first line -> all lines of its group, sorted."""
        ...

    def regroup(self, layer: str, firsts: Mapping[str, str | None]) -> None:
        """Keep the first line of the group of each line; None for lines that are gone."""
        ...

    def summaries(self, reports: Collection[str]) -> dict[str, ReportSummary]:
        """Return the summaries of reports as they are now."""
        ...

    def spots(self, lines: Collection[str]) -> dict[str, Spot]:
        """Return where lines stand."""
        ...

    def put_spots(self, spots: Iterable[Spot]) -> None:
        """Keep where lines stand."""
        ...

    def drop_spots(self, reports: Collection[str]) -> None:
        """Forget every line of some reports."""
        ...

    def pile(self, pile: str, most: int) -> tuple[list[Spot], Spot | None]:
        """Return the first lines of a pile, and the one that tells most; nothing for an empty pile."""
        ...

    def lines_in(self, piles: Collection[str]) -> list[Spot]:
        """Return every line of some piles."""
        ...

    def entity_labels(self, lines: Collection[str]) -> dict[str, str]:
        """Return entity line -> its cluster."""
        ...

    def origins(self, reports: Collection[str]) -> dict[str, str]:
        """Return report -> where its words come from."""
        ...

    def relabel(self, of: LinkOf, labels: Mapping[str, str | None]) -> None:
        """Keep the cluster (of a report: the origin) of lines; None for lines that are gone."""
        ...

    def drop_links(self, of: LinkOf, lines: Collection[str], judgement: str) -> None:
        """Forget the machine's links of one judgement whose left line is among the lines."""
        ...

    def drop_pairs(self, of: LinkOf, pairs: Collection[Pair], judgement: str = "") -> None:
        """Forget the machine's links between two lines, told either way; of one judgement or of any."""
        ...

    def put_links(self, links: Iterable[Link]) -> None:
        """Keep links."""
        ...

    def replace_judgements(self, links: Sequence[Link]) -> None:
        """Keep these as all that persons judge."""
        ...

    def doubts(self, lines: Collection[str]) -> dict[str, Pair]:
        """Return line -> its best doubtful pair."""
        ...

    def put_doubts(self, doubts: Mapping[str, Pair | None]) -> None:
        """Keep the best doubtful pair of each line; None for none."""
        ...

    def doubted(self, pairs: Collection[Pair]) -> set[Pair]:
        """Return those of the pairs that are the best of some line."""
        ...

    def replace_verdicts(self, lines: Collection[str], verdicts: Iterable[Verdict]) -> None:
        """Keep verdicts in place of all at some figures."""
        ...

    def replace_entries(self, clusters: Collection[str], entries: Sequence[tuple[str, TimelineEntry]]) -> None:
        """Keep (cluster, entry) in place of the entries of some clusters."""
        ...


def pack_event(fact: EventFact, summary: ReportSummary) -> tuple[EventFact, ReportSummary]:
    """Return what the timeline needs of an event, and no more."""
    small = EventFact(
        line=fact.line,
        type=fact.type,
        trigger="",
        actor=fact.actor,
        recipient=fact.recipient,
        when=fact.when,
        factuality=fact.factuality,
        position=fact.position,
        origin=fact.origin,
    )
    return small, ReportSummary(report=summary.report, published=summary.published)


def entity_spot(fact: EntityFact, report: str, pile: str) -> Spot:
    """Return where an entity line stands."""
    return Spot(fact.line, report, pile, len(fact.offices), fact.mentions)
