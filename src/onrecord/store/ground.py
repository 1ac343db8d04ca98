"""The tables that linking grows in; see :class:`onrecord.linking.ground.Ground`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, insert, literal, select, tuple_, union_all

from onrecord.linking.facts import ReportSummary
from onrecord.linking.ground import Pair, Row, Spot
from onrecord.model import Link, TimelineEntry, Verdict
from onrecord.model.codec import encode_json
from onrecord.model.links import Judge, LinkOf
from onrecord.store import schema as t
from onrecord.store.unlinked import unpack

T = TypeVar("T")
Stand = tuple[float, str]
"""Where an item stands in a block: its place, and itself where several have one place."""
LAYERS = {
    name: n for n, name in enumerate(("copy", "occasion", "entity", "event", "quotation", "figure", "entity-full"))
}
"""Numbers of the layers in the tables; a new one goes to the end."""
BATCH = 400
LINK_FIELDS = ("left", "right", "of", "judgement", "score", "reason", "by")


def _beside() -> Any:
    c = t.planted.c
    place = tuple_(bindparam("place"), bindparam("item"))
    block = (c.layer == bindparam("layer"), c.key == bindparam("key"))
    low = select(literal(0).label("side"), c.place, c.item).where(*block, tuple_(c.place, c.item) < place)
    high = select(literal(1).label("side"), c.place, c.item).where(*block, tuple_(c.place, c.item) > place)
    low = low.order_by(c.place.desc(), c.item.desc()).limit(bindparam("most"))
    high = high.order_by(c.place, c.item).limit(bindparam("most"))
    return union_all(select(low.subquery()), select(high.subquery()))


BESIDE = _beside()


def _rows() -> Any:
    c = t.compared.c
    return select(c.left, c.right, c.score, c.shared, c.reason, c.mark).where(c.layer == bindparam("layer"))


def _rows_at_one() -> Any:
    c = t.compared.c
    sides = (_rows().where(side == bindparam("line"), c.score >= bindparam("least")) for side in (c.left, c.right))
    return union_all(*sides)


ROWS = _rows()
ROWS_AT_ONE = _rows_at_one()
"""Built once: growth asks for one line after another."""
DROP_ROW = delete(t.compared).where(
    t.compared.c.layer == bindparam("at"),
    t.compared.c.left == bindparam("one"),
    t.compared.c.right == bindparam("other"),
)
DROP_LINK = delete(t.link).where(
    t.link.c.left == bindparam("one"),
    t.link.c.right == bindparam("other"),
    t.link.c.of == bindparam("kind"),
    t.link.c.by == Judge.MACHINE.value,
)


class StoredGround:
    """A story's tables on one connection, and the changes written there; growth works on a draft of them.

    Args:
        connection: Inside a transaction.

    Attributes:
        clusters: Of entities, that lost or gained a line.
        figures: Figures that lost or gained a verdict.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.clusters: set[str] = set()
        self.figures: set[str] = set()

    # ---- keys and compared pairs ---------------------------------------------------------------

    def beside(self, layer: str, key: int, place: float, item: str, most: int) -> tuple[list[str], list[str]]:
        """Return the items of a block before and after a place, nearest first."""
        before, after = self.block(layer, key, place, item, most)
        return [other for _, other in before], [other for _, other in after]

    def block(self, layer: str, key: int, place: float, item: str, most: int) -> tuple[list[Stand], list[Stand]]:
        """Return (place, item) of a block before and after a place, nearest first."""
        values = {"layer": LAYERS[layer], "key": key, "place": place, "item": item, "most": most}
        sides: tuple[list[Stand], list[Stand]] = ([], [])
        for side, at, other in self._connection.execute(BESIDE, values):
            sides[side].append((at, other))
        return sides

    def plant(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Put an item under its keys."""
        rows = [{"layer": LAYERS[layer], "key": key, "place": place, "item": item} for key in sorted(keys)]
        put_all(self._connection, t.planted, rows)

    def uproot(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Take an item away from its keys."""
        c = t.planted.c
        for part in _batches(keys):
            where = (c.layer == LAYERS[layer], c.key.in_(part), c.place == place, c.item == item)
            self._connection.execute(delete(t.planted).where(*where))

    def rows_at(self, layer: str, lines: Collection[str], least: float = -1.0) -> list[Row]:
        """Return the compared pairs with an end among the lines, scored ``least`` or more."""
        number = LAYERS[layer]
        if len(lines) == 1:
            (line,) = lines
            values = {"layer": number, "line": line, "least": least}
            return [Row(*row) for row in self._connection.execute(ROWS_AT_ONE, values)]
        c = t.compared.c
        found: dict[Pair, Row] = {}
        for part in _batches(lines):
            for side in (c.left, c.right):
                query = ROWS.where(side.in_(part), c.score >= least)
                for row in map(Row._make, self._connection.execute(query, {"layer": number})):
                    found[row.pair] = row
        return list(found.values())

    def rows_of(self, layer: str, pairs: Collection[Pair]) -> list[Row]:
        """Return those of the pairs that were compared."""
        c = t.compared.c
        out: list[Row] = []
        for part in _batches(sorted(pairs)):
            wanted = set(part)
            query = ROWS.where(c.left.in_({a for a, _ in part}), c.right.in_({b for _, b in part}))
            rows = map(Row._make, self._connection.execute(query, {"layer": LAYERS[layer]}))
            out += (row for row in rows if row.pair in wanted)
        return out

    def put_rows(self, layer: str, rows: Iterable[Row]) -> None:
        """Keep compared pairs, in place of what was kept of them."""
        kept = list(rows)
        self.drop_rows(layer, [row.pair for row in kept])
        put_all(self._connection, t.compared, [{"layer": LAYERS[layer], **row._asdict()} for row in kept])

    def drop_rows(self, layer: str, pairs: Collection[Pair]) -> None:
        """Forget compared pairs."""
        rows = [{"at": LAYERS[layer], "one": left, "other": right} for left, right in pairs]
        if rows:
            self._connection.execute(DROP_ROW, rows)

    # ---- groups --------------------------------------------------------------------------------

    def firsts(self, layer: str, lines: Collection[str]) -> dict[str, str]:
        """Return line -> first line of its group; a line that is alone is its own."""
        c = t.grouped.c
        out = {line: line for line in lines}
        for part in _batches(lines):
            query = select(c.line, c.first).where(c.layer == LAYERS[layer], c.line.in_(part))
            out.update((line, first) for line, first in self._connection.execute(query))
        return out

    def members(self, layer: str, firsts: Collection[str]) -> dict[str, list[str]]:
        """Return first line -> all lines of its group, sorted."""
        c = t.grouped.c
        out = {first: [first] for first in firsts}
        for part in _batches(firsts):
            query = select(c.first, c.line).where(c.layer == LAYERS[layer], c.first.in_(part)).order_by(c.line)
            for first, line in self._connection.execute(query):
                out[first].append(line)
        return out

    def regroup(self, layer: str, firsts: Mapping[str, str | None]) -> None:
        """Keep the first line of the group of each line; None for lines that are gone."""
        c = t.grouped.c
        for part in _batches(firsts):
            self._connection.execute(delete(t.grouped).where(c.layer == LAYERS[layer], c.line.in_(part)))
        rows = [{"layer": LAYERS[layer], "line": a, "first": b} for a, b in firsts.items() if b not in (None, a)]
        put_all(self._connection, t.grouped, rows)

    # ---- lines ---------------------------------------------------------------------------------

    def summaries(self, reports: Collection[str]) -> dict[str, ReportSummary]:
        """Return the summaries of reports as they are now."""
        out = {}
        for part in _batches(reports):
            query = select(t.summary.c.report, t.summary.c.data).where(t.summary.c.report.in_(part))
            for report, data in self._connection.execute(query):
                out[report] = unpack(data)
        return out

    def spots(self, lines: Collection[str]) -> dict[str, Spot]:
        """Return where lines stand."""
        out = {}
        for part in _batches(lines):
            for row in self._connection.execute(select(t.spot).where(t.spot.c.line.in_(part))):
                out[row.line] = Spot(*row)
        return out

    def put_spots(self, spots: Iterable[Spot]) -> None:
        """Keep where lines stand."""
        kept = list(spots)
        for part in _batches([spot.line for spot in kept]):
            self._connection.execute(delete(t.spot).where(t.spot.c.line.in_(part)))
        put_all(self._connection, t.spot, [spot._asdict() for spot in kept])

    def spots_in(self, reports: Collection[str]) -> list[Spot]:
        """Return where every line of some reports stands in the tables."""
        out: list[Spot] = []
        for part in _batches(reports):
            out += (Spot(*row) for row in self._connection.execute(select(t.spot).where(t.spot.c.report.in_(part))))
        return out

    def drop_lines(self, lines: Collection[str]) -> None:
        """Forget where some lines stand."""
        for part in _batches(lines):
            self._connection.execute(delete(t.spot).where(t.spot.c.line.in_(part)))

    def pile(self, pile: str, most: int) -> tuple[list[Spot], Spot | None]:
        """Return the first lines of a pile, and the one that tells most; nothing for an empty pile."""
        first = self.first_in(pile, most)
        if len(first) < most:
            return first, max(first, key=lambda spot: (spot.offices, spot.mentions, spot.line), default=None)
        return first, self.telling_in(pile, 1)[0]

    def first_in(self, pile: str, most: int) -> list[Spot]:
        """Return the first lines of a pile in the tables."""
        query = select(t.spot).where(t.spot.c.pile == pile).order_by(t.spot.c.line).limit(most)
        return [Spot(*row) for row in self._connection.execute(query)]

    def telling_in(self, pile: str, most: int) -> list[Spot]:
        """Return the lines of a pile in the tables that tell most, best first."""
        c = t.spot.c
        order = (c.offices.desc(), c.mentions.desc(), c.line.desc())
        query = select(t.spot).where(c.pile == pile).order_by(*order).limit(most)
        return [Spot(*row) for row in self._connection.execute(query)]

    def lines_in(self, piles: Collection[str]) -> list[Spot]:
        """Return every line of some piles."""
        out: list[Spot] = []
        for part in _batches(piles):
            out += (Spot(*row) for row in self._connection.execute(select(t.spot).where(t.spot.c.pile.in_(part))))
        return out

    def entity_labels(self, lines: Collection[str]) -> dict[str, str]:
        """Return entity line -> its cluster."""
        return self._labels(lines, LinkOf.ENTITY)

    def origins(self, reports: Collection[str]) -> dict[str, str]:
        """Return report -> where its words come from."""
        return self._labels(reports, LinkOf.REPORT)

    def _labels(self, lines: Collection[str], of: LinkOf) -> dict[str, str]:
        c = t.member.c
        out: dict[str, str] = {}
        for part in _batches(lines):
            query = select(c.line, c.cluster).where(c.line.in_(part), c.kind == of.value)
            out.update((line, cluster) for line, cluster in self._connection.execute(query))
        return out

    # ---- what holds ----------------------------------------------------------------------------

    def relabel(self, of: LinkOf, labels: Mapping[str, str | None]) -> None:
        """Keep the cluster (of a report: the origin) of lines; None for lines that are gone."""
        c = t.member.c
        if of is LinkOf.ENTITY:
            self.clusters |= {*self._labels(labels, of).values(), *filter(None, labels.values())}
        for part in _batches(labels):
            self._connection.execute(delete(t.member).where(c.line.in_(part), c.kind == of.value))
        rows = [{"line": line, "cluster": to, "kind": of.value} for line, to in labels.items() if to is not None]
        put_all(self._connection, t.member, rows)

    def drop_links(self, of: LinkOf, lines: Collection[str], judgement: str) -> None:
        """Forget the machine's links of one judgement whose left line is among the lines."""
        c = t.link.c
        for part in _batches(lines):
            where = (c.left.in_(part), c.of == of.value, c.judgement == judgement, c.by == Judge.MACHINE.value)
            self._connection.execute(delete(t.link).where(*where))

    def drop_pairs(self, of: LinkOf, pairs: Collection[Pair], judgement: str = "") -> None:
        """Forget the machine's links between two lines, told either way; of one judgement or of any."""
        either = {*pairs, *((b, a) for a, b in pairs)}
        drop = DROP_LINK.where(t.link.c.judgement == judgement) if judgement else DROP_LINK
        if either:
            rows = [{"one": a, "other": b, "kind": of.value} for a, b in sorted(either)]
            self._connection.execute(drop, rows)

    def put_links(self, links: Iterable[Link]) -> None:
        """Keep links."""
        put_all(self._connection, t.link, (link_row(link) for link in links))

    def replace_judgements(self, links: Sequence[Link]) -> None:
        """Keep these as all that persons judge."""
        self._connection.execute(delete(t.link).where(t.link.c.by == Judge.PERSON.value))
        self.put_links(links)

    def doubts(self, lines: Collection[str]) -> dict[str, Pair]:
        """Return line -> its best doubtful pair."""
        out: dict[str, Pair] = {}
        for part in _batches(lines):
            found = self._connection.execute(select(t.doubt).where(t.doubt.c.line.in_(part)))
            out.update((row.line, (row.left, row.right)) for row in found)
        return out

    def put_doubts(self, doubts: Mapping[str, Pair | None]) -> None:
        """Keep the best doubtful pair of each line; None for none."""
        for part in _batches(doubts):
            self._connection.execute(delete(t.doubt).where(t.doubt.c.line.in_(part)))
        rows = [{"line": line, "left": pair[0], "right": pair[1]} for line, pair in doubts.items() if pair]
        put_all(self._connection, t.doubt, rows)

    def doubt_rows(self, pairs: Collection[Pair]) -> list[Any]:
        """Return (line, left, right) of the lines in the tables whose best doubtful pair is one of these."""
        c = t.doubt.c
        out: list[Any] = []
        for part in _batches(sorted(pairs)):
            wanted = set(part)
            ends = (c.left.in_({a for a, _ in part}), c.right.in_({b for _, b in part}))
            found = self._connection.execute(select(t.doubt).where(*ends))
            out += (row for row in found if (row.left, row.right) in wanted)
        return out

    def replace_verdicts(self, lines: Collection[str], verdicts: Iterable[Verdict]) -> None:
        """Keep verdicts in place of all at some figures."""
        v, f = t.verdict.c, t.verdict_figure.c
        for part in _batches(lines):
            hit = self._connection.execute(select(f.verdict).where(f.line.in_(part))).scalars().all()
            for ids in _batches(set(hit)):
                self.figures.update(self._connection.execute(select(f.line).where(f.verdict.in_(ids))).scalars())
                self._connection.execute(delete(t.verdict).where(v.id.in_(ids)))
                self._connection.execute(delete(t.verdict_figure).where(f.verdict.in_(ids)))
        kept = list(verdicts)
        self.figures.update(line for verdict in kept for line in verdict.figures)
        put_verdicts(self._connection, kept)

    def replace_entries(self, clusters: Collection[str], entries: Sequence[tuple[str, TimelineEntry]]) -> None:
        """Keep (cluster, entry) in place of the entries of some clusters."""
        for part in _batches(clusters):
            self._connection.execute(delete(t.timeline).where(t.timeline.c.cluster.in_(part)))
        put_all(self._connection, t.timeline, (entry_row(cluster, entry) for cluster, entry in entries))


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, BATCH)):
        yield part


def put_all(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows, some at a time."""
    for part in _batches(rows):
        connection.execute(insert(table), [dict(row) for row in part])


def link_row(link: Link) -> dict[str, object]:
    """Return a link as a row."""
    return {field: getattr(link, field) for field in LINK_FIELDS}


def put_verdicts(connection: Connection, verdicts: Iterable[Verdict]) -> None:
    """Keep verdicts, each under the two figures it is on."""
    for part in _batches(verdicts):
        rows = [(" ".join(v.figures), v) for v in part]
        put_all(connection, t.verdict, [{"id": n, "verdict": v.verdict.value, "document": _text(v)} for n, v in rows])
        put_all(connection, t.verdict_figure, [{"line": f, "verdict": n} for n, v in rows for f in v.figures])


def entry_row(cluster: str, entry: TimelineEntry) -> dict[str, object]:
    """Return an entry of the timeline as a row."""
    return {
        "event": entry.event,
        "cluster": cluster,
        "earliest": entry.earliest,
        "weight": entry.weight,
        "reports": entry.reports,
        "document": _text(entry),
    }


def _text(value: object) -> str:
    return encode_json(value).decode()
