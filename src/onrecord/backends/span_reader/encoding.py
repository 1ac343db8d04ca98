"""Text to what the encoder reads: subwords, words and word features, with exact offsets.

The encoder never sees the text itself but a *copy of the same length*, in which every style of
double quotation mark is turned into one, so that a mark means the same in every outlet. Because
each character is replaced by exactly one character, all offsets stay offsets into the report.

Training and reading share this module: what the model learned is what it is given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Span

OPEN_MARK = "\u201c"
CLOSE_MARK = "\u201d"
FEATURES = 12
"""Number of word features: 3 letter cases x 2 (first of a paragraph) x 2 (inside marks)."""

_Ints = NDArray[np.int64] | NDArray[np.int32]

_MARK = re.compile("''|``|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING = frozenset("\u201c\u201e\u201f\u00ab\u300c\u300e")
_BEFORE_OPENING = frozenset("([{<\u2014\u2013\u2015-/\u2018'")
_FOLD = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u2032": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text as the encoder reads it.

    Attributes:
        ids: Subword ids, without any special token, shape (subwords,).
        words: For each subword the index of its word, shape (subwords,).
        first: For each word the index of its first subword, shape (words,).
        starts: For each word the code point where it starts, shape (words,).
        ends: For each word the code point after its last, shape (words,).
        features: For each word its feature, 0 to ``FEATURES - 1``, shape (words,).
    """

    ids: NDArray[np.int32]
    words: NDArray[np.int32]
    first: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    features: NDArray[np.uint8]


def unify_marks(paragraph: str) -> tuple[str, NDArray[np.bool_]]:
    """Turn every double quotation mark into a curly one; same length, same offsets.

    Two apostrophes or two backticks become two marks. A mark without a direction opens after a
    space, a bracket or a dash, and closes otherwise. One forgotten mark never reaches beyond its
    paragraph.

    Args:
        paragraph: One block of a report.

    Returns:
        The text with unified marks, and for each code point whether it is inside marks.

    Example:
        >>> unify_marks("''No,'' he said.")[0]
        '““No,”” he said.'
    """
    out = list(_SURROGATE.sub("\ufffd", paragraph).translate(_FOLD))
    inside = np.zeros(len(paragraph), dtype=np.bool_)
    opened = -1
    for match in _MARK.finditer(paragraph):
        start, end = match.span()
        opens = _opens(paragraph, start, end)
        out[start:end] = (OPEN_MARK if opens else CLOSE_MARK) * (end - start)
        if opens:
            opened = start
        elif opened >= 0:
            inside[opened:end] = True
            opened = -1
    if opened >= 0:
        inside[opened:] = True
    return "".join(out), inside


def _opens(text: str, start: int, end: int) -> bool:
    mark = text[start:end]
    if mark == "``" or mark in _OPENING:
        return True
    if mark not in {'"', "''"}:
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()


def encode(text: str, blocks: Sequence[Span], tokenizer: Any) -> Encoded:
    """Cut the blocks of a text into words and subwords.

    Args:
        text: The report's text.
        blocks: The paragraphs to read, in order.
        tokenizer: The encoder's tokenizer, without truncation or padding.

    Returns:
        The arrays that the encoder reads; offsets are code points into ``text``.

    Cost: linear in the length of the blocks.
    """
    columns = _Columns()
    for block in blocks:
        columns.add(block.cut(text), block.start, tokenizer)
    return columns.finish()


class _Columns:
    """Collects words and subwords over blocks."""

    def __init__(self) -> None:
        self.subwords = self.count = 0
        self.ids: list[_Ints] = []
        self.words: list[_Ints] = []
        self.first: list[_Ints] = []
        self.starts: list[_Ints] = []
        self.ends: list[_Ints] = []
        self.features: list[int] = []

    def add(self, paragraph: str, base: int, tokenizer: Any) -> None:
        """Add one block that starts at code point ``base``."""
        unified, inside = unify_marks(paragraph)
        encoding = tokenizer.encode(unified, add_special_tokens=False)
        if not encoding.ids:
            return
        begins = np.diff(np.array(encoding.word_ids), prepend=-1) != 0
        first = np.flatnonzero(begins)
        starts, ends = np.array(encoding.offsets, dtype=np.int32).T
        starts, ends = starts[first], np.maximum.reduceat(ends, first)
        self.ids.append(np.array(encoding.ids, dtype=np.int32))
        self.words.append(self.count + np.cumsum(begins) - 1)
        self.first.append(self.subwords + first)
        self.starts.append(base + starts)
        self.ends.append(base + ends)
        breaks = 2
        for low, high, marked in zip(starts.tolist(), ends.tolist(), inside[starts].tolist(), strict=True):
            self.features.append(4 * _case(paragraph[low:high]) + breaks + marked)
            breaks = 0
        self.subwords += len(encoding.ids)
        self.count += len(first)

    def finish(self) -> Encoded:
        """Return the columns as arrays."""
        return Encoded(
            ids=_joined(self.ids),
            words=_joined(self.words),
            first=_joined(self.first),
            starts=_joined(self.starts),
            ends=_joined(self.ends),
            features=np.asarray(self.features, dtype=np.uint8),
        )


def _joined(parts: Sequence[_Ints]) -> NDArray[np.int32]:
    return np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, dtype=np.int32)


def _case(word: str) -> int:
    if word.islower() or not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1
