"""Spans and links of the trained reader to attributions: pure functions of the tags and the text.

The cue is the anchor: every content points at its cue and every cue at its source, so that a
quotation split by "she said", or carried over paragraphs, comes out as one attribution with
several content parts, and two statements in one sentence stay two.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.model import Attribution, cover, make_spans
from onrecord.model.spantags import ROLES, SpanTags

SOURCE, CUE, CONTENT = range(len(ROLES))
LEAST_LINK = 0.5
"""A content whose best cue is less likely than this stands without a cue."""
LEAST_SCORE = (0.0, 0.5)
"""Attributions less sure than this are dropped: of the text (none: measured, it only loses), and nested ones."""
BIAS = -8.94
WEIGHTS = {
    "certainty": 1.74,
    "edges": 2.24,
    "link": 2.25,
    "cue": 2.13,
    "source link": 3.55,
    "source": 1.12,
    "no cue": 3.44,
    "length": 0.35,
}
"""Fitted on held-out training articles (AUC .82); ``length`` counts the logarithm of code points."""

SELF = frozenset({"i", "we", "you", "my", "our", "your"})
_PAIRS = ("''", "``")
Links = dict[int, dict[int, float]]


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
    links = links_of(tags)
    cue_of = choose_cues(tags, links)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for content, cue in cue_of.items():
        groups[(cue, 0) if cue >= 0 else (cue, content)].append(content)
    out = [_tie(tags, links, cue, contents) for (cue, _), contents in groups.items()]
    return sorted(out, key=lambda t: (int(tags.start[t.contents[0]]), t.layer))


def links_of(tags: SpanTags) -> Links:
    """Return for each row its possible heads with their probabilities."""
    links: Links = defaultdict(dict)
    for tail, head, chance in zip(tags.tail.tolist(), tags.head.tolist(), tags.probability.tolist(), strict=True):
        links[tail][head] = chance
    return links


def choose_cues(tags: SpanTags, links: Links) -> dict[int, int]:
    """Return the cue of each content, -1 where none is likely."""
    chosen = {}
    for row in (tags.role == CONTENT).nonzero()[0].tolist():
        head, chance = max(links[row].items(), key=lambda x: x[1], default=(-1, 0.0))
        chosen[row] = head if chance >= LEAST_LINK else -1
    return chosen


def _tie(tags: SpanTags, links: Links, cue: int, contents: list[int]) -> Tied:
    source = max(links[cue].items(), key=lambda x: x[1], default=(-1, 0.0))[0] if cue >= 0 else -1
    return Tied(
        cue=cue if cue >= 0 else None,
        source=source if source >= 0 else None,
        contents=tuple(contents),
        layer=int(tags.layer[contents[0]]),
        score=_score(tags, links, cue, source, contents),
    )


def _score(tags: SpanTags, links: Links, cue: int, source: int, contents: list[int]) -> float:
    """Return how likely content *and* source are right: a logistic regression on held-out articles."""
    sizes = [int(tags.end[row] - tags.start[row]) for row in contents]
    whole = sum(sizes)

    def mean(values: Iterable[float]) -> float:
        return sum(n * float(v) for n, v in zip(sizes, values, strict=True)) / whole

    total = BIAS
    total += WEIGHTS["certainty"] * mean(tags.certainty[row] for row in contents)
    total += WEIGHTS["edges"] * mean(tags.edges[row] for row in contents)
    total += WEIGHTS["length"] * math.log(whole)
    if cue < 0:
        total += WEIGHTS["no cue"]
    else:
        total += WEIGHTS["link"] * mean(links[row].get(cue, 0.0) for row in contents)
        total += WEIGHTS["cue"] * float(tags.certainty[cue])
        total += WEIGHTS["source link"] * links[cue].get(source, 0.0)
    if source >= 0:
        total += WEIGHTS["source"] * float(tags.certainty[source])
    return round(1 / (1 + math.exp(-total)), 3)


def make_attributions(tags: SpanTags, text: str) -> tuple[list[Attribution], list[Attribution]]:
    """Return the attributions of a report, and those nested in the content of one of them.

    A nested one needs a cue and a source other than the one who is speaking ("I think").

    Args:
        tags: What the span reader saw.
        text: The report's text.

    Cost: linear in the spans for contents of bounded length.
    """
    tied = [t for t in tie_spans(tags) if t.score >= LEAST_SCORE[t.layer]]
    outer = [_make(tags, t, text) for t in tied if t.layer == 0]
    inner = [_make(tags, t, text) for t in tied if t.layer == 1 and t.cue is not None and t.source is not None]
    third = [a for a in inner if a.source[0].cut(text).lower() not in SELF]
    return sorted(outer, key=_place), sorted(_inside(third, outer), key=_place)


def _place(item: Attribution) -> tuple[int, int]:
    return item.content[0].start, -item.content[-1].end


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


def _inside(inner: list[Attribution], outer: list[Attribution]) -> list[Attribution]:
    """Return those that lie wholly in a content part of an outer one, and do not fill it."""
    parts = sorted(span for a in outer for span in a.content)
    starts = [part.start for part in parts]
    kept = []
    for item in inner:
        whole = cover([*item.content, *item.cue, *item.source])
        at = bisect_right(starts, whole.start) - 1
        if at >= 0 and parts[at].contains(whole) and parts[at] != item.content[0]:
            kept.append(item)
    return kept


def fit_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the edges of a content so that no pair of apostrophes used as one mark is cut.

    Example:
        >>> fit_marks("He said ''no,'' twice.", 9, 14)
        (8, 15)
    """
    if start and text[start - 1 : start + 1] in _PAIRS and text[start : start + 2] not in _PAIRS:
        start -= 1
    if text[end - 1 : end + 1] in _PAIRS and text[end - 2 : end] not in _PAIRS:
        end += 1
    return start, end
