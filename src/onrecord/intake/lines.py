"""A report's text as lines or, where a program wrapped them, as paragraphs: what residue rules judge one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from onrecord.model import Span

LONGEST = 4000
"""Code points of a line that the rules look at; a longer one is body text."""

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_GAP = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FINAL = re.compile(r"[.!?…。!?][\"'”’»)\]]*$")
_SPACE = re.compile(r"\s+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True)
class Line:
    """One line, trimmed.

    Args:
        start: Offset of its first character in the text.
        end: Offset after its last.
        text: Its characters.
    """

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its span in the report's text."""
        return Span(self.start, self.end)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, in lower case."""
        return tuple(w.lower() for w in _WORD.findall(self.text[:LONGEST]))

    @cached_property
    def key(self) -> str:
        """What two copies of a line share: no case, white space or outer punctuation."""
        return _EDGE.sub("", _SPACE.sub(" ", self.text[:LONGEST])).casefold().replace("’", "'").replace("‘", "'")

    @cached_property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return _FINAL.search(self.text[-12:]) is not None


def split_lines(text: str) -> list[Line]:
    r"""Return the lines of a text that hold anything, wrapped ones joined.

    Example:
        >>> [line.text for line in split_lines("One.\n\n  Two.  \n")]
        ['One.', 'Two.']
    """
    spans = [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    if _is_wrapped(text, spans):
        spans = _join_wrapped(text, spans)
    return [Line(start, end, text[start:end]) for start, end in spans]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _is_wrapped(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a program wrapped the lines: of like length, and most do not end a sentence."""
    inner = [a for a, b in pairwise(spans) if not _GAP.search(text, a[1], b[0])]
    if len(inner) < 5:
        return False
    longest = max(end - start for start, end in inner)
    if not 40 <= longest <= 120:
        return False
    opens = sum(1 for start, end in inner if not _FINAL.search(text, max(start, end - 12), end))
    full = sum(1 for start, end in inner if end - start >= 0.7 * longest)
    return opens >= 0.6 * len(inner) and full >= 0.6 * len(inner)


def _join_wrapped(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out = [spans[0]]
    for start, end in spans[1:]:
        if _GAP.search(text, out[-1][1], start):
            out.append((start, end))
        else:
            out[-1] = (out[-1][0], end)
    return out
