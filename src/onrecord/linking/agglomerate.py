"""Average-link clustering that looks no further than it must.

Of two clusters that are each other's nearest, nothing that merges elsewhere can come between: the mean of two means is
never above both. So such pairs may be merged in any order, and the group of one line follows from the clusters on the
way to it, the nearest-neighbour chain. The same code groups a whole component and the few lines that one report more
may have moved; the result depends on the set of lines, pairs and judgements alone, never on their order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from onrecord.linking.clusters import Edge, Grouping, Refusal, Walls
from onrecord.model.links import Judge, Judgement, Link, LinkOf

SCALE = 1_000_000
"""Scores are added up as whole numbers of this part of one, so that no order of adding gives another mean."""


class Beside(NamedTuple):
    """What a line was compared with: how alike they are (0 to 1) and why, or that there is a wall between them."""

    line: str
    other: str
    score: float
    reason: str
    wall: bool = False


class _Between(NamedTuple):
    """What was compared between two clusters: sum of the scores, of how many pairs, and the best of them."""

    total: int
    pairs: int
    best: tuple[float, str, str, str]


Neighbours = Callable[[Sequence[str]], Iterable[Beside]]
"""Gives every compared pair at some lines, once from each of them."""


class Agglomeration:
    """Clusters of lines, worked out where they are asked for.

    Two clusters merge while the mean score of the pairs compared between them reaches the threshold, nearest first; of
    equally near ones those with the best compared pair. What persons judged comes before: their `same` joins at once,
    their `different` is a wall that no score climbs, and a pair they are unsure of tells nothing.

    Args:
        neighbours: Gives what lines were compared with.
        walls: What persons judged, on lines that stand.
        of: What the lines are.
        threshold: Least mean score, 0 to 1.
        strict: Whether a pair that was not compared counts as 0 in the mean, not as unknown.

    Attributes:
        merges: The judged edges that hold the clusters together, as far as these were worked out.
    """

    def __init__(self, neighbours: Neighbours, walls: Walls, *, of: LinkOf, threshold: float, strict: bool) -> None:
        self._neighbours, self._judged, self._of = neighbours, walls, of
        self._least, self._strict = round(threshold * SCALE), strict
        self._up: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}
        self._near: dict[str, dict[str, _Between]] = {}
        self._walls: dict[str, set[str]] = defaultdict(set)
        self._final: set[str] = set()
        self.merges: list[Link] = []
        self._refused: list[Edge] = []
        for left, right, _ in walls.different:
            self._part(left, right)
        for left, right, reason in walls.same:
            self._join_judged(Edge(left, right, 1.0, reason))

    def settle(self, line: str) -> list[str]:
        """Return the lines of the cluster that a line ends in, itself among them.

        Cost: the pairs at the lines of that cluster and of those on the chains to it.
        """
        if (root := self.find(line)) in self._final:
            return self.lines(root)
        chain = [root]
        while (nearest := self._nearest(chain[-1])) is not None:
            if len(chain) > 1 and nearest == chain[-2]:
                self._merge(chain.pop(), chain.pop())
                chain = chain or [self.find(line)]
            else:
                chain.append(nearest)
        self._finish(chain[0])  # what is nearest to another has a nearest, so the chain is one cluster here
        return self.lines(chain[0])

    def _finish(self, cluster: str) -> None:
        """Let go of what is known of a cluster that is done.

        Nothing is near enough to it, and nothing that merges elsewhere comes nearer, so that no one asks again: memory
        holds the clusters on the way, not all of a large component.
        """
        self._final.add(cluster)
        for other in self._near.pop(cluster, ()):
            if (back := self._near.get(other)) is not None:
                del back[cluster]

    def find(self, line: str) -> str:
        """Return the line that stands for the cluster of a line."""
        up = self._up
        while (parent := up.get(line, line)) != line:
            up[line] = line = up.get(parent, parent)
        return line

    def lines(self, root: str) -> list[str]:
        """Return the lines of a cluster."""
        return self._lines.get(root) or [root]

    def _nearest(self, cluster: str) -> str | None:
        """Return the cluster that is nearest of those that may merge with this one.

        Ties go by the best compared pair. That of two merged clusters is the better of theirs, so a merge elsewhere
        brings nothing nearer, equal means or not; by the first line of a cluster, which a merge may bring forward, the
        chain could run in a circle.
        """
        walled, size = self._walls.get(cluster, ()), len(self.lines(cluster))
        best, best_mean, best_pair = None, float(self._least), None
        for other, between in self._load(cluster).items():
            mean = between.total / (size * len(self.lines(other)) if self._strict else between.pairs)
            if mean < best_mean or other in walled:
                continue
            if mean > best_mean or best_pair is None or between.best < best_pair:
                best, best_mean, best_pair = other, mean, between.best
        return best

    def _load(self, cluster: str) -> dict[str, _Between]:
        """Return what was compared between a cluster and each other one that is there now."""
        if (loaded := self._near.get(cluster)) is not None:
            return loaded
        near: dict[str, _Between] = {}
        for other, one in self._compared(cluster):
            if other in self._final:
                continue
            if one is None:
                self._part(cluster, other)
            elif (known := self._near.get(other)) is not None:
                near[other] = known[cluster]
            else:
                near[other] = one if (old := near.get(other)) is None else _sum(old, one)
        self._near[cluster] = near
        return near

    def _compared(self, cluster: str) -> Iterator[tuple[str, _Between | None]]:
        """Yield each compared pair that leaves a cluster: the other cluster and what was found, None for a wall."""
        for line, other_line, score, reason, wall in self._neighbours(self.lines(cluster)):
            low, high = (line, other_line) if line < other_line else (other_line, line)
            if (other := self.find(other_line)) != cluster and (low, high) not in self._judged.doubted:
                yield other, None if wall else _Between(round(score * SCALE), 1, (-score, low, high, reason))

    def _merge(self, a: str, b: str) -> None:
        kept, gone = (a, b) if len(self._near[a]) >= len(self._near[b]) else (b, a)
        score, left, right, reason = self._near[kept].pop(gone).best
        self.merges.append(_link(self._of, Edge(left, right, -score, reason), Judge.MACHINE))
        near = self._near[kept]
        for other, between in self._near.pop(gone).items():
            if other == kept:
                continue
            near[other] = between if (old := near.get(other)) is None else _sum(old, between)
            if (back := self._near.get(other)) is not None:
                del back[gone]
                back[kept] = near[other]
        self._join(kept, gone)

    def _join(self, kept: str, gone: str) -> None:
        self._up[gone] = kept
        self._lines.setdefault(kept, [kept]).extend(self._lines.pop(gone, [gone]))
        for other in self._walls.pop(gone, ()):
            self._walls[other].discard(gone)
            self._part(kept, other)

    def _part(self, left: str, right: str) -> None:
        """Put a wall between the clusters of two lines."""
        a, b = self.find(left), self.find(right)
        if a != b:
            self._walls[a].add(b)
            self._walls[b].add(a)

    def _join_judged(self, edge: Edge) -> None:
        a, b = self.find(edge.left), self.find(edge.right)
        if b in self._walls.get(a, ()):
            self._refused.append(edge)
            return
        if a != b:
            self._join(a, b)
        self.merges.append(_link(self._of, edge, Judge.PERSON))

    def refusals(self) -> Iterator[Refusal]:
        """Yield the merges that a person's wall forbids, one for each wall, once every line is settled."""
        asked = {self._ends(edge.left, edge.right): edge for edge in reversed(self._refused)}
        for left, right, reason in self._judged.different:
            ends = self._ends(left, right)
            if (edge := asked.pop(ends, None) or self._asked(*ends)) is not None:
                yield _refusal(self._of, edge, (left, right), reason)

    def _ends(self, left: str, right: str) -> tuple[str, str]:
        a, b = sorted((self.find(left), self.find(right)))
        return a, b

    def _asked(self, a: str, b: str) -> Edge | None:
        """Return the best pair between two clusters that would merge if there were no wall."""
        found = [one for other, one in self._compared(a) if other == b and one is not None]
        if not found:
            return None
        between = reduce(_sum, found)
        pairs = len(self.lines(a)) * len(self.lines(b)) if self._strict else between.pairs
        score, left, right, reason = between.best
        return Edge(left, right, -score, reason) if between.total >= self._least * pairs else None


