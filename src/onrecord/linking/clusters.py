"""Clusters as views of judged edges: average link, with decisions of persons as walls and bridges.

The result depends on the set of lines, edges and judgements alone, never on their order.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.model.links import Judge, Judgement, Link, LinkOf


class Edge(NamedTuple):
    """A compared pair: two line ids, how alike they are (0 to 1) and why."""

    left: str
    right: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A merge that did not happen because someone judged two of the lines different.

    Attributes:
        left, right: The lines whose likeness asked for the merge.
        wall: The two lines that are judged different.
        reason: One sentence a reader can check.
    """

    of: LinkOf
    left: str
    right: str
    wall: tuple[str, str]
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What clustering gives.

    Attributes:
        groups: Every line once, in groups; lines and groups sorted.
        merges: The judged edges that hold the groups together, a spanning forest.
        refusals: Merges that a judgement forbade.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    merges: tuple[Link, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    def group_of(self) -> dict[str, str]:
        """Return line -> first line of its group."""
        return {line: group[0] for group in self.groups for line in group}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """Pairs that must not, and pairs that must, stand in one cluster."""

    different: tuple[tuple[str, str, str], ...] = ()
    same: tuple[tuple[str, str, str], ...] = ()
    doubted: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, judgements: Iterable[Link], of: LinkOf) -> "Walls":
        """Take from the judgements those of persons on one kind of line."""
        kinds: dict[Judgement, list[tuple[str, str, str]]] = defaultdict(list)
        for link in judgements:
            if link.of is of and link.by is Judge.PERSON:
                left, right = sorted((link.left, link.right))
                kinds[link.judgement].append((left, right, link.reason))
        doubted = frozenset((a, b) for a, b, _ in kinds[Judgement.UNSURE])
        return cls(
            different=tuple(sorted(kinds[Judgement.DIFFERENT])),
            same=tuple(sorted(kinds[Judgement.SAME])),
            doubted=doubted,
        )


@dataclass(slots=True)
class _Forest:
    """Union by size, with the neighbours and the walls of each cluster."""

    of: LinkOf
    up: dict[str, str]
    size: dict[str, int] = field(default_factory=dict)
    near: dict[str, dict[str, tuple[float, int]]] = field(default_factory=dict)
    walls: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(dict))
    merges: list[Link] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def find(self, line: str) -> str:
        while (parent := self.up[line]) != line:
            self.up[line] = line = self.up[parent]
        return line

    def wall(self, left: str, right: str, reason: str) -> None:
        a, b = self.find(left), self.find(right)
        if a != b:
            self.walls[a].setdefault(b, (left, right, reason))
            self.walls[b].setdefault(a, (left, right, reason))

    def mean(self, a: str, b: str, *, strict: bool) -> float:
        """Return the mean score of the pairs compared (or, strictly, of all pairs) between two clusters."""
        total, count = self.near[a][b]
        return total / (self.size.get(a, 1) * self.size.get(b, 1) if strict else count)

    def join(self, left: str, right: str) -> str | None:
        """Merge the two clusters; return the one that stays, None when a wall or identity forbids."""
        a, b = self.find(left), self.find(right)
        if a == b or b in self.walls.get(a, ()):
            return None
        size_a, size_b = self.size.get(a, 1), self.size.get(b, 1)
        if (size_b, a) > (size_a, b):
            a, b = b, a
        self.up[b] = a
        self.size[a] = size_a + size_b
        self._move(a, b)
        return a

    def _move(self, kept: str, gone: str) -> None:
        """Let the neighbours and the walls of the cluster that is gone point at the one that is kept."""
        near = self.near.setdefault(kept, {})
        near.pop(gone, None)
        for other, (total, count) in self.near.pop(gone, {}).items():
            self.near[other].pop(gone, None)
            if other != kept:
                old_total, old_count = near.get(other, (0.0, 0))
                near[other] = self.near[other][kept] = (old_total + total, old_count + count)
        for other, why in self.walls.pop(gone, {}).items():
            self.walls[other].pop(gone, None)
            self.walls[kept].setdefault(other, why)
            self.walls[other].setdefault(kept, why)


