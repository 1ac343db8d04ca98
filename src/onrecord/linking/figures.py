"""Figures across reports: verdicts, never averages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.linking.dates import gap_days
from onrecord.linking.events import families_of
from onrecord.linking.facts import FigureFact, ReportSummary, When
from onrecord.linking.weights import similarity
from onrecord.linking.words import content_stems, split_words
from onrecord.model.links import FigureVerdict, Judge, Judgement, Link, LinkOf, Verdict

BLOCK = 24
REACH = 8
_SPLIT = frozenset(
    {"of", "in", "from", "at", "who", "that", "which", "for", "by", "to", "with", "on", "including", "whom"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure as it is compared.

    Attributes:
        head: Stem of the noun that is counted, or None.
        modifiers: Stems before the head; ``rest``: stems after it.
        owner: Cluster of whose count it is.
        parent: The figure it is a part of, as a view's line.
    """

    fact: FigureFact
    summary: ReportSummary
    head: str | None
    modifiers: frozenset[str]
    rest: frozenset[str]
    owner: str | None

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line

    @property
    def value(self) -> tuple[float | None, float | None]:
        """The bounds."""
        return self.fact.low, self.fact.high


def make_view(fact: FigureFact, summary: ReportSummary, entity_of: Mapping[str, str]) -> FigureView:
    """Return the figure as it is compared."""
    head, modifiers, rest = split_counted(fact.counted or "")
    owner = entity_of.get(fact.by, fact.by) if fact.by else None
    return FigureView(fact=fact, summary=summary, head=head, modifiers=modifiers, rest=rest, owner=owner)


@lru_cache(maxsize=50_000)
def split_counted(words: str) -> tuple[str | None, frozenset[str], frozenset[str]]:
    """Return head, modifiers and complement of a counted phrase, as stems.

    Example:
        >>> head, modifiers, rest = split_counted("injured miners from the north shaft")
        >>> head, sorted(modifiers), sorted(rest)
        ('miner', ['injur'], ['north', 'shaft'])
    """
    bare = split_words(words)
    cut = next((i for i, w in enumerate(bare) if w in _SPLIT and i > 0), len(bare))
    before, after = content_stems(" ".join(bare[:cut])), content_stems(" ".join(bare[cut:]))
    if not before:
        return (after[0] if after else None), frozenset(), frozenset(after[1:])
    return before[-1], frozenset(before[:-1]), frozenset(after)


def link_figures(
    summaries: Sequence[ReportSummary], judgements: Iterable[Link], entity_of: Mapping[str, str]
) -> tuple[tuple[Verdict, ...], tuple[Link, ...]]:
    """Return the verdicts on figures about one thing, and the part-of links among them.

    Args:
        summaries: In any order.
        judgements: Those of persons on figures outrank the machine's.
        entity_of: Entity line -> its cluster.
    """
    views = [make_view(f, s, entity_of) for s in summaries for f in s.figures]
    views.sort(key=lambda v: v.line)
    judged = {tuple(sorted((j.left, j.right))): j for j in judgements if j.of is LinkOf.FIGURE and j.by is Judge.PERSON}
    verdicts, links = [], []
    for a, b in candidate_pairs(views):
        if (a.line, b.line) in judged:
            continue
        if (found := judge_figures(a, b)) is None:
            continue
        verdict, reason, left, right = found
        verdicts.append(Verdict(figures=(left.line, right.line), verdict=verdict, reason=reason))
        if verdict is FigureVerdict.PART_OF:
            links.append(
                Link(
                    left=left.line,
                    right=right.line,
                    of=LinkOf.FIGURE,
                    judgement=Judgement.PART_OF,
                    score=0.9,
                    reason=reason,
                )
            )
    verdicts += [_verdict_of(j) for _, j in sorted(judged.items())]
    return tuple(sorted(verdicts, key=lambda v: v.figures)), tuple(links)


def _verdict_of(link: Link) -> Verdict:
    table = {
        Judgement.SAME: FigureVerdict.AGREE,
        Judgement.DIFFERENT: FigureVerdict.DIFFERENT_THING,
        Judgement.PART_OF: FigureVerdict.PART_OF,
    }
    verdict = table.get(link.judgement, FigureVerdict.UNSURE)
    return Verdict(figures=(link.left, link.right), verdict=verdict, reason=link.reason, by=Judge.PERSON)


