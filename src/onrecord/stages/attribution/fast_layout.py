"""Lays words and quoted stretches side by side: paragraphs, units, which word stands in which marks."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.model import Parse, Reading
from onrecord.stages.attribution.fast_marks import Quoted, find_quoted

_ENDS = frozenset(".?!…")
_CLOSERS = "\"'”’»›」』)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A report with its outermost quoted stretches.

    Attributes:
        text: The report's text.
        parse: Its grammar.
        quoted: Outermost stretches in quotation marks, in order.
        inside: For each token the index of the stretch it stands in, else -1.
        paragraphs: Half-open token ranges.
    """

    text: str
    parse: Parse
    quoted: tuple[Quoted, ...]
    inside: tuple[int, ...]
    paragraphs: tuple[tuple[int, int], ...]

    def tokens_of(self, region: int) -> range:
        """Return the tokens of a quoted stretch, marks included."""
        return self.parse.tokens_in(self.quoted[region].span)

    def ends_with(self, region: int) -> str:
        """Return the last character inside a quoted stretch, inner marks left out; empty if there is none."""
        inner = self.quoted[region].inner.cut(self.text).rstrip().rstrip(_CLOSERS).rstrip()
        return inner[-1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence as quotation marks see it: tokens outside marks, and whole quoted stretches.

    Attributes:
        first, last: First and last token, inclusive.
        regions: Quoted stretches that begin in it, in order.
    """

    first: int
    last: int
    regions: tuple[int, ...]


def lay_out(reading: Reading) -> Layout:
    """Return the layout of a reading.

    Cost: linear in the text.
    """
    text, parse = reading.report.text, reading.parse
    quoted = tuple(q for q in find_quoted(text) if q.depth == 0)
    return Layout(
        text=text,
        parse=parse,
        quoted=quoted,
        inside=tuple(_regions_of_tokens(parse, quoted)),
        paragraphs=tuple(_paragraphs(text, parse)),
    )


def _regions_of_tokens(parse: Parse, quoted: Sequence[Quoted]) -> Iterator[int]:
    starts = [q.span.start for q in quoted]
    for start, end in zip(parse.starts, parse.ends, strict=True):
        index = bisect_right(starts, end - 1) - 1
        yield index if index >= 0 and start < quoted[index].span.end else -1


def _paragraphs(text: str, parse: Parse) -> Iterator[tuple[int, int]]:
    """Yield token ranges between line breaks; text that a program wrapped breaks at blank lines only."""
    first = None
    for begin, end in parse.sentences:
        if first is not None and _breaks(text, parse.ends[begin - 1], parse.starts[begin]):
            yield first, begin
            first = None
        first = begin if first is None else first
        last = end
    if first is not None:
        yield first, last


def _breaks(text: str, left: int, right: int) -> bool:
    return any(c in text[left:right] for c in "\n\r\u2028\u2029")


def find_units(layout: Layout, paragraph: tuple[int, int]) -> Iterator[Unit]:
    """Yield the units of a paragraph: cut after a full stop outside marks or after a finished quotation."""
    p, inside = layout.parse, layout.inside
    first, end = paragraph
    start, regions = first, []
    i = first
    while i < end:
        region = inside[i]
        last = i
        if region >= 0:
            last = min(end, layout.tokens_of(region).stop) - 1
            last = max(last, i)
            regions.append(region)
            done = layout.ends_with(region) in _ENDS and _new_sentence(layout, region, last + 1, end)
        else:
            done = p.lowers[i] in _ENDS or p.lowers[i] in {"...", "....", "?!", "!!"}
            while done and last + 1 < end and inside[last + 1] < 0 and p.lowers[last + 1] in _CLOSERS:
                last += 1
        if done:
            yield Unit(first=start, last=last, regions=tuple(regions))
            start, regions = last + 1, []
        i = last + 1
    if start < end:
        yield Unit(first=start, last=end - 1, regions=tuple(regions))


def _new_sentence(layout: Layout, region: int, token: int, end: int) -> bool:
    """Tell whether a new sentence begins after a finished quotation."""
    if token >= end:
        return True
    word = layout.parse.words[token]
    if layout.inside[token] >= 0:
        return True
    if layout.ends_with(region) in "?!":
        return not _short_cue(layout, token, end)
    return word[:1].isupper() and not _short_cue(layout, token, end, strict=True)


def _short_cue(layout: Layout, token: int, end: int, *, strict: bool = False) -> bool:
    """Tell whether a cue like "Smith said" follows: in lower case, or a verb and soon a stop."""
    p = layout.parse
    if p.words[token][:1].islower() or not p.words[token][:1].isalnum():
        return not strict
    verb = None
    for i in range(token, min(end, token + 14)):
        if layout.inside[i] >= 0:
            break
        if verb is None and p.pos[i] == "VERB":
            verb = i
        if p.lowers[i] in {".", ",", ":"} and verb is not None:
            return i - verb <= (1 if strict else 6) and p.tags[verb] in {"VBD", "VBZ", "VBP"}
    return False
