"""A layer: one kind of line, with all that decides which of them are compared, how, and when they are one."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.blocking import Blocks, Pairs, hash_key, pair_up
from onrecord.model.links import Judge, Judgement, Link, LinkOf

V = TypeVar("V")
WALL = "wall"
"""Mark of a pair that the machine takes for different whatever its score."""
PART = 20_000
"""Pairs compared at a time."""
BACK = "-"
"""Stands before the mark of a pair that is told from right to left, such as the second a copy of the first."""


class Found(NamedTuple):
    """What a comparison found: how alike two lines are, 0 to 1, why, and a mark for what more it says."""

    score: float
    reason: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Generic[V]):
    """How lines of one kind are linked.

    Attributes:
        name: Of the layer.
        of: What its lines are.
        limit, reach, least: As for :func:`~onrecord.linking.blocking.pair_up`.
        threshold: Least mean score of a merge.
        strict: Whether a pair that was not compared counts as 0 in the mean.
        line: Id of a line.
        place: Where it stands among those it shares a key with.
        keys: What it must share with another to be compared.
        compare: Compares lines, in each pair the one with the smaller id first; None where there is nothing to say.
            What it finds of a pair does not depend on the others.
    """

    name: str
    of: LinkOf
    limit: int
    reach: int
    least: int = 1
    threshold: float
    strict: bool = False
    line: Callable[[V], str]
    place: Callable[[V], float]
    keys: Callable[[V], Iterable[Sequence[object] | str | int]]
    compare: Callable[[Sequence[tuple[V, V]]], Sequence[Found | None]]

    def hashes(self, view: V) -> frozenset[int]:
        """Return the keys of a line as numbers."""
        return frozenset(map(hash_key, self.keys(view)))

    def blocks(self, views: Iterable[V]) -> Blocks:
        """Gather the keys of lines that come in order of their ids."""
        places = array("d")

        def keys() -> Iterator[frozenset[int]]:
            for view in views:
                places.append(self.place(view))
                yield self.hashes(view)

        return Blocks.of(keys(), places)

    def pairs(self, blocks: Blocks) -> Iterator[Pairs]:
        """Yield the pairs worth comparing, some at a time."""
        return pair_up(blocks, limit=self.limit, reach=self.reach, least=self.least)


def one_by_one(compare: Callable[[V, V], Found | None]) -> Callable[[Sequence[tuple[V, V]]], list[Found | None]]:
    """Return what compares many pairs by comparing two lines at a time."""
    return lambda pairs: [compare(a, b) for a, b in pairs]


@dataclass(frozen=True, slots=True)
class Edges:
    """Compared pairs as columns: about 30 bytes a pair, each reason kept once.

    Attributes:
        left, right: Numbers of the two lines in order of their ids, the left smaller.
        shared: Keys that brought them together.
    """

    left: "array[int]" = field(default_factory=lambda: array("i"))
    right: "array[int]" = field(default_factory=lambda: array("i"))
    score: "array[float]" = field(default_factory=lambda: array("d"))
    shared: "array[int]" = field(default_factory=lambda: array("i"))
    _text: "array[int]" = field(default_factory=lambda: array("i"))
    _texts: dict[tuple[str, str], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.left)

    def add(self, left: int, right: int, found: Found, shared: int = 1) -> None:
        """Keep a compared pair."""
        self.left.append(left)
        self.right.append(right)
        self.score.append(found.score)
        self.shared.append(shared)
        self._text.append(self._texts.setdefault((found.reason, found.mark), len(self._texts)))

    def only(self, rows: NDArray[np.bool_]) -> "Edges":
        """Return some of the pairs."""
        kept = Edges(_texts=self._texts)
        for name in ("left", "right", "score", "shared", "_text"):
            column = getattr(self, name)
            getattr(kept, name).frombytes(
                np.frombuffer(column, dtype=column.typecode)[rows].tobytes() if column else b""
            )
        return kept

    def texts(self) -> list[tuple[str, str]]:
        """Return every (reason, mark) once; :meth:`text_of` numbers them."""
        return list(self._texts)

    def columns(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
        """Return left, right, score and the number of the text; no pair can be added while these are held."""
        if not len(self):
            empty = np.empty(0, dtype=np.int32)
            return empty, empty, np.empty(0, dtype=np.float64), empty
        return (
            np.frombuffer(self.left, dtype=np.int32),
            np.frombuffer(self.right, dtype=np.int32),
            np.frombuffer(self.score, dtype=np.float64),
            np.frombuffer(self._text, dtype=np.int32),
        )

    def __iter__(self) -> Iterator[tuple[int, int, Found, int]]:
        texts = self.texts()
        for left, right, score, text, shared in zip(
            self.left, self.right, self.score, self._text, self.shared, strict=True
        ):
            yield left, right, Found(score, *texts[text]), shared


def judge(layer: Layer[V], views: Sequence[V], blocks: Blocks | None = None) -> Edges:
    """Compare every pair of lines that meet.

    Args:
        layer: How.
        views: The lines in order of their ids; each is asked for again and again, near ones together.
        blocks: Their keys, where they are known already.

    Cost: linear in the pairs.
    """
    blocks = blocks if blocks is not None else layer.blocks(views)
    line = np.empty(len(blocks.rank), dtype=np.int32)
    line[blocks.rank] = np.arange(len(blocks.rank), dtype=np.int32)
    edges = Edges()
    for pairs in layer.pairs(blocks):
        for at in range(0, len(pairs.first), PART):
            first, second, shared = (column[at : at + PART] for column in pairs)
            _compare(layer, views, line[first], line[second], shared, edges)
    return edges


def _compare(
    layer: Layer[V],
    views: Sequence[V],
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    shared: NDArray[np.int32],
    edges: Edges,
) -> None:
    """Compare some pairs, given as columns of line numbers, and keep what is found."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    here = {n: views[n] for n in np.union1d(low, high).tolist()}
    rows = list(zip(low.tolist(), high.tolist(), shared.tolist(), strict=True))
    found = layer.compare([(here[left], here[right]) for left, right, _ in rows])
    for (left, right, keys), judged in zip(rows, found, strict=True):
        if judged is not None:
            edges.add(left, right, judged, keys)


def link_of(of: LinkOf, left: str, right: str, found: Found) -> Link | None:
    """Return the link that a compared pair is by itself, or None where its mark names no judgement."""
    mark = found.mark.removeprefix(BACK)
    if not mark or mark == WALL or mark not in set(Judgement):
        return None
    if found.mark.startswith(BACK):
        left, right = right, left
    return Link(
        left=left,
        right=right,
        of=of,
        judgement=Judgement(mark),
        score=round(found.score, 4),
        reason=found.reason,
        by=Judge.MACHINE,
    )
