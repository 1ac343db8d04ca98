"""How much of a statement stands in quotation marks."""

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.model import QuotationKind, Spans
from onrecord.stages.attribution.fast_marks import Quoted

DIRECT = 0.95
"""Share of the content in quotation marks from which a quotation is direct; below it is mixed, as in PARC."""


class Marks:
    """Finds by binary search what part of a stretch is quoted.

    Args:
        quoted: Outermost quoted stretches, in order.
    """

    __slots__ = ("_quoted", "_starts")

    def __init__(self, quoted: Sequence[Quoted]) -> None:
        self._quoted = quoted
        self._starts = [q.span.start for q in quoted]

    def kind(self, text: str, content: Spans) -> QuotationKind:
        """Return the kind of a content."""
        total = sum(_marks(s.cut(text)) for s in content)
        inside = sum(self._inside(text, s.start, s.end) for s in content)
        if not inside:
            return QuotationKind.INDIRECT
        return QuotationKind.DIRECT if inside >= DIRECT * total else QuotationKind.MIXED

    def _inside(self, text: str, start: int, end: int) -> int:
        first = max(0, bisect_right(self._starts, start) - 1)
        count = 0
        for quoted in self._quoted[first:]:
            if quoted.span.start >= end:
                break
            left, right = max(start, quoted.span.start), min(end, quoted.span.end)
            count += _marks(text[left:right]) if left < right else 0
        return count


def _marks(words: str) -> int:
    """Return the number of characters that are no white space."""
    return sum(map(len, words.split()))
