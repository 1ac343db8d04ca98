"""Text to what the encoder reads: subwords, words and word features, with exact offsets.

The encoder never sees the text itself but a *copy of the same length*, in which every style of
double quotation mark is turned into one, so that a mark means the same in every outlet. Because
each character is replaced by exactly one character, all offsets stay offsets into the report.

Training and reading share this module: what the model learned is what it is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

OPEN_MARK = "\u201c"
CLOSE_MARK = "\u201d"
FEATURES = 12
"""Number of word feature values: 3 letter cases x 2 (line break before) x 2 (inside marks)."""

_MARK = re.compile("''|``|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f]")
_OPENING = frozenset("\u201c\u201e\u201f\u00ab\u300c\u300e")
_BEFORE_OPENING = frozenset("([{<\u2014\u2013\u2015-/\u2018'")
_LINE_BREAK = re.compile(r"[ \t\r\f\v\xa0]*\n\s*")
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


def unify_marks(text: str) -> tuple[str, NDArray[np.bool_]]:
    """Turn every double quotation mark into a curly one; same length, same offsets.

    Two apostrophes or two backticks become two marks. A mark without a direction opens after a
    space, a bracket or a dash, and closes otherwise. An open quotation ends at the latest with
    its line, so one forgotten mark never reaches beyond its paragraph.

    Args:
        text: The report's text.

    Returns:
        The text with unified marks, and for each code point whether it is inside marks.

    Example:
        >>> unify_marks("''No,'' he said.")[0]
        '““No,”” he said.'
    """
    out = list(text.translate(_FOLD))
    inside = np.zeros(len(text), dtype=np.bool_)
    opened = -1
    line_end = -1
    for match in _MARK.finditer(text):
        start, end = match.span()
        if start > line_end:
            if opened >= 0:
                inside[opened:line_end] = True
            opened = -1
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
        opens = _opens(text, start, end)
        out[start:end] = (OPEN_MARK if opens else CLOSE_MARK) * (end - start)
        if opens:
            opened = start
        elif opened >= 0:
            inside[opened:end] = True
            opened = -1
    if opened >= 0:
        inside[opened:line_end] = True
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


def paragraph_breaks(text: str) -> NDArray[np.int32]:
    """Code points right after a line break that ends a paragraph.

    A single line break before a lower-case letter is a wrapped line, not a paragraph.

    Args:
        text: The report's text.

    Returns:
        Sorted code points, each where the first character of a paragraph stands.
    """
    found = [0]
    for match in _LINE_BREAK.finditer(text):
        end = match.end()
        if match.group().count("\n") == 1 and text[end : end + 1].islower():
            continue
        found.append(end)
    return np.asarray(found, dtype=np.int32)


def encode(text: str, tokenizer: Tokenizer) -> Encoded:
    """Cut a text into words and subwords.

    Args:
        text: The report's text.
        tokenizer: The encoder's tokenizer, without truncation or padding.

    Returns:
        The arrays that the encoder reads; offsets are code points into ``text``.

    Cost: linear in the length of the text.
    """
    unified, inside = unify_marks(text)
    ids: list[int] = []
    words: list[int] = []
    first: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for base, line in _lines(unified):
        encoding = tokenizer.encode(line, add_special_tokens=False)
        previous = -1
        for number, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            if word != previous:
                first.append(len(ids))
                starts.append(base + start)
                ends.append(base + end)
                previous = word
            ids.append(number)
            words.append(len(first) - 1)
            ends[-1] = max(ends[-1], base + end)
    bounds = np.asarray(starts, dtype=np.int32)
    stops = np.asarray(ends, dtype=np.int32)
    return Encoded(
        ids=np.asarray(ids, dtype=np.int32),
        words=np.asarray(words, dtype=np.int32),
        first=np.asarray(first, dtype=np.int32),
        starts=bounds,
        ends=stops,
        features=_features(text, inside, bounds, stops),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines with their code point offsets; the tokenizer needs no longer text at a time."""
    out = []
    base = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            out.append((base, line))
        base += len(line)
    return out


def _features(
    text: str,
    inside: NDArray[np.bool_],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
) -> NDArray[np.uint8]:
    breaks = np.zeros(len(starts), dtype=np.uint8)
    at = np.searchsorted(starts, paragraph_breaks(text))
    breaks[at[at < len(starts)]] = 1
    cases = np.fromiter(
        (_case(text[s:e]) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)),
        dtype=np.uint8,
        count=len(starts),
    )
    marks = inside[starts].astype(np.uint8) if len(starts) else np.zeros(0, dtype=np.uint8)
    combined: NDArray[np.uint8] = (cases * 4 + breaks * 2 + marks).astype(np.uint8)
    return combined


def _case(word: str) -> int:
    if word.islower() or not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1
