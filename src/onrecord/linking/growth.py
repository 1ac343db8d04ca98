"""One report more: which pairs come and go, and which groups that touches.

Every function here gives what linking the whole story anew would give, from the lines near the change alone.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onrecord.linking.agglomerate import Agglomeration, Beside
from onrecord.linking.blocking import shift
from onrecord.linking.clusters import Walls
from onrecord.linking.ground import Ground, Pair, Row
from onrecord.linking.layer import WALL, Layer
from onrecord.model.links import Link

V = TypeVar("V")
Views = Callable[[Collection[str]], Mapping[str, V]]


@dataclass(slots=True)
class Shift:
    """What changed among the compared pairs of a layer.

    Attributes:
        came, went: Pairs with what was found; one compared anew stands in both.
        gone, new: Lines that left and lines that came; one that changed stands in both.
    """

    came: list[Row] = field(default_factory=list)
    went: list[Row] = field(default_factory=list)
    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    def seeds(self) -> set[str]:
        """Return lines that stand, one at least of each pair that came, went or scores otherwise.

        The other end of a pair groups otherwise only together with this one, or with the former mates of a line that
        left (:func:`regroup` adds those).
        """
        changed = self.new | self.gone
        out = set(self.new)
        out.update(row.left for row in (*self.came, *self.went) if not changed & {row.left, row.right})
        return out


def shift_layer(ground: Ground, layer: Layer[V], old: Mapping[str, V], new: Mapping[str, V], views: Views[V]) -> Shift:
    """Take lines out of a layer and put lines in; compare what meets anew.

    Args:
        ground: The story.
        layer: The layer.
        old: The lines that leave, as they were compared.
        new: The lines that come, as they are compared; one that changed stands in both.
        views: Gives lines as they are compared now.
    """
    meets: Counter[Pair] = Counter()
    for item in sorted(old):
        _move(ground, layer, item, old[item], meets, -1)
    went = ground.rows_at(layer.name, old) if old else []
    ground.drop_rows(layer.name, [row.pair for row in went])
    meets = Counter({pair: n for pair, n in meets.items() if not (pair[0] in old or pair[1] in old)})
    for item in sorted(new):
        _move(ground, layer, item, new[item], meets, 1)
    fresh = {pair: n for pair, n in meets.items() if n >= layer.least and (pair[0] in new or pair[1] in new)}
    rest = {pair: n for pair, n in meets.items() if n and not (pair[0] in new or pair[1] in new)}
    went += _settle_rest(ground, layer, rest, fresh, views)
    needed = {line for pair in fresh for line in pair if line not in new}
    known = {**views(needed), **new} if fresh else {}
    met = sorted(fresh.items())
    judged = layer.compare([(known[left], known[right]) for (left, right), _ in met])
    came = [
        Row(left, right, found.score, shared, found.reason, found.mark)
        for ((left, right), shared), found in zip(met, judged, strict=True)
        if found is not None
    ]
    ground.put_rows(layer.name, came)
    return Shift(came=came, went=went, gone=frozenset(old), new=frozenset(new))


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _move(ground: Ground, layer: Layer[V], item: str, view: V, meets: Counter[Pair], sign: int) -> None:
    """Put a line under its keys, or take it away; count which pairs meet under a key more or less."""
    place, keys = float(layer.place(view)), layer.hashes(view)
    if sign < 0:
        ground.uproot(layer.name, item, place, keys)
    for key in keys:
        before, after = ground.beside(layer.name, key, place, item, layer.limit + 1)
        near, parted = shift(before, after, limit=layer.limit, reach=layer.reach)
        for other in near:
            meets[_pair(item, other)] += sign
        for a, b in parted:
            meets[_pair(a, b)] -= sign
    if sign > 0:
        ground.plant(layer.name, item, place, keys)


def _settle_rest(
    ground: Ground, layer: Layer[V], rest: Mapping[Pair, int], fresh: dict[Pair, int], views: Views[V]
) -> list[Row]:
    """Follow what a change does to pairs of other lines: drop those that no longer meet, note those that now do."""
    went, kept = [], []
    known = set()
    for row in ground.rows_of(layer.name, rest):
        known.add(row.pair)
        shared = row.shared + rest[row.pair]
        if shared < layer.least:
            went.append(row)
        else:
            kept.append(row._replace(shared=shared))
    ground.drop_rows(layer.name, [row.pair for row in went])
    ground.put_rows(layer.name, kept)
    risen = [pair for pair, n in rest.items() if n > 0 and pair not in known]
    seen = views({line for pair in risen for line in pair}) if risen else {}
    for left, right in risen:
        shared = count_shared(ground, layer, left, right, seen)
        if shared >= layer.least:
            fresh[left, right] = shared
    return went


def count_shared(ground: Ground, layer: Layer[V], left: str, right: str, views: Mapping[str, V]) -> int:
    """Return under how many keys two lines meet."""
    a, b = views[left], views[right]
    place = float(layer.place(a))
    count = 0
    for key in layer.hashes(a) & layer.hashes(b):
        before, after = ground.beside(layer.name, key, place, left, layer.limit + 1)
        whole = len(before) + len(after) < layer.limit
        count += whole or right in before[: layer.reach] or right in after[: layer.reach]
    return count


@dataclass(slots=True)
class Regrouped:
    """What changed among the groups of a layer.

    Attributes:
        seen: Every line that was grouped anew.
        old, new: First line of the group of each, before (also of lines that are gone) and now.
        merges: The edges that hold the new groups together.
    """

    seen: set[str] = field(default_factory=set)
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    merges: list[Link] = field(default_factory=list)

    def changed(self) -> set[str]:
        """Return the lines that stand and whose group has another first line."""
        return {line for line, first in self.new.items() if self.old.get(line) != first}


def regroup(
    ground: Ground,
    layer: Layer[Any],
    seeds: Collection[str],
    gone: Collection[str],
    walls: Walls,
    *,
    name: str = "",
    rows_at: Callable[[Collection[str]], Iterable[Row]] | None = None,
) -> Regrouped:
    """Group anew the lines whose group may have changed.

    From the seeds on: a group that holds other lines than before sends for the former mates of each of them. Nothing
    else can have changed, for lines that keep to themselves before and after are grouped by the pairs among them alone.

    Args:
        ground: The story.
        layer: The layer.
        seeds: Lines that stand, one of every pair that changed at least.
        gone: Lines that left for good.
        walls: What persons judged, on lines that stand.
        name: Under which the groups are kept; else the layer's.
        rows_at: Gives the compared pairs at lines; else those of the layer.
    """
    name = name or layer.name
    fetch = rows_at or (lambda lines: ground.rows_at(layer.name, lines))
    forest = Agglomeration(
        lambda lines: _beside(fetch(lines), set(lines)),
        walls,
        of=layer.of,
        threshold=layer.threshold,
        strict=layer.strict,
    )
    out = Regrouped()
    out.old = ground.firsts(name, gone)
    mates = ground.members(name, set(out.old.values()))
    todo = (set(seeds) | {line for group in mates.values() for line in group}) - set(gone)
    while todo:
        if (line := todo.pop()) in out.new:
            continue
        group = sorted(forest.settle(line))
        before = ground.firsts(name, group)
        out.old.update(before)
        out.new.update(dict.fromkeys(group, group[0]))
        for former in ground.members(name, set(before.values())).values():
            if former != group:
                todo.update(line for line in former if line not in out.new and line not in gone)
    out.seen = set(out.new)
    out.merges = [link for link in forest.merges if link.left in out.new]
    ground.regroup(name, {**dict.fromkeys(gone), **{line: out.new[line] for line in out.changed()}})
    return out


def _beside(rows: Iterable[Row], lines: Collection[str]) -> Iterator[Beside]:
    for left, right, score, _, reason, mark in rows:
        if left in lines:
            yield Beside(left, right, score, reason, mark == WALL)
        if right in lines:
            yield Beside(right, left, score, reason, mark == WALL)
