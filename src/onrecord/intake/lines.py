"""A report's text as lines or, where a program wrapped them, as paragraphs: what residue rules judge one by one."""

import re
from dataclasses import dataclass
from functools import cached_property

from onrecord.model import Span, find_paragraphs

LONGEST = 4000
"""Code points of a line that the rules look at; a longer one is body text."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FINAL = re.compile(r"[.!?…。!?][\"'”’»)\]]*$")
_SPACE = re.compile(r"\s+")
_INNER = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


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
        inner = _INNER.search(_SPACE.sub(" ", self.text[:LONGEST]))
        return inner[0].casefold().replace("’", "'").replace("‘", "'") if inner else ""

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
    return [Line(span.start, span.end, span.cut(text)) for span in find_paragraphs(text)]
