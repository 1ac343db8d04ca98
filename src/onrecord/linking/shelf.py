"""A sequence of values on disk: written once, read at random, a few kept in memory."""

import os
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, overload

import msgspec
import numpy as np

V = TypeVar("V")
KEPT = 8_192
"""Values held in memory at a time."""


class Shelf(Sequence[V], Generic[V]):
    """Values of one dataclass in a temporary file.

    Memory holds 8 bytes a value and the last few thousand that were asked for; the file is gone with the shelf.

    Args:
        kind: The class of the values.
        finish: Called with each value read back and its number, to put back what was left out.

    Example:
        >>> from onrecord.linking.facts import When
        >>> shelf = Shelf(When)
        >>> for day in (3, 1, 2):
        ...     shelf.append(When(edtf=str(day), earliest=day, latest=day))
        >>> shelf.arrange([1, 2, 0])
        >>> [when.earliest for when in shelf]
        [1, 2, 3]
    """

    def __init__(self, kind: type[V], finish: Callable[[V, int], V] | None = None) -> None:
        self._file = tempfile.TemporaryFile(prefix="onrecord-")  # noqa: SIM115  closed with the shelf
        self.close = weakref.finalize(self, self._file.close)
        self._starts, self._sizes = array("q"), array("i")
        self._end, self._written = 0, True
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode: Callable[[bytes], V] = msgspec.msgpack.Decoder(kind).decode
        self._finish = finish
        self._get = lru_cache(maxsize=KEPT)(self._read)

    def append(self, value: V) -> None:
        """Put a value at the end."""
        packed = self._encode(value)
        self._file.write(packed)
        self._written = False
        self._starts.append(self._end)
        self._sizes.append(len(packed))
        self._end += len(packed)

    def arrange(self, order: Sequence[int]) -> None:
        """Let the values stand in another order: the first is the one numbered ``order[0]`` so far."""
        at = np.asarray(order, dtype=np.int64)
        self._starts = array("q", np.array(self._starts, dtype=np.int64)[at].tobytes())
        self._sizes = array("i", np.array(self._sizes, dtype=np.int32)[at].tobytes())

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[V]:
        """Yield every value once, keeping none."""
        return map(self._read, range(len(self)))

    @overload
    def __getitem__(self, at: int) -> V: ...
    @overload
    def __getitem__(self, at: slice) -> list[V]: ...
    def __getitem__(self, at: int | slice) -> V | list[V]:
        if isinstance(at, slice):
            return [self._get(i) for i in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._get(at)

    def _read(self, at: int) -> V:
        if not self._written:
            self._file.flush()
            self._written = True
        value = self._decode(os.pread(self._file.fileno(), self._sizes[at], self._starts[at]))
        return self._finish(value, at) if self._finish else value
