"""Groups at scale: the pairs fall into components that never merge with one another, clustered one at a time.

Two clusters merge only while the mean of the pairs between them reaches the threshold, so at least one of those pairs
does; what no such pair and no person joins stays apart whatever else is compared. So the groups of a component follow
from its own pairs, and what is added elsewhere changes nothing here.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from onrecord.linking.agglomerate import Agglomeration, Beside, settle_all
from onrecord.linking.clusters import Grouping, Refusal, Walls
from onrecord.linking.layer import WALL, Edges, Layer
from onrecord.model.links import Link

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Lines in groups, as columns.

    Attributes:
        ids: The lines, sorted.
        first: For each line the number of the first line of its group.
        merges, refusals: As in :class:`~onrecord.linking.clusters.Grouping`.
    """

    ids: Sequence[str]
    first: Numbers
    merges: list[Link] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def label(self, line: int) -> str:
        """Return the id of the group of a line given by number."""
        return self.ids[int(self.first[line])]

    def labels(self) -> dict[str, str]:
        """Return line -> id of its group, for lines that are not alone."""
        return {self.ids[i]: self.ids[f] for i, f in enumerate(self.first.tolist()) if i != f}

    def groups(self) -> Iterator[tuple[int, ...]]:
        """Yield every group as numbers of lines, sorted."""
        order = np.argsort(self.first, kind="stable")
        for _, part in _slices(self.first[order], order):
            yield tuple(part.tolist())

    def grouping(self) -> Grouping:
        """Return the same in the form that holds every id."""
        groups = tuple(tuple(self.ids[i] for i in part) for part in self.groups())
        return Grouping(groups=groups, merges=tuple(self.merges), refusals=tuple(self.refusals))


def group_lines(layer: Layer[Any], ids: Sequence[str], edges: Edges, walls: Walls) -> Groups:
    """Cluster the lines of a layer, component by component.

    Args:
        layer: Which.
        ids: The lines, sorted; edges name them by number.
        edges: Compared pairs.
        walls: What persons judged.

    Cost: linear in the pairs, and a little more in those of large components.
    """
    left, right, score, text = edges.columns()
    texts = edges.texts()
    wall = np.array([mark == WALL for _, mark in texts], dtype=bool)[text] if texts else np.zeros(0, dtype=bool)
    strong = (score >= layer.threshold) & ~wall
    part = _components(ids, left[strong], right[strong], walls)
    sizes = np.bincount(part, minlength=1)
    first = np.arange(len(ids), dtype=np.int32)
    out = Groups(ids=ids, first=first)
    inside = np.flatnonzero((part[left] == part[right]) & (sizes[part[left]] > 1)) if len(left) else np.empty(0, int)
    beside = _Pairs(ids, edges, inside)
    near = _by_part(ids, part, walls)
    for number, members in _slices(part[order := np.argsort(part, kind="stable")], order):
        if len(members) == 1:
            continue
        forest = Agglomeration(
            beside.at,
            near.get(number, Walls()),
            of=layer.of,
            threshold=layer.threshold,
            strict=layer.strict,
        )
        _write(out, members, settle_all([ids[i] for i in members], forest))
    out.merges.sort(key=lambda link: (link.left, link.right))
    out.refusals.sort(key=lambda r: (r.left, r.right, r.wall))
    return out


class _Pairs:
    """The compared pairs at each line, as columns: an object comes to be for the lines that are asked for alone.

    Args:
        ids: The lines, sorted.
        edges: Compared pairs.
        rows: Numbers of those that count.
    """

    def __init__(self, ids: Sequence[str], edges: Edges, rows: NDArray[np.intp]) -> None:
        self._ids, self._texts = ids, edges.texts()
        self._left, self._right, self._score, self._text = edges.columns()
        ends = np.concatenate([self._left[rows], self._right[rows]])
        self._rows = np.tile(rows.astype(np.int32), 2)[np.argsort(ends, kind="stable")]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=len(ids)))])

    def at(self, lines: Sequence[str]) -> Iterator[Beside]:
        """Yield every pair at some lines, once from each of them."""
        ids = self._ids
        for line in lines:
            number = find_id(ids, line)
            rows = self._rows[self._starts[number] : self._starts[number + 1]]
            columns = (self._left, self._right, self._score, self._text)
            for left, right, score, text in zip(*(column[rows].tolist() for column in columns), strict=True):
                reason, mark = self._texts[text]
                yield Beside(line, ids[right if left == number else left], score, reason, mark == WALL)


def _components(ids: Sequence[str], left: Numbers, right: Numbers, walls: Walls) -> Numbers:
    """Return the component of each line over strong pairs and what persons joined."""
    joined = [(a, b) for a, b in ((find_id(ids, a), find_id(ids, b)) for a, b, _ in walls.same) if a >= 0 and b >= 0]
    more = np.array(joined, dtype=np.int32).reshape(-1, 2)
    rows, columns = np.r_[left, more[:, 0]], np.r_[right, more[:, 1]]
    graph = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(len(ids), len(ids)))
    if not len(ids):
        return np.empty(0, dtype=np.int32)
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def find_id(ids: Sequence[str], wanted: str) -> int:
    """Return the number of a line in a sorted list, or -1."""
    at = bisect_left(ids, wanted)
    return at if at < len(ids) and ids[at] == wanted else -1


def _by_part(ids: Sequence[str], part: Numbers, walls: Walls) -> Mapping[int, Walls]:
    """Return for each component the judgements within it."""
    kinds: dict[int, list[list[tuple[str, ...]]]] = defaultdict(lambda: [[], [], []])
    for kind, rows in enumerate((walls.different, walls.same, walls.doubted)):
        for row in sorted(rows):
            a, b = find_id(ids, row[0]), find_id(ids, row[1])
            if a >= 0 and b >= 0 and part[a] == part[b]:
                kinds[int(part[a])][kind].append(row)
    return {
        number: Walls(different=tuple(different), same=tuple(same), doubted=frozenset(doubted))  # type: ignore[arg-type]
        for number, (different, same, doubted) in kinds.items()
    }


def _slices(key: Numbers, values: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield (key, values) for each run of one key."""
    if not len(key):
        return
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    for at, end in zip(starts.tolist(), [*starts[1:].tolist(), len(key)], strict=True):
        yield int(key[at]), values[at:end]


def _write(out: Groups, members: NDArray[np.intp], grouping: Grouping) -> None:
    number = {out.ids[i]: i for i in members.tolist()}
    for group in grouping.groups:
        out.first[[number[line] for line in group]] = number[group[0]]
    out.merges.extend(grouping.merges)
    out.refusals.extend(grouping.refusals)