def cluster_lines(
    lines: Iterable[str],
    edges: Sequence[Edge],
    walls: Walls,
    *,
    of: LinkOf,
    threshold: float,
    machine_walls: Iterable[tuple[str, str, str]] = (),
    strict: bool = False,
) -> Grouping:
    """Cluster lines by average link over the compared pairs.

    Two clusters merge while the mean score of the pairs compared between them reaches the threshold, best
    first; ties go by line id. What persons judged comes before: their `same` joins at once, their
    `different` is a wall that no score climbs.

    Args:
        lines: Line ids.
        edges: Compared pairs, also the low ones: they pull the mean down.
        walls: What persons judged.
        of: What the lines are.
        threshold: Least mean score, 0 to 1.
        machine_walls: (left, right, reason) that the machine takes for different; a person's `same`
            outranks them.
        strict: Whether a pair that was not compared counts as 0 in the mean, not as unknown.

    Cost: O(e log e) for e edges.

    Example:
        >>> group = cluster_lines("abc", [Edge("a", "b", 0.9, "x"), Edge("b", "c", 0.8, "y"),
        ...                               Edge("a", "c", 0.1, "z")], Walls(), of=LinkOf.EVENT, threshold=0.5)
        >>> group.groups
        (('a', 'b'), ('c',))
    """
    forest = _Forest(of=of, up={line: line for line in sorted(set(lines))})
    known = forest.up
    for left, right, reason in walls.different:
        if left in known and right in known:
            forest.wall(left, right, reason)
    _join_judged(forest, walls)
    for left, right, reason in sorted(machine_walls):
        forest.wall(left, right, reason)
    _merge(forest, [e for e in edges if _pair(e) not in walls.doubted], threshold, strict=strict)
    groups: dict[str, list[str]] = defaultdict(list)
    for line in known:
        groups[forest.find(line)].append(line)
    return Grouping(
        groups=tuple(sorted(tuple(sorted(g)) for g in groups.values())),
        merges=tuple(forest.merges),
        refusals=_refusals_of_persons(forest.refusals, walls),
    )


def _refusals_of_persons(refusals: Iterable[Refusal], walls: Walls) -> tuple[Refusal, ...]:
    """Keep one refusal, the best scored, for each wall that a person built."""
    built = {(a, b) for a, b, _ in walls.different}
    kept: dict[tuple[str, str], Refusal] = {}
    for refusal in sorted(refusals, key=lambda r: (-r.score, r.left, r.right)):
        if refusal.wall in built:
            kept.setdefault(refusal.wall, refusal)
    return tuple(sorted(kept.values(), key=lambda r: (r.left, r.right)))


def _pair(edge: Edge) -> tuple[str, str]:
    return (edge.left, edge.right) if edge.left < edge.right else (edge.right, edge.left)


def _join_judged(forest: _Forest, walls: Walls) -> None:
    for left, right, reason in walls.same:
        if left not in forest.up or right not in forest.up:
            continue
        if forest.find(left) == forest.find(right) or forest.join(left, right):
            forest.merges.append(_link(forest.of, Edge(left, right, 1.0, reason), Judge.PERSON))
        else:
            _refuse(forest, Edge(left, right, 1.0, reason))


def _merge(forest: _Forest, edges: Iterable[Edge], threshold: float, *, strict: bool) -> None:
    """Merge component by component, so that memory holds the neighbours of one at a time."""
    for part in _components(forest, edges):
        _merge_part(forest, part, threshold, strict=strict)
        forest.near.clear()


