"""What the fast reader works with before it decides: one cue, its content and its source, in tokens."""

from dataclasses import dataclass

from onrecord.model import Attribution, Parse, Span, Spans, make_spans
from onrecord.stages.attribution.fast_frames import Range
from onrecord.stages.attribution.fast_layout import Layout

_EDGE = ",;:-–—().[] "
_CLOSERS = frozenset({'"', "”", "'", "''", "’"})
_DASHES = frozenset({"-", "–", "—", "--"})
_RELATIVE = frozenset({"relcl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible attribution.

    Attributes:
        head: The token that heads the cue, or the first of the content when there is none.
        cue: Tokens of the cue, or None for speech that stands alone.
        content: Token ranges of the content.
        source: Token range of the source, or None.
        frame: How the content was found, for explanations.
        strength: Class of the cue word.
        score: How sure, 0 to 1.
        exact: Content spans that are already known in code points (quoted stretches).
    """

    head: int
    cue: Range | None
    content: tuple[Range, ...]
    source: Range | None
    frame: str
    strength: str
    score: float
    exact: tuple[Span, ...] = ()


def cue_range(p: Parse, head: int) -> Range:
    """Return the verb with the auxiliaries, negation and particles that touch it."""
    first = last = head
    kids = [k for k in p.children[head] if p.deps[k] in ("aux", "auxpass", "neg", "prt", "advmod")]
    for kid in reversed(kids):
        if kid == first - 1 and p.left_edge[kid] == kid:
            first = kid
    for kid in kids:
        if kid == last + 1 and p.deps[kid] == "prt":
            last = kid
    return first, last


def noun_range(p: Parse, head: int, limit: int | None = None) -> Range:
    """Return a noun phrase without a relative clause or a loose participle after it.

    Args:
        p: The grammar.
        head: Its head.
        limit: A token that the phrase must not reach (the cue).
    """
    first, last = p.left_edge[head], p.right_edge[head]
    for kid in p.children[head]:
        if kid > head and p.deps[kid] in _RELATIVE and p.left_edge[kid] <= last:
            last = p.left_edge[kid] - 1
    if limit is not None:
        if first <= limit <= last:
            first, last = (first, limit - 1) if head < limit else (limit + 1, last)
        first, last = min(first, head), max(last, head)
    closes = "(" in p.words[first : last + 1]
    while last > head and p.pos[last] == "PUNCT" and p.lowers[last] not in _CLOSERS:
        if closes and p.words[last] == ")":
            break
        last -= 1
    first = _after_dateline(p, first, head)
    while first < head and (p.pos[first] == "PUNCT" or p.pos[first] == "CCONJ"):
        first += 1
    return first, last


def _after_dateline(p: Parse, first: int, head: int) -> int:
    """Return where a phrase begins that the parse took for one with its dateline: "OSLO (AP) — Mayor Lee"."""
    if first != p.sentences[p.sentence_of(first)][0]:
        return first
    for i in range(min(head - 1, first + 10), first, -1):
        if p.words[i] in _DASHES and (p.words[i - 1] == ")" or p.words[first].isupper()):
            return i + 1
    return first


def to_attribution(layout: Layout, candidate: Candidate) -> Attribution | None:
    """Return a candidate as an attribution in code points, or None when nothing of its content is left."""
    content = make_spans(
        [(s.start, s.end) for s in candidate.exact]
        + [s for r in candidate.content if (s := _trimmed(layout, r)) is not None]
    )
    if not content:
        return None
    return Attribution(
        content=content,
        cue=_spans(layout, candidate.cue) if candidate.cue else (),
        source=_spans(layout, candidate.source) if candidate.source else (),
        score=round(candidate.score, 3),
        reader="fast",
    )


def _spans(layout: Layout, tokens: Range) -> Spans:
    return (layout.parse.span(*tokens),)


def _trimmed(layout: Layout, tokens: Range) -> tuple[int, int] | None:
    """Return the code points of tokens without commas, stops and brackets at the edges; marks stay."""
    first, last = tokens
    p = layout.parse
    while first <= last and not p.words[first].strip(_EDGE):
        first += 1
    while last >= first and not p.words[last].strip(_EDGE) and not _kept(layout, last):
        last -= 1
    return (p.starts[first], p.ends[last]) if first <= last else None


def _kept(layout: Layout, token: int) -> bool:
    """Tell whether a stop stands inside quotation marks, and so belongs to the words quoted."""
    return layout.inside[token] >= 0
