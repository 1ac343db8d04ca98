"""How alike thousands of pairs of packed word sets are, in one go.

Gives, to the last bit, what :func:`~onrecord.linking.weights.similarity` and
:func:`~onrecord.linking.weights.shared_weight` give for each pair by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from onrecord.lexicon import load_lexicon
from onrecord.linking.weights import EVERYDAY, UNIT, Weigh, everyday, levels, report_weight

STEP = 1_000
"""Pairs whose words are laid side by side at a time: few enough that the memory is used again."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Overlap(NamedTuple):
    """What pairs of sets share.

    Attributes:
        cosine: Weighted cosine of each pair, 0 to 1.
        weight: Summed weight of the shared words.
    """

    cosine: Floats
    weight: Floats


def overlap(left: Sequence[bytes], right: Sequence[bytes], weigh: Weigh) -> Overlap:
    """Compare the first of one side with the first of the other, and so on.

    Args:
        left, right: Packed sets of words; the same set may stand in many pairs.
        weigh: ``word_weight`` or ``report_weight``.

    Cost: linear in the words of all pairs, some nanoseconds a word.

    Example:
        >>> from onrecord.linking.weights import similarity, word_weight
        >>> from onrecord.linking.words import pack_words
        >>> a, b = pack_words(["dock", "lund"]), pack_words(["ferri", "lund"])
        >>> overlap([a, a], [b, a], word_weight).cosine.tolist() == [similarity(a, b), 1.0]
        True
    """
    sets, first, second = _number(left, right)
    rows = _matrix(sets, lambda words: _parts(words, weigh))
    norms = _sum_rows(rows, rows.data * rows.data).astype(np.float64)
    squares, weights = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    for part, shared in _meet(rows, first, second):
        squares[part] = _sum_rows(shared, shared.data)
        weights[part] = _sum_rows(shared, np.sqrt(shared.data).astype(np.int64))
    return Overlap(_divide(squares, np.sqrt(norms[first] * norms[second])), weights / UNIT)


def count_shared(left: Sequence[bytes], right: Sequence[bytes]) -> list[int]:
    """Return how many words each two sets share; arguments and cost as for :func:`overlap`.

    Example:
        >>> from onrecord.linking.words import pack_words
        >>> count_shared([pack_words(["dock", "lund"])], [pack_words(["ferri", "lund"])])
        [1]
    """
    sets, first, second = _number(left, right)
    rows = _matrix(sets, np.ones_like)
    out = np.zeros(len(first), dtype=np.int64)
    for part, shared in _meet(rows, first, second):
        out[part] = np.diff(shared.indptr)
    return out.tolist()


def _number(left: Sequence[bytes], right: Sequence[bytes]) -> tuple[list[bytes], Ints, Ints]:
    """Return every set once, and the numbers of those on each side."""
    number: dict[bytes, int] = {}
    first = np.array([number.setdefault(packed, len(number)) for packed in left], dtype=np.int64)
    second = np.array([number.setdefault(packed, len(number)) for packed in right], dtype=np.int64)
    return list(number), first, second


def _meet(rows: csr_matrix, first: Ints, second: Ints) -> Iterator[tuple[slice, csr_matrix]]:
    """Yield the products of the values of shared words, some pairs at a time."""
    for at in range(0, len(first), STEP):
        part = slice(at, at + STEP)
        yield part, rows[first[part]].multiply(rows[second[part]])


def _divide(above: Ints, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros(len(below)), where=below > 0)


def _matrix(sets: Sequence[bytes], value: Callable[[Ints], Ints]) -> csr_matrix:
    """Return one row a set: the value of each of its words."""
    words = np.frombuffer(b"".join(sets), dtype=np.uint32).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum([len(packed) // 4 for packed in sets], dtype=np.int64)])
    return csr_matrix((value(words), words, starts), shape=(len(sets), 2**32))


def _parts(words: Ints, weigh: Weigh) -> Ints:
    """Return the weights of words, in parts."""
    table = np.frombuffer(levels(), dtype=np.uint8)
    parts = table[words % len(table)].astype(np.int64) * (UNIT // 255)
    if weigh is report_weight:
        low = np.isin(words, np.array(sorted(everyday(load_lexicon())), dtype=np.int64))
        parts[low] = np.minimum(parts[low], round(EVERYDAY * UNIT))
    return parts


def _sum_rows(rows: csr_matrix, values: Ints) -> Ints:
    """Return the sum of the values of each row."""
    total = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    return np.asarray(total[rows.indptr[1:]] - total[rows.indptr[:-1]], dtype=np.int64)