def cluster_lines(
    lines: Iterable[str],
    edges: Iterable[Edge],
    walls: Walls,
    *,
    of: LinkOf,
    threshold: float,
    machine_walls: Iterable[tuple[str, str, str]] = (),
    strict: bool = False,
) -> Grouping:
    """Cluster lines by average link over the compared pairs; see :class:`Agglomeration`.

    Args:
        lines: Line ids.
        edges: Compared pairs, also the low ones: they pull the mean down. Of one pair given twice the better counts.
        walls: What persons judged; what is on other lines is left out.
        of: What the lines are.
        threshold: Least mean score, 0 to 1.
        machine_walls: (left, right, reason) that the machine takes for different; a person's `same`
            outranks them.
        strict: Whether a pair that was not compared counts as 0 in the mean, not as unknown.

    Cost: near linear in the edges.

    Example:
        >>> group = cluster_lines("abc", [Edge("a", "b", 0.9, "x"), Edge("b", "c", 0.8, "y"),
        ...                               Edge("a", "c", 0.1, "z")], Walls(), of=LinkOf.EVENT, threshold=0.5)
        >>> group.groups
        (('a', 'b'), ('c',))
    """
    known = sorted(set(lines))
    beside = _beside(edges, machine_walls)

    def neighbours(wanted: Sequence[str]) -> Iterator[Beside]:
        return (row for line in wanted for row in beside.get(line, ()))

    return settle_all(
        known, Agglomeration(neighbours, walls.within(set(known)), of=of, threshold=threshold, strict=strict)
    )