def _components(forest: _Forest, edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    up: dict[str, str] = {}

    def find(line: str) -> str:
        while (parent := up.setdefault(line, line)) != line:
            up[line] = line = up.setdefault(parent, parent)
        return line

    kept = list(edges)
    for edge in kept:
        up[find(forest.find(edge.left))] = find(forest.find(edge.right))
    parts: dict[str, list[Edge]] = defaultdict(list)
    for edge in kept:
        parts[find(forest.find(edge.left))].append(edge)
    del kept
    yield from sorted(parts.values(), key=lambda part: min(map(_pair, part)))


def _merge_part(forest: _Forest, edges: Iterable[Edge], threshold: float, *, strict: bool) -> None:
    best: dict[tuple[str, str], Edge] = {}
    for edge in sorted(edges, key=lambda e: (*_pair(e), -e.score, e.reason)):
        best.setdefault(_pair(edge), edge)
    for pair, edge in best.items():
        _add_near(forest, *pair, edge.score)
    heap = [(-mean, a, b) for a, b in _all_near(forest) if (mean := forest.mean(a, b, strict=strict)) >= threshold]
    heapq.heapify(heap)
    witness = _Witness(best, forest)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if b not in forest.near.get(a, ()) or -forest.mean(a, b, strict=strict) != negative:
            continue
        edge = witness.of(a, b)
        kept = forest.join(a, b)
        if kept is None:
            _refuse(forest, edge)
            continue
        forest.merges.append(_link(forest.of, edge, Judge.MACHINE))
        witness.joined(kept, b if kept == a else a)
        for other in forest.near[kept]:
            if (mean := forest.mean(kept, other, strict=strict)) >= threshold:
                low, high = sorted((kept, other))
                heapq.heappush(heap, (-mean, low, high))


class _Witness:
    """Keeps, for each pair of clusters, the best compared pair of lines between them."""

    def __init__(self, best: dict[tuple[str, str], Edge], forest: _Forest) -> None:
        self._best: dict[str, dict[str, Edge]] = defaultdict(dict)
        for (left, right), edge in best.items():
            a, b = forest.find(left), forest.find(right)
            if a != b:
                self._keep(a, b, edge)

    def _keep(self, a: str, b: str, edge: Edge) -> None:
        old = self._best[a].get(b)
        if old is None or (-edge.score, _pair(edge)) < (-old.score, _pair(old)):
            self._best[a][b] = self._best[b][a] = edge

    def of(self, a: str, b: str) -> Edge:
        return self._best[a][b]

    def joined(self, kept: str, gone: str) -> None:
        for other, edge in self._best.pop(gone, {}).items():
            self._best[other].pop(gone, None)
            if other != kept:
                self._keep(kept, other, edge)
        self._best[kept].pop(gone, None)


def _add_near(forest: _Forest, left: str, right: str, score: float) -> None:
    a, b = forest.find(left), forest.find(right)
    if a == b:
        return
    for here, there in ((a, b), (b, a)):
        near = forest.near.setdefault(here, {})
        total, count = near.get(there, (0.0, 0))
        near[there] = (total + score, count + 1)


def _all_near(forest: _Forest) -> Iterator[tuple[str, str]]:
    for a, near in forest.near.items():
        for b in near:
            if a < b:
                yield a, b


def _refuse(forest: _Forest, edge: Edge) -> None:
    a, b = forest.find(edge.left), forest.find(edge.right)
    left, right, why = forest.walls[a][b]
    left, right = sorted((left, right))
    reason = f"not merged: {left} and {right} are judged different ({why or 'no reason given'})"
    forest.refusals.append(
        Refusal(
            of=forest.of,
            left=edge.left,
            right=edge.right,
            wall=(left, right),
            score=edge.score,
            reason=reason,
        )
    )


def _link(of: LinkOf, edge: Edge, by: Judge) -> Link:
    left, right = _pair(edge)
    return Link(
        left=left,
        right=right,
        of=of,
        judgement=Judgement.SAME,
        score=round(edge.score, 4),
        reason=edge.reason,
        by=by,
    )