def candidate_pairs(views: Sequence[FigureView]) -> Iterator[tuple[FigureView, FigureView]]:
    """Yield pairs whose heads are of one family, and those where one names the other as its whole."""
    blocks: dict[object, list[FigureView]] = defaultdict(list)
    for view in views:
        for key in _block_keys(view):
            blocks[key].append(view)
    seen: set[tuple[str, str]] = set()
    by_line = {v.line: v for v in views}
    parts = [[v, by_line[v.fact.of]] for v in views if v.fact.of in by_line]
    for block in [*parts, *blocks.values()]:
        for a, b in _near(block):
            pair = (a.line, b.line) if a.line < b.line else (b.line, a.line)
            if pair not in seen:
                seen.add(pair)
                yield (a, b) if a.line < b.line else (b, a)


def _block_keys(view: FigureView) -> set[object]:
    heads = families_of(frozenset({view.head})) if view.head else frozenset()
    marks = view.modifiers | view.rest | ({view.owner} if view.owner else set())
    keys: set[object] = {(h, m) for h in heads for m in marks}
    keys |= {(h, "unit", view.fact.unit, view.value) for h in heads}
    return keys


def _near(block: list[FigureView]) -> Iterable[tuple[FigureView, FigureView]]:
    ordered = sorted(block, key=lambda v: (v.fact.low or 0.0, v.line))
    reach = len(ordered) if len(ordered) <= BLOCK else REACH
    for i, view in enumerate(ordered):
        for other in ordered[i + 1 : i + 1 + reach]:
            yield view, other


Judged = tuple[FigureVerdict, str, FigureView, FigureView]


def judge_figures(a: FigureView, b: FigureView) -> Judged | None:
    """Judge two figures, or return None when they are about nothing in common.

    Returns:
        The verdict, the reason, and the two views; for ``part-of`` the part first, for ``later-count`` the
        later.
    """
    for part, whole in ((a, b), (b, a)):
        if part.fact.of == whole.line or _part_by_value(part, whole):
            return (
                FigureVerdict.PART_OF,
                f"the text counts '{part.fact.text}' out of '{whole.fact.text}'",
                part,
                whole,
            )
    alike = _alike(a, b)
    if alike is None:
        return None
    if alike == 0.0:
        return FigureVerdict.DIFFERENT_THING, "other things are counted", a, b
    if _units_differ(a, b):
        return FigureVerdict.DIFFERENT_THING, f"'{a.fact.unit}' is not '{b.fact.unit}'", a, b
    if _meet(a, b):
        return FigureVerdict.AGREE, "one value for one thing", a, b
    return _judge_unequal(a, b)


def _judge_unequal(a: FigureView, b: FigureView) -> Judged:
    if a.owner and b.owner and a.owner != b.owner:
        return FigureVerdict.UNSURE, "counts of two owners", a, b
    left, right = _as_of(a), _as_of(b)
    if left and right and gap_days(left, right):
        late, early = (a, b) if left.earliest > right.earliest else (b, a)
        return FigureVerdict.LATER_COUNT, "counted at two dates", late, early
    return FigureVerdict.CONFLICT, "two values for one thing", a, b


def _as_of(view: FigureView) -> When | None:
    return view.fact.as_of or view.fact.event_when or view.summary.published


def _part_by_value(part: FigureView, whole: FigureView) -> bool:
    value = part.fact.of_value
    return (
        value is not None
        and value == whole.fact.low == whole.fact.high
        and similarity(part.fact.context, whole.fact.context) > 0.15
    )


def _alike(a: FigureView, b: FigureView) -> float | None:
    """Return how alike the things counted are: None for nothing in common, 0 for other things."""
    if not a.head or not b.head:
        return None
    if not families_of(frozenset({a.head})) & families_of(frozenset({b.head})):
        return None
    context = similarity(a.fact.context, b.fact.context)
    if a.modifiers and b.modifiers and not a.modifiers & b.modifiers:
        return 0.0
    if context < 0.1 and not (a.owner and a.owner == b.owner):
        return None
    return 0.5 + context


def _units_differ(a: FigureView, b: FigureView) -> bool:
    return bool(a.fact.unit and b.fact.unit and a.fact.unit != b.fact.unit)


def _meet(a: FigureView, b: FigureView) -> bool:
    """Tell whether the two ranges meet, allowing 5 % where either is approximate."""
    if None in (a.fact.low, a.fact.high) and None in (b.fact.low, b.fact.high) and a.value != b.value:
        return False
    low_a, high_a = _bounds(a)
    low_b, high_b = _bounds(b)
    return low_a <= high_b and low_b <= high_a


def _bounds(view: FigureView) -> tuple[float, float]:
    low = view.fact.low if view.fact.low is not None else float("-inf")
    high = view.fact.high if view.fact.high is not None else float("inf")
    if view.fact.approximate:
        low, high = (low * 0.95, high * 1.05) if low > 0 else (low, high)
    return low, high
