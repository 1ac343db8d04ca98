"""Spans and links of the trained reader to attributions: pure functions of the tags and the text.

The cue is the anchor: every content points at its cue and every cue at its source, so that a
quotation split by "she said", or carried over paragraphs, comes out as one attribution with
several content parts, and two statements in one sentence stay two.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Attribution, cover, make_spans
from onrecord.model.spantags import ROLES, SpanTags
from onrecord.stages.attribution.fast_marks import Quoted

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
_STOPS = frozenset(".!?…")
_LINE_ENDS = frozenset({"", "\n", "\r"})
_OPENING = frozenset('“"«„')
_CLOSING = frozenset('”"»')
_PAIRS = ("''", "``")
OPENERS = frozenset("“”\"„«‘'`")
"""Marks that a paragraph of speech may open with, whatever a typist used."""

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
    tied = [keep_near(tags, t, text) for t in tie_spans(tags) if t.score >= LEAST_SCORE[t.layer]]
    outer = [_make(tags, t, text) for t in tied if t.layer == 0]
    inner = [_make(tags, t, text) for t in tied if t.layer == 1 and t.cue is not None and t.source is not None]
    third = [a for a in inner if a.source[0].cut(text).lower() not in SELF]
    return sorted(outer, key=_place), sorted(_inside(third, outer), key=_place)


def keep_near(tags: SpanTags, tied: Tied, text: str) -> Tied:
    """Leave out contents beyond a line's end from their cue, unless they open with a quotation mark.

    Speech goes on in the next paragraph; what a cue reports without marks does not.
    """
    if tied.cue is None or len(tied.contents) < 2:
        return tied
    cue = (int(tags.start[tied.cue]), int(tags.end[tied.cue]))

    def is_near(row: int) -> bool:
        start, end = int(tags.start[row]), int(tags.end[row])
        between = text[end : cue[0]] if end <= cue[0] else text[cue[1] : start]
        return "\n" not in between or text[start] in OPENERS or text[max(0, start - 1)] in OPENERS

    near = tuple(row for row in tied.contents if is_near(row))
    return replace(tied, contents=near) if near else tied


def _place(item: Attribution) -> tuple[int, int]:
    return item.content[0].start, -item.content[-1].end


def _make(tags: SpanTags, tied: Tied, text: str) -> Attribution:
    def pair(row: int) -> tuple[int, int]:
        return int(tags.start[row]), int(tags.end[row])

    content = make_spans(fit_marks(text, *pair(row)) for row in tied.contents)
    cue = [] if tied.cue is None else [one_line(text, *pair(tied.cue), near=content[0].start)]
    anchor = cue[0][0] if cue else content[0].start
    source = [] if tied.source is None else [one_line(text, *pair(tied.source), near=anchor)]
    return Attribution(
        content=content,
        cue=make_spans(cue),
        source=make_spans(source),
        score=tied.score,
        reader="accurate",
    )


def one_line(text: str, start: int, end: int, near: int) -> tuple[int, int]:
    r"""Keep of a source or a cue the line nearest to a code point: neither goes over a line's end.

    Example:
        >>> one_line("Photo by Ana\nBo said no.", 9, 15, near=16)
        (13, 15)
    """
    lines = text[start:end].split("\n")
    places, at = [], start
    for line in lines:
        if line.strip():
            low = at + len(line) - len(line.lstrip())
            places.append((low, low + len(line.strip())))
        at += len(line) + 1
    return min(places, key=lambda p: max(near - p[1], p[0] - near), default=(start, end))


def whole_quotes(items: Iterable[Attribution], quoted: Sequence[Quoted]) -> list[Attribution]:
    """Let a nested content fill the quotation marks it stands in, when its cue stands outside them.

    Args:
        items: Nested attributions.
        quoted: The quoted stretches of the report, in order of their start.
    """
    stretches = [q.span for q in quoted if q.depth == 0]
    starts = [s.start for s in stretches]
    out = []
    for item in items:
        parts = []
        for part in item.content:
            at = bisect_right(starts, part.start) - 1
            inside = at >= 0 and stretches[at].contains(part)
            alone = inside and not any(stretches[at].overlaps(c) for c in item.cue)
            parts.append(stretches[at] if alone else part)
        out.append(replace(item, content=make_spans((p.start, p.end) for p in parts)))
    return out


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
    """Move the edges of a content so that no mark is cut and no last character is lost.

    A pair of apostrophes is one mark. A quotation that goes on in the next paragraph has no closing
    mark; the full stop at its line's end is its own.

    Example:
        >>> fit_marks("He said ''no,'' twice.", 9, 14)
        (8, 15)
    """
    if start and text[start - 1 : start + 1] in _PAIRS and text[start : start + 2] not in _PAIRS:
        start -= 1
    if text[end - 1 : end + 1] in _PAIRS and text[end - 2 : end] not in _PAIRS:
        end += 1
    stops = text[end : end + 1] in _STOPS and text[end + 1 : end + 2] in _LINE_ENDS
    if stops and text[start] in _OPENING and not _CLOSING.intersection(text[start + 1 : end]):
        end += 1
    return start, end
