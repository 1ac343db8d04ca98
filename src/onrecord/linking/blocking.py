"""Blocking: only lines that share a key are compared, and large blocks stay linear."""

from array import array
from collections.abc import Hashable, Iterable, Iterator

import numpy as np


def pair_up(keys: Iterable[Iterable[Hashable]], *, limit: int, reach: int) -> Iterator[tuple[int, int]]:
    """Yield every pair of positions that share a key, once, the smaller first.

    Args:
        keys: The keys of each item, in the order in which neighbours of a large block are near each other.
        limit: Items of a block up to this size are all paired.
        reach: In larger blocks each item is paired with so many after it.

    Cost: O(k log k) for k keys; 16 bytes a key and 8 a pair while it runs.

    Example:
        >>> list(pair_up(["ab", "b", "a", "c"], limit=10, reach=2))
        [(0, 1), (0, 2)]
    """
    hashes, items = array("q"), array("q")
    count = 0
    for count, own in enumerate(keys, 1):
        for name in own:
            hashes.append(hash(name))
            items.append(count - 1)
    if not hashes:
        return
    key, item = np.frombuffer(hashes, dtype=np.int64), np.frombuffer(items, dtype=np.int64)
    order = np.lexsort((item, key))
    key, item = key[order], item[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    sizes = np.diff(np.r_[starts, len(key)])
    left = sizes.repeat(sizes) - (np.arange(len(key)) - starts.repeat(sizes)) - 1
    span = np.where(sizes.repeat(sizes) <= limit, left, np.minimum(left, reach))
    found = [item[at] * count + item[at + step] for step, at in _steps(span)]
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    for code in codes:
        a, b = divmod(int(code), count)
        if a != b:
            yield a, b


def _steps(
    span: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> Iterator[tuple[int, "np.ndarray[tuple[int], np.dtype[np.intp]]"]]:
    """Yield (distance, rows that have a partner at that distance)."""
    step = 1
    while len(at := np.flatnonzero(span >= step)):
        yield step, at
        step += 1
