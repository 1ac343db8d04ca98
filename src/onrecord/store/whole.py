"""Links a whole story and writes every table that linking keeps, the keys and the compared pairs among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from sqlalchemy import Connection, delete

from onrecord.linking.blocking import Blocks
from onrecord.linking.clusters import Walls
from onrecord.linking.facts import ReportSummary
from onrecord.linking.grouping import Groups
from onrecord.linking.growing import spots_of
from onrecord.linking.layer import Edges, Layer
from onrecord.linking.linker import Linker
from onrecord.linking.unsure import best_of
from onrecord.model import Link
from onrecord.model.links import LinkOf
from onrecord.store import schema as t
from onrecord.store.ground import LAYERS, entry_row, link_row, put_all, put_verdicts

LABELLED = (LinkOf.ENTITY, LinkOf.EVENT, LinkOf.QUOTATION)


class Rebuilt:
    """A story linked as a whole, not yet written.

    Args:
        summaries: One a report, in any order.
        judgements: What persons decided.
    """

    def __init__(self, summaries: Iterable[ReportSummary], judgements: Sequence[Link]) -> None:
        self._layers: list[tuple[int, Sequence[str], Blocks, Edges]] = []
        self._judgements = judgements
        self._linker = Linker(summaries, judgements, self._watch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._linker.close()

    def _watch(self, layer: Layer[Any], ids: Sequence[str], blocks: Blocks, edges: Edges) -> None:
        self._layers.append((LAYERS[layer.name], ids, blocks, edges))

    def write(self, connection: Connection) -> None:
        """Put everything in place of what the tables hold."""
        for table in t.LINKING:
            connection.execute(delete(table))
        for number, ids, blocks, edges in sorted(self._layers, key=lambda row: row[0]):
            put_all(connection, t.planted, _planted(number, ids, blocks))
            put_all(connection, t.compared, _compared(number, ids, edges))
        linker = self._linker
        for name, groups in linker.grouped():
            put_all(connection, t.grouped, _grouped(LAYERS[name], groups))
        different = Walls.of(self._judgements, LinkOf.ENTITY).different
        apart = {line for a, b, _ in different for line in (a, b)}
        spots = (spot._asdict() for summary in linker.summaries() for spot in spots_of(summary, apart))
        put_all(connection, t.spot, spots)
        self._write_record(connection)

    def _write_record(self, connection: Connection) -> None:
        linker = self._linker
        put_all(connection, t.link, _distinct(link_row(link) for link in linker.links()))
        for of in LABELLED:
            rows = ({"line": line, "cluster": cluster, "kind": of.value} for line, cluster in linker.labels(of))
            put_all(connection, t.member, rows)
        origins = linker.origins.by_report.items()
        put_all(connection, t.member, ({"line": r, "cluster": o, "kind": "report"} for r, o in origins))
        put_verdicts(connection, linker.verdicts())
        put_all(connection, t.timeline, (entry_row(min(entry.lines), entry) for entry in linker.timeline()))
        best = best_of(linker.doubtful_rows())
        put_all(connection, t.doubt, ({"line": k, "left": row[0], "right": row[1]} for k, row in best.items()))


def _planted(layer: int, ids: Sequence[str], blocks: Blocks) -> Iterator[dict[str, object]]:
    """Yield the keys in the order of the table, which makes writing them quick."""
    order = np.lexsort((blocks.rank[blocks.item], blocks.key))
    for at in range(0, len(order), 100_000):
        part = order[at : at + 100_000]
        items = blocks.item[part]
        columns = (blocks.key[part].tolist(), blocks.place[items].tolist(), items.tolist())
        for key, place, item in zip(*columns, strict=True):
            yield {"layer": layer, "key": key, "place": place, "item": ids[item]}


def _compared(layer: int, ids: Sequence[str], edges: Edges) -> Iterator[dict[str, object]]:
    for left, right, found, shared in edges:
        names = {"layer": layer, "left": ids[left], "right": ids[right]}
        yield {**names, "shared": shared, **found._asdict()}


def _grouped(layer: int, groups: Groups) -> Iterator[dict[str, object]]:
    for line, first in groups.labels().items():
        yield {"layer": layer, "line": line, "first": first}


def _distinct(rows: Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    """Yield each link once; a person's may be given twice."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        if row["by"] == "machine":
            yield row
        elif (key := tuple(row.values())) not in seen:
            seen.add(key)
            yield row