def settle_all(lines: Iterable[str], forest: Agglomeration) -> Grouping:
    """Return every one of some lines in groups, worked out by a fresh agglomeration."""
    known = sorted(lines)
    groups = {tuple(sorted(forest.settle(line))) for line in known}
    return Grouping(
        groups=tuple(sorted(groups)),
        merges=tuple(sorted(forest.merges, key=lambda link: (link.left, link.right, link.by))),
        refusals=tuple(sorted(forest.refusals(), key=lambda r: (r.left, r.right))),
    )


def _beside(edges: Iterable[Edge], machine_walls: Iterable[tuple[str, str, str]]) -> Mapping[str, Sequence[Beside]]:
    best: dict[tuple[str, str, bool], Edge] = {}
    for edge in (*edges, *(Edge(a, b, -1.0, reason) for a, b, reason in machine_walls)):
        pair = (edge.left, edge.right) if edge.left < edge.right else (edge.right, edge.left)
        key = (*pair, edge.score < 0)
        if (old := best.get(key)) is None or (-edge.score, edge.reason) < (-old.score, old.reason):
            best[key] = edge
    out: dict[str, list[Beside]] = defaultdict(list)
    for (left, right, wall), edge in best.items():
        out[left].append(Beside(left, right, edge.score, edge.reason, wall))
        out[right].append(Beside(right, left, edge.score, edge.reason, wall))
    return out


def _sum(a: _Between, b: _Between) -> _Between:
    return _Between(a.total + b.total, a.pairs + b.pairs, min(a.best, b.best))


def _refusal(of: LinkOf, edge: Edge, wall: tuple[str, str], why: str) -> Refusal:
    left, right = sorted(wall)
    reason = f"not merged: {left} and {right} are judged different ({why or 'no reason given'})"
    a, b = sorted((edge.left, edge.right))
    return Refusal(of=of, left=a, right=b, wall=(left, right), score=edge.score, reason=reason)


def _link(of: LinkOf, edge: Edge, by: Judge) -> Link:
    left, right = sorted((edge.left, edge.right))
    return Link(
        left=left,
        right=right,
        of=of,
        judgement=Judgement.SAME,
        score=round(edge.score, 4),
        reason=edge.reason,
        by=by,
    )
