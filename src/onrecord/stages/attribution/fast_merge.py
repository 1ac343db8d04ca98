"""Brings both readers together: the trained one leads, the rules confirm, mend and fill in.

The trained reader sees what is attributed better; the rules know where a sentence, a paragraph and a
quotation end, and miss little that has a plain cue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Attribution, Parse, Reading, Span, Spans, cover, make_spans

AGREEMENT = 0.5
"""Share of the doubt that is left when both readers found the same."""

_MARKS = frozenset("“\"'‘«„`")
SURE = 0.85
"""From this score on, what only the rules found is kept."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Attributions by the sentences that they touch, so that only neighbours are compared."""

    rows: dict[int, list[Attribution]]
    parse: Parse

    def near(self, item: Attribution) -> list[Attribution]:
        """Return the attributions that touch a sentence of this one, each once."""
        found = {id(a): a for s in _sentences(self.parse, item) for a in self.rows.get(s, ())}
        return list(found.values())


def merge(reading: Reading, accurate: Sequence[Attribution], fast: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of both readers as one list, in text order.

    Args:
        reading: For the text, its sentences and its marks.
        accurate: Of the trained reader.
        fast: Of the rules.

    Cost: linear in the text.
    """
    text, parse = reading.report.text, reading.parse
    shelf = _shelve(parse, fast)
    out: list[Attribution] = []
    split: set[int] = set()
    for item in accurate:
        near = shelf.near(item)
        partner = max((f for f in near if _same(item, f)), key=lambda f: shared(item.content, f.content), default=None)
        mended = _mended(text, parse, item, partner)
        own = [f for f in near if f is not partner and _stands_alone(f, mended)]
        split.update(map(id, own))
        out.append(_without(mended, own))
    taken = _shelve(parse, out)
    out.extend(f for f in fast if id(f) in split or _is_new(f, taken))
    return sorted(out, key=lambda a: (a.content[0], a.content[-1], a.cue, a.source))


def _sentences(parse: Parse, item: Attribution) -> Iterator[int]:
    for span in (*item.content, *item.cue):
        tokens = parse.tokens_in(span)
        if tokens:
            yield from range(parse.sentence_of(tokens[0]), parse.sentence_of(tokens[-1]) + 1)


def _shelve(parse: Parse, items: Sequence[Attribution]) -> _Shelf:
    rows: dict[int, list[Attribution]] = {}
    for item in items:
        for sentence in set(_sentences(parse, item)):
            rows.setdefault(sentence, []).append(item)
    return _Shelf(rows, parse)


def shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Return how many code points two lists of spans share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)


def _same(one: Attribution, other: Attribution) -> bool:
    """Tell whether two attributions are one: half their content, and cue or source (if any), in common."""
    total = sum(map(len, one.content)) + sum(map(len, other.content))
    bare = not one.cue and not one.source and bool(other.cue)
    meets = bare or shared(one.cue, other.cue) or shared(one.source, other.source)
    return bool(meets) and 2 * shared(one.content, other.content) >= AGREEMENT * total


def _mended(text: str, parse: Parse, item: Attribution, partner: Attribution | None) -> Attribution:
    """Return an attribution with what the rules know better: sentence and paragraph, where "that" begins."""
    item = replace(item, source=_one_line(text, item.source, item.cue or item.content))
    item = replace(item, content=_own_paragraphs(text, item.content))
    apart = tuple(s for s in item.content if not shared((s,), item.source))
    item = replace(item, content=apart or item.content)
    if partner is None:
        return item
    item = replace(item, score=round(1 - (1 - item.score) * AGREEMENT, 3), reader="both")
    if not item.cue:
        item = replace(item, cue=partner.cue)
    if partner.source and not shared(item.source, partner.source) and _strays(parse, item):
        item = replace(item, source=partner.source)
    if _led_in(text, item, partner):
        item = replace(item, content=partner.content)
    return item


def _one_line(text: str, spans: Spans, beside: Spans) -> Spans:
    """Return the part of a source that stands on one line: the part nearest to its cue."""
    pieces = [p for s in spans for p in _lines(text, s)]
    if len(pieces) < 2 or not any("\n" in s.cut(text) for s in spans):
        return spans
    at = cover(beside).start
    return (min(pieces, key=lambda p: (abs(p.start - at), p.start)),)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the pieces of a span between line breaks."""
    start = span.start
    for line in span.cut(text).splitlines(keepends=True):
        words = line.strip()
        if words:
            first = start + line.index(words)
            yield Span(first, first + len(words))
        start += len(line)


def _own_paragraphs(text: str, content: Spans) -> Spans:
    """Drop what runs on into a next paragraph without an opening mark."""
    out: list[Span] = []
    for span in content:
        pieces = list(_lines(text, span))
        kept = pieces[:1]
        for piece in pieces[1:]:
            if text[piece.start] not in _MARKS:
                break
            kept.append(piece)
        out.extend(kept or [span])
        if len(kept) < len(pieces):
            break
    return make_spans((s.start, s.end) for s in out)


def _strays(parse: Parse, item: Attribution) -> bool:
    """Tell whether a source stands in another sentence than its cue, or is missing."""
    if not item.source or not item.cue:
        return True
    return parse.sentence_at(item.source[0].start) != parse.sentence_at(item.cue[0].start)


def _led_in(text: str, item: Attribution, partner: Attribution) -> bool:
    """Tell whether content begins with a hearer or an adjunct before the "that" where the rules begin."""
    first, other = item.content[0], partner.content[0]
    tail = abs(item.content[-1].end - partner.content[-1].end) <= 2
    return tail and first.start < other.start < first.start + 80 and text.startswith("that ", other.start)


def _stands_alone(fast: Attribution, item: Attribution) -> bool:
    """Tell whether a part of the content is a quotation with a cue of its own."""
    if not fast.cue or shared(fast.cue, item.cue) or len(item.content) < 2:
        return False
    inside = shared(fast.content, item.content)
    return inside >= 0.9 * sum(map(len, fast.content)) and fast.content[0] in item.content and fast.score >= SURE


def _without(item: Attribution, own: Sequence[Attribution]) -> Attribution:
    """Return an attribution without the quotations that have a cue of their own."""
    gone = {s for f in own for s in f.content}
    rest = tuple(s for s in item.content if s not in gone)
    return replace(item, content=rest) if rest else item


def _is_new(fast: Attribution, taken: _Shelf) -> bool:
    """Tell whether only the rules found this, and surely."""
    if fast.score < SURE:
        return False
    whole = (*fast.content, *fast.cue)
    return not any(shared(whole, (*a.content, *a.cue)) for a in taken.near(fast))
