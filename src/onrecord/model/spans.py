"""Half-open spans of Unicode code points, the pointers everything hangs on."""

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.errors import SpanError


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A half-open span ``[start, end)`` in code points of a report's text.

    A ``msgspec.Struct`` and not a dataclass, because the record format writes it as ``[start, end]``.

    Args:
        start: Offset of the first code point, from 0.
        end: Offset after the last code point; greater than ``start``.

    Raises:
        SpanError: The span is empty, reversed or negative.

    Example:
        >>> Span(4, 7).cut("The sun rose")
        'sun'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"span [{self.start}, {self.end}) is empty, reversed or negative")

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """Return the words the span points at.

        Raises:
            SpanError: The span ends after the text.
        """
        if self.end > len(text):
            raise SpanError(f"span [{self.start}, {self.end}) ends after the text ({len(text)} code points)")
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]
"""A list of spans in order, none overlapping."""


def make_spans(pairs: Iterable[tuple[int, int]]) -> Spans:
    """Make ordered spans from pairs, joining those that touch or overlap.

    Example:
        >>> make_spans([(5, 7), (0, 2), (1, 3)])
        (Span(start=0, end=3), Span(start=5, end=7))
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(Span(start, end) for start, end in out)


def cover(spans: Sequence[Span]) -> Span:
    """Return the one span from the first start to the last end.

    Raises:
        SpanError: The list is empty.
    """
    if not spans:
        raise SpanError("no span to cover")
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def cut_spans(spans: Sequence[Span], text: str, joiner: str = " … ") -> str:
    """Return the words of several spans, joined where text was left out."""
    return joiner.join(s.cut(text) for s in spans)
