"""What growth would change, held in memory: worked out while others write, kept in one short change."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from onrecord.linking.ground import Pair, Row, Spot
from onrecord.model import Link, TimelineEntry, Verdict
from onrecord.model.links import LinkOf
from onrecord.store.ground import Stand, StoredGround


class Draft(StoredGround):
    """A story's tables as they would be after some changes, of which none is written yet.

    Args:
        connection: That reads one state of the story.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._blocks: dict[tuple[str, int], dict[str, float | None]] = defaultdict(dict)
        self._planted: dict[tuple[str, str, float, int], bool] = {}
        self._compared: dict[str, dict[Pair, Row | None]] = defaultdict(dict)
        self._pairs_at: dict[str, dict[str, set[Pair]]] = defaultdict(lambda: defaultdict(set))
        self._grouped: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._in_group: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._spots: dict[str, Spot | None] = {}
        self._left_pile: dict[str, int] = defaultdict(int)
        self._members: dict[LinkOf, dict[str, str | None]] = defaultdict(dict)
        self._doubts: dict[str, Pair | None] = {}
        self._later: list[Callable[[StoredGround], None]] = []

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        tables = (self._planted, self._compared, self._grouped, self._spots, self._members, self._doubts, self._later)
        return not any(tables)

    def write(self, ground: StoredGround) -> None:
        """Make the changes, on tables that are as they were when they were worked out."""
        for put, do in ((False, ground.uproot), (True, ground.plant)):
            keys: dict[tuple[str, str, float], list[int]] = defaultdict(list)
            for (layer, item, place, key), planted in self._planted.items():
                if planted is put:
                    keys[layer, item, place].append(key)
            for (layer, item, place), own in keys.items():
                do(layer, item, place, own)
        for layer, rows in self._compared.items():
            ground.drop_rows(layer, [pair for pair, row in rows.items() if row is None])
            ground.put_rows(layer, [row for row in rows.values() if row is not None])
        for layer, firsts in self._grouped.items():
            ground.regroup(layer, firsts)
        ground.drop_lines([line for line, spot in self._spots.items() if spot is None])
        ground.put_spots(spot for spot in self._spots.values() if spot is not None)
        for of, labels in self._members.items():
            ground.relabel(of, labels)
        ground.put_doubts(self._doubts)
        for change in self._later:
            change(ground)

    # ---- keys and compared pairs ---------------------------------------------------------------

    def block(self, layer: str, key: int, place: float, item: str, most: int) -> tuple[list[Stand], list[Stand]]:
        """Return (place, item) of a block before and after a place, nearest first."""
        moved = self._blocks.get((layer, key))
        if not moved:
            return super().block(layer, key, place, item, most)
        found = super().block(layer, key, place, item, most + len(moved))
        here = (place, item)
        came = [(at, other) for other, at in moved.items() if at is not None]
        before, after = ([stand for stand in side if stand[1] not in moved] for side in found)
        before += [stand for stand in came if stand < here]
        after += [stand for stand in came if stand > here]
        return sorted(before, reverse=True)[:most], sorted(after)[:most]

    def plant(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Put an item under its keys."""
        self._move(layer, item, place, keys, planted=True)

    def uproot(self, layer: str, item: str, place: float, keys: Collection[int]) -> None:
        """Take an item away from its keys."""
        self._move(layer, item, place, keys, planted=False)

    def _move(self, layer: str, item: str, place: float, keys: Collection[int], *, planted: bool) -> None:
        for key in keys:
            self._blocks[layer, key][item] = place if planted else None
            if self._planted.pop((layer, item, place, key), planted) is planted:
                self._planted[layer, item, place, key] = planted

    def rows_at(self, layer: str, lines: Collection[str], least: float = -1.0) -> list[Row]:
        """Return the compared pairs with an end among the lines, scored ``least`` or more."""
        found = super().rows_at(layer, lines, least)
        if not (mine := self._compared.get(layer)):
            return found
        at = self._pairs_at[layer]
        pairs = {pair for line in lines if line in at for pair in at[line]}
        new = (mine[pair] for pair in pairs)
        return [row for row in found if row.pair not in mine] + [r for r in new if r is not None and r.score >= least]

    def rows_of(self, layer: str, pairs: Collection[Pair]) -> list[Row]:
        """Return those of the pairs that were compared."""
        mine = self._compared[layer]
        found = super().rows_of(layer, [pair for pair in pairs if pair not in mine])
        return found + [row for pair in pairs if (row := mine.get(pair)) is not None]

    def put_rows(self, layer: str, rows: Iterable[Row]) -> None:
        """Keep compared pairs, in place of what was kept of them."""
        for row in rows:
            self._compared[layer][row.pair] = row
            for line in row.pair:
                self._pairs_at[layer][line].add(row.pair)

    def drop_rows(self, layer: str, pairs: Collection[Pair]) -> None:
        """Forget compared pairs."""
        self._compared[layer].update(dict.fromkeys(pairs))

    # ---- groups --------------------------------------------------------------------------------

    def firsts(self, layer: str, lines: Collection[str]) -> dict[str, str]:
        """Return line -> first line of its group; a line that is alone is its own."""
        mine = self._grouped[layer]
        found = super().firsts(layer, [line for line in lines if line not in mine])
        return {line: found[line] if line in found else mine[line] or line for line in lines}

    def members(self, layer: str, firsts: Collection[str]) -> dict[str, list[str]]:
        """Return first line -> all lines of its group, sorted."""
        mine, more = self._grouped[layer], self._in_group[layer]
        out = {}
        for first, lines in super().members(layer, firsts).items():
            rest = {line for line in lines[1:] if line not in mine} | more.get(first, set())
            out[first] = [first, *sorted(rest)]
        return out

    def regroup(self, layer: str, firsts: Mapping[str, str | None]) -> None:
        """Keep the first line of the group of each line; None for lines that are gone."""
        mine, groups = self._grouped[layer], self._in_group[layer]
        for line, first in firsts.items():
            if old := mine.get(line):
                groups[old].discard(line)
            mine[line] = None if first == line else first
            if mine[line] is not None:
                groups[str(first)].add(line)

    # ---- lines ---------------------------------------------------------------------------------

    def spots(self, lines: Collection[str]) -> dict[str, Spot]:
        """Return where lines stand."""
        out = super().spots([line for line in lines if line not in self._spots])
        out.update({line: spot for line in lines if (spot := self._spots.get(line)) is not None})
        return out

    def put_spots(self, spots: Iterable[Spot]) -> None:
        """Keep where lines stand."""
        kept = {spot.line: spot for spot in spots}
        self._leave(super().spots([line for line in kept if line not in self._spots]).values())
        self._spots.update(kept)

    def drop_spots(self, reports: Collection[str]) -> None:
        """Forget every line of some reports."""
        self._leave(spot for spot in self.spots_in(reports) if spot.line not in self._spots)
        gone = [line for line, spot in self._spots.items() if spot is not None and spot.report in set(reports)]
        self._spots.update(dict.fromkeys(gone))

    def _leave(self, spots: Iterable[Spot]) -> None:
        """Note that the tables say something else of these lines."""
        for spot in spots:
            self._spots[spot.line] = None
            self._left_pile[str(spot.pile)] += 1

    def pile(self, pile: str, most: int) -> tuple[list[Spot], Spot | None]:
        """Return the first lines of a pile, and the one that tells most; nothing for an empty pile."""
        mine = [spot for spot in self._spots.values() if spot is not None and spot.pile == pile]
        left = self._left_pile.get(pile, 0)
        if not mine and not left:
            return super().pile(pile, most)
        stood = [spot for spot in self.first_in(pile, most + left) if spot.line not in self._spots]
        first = sorted([*stood, *mine], key=lambda spot: spot.line)[:most]
        told = [spot for spot in self.telling_in(pile, 1 + left) if spot.line not in self._spots]
        best = max([*told, *mine], key=lambda spot: (spot.offices, spot.mentions, spot.line), default=None)
        return first, best

    def lines_in(self, piles: Collection[str]) -> list[Spot]:
        """Return every line of some piles."""
        wanted = set(piles)
        stood = [spot for spot in super().lines_in(wanted) if spot.line not in self._spots]
        return stood + [spot for spot in self._spots.values() if spot is not None and spot.pile in wanted]

    def _labels(self, lines: Collection[str], of: LinkOf) -> dict[str, str]:
        mine = self._members[of]
        out = super()._labels([line for line in lines if line not in mine], of)
        out.update({line: cluster for line in lines if (cluster := mine.get(line)) is not None})
        return out

    # ---- what holds ----------------------------------------------------------------------------

    def relabel(self, of: LinkOf, labels: Mapping[str, str | None]) -> None:
        """Keep the cluster (of a report: the origin) of lines; None for lines that are gone."""
        self._members[of].update(labels)

    def drop_links(self, of: LinkOf, lines: Collection[str], judgement: str) -> None:
        """Forget the machine's links of one judgement whose left line is among the lines."""
        kept = set(lines)
        self._later.append(lambda ground: ground.drop_links(of, kept, judgement))

    def drop_pairs(self, of: LinkOf, pairs: Collection[Pair], judgement: str = "") -> None:
        """Forget the machine's links between two lines, told either way; of one judgement or of any."""
        kept = set(pairs)
        self._later.append(lambda ground: ground.drop_pairs(of, kept, judgement))

    def put_links(self, links: Iterable[Link]) -> None:
        """Keep links."""
        kept = list(links)
        self._later.append(lambda ground: ground.put_links(kept))

    def replace_judgements(self, links: Sequence[Link]) -> None:
        """Keep these as all that persons judge."""
        self._later.append(lambda ground: ground.replace_judgements(links))

    def doubts(self, lines: Collection[str]) -> dict[str, Pair]:
        """Return line -> its best doubtful pair."""
        out = super().doubts([line for line in lines if line not in self._doubts])
        out.update({line: pair for line in lines if (pair := self._doubts.get(line)) is not None})
        return out

    def put_doubts(self, doubts: Mapping[str, Pair | None]) -> None:
        """Keep the best doubtful pair of each line; None for none."""
        self._doubts.update(doubts)

    def doubted(self, pairs: Collection[Pair]) -> set[Pair]:
        """Return those of the pairs that are the best of some line."""
        wanted = set(pairs)
        stood = {(row.left, row.right) for row in self.doubt_rows(wanted) if row.line not in self._doubts}
        return stood | wanted.intersection(pair for pair in self._doubts.values() if pair is not None)

    def replace_verdicts(self, lines: Collection[str], verdicts: Iterable[Verdict]) -> None:
        """Keep verdicts in place of all at some figures."""
        figures, kept = set(lines), list(verdicts)
        self._later.append(lambda ground: ground.replace_verdicts(figures, kept))

    def replace_entries(self, clusters: Collection[str], entries: Sequence[tuple[str, TimelineEntry]]) -> None:
        """Keep (cluster, entry) in place of the entries of some clusters."""
        kept = set(clusters)
        self._later.append(lambda ground: ground.replace_entries(kept, entries))
