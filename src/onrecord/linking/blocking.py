"""Blocking: only items that share a key are compared, and large blocks stay linear.

In a block of up to ``limit`` items all are paired; in a larger one each is paired with the ``reach`` items next to it
in the order of their places. So a key in every report costs a few pairs a report, and one more item changes few pairs.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.words import hash_word

_MIX = 0x9E3779B97F4A7C15
_MASK = 2**64 - 1
PART = 16_000_000
"""Keys sorted at a time."""
PAIRS = 8_000_000
"""Pairs joined at a time, a pair counted once for each key it shares."""

Ints = NDArray[np.int64]
Counts = NDArray[np.int32]


def hash_key(key: Sequence[object] | str | int) -> int:
    """Return a signed 64-bit hash of a key, the same on every machine and in every process.

    Example:
        >>> hash_key(("meet", 12)) == hash_key(("meet", 12)) != hash_key(("meet", 13))
        True
    """
    parts = (key,) if isinstance(key, str | int) else key
    total = 0
    for part in parts:
        total = (total * _MIX + (part if type(part) is int else hash_word(str(part)))) & _MASK
    return total - 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The keys of many items, as columns.

    Attributes:
        key, item: One row for each key of each item; 12 bytes a row.
        place: Of each item.
        rank: Position of each item among all, in order of place.
    """

    key: Ints
    item: NDArray[np.int32]
    place: NDArray[np.float64]
    rank: NDArray[np.int32]

    @classmethod
    def of(cls, keys: Iterable[Iterable[int]], places: Iterable[float]) -> "Blocks":
        """Gather the keys of items; items at one place stand in the order given."""
        key, item = array("q"), array("i")
        for i, own in enumerate(keys):
            before = len(key)
            key.extend(own)
            item.extend([i] * (len(key) - before))
        where = np.fromiter(places, dtype=np.float64)
        rank = np.empty(len(where), dtype=np.int32)
        rank[np.argsort(where, kind="stable")] = np.arange(len(where), dtype=np.int32)
        if not key:
            return cls(key=np.empty(0, np.int64), item=np.empty(0, np.int32), place=where, rank=rank)
        return cls(key=np.frombuffer(key, np.int64), item=np.frombuffer(item, np.int32), place=where, rank=rank)

    def parts(self) -> Iterator[tuple[Ints, NDArray[np.int32]]]:
        """Yield (keys, ranks) in order of key and rank, some keys at a time."""
        count = max(1, -(-len(self.key) // PART))
        part = (self.key.view(np.uint64) % np.uint64(count)).astype(np.int32) if count > 1 else None
        for n in range(count):
            at = slice(None) if part is None else np.flatnonzero(part == n)
            key, rank = self.key[at], self.rank[self.item[at]]
            order = np.lexsort((rank, key))
            yield key[order], rank[order]


class Pairs(NamedTuple):
    """Candidate pairs as columns: ranks of the two, the first smaller, and how many keys bring them together."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    shared: NDArray[np.int32]


def pair_up(blocks: Blocks, *, limit: int, reach: int, least: int = 1) -> Iterator[Pairs]:
    """Yield every pair of items that meets under ``least`` keys or more, in order of rank, some at a time.

    Args:
        blocks: The keys.
        limit: Items of a block up to this size are all paired.
        reach: In larger blocks each item is paired with so many after it.
        least: Keys under which two must meet.

    Cost: O(k log k) for k keys. Memory holds 6 bytes a key and the pairs of one part.

    Example:
        >>> (pairs,) = pair_up(Blocks.of([[1, 2], [2], [1], [3]], [0, 1, 2, 3]), limit=10, reach=2)
        >>> list(zip(pairs.first.tolist(), pairs.second.tolist()))
        [(0, 1), (0, 2)]
    """
    count = len(blocks.rank)
    rows = [(rank, _spans(key, limit, reach)) for key, rank in blocks.parts()]
    rank, span = np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
    del rows
    before = np.cumsum(np.bincount(rank, weights=span, minlength=count)) if count else np.empty(0)
    low = 0
    while low < count:
        done = before[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(before, done + PAIRS, side="right")))
        codes = _join(rank, span, np.flatnonzero((rank >= low) & (rank < high)), count)
        found, shared = np.unique(codes, return_counts=True)
        found, shared = found[shared >= least], shared[shared >= least]
        if len(found):
            yield Pairs((found // count).astype(np.int32), (found % count).astype(np.int32), shared.astype(np.int32))
        low = high


def _spans(key: Ints, limit: int, reach: int) -> NDArray[np.int16]:
    """Return with how many of those after it in its block each item is paired."""
    if not len(key):
        return np.empty(0, np.int16)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    sizes = np.diff(np.r_[starts, len(key)])
    size = sizes.repeat(sizes)
    left = size - (np.arange(len(key)) - starts.repeat(sizes)) - 1
    return np.asarray(np.where(size <= limit, left, np.minimum(left, reach)), dtype=np.int16)


def _join(rank: NDArray[np.int32], span: NDArray[np.int16], at: NDArray[np.intp], count: int) -> Ints:
    """Return the pairs of the items at some rows as ``first * count + second``, with repeats."""
    found = []
    step = 1
    while len(at := at[span[at] >= step]):
        found.append(rank[at].astype(np.int64) * count + rank[at + step])
        step += 1
    return np.concatenate(found) if found else np.empty(0, np.int64)


def shift(
    before: Sequence[str], after: Sequence[str], *, limit: int, reach: int
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what one more item changes in a block: whom it meets, and which pairs of others it parts.

    Taking the item out again changes the same pairs back.

    Args:
        before, after: The items on either side of it, nearest first: all, or ``limit + 1`` of each.
        limit, reach: As for :func:`pair_up`.

    Example:
        >>> shift(["b", "a"], ["d", "e"], limit=9, reach=1)
        (['b', 'a', 'd', 'e'], [])
        >>> shift(["b", "a"], ["d", "e"], limit=3, reach=1)
        (['b', 'd'], [('b', 'd')])
    """
    others = len(before) + len(after)
    if others < limit:
        return [*before, *after], []
    meets = [*before[:reach], *after[:reach]]
    if others == limit:  # until now all met all
        line = [*reversed(before), *after]
        at = len(before)
        apart = [
            (a, b)
            for i, a in enumerate(line)
            for j, b in enumerate(line[i + 1 :], i + 1)
            if j - i + (i < at <= j) > reach
        ]
        return meets, apart
    return meets, [
        (before[i], after[reach - 1 - i]) for i in range(min(reach, len(before))) if reach - 1 - i < len(after)
    ]
