"""Spans and links of the trained reader to attributions: pure functions of the tags and the text.

The cue is the anchor: every content points at its cue and every cue at its source, so that a
quotation split by "she said", or carried over paragraphs, comes out as one attribution with
several content parts, and two statements in one sentence stay two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.model import Attribution, make_spans
from onrecord.model.spantags import ROLES, SpanTags

SOURCE, CUE, CONTENT = range(len(ROLES))
LEAST_LINK = 0.3
"""A content whose best cue is less likely than this stands without a cue."""
LEAST_SCORE = (0.0, 0.6)
"""Attributions less sure than this are dropped: of the text, and nested ones (tuned on held-out train)."""

_OPENING = "\"“„«``''‘'"
_CLOSING = "\"”»''’'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """One attribution as rows of the tags.

    Attributes:
        cue: Row of the cue, or None.
        source: Row of the source, or None.
        contents: Rows of the content parts, in order.
        layer: 0, or 1 when nested.
        score: How sure, 0 to 1.
    """

    cue: int | None
    source: int | None
    contents: tuple[int, ...]
    layer: int
    score: float


def tie_spans(tags: SpanTags) -> list[Tied]:
    """Group the spans of a report into attributions, in the order of their first content.

    Args:
        tags: What the span reader saw.

    Cost: linear in the spans and links.
    """
    best = best_heads(tags)
    groups: dict[int, list[int]] = defaultdict(list)
    alone: list[int] = []
    for row, role in enumerate(tags.role.tolist()):
        if role != CONTENT:
            continue
        head, chance = best.get(row, (-1, 0.0))
        if head < 0 or chance < LEAST_LINK:
            alone.append(row)
        else:
            groups[head].append(row)
    out = [_tie(tags, best, cue, contents) for cue, contents in groups.items()]
    out += [_tie(tags, best, None, [row]) for row in alone]
    return sorted(out, key=lambda t: (tags.start[t.contents[0]], t.layer))


def best_heads(tags: SpanTags) -> dict[int, tuple[int, float]]:
    """Return for each linked row its most likely head (-1: none) and how likely that is."""
    best: dict[int, tuple[int, float]] = {}
    for tail, head, chance in zip(
        tags.tail.tolist(), tags.head.tolist(), tags.probability.tolist(), strict=True
    ):
        if tail not in best or chance > best[tail][1]:
            best[tail] = (head, chance)
    return best


def _tie(tags: SpanTags, best: Mapping[int, tuple[int, float]], cue: int | None, contents: list[int]) -> Tied:
    source, sure = best.get(cue, (-1, 1.0)) if cue is not None else (-1, 1.0)
    weights = [int(tags.end[row] - tags.start[row]) for row in contents]
    score = sum(
        w * float(tags.certainty[row]) * best.get(row, (-1, 0.5))[1]
        for w, row in zip(weights, contents, strict=True)
    ) / sum(weights)
    if cue is not None:
        score *= (float(tags.certainty[cue]) * sure) ** 0.5
    return Tied(
        cue=cue,
        source=source if source >= 0 else None,
        contents=tuple(contents),
        layer=int(tags.layer[contents[0]]),
        score=round(score, 4),
    )


def make_attributions(tags: SpanTags, text: str) -> list[Attribution]:
    """Return the attributions of a report.

    Nested ones are kept only inside a content of the first layer; two attributions never have
    the same content.

    Args:
        tags: What the span reader saw.
        text: The report's text.
    """
    tied = [t for t in tie_spans(tags) if t.score >= LEAST_SCORE[t.layer]]
    outer = [_make(tags, t, text) for t in tied if t.layer == 0]
    inner = [_make(tags, t, text) for t in tied if t.layer == 1]
    kept = [a for a in inner if _inside_one(a, outer)]
    return sorted(outer + kept, key=lambda a: (a.content[0].start, -a.content[-1].end))


def _make(tags: SpanTags, tied: Tied, text: str) -> Attribution:
    def spans(rows: Iterable[int | None]) -> list[tuple[int, int]]:
        return [(int(tags.start[r]), int(tags.end[r])) for r in rows if r is not None]

    content = make_spans(fit_marks(text, *pair) for pair in spans(tied.contents))
    return Attribution(
        content=content,
        cue=make_spans(spans([tied.cue])),
        source=make_spans(spans([tied.source])),
        score=tied.score,
        reader="accurate",
    )


def _inside_one(inner: Attribution, outer: list[Attribution]) -> bool:
    """Tell whether one outer attribution's content holds the whole nested one, and more."""
    whole = [*inner.content, *inner.cue, *inner.source]
    return any(
        all(any(part.contains(span) for part in a.content) for span in whole) and a.content != inner.content
        for a in outer
    )


def fit_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the edges of a content so that quotation marks are whole and in pairs.

    A pair of apostrophes is one mark and is never cut; a mark right outside whose partner is
    inside is taken in.

    Example:
        >>> fit_marks("He said ''no,'' twice.", 9, 13)
        (8, 15)
    """
    for pair in ("''", "``"):
        if start and text[start - 1 : start + 1] == pair and text[start - 2 : start] != pair:
            start -= 1
        if text[end - 1 : end + 1] == pair and text[end : end + 2] != pair:
            end += 1
    del pair
    return start, end
