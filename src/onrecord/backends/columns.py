"""Parsed blocks to the columns of a parse, a column at a time: no object a token."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.backends.names import Name
from onrecord.model import Parse, make_parse

_WORDS = ["ORTH", "LEMMA", "POS", "TAG", "DEP"]
_NUMBERS = ["IDX", "LENGTH", "HEAD", "SENT_START", "IS_SPACE"]

_Bools = NDArray[np.bool_]
_Ints = NDArray[np.int64]


class _Strings(dict[int, str]):
    """Strings of a vocabulary by their number, each looked up once."""

    def __init__(self, vocab: Any) -> None:
        self._strings = vocab.strings

    def __missing__(self, number: int) -> str:
        self[number] = word = self._strings[number]
        return str(word)


class Columns:
    """Collects rows over the blocks of a report.

    Args:
        vocab: Of the pipeline that parses them.
    """

    def __init__(self, vocab: Any) -> None:
        self._strings = _Strings(vocab)
        self._words: tuple[list[str], ...] = tuple([] for _ in _WORDS)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._heads: list[int] = []
        self._entity: list[str] = []
        self._begins: list[bool] = []
        self._sentences: list[tuple[int, int]] = []

    def add(self, doc: Any, names: Sequence[Name], offset: int, written: str | None = None) -> None:
        """Add one parsed block; tokens of mere white space are dropped and their dependents raised.

        Args:
            doc: The block.
            names: Its names.
            offset: Where it starts in the report, in code points.
            written: Its text, where the model read it in small letters; the words are cut from it.
        """
        for column, values in zip(self._words, doc.to_array(_WORDS).T.tolist(), strict=True):
            column.extend(map(self._strings.__getitem__, values))
        start, length, head, first, space = doc.to_array(_NUMBERS).astype(np.int64).T
        self._add_names(names, len(start))
        begin = len(self._starts)
        if written is not None:
            ends = (start + length).tolist()
            self._words[0][begin:] = [written[a:b] for a, b in zip(start.tolist(), ends, strict=True)]
        self._starts += (start + offset).tolist()
        self._ends += (start + length + offset).tolist()
        heads = np.arange(len(head)) + head
        bounds = [0, *(at for at in np.flatnonzero(first == 1).tolist() if at), len(first)]
        if space.any():
            heads, bounds = self._drop(begin, heads, bounds, space == 1)
        self._heads += (heads + begin).tolist()
        self._sentences += [(begin + a, begin + b) for a, b in pairwise(bounds) if a < b]

    def _add_names(self, names: Sequence[Name], size: int) -> None:
        label, begins = [""] * size, [False] * size
        for first, end, kind in names:
            begins[first] = True
            label[first:end] = [kind] * (end - first)
        self._entity += label
        self._begins += begins

    def _drop(self, begin: int, heads: _Ints, bounds: list[int], space: _Bools) -> tuple[_Ints, list[int]]:
        """Drop white space from the rows of a block; return heads and sentence bounds counted without it."""
        kept = np.flatnonzero(~space).tolist()
        columns: list[list[Any]] = [*self._words, self._starts, self._ends, self._entity, self._begins]
        for column in columns:
            column[begin:] = [column[begin + at] for at in kept]
        before = np.concatenate([[0], np.cumsum(~space)])
        raised = _raised(heads, space)
        own = np.where(space[raised], np.arange(len(space)), raised)
        return before[own[kept]], before[bounds].tolist()

    def finish(self) -> Parse:
        """Return the columns as a parse."""
        words, lemmas, pos, tags, deps = self._words
        return make_parse(
            starts=self._starts,
            ends=self._ends,
            words=words,
            lemmas=lemmas,
            pos=pos,
            tags=tags,
            deps=deps,
            heads=self._heads,
            entity=self._entity,
            entity_begins=self._begins,
            sentences=self._sentences,
        )


def _raised(heads: _Ints, space: _Bools) -> _Ints:
    """Return the nearest head of each token that is a word, or white space that is a root."""
    while True:
        up = np.where(space[heads], heads[heads], heads)
        if (up == heads).all():
            return heads
        heads = up
