"""Figures across reports: verdicts, never averages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from onrecord.linking.dates import gap_days
from onrecord.linking.facts import FigureFact, ReportSummary
from onrecord.linking.figure_view import FigureView
from onrecord.linking.layer import BACK, Found, Layer, one_by_one
from onrecord.linking.things import compare_things, find_outcomes, head_families, heads_meet
from onrecord.linking.weights import similarity
from onrecord.linking.words import content_stems, is_participle, split_words, stem
from onrecord.model.links import FigureVerdict, Judge, Judgement, Link, LinkOf, Verdict

BLOCK = 24
REACH = 8
LONG_AGO = 30
"""Days after which a count of something is taken to be closed."""
_SPLIT = frozenset(
    {"of", "in", "from", "at", "who", "that", "which", "for", "by", "to", "with", "on", "including", "whom"}
)


def make_views(
    summary: ReportSummary, entity_of: Mapping[str, str], occasion_of: Mapping[str, str]
) -> list[FigureView]:
    """Return the figures of a report as they are compared.

    Args:
        summary: The report.
        entity_of: Entity line -> its cluster.
        occasion_of: Report -> its occasion.
    """
    repeats = {f.line: f.same_as for f in summary.figures if f.same_as}
    return [_view(f, summary, entity_of, occasion_of, repeats) for f in summary.figures]


def _view(
    fact: FigureFact,
    summary: ReportSummary,
    entity_of: Mapping[str, str],
    occasion_of: Mapping[str, str],
    repeats: Mapping[str, str],
) -> FigureView:
    head, modifiers, rest = split_counted(fact.counted or "")
    return FigureView(
        fact=fact,
        summary=summary,
        head=head,
        modifiers=modifiers,
        rest=rest,
        outcomes=find_outcomes(modifiers | rest | ({head} if head else set()), fact.trigger or ""),
        owner=entity_of.get(fact.by, fact.by) if fact.by else None,
        root=_root(fact.line, repeats),
        whole=_root(fact.of, repeats) if fact.of else None,
        occasion=occasion_of.get(summary.report, summary.report),
    )


def _root(line: str, repeats: Mapping[str, str]) -> str:
    for _ in repeats:
        line = repeats.get(line, line)
    return line


@lru_cache(maxsize=50_000)
def split_counted(words: str) -> tuple[str | None, frozenset[str], frozenset[str]]:
    """Return head, modifiers and complement of a counted phrase, as stems.

    Example:
        >>> head, modifiers, rest = split_counted("injured miners from the north shaft")
        >>> head, sorted(modifiers), sorted(rest)
        ('miner', ['injur'], ['north', 'shaft'])
        >>> split_counted("houses destroyed")[0]
        'hous'
    """
    bare = split_words(words)
    cut = next((i for i, w in enumerate(bare) if w in _SPLIT and i > 0), len(bare))
    noun = cut
    while noun > 1 and is_participle(bare[noun - 1]):
        noun -= 1
    before = content_stems(" ".join(bare[:noun])) or [stem(w) for w in bare[:noun]]
    after = frozenset(content_stems(" ".join(bare[noun:])))
    if not before:
        return None, frozenset(), after
    return before[-1], frozenset(before[:-1]), after


Compared = Iterable[tuple[str, str, Found]]
Pair = tuple[str, str]


def settle(compared: Callable[[], Compared], judged: Mapping[Pair, Link]) -> Iterator[Verdict]:
    """Yield the verdicts on figures about one thing.

    Args:
        compared: Gives, as often as asked, pairs of lines with what :data:`FIGURES` found.
        judged: Pairs that persons judged; the machine is silent on them.
    """
    wholes: dict[str, set[str]] = defaultdict(set)
    for part, whole, found in _told(compared(), judged):
        if _verdict(found) is FigureVerdict.PART_OF:
            wholes[part].add(whole)
    carried: dict[str, set[str]] = defaultdict(set)
    for left, right, found in _told(compared(), judged):
        if wholes and _verdict(found) is FigureVerdict.AGREE:
            carried[left] |= wholes.get(right, set())
            carried[right] |= wholes.get(left, set())
    for left, right, found in _told(compared(), judged):
        yield _as_part(left, right, found, carried)
    yield from (_verdict_of(link) for _, link in sorted(judged.items()))


def parts_of(compared: Compared, judged: Mapping[Pair, Link]) -> Iterator[Link]:
    """Yield a link for every figure that is a part of another; arguments as for :func:`settle`."""
    for left, right, found in _told(compared, judged):
        if _verdict(found) is FigureVerdict.PART_OF:
            part = Judgement.PART_OF
            yield Link(left=left, right=right, of=LinkOf.FIGURE, judgement=part, score=0.9, reason=found.reason)


def judged_figures(judgements: Iterable[Link]) -> dict[Pair, Link]:
    """Return the pairs of figures that persons judged."""
    mine = [j for j in judgements if j.of is LinkOf.FIGURE and j.by is Judge.PERSON]
    return {(min(j.left, j.right), max(j.left, j.right)): j for j in mine}


def _told(compared: Compared, judged: Mapping[Pair, Link]) -> Compared:
    """Yield the pairs that nobody judged in the order in which the verdict names them."""
    for left, right, found in compared:
        if (left, right) not in judged:
            yield (right, left, found) if found.mark.startswith(BACK) else (left, right, found)


def _verdict(found: Found) -> FigureVerdict:
    return FigureVerdict(found.mark.removeprefix(BACK))


def _as_part(left: str, right: str, found: Found, carried: Mapping[str, set[str]]) -> Verdict:
    """Carry part-of over agreement: what agrees with a part of a whole is no conflict with the whole."""
    verdict = _verdict(found)
    if verdict in {FigureVerdict.CONFLICT, FigureVerdict.UNSURE, FigureVerdict.LATER_COUNT}:
        for part, whole in ((left, right), (right, left)):
            if whole in carried.get(part, ()):
                reason = "agrees with a figure that the text counts out of this one"
                return Verdict(figures=(part, whole), verdict=FigureVerdict.PART_OF, reason=reason)
    return Verdict(figures=(left, right), verdict=verdict, reason=found.reason)


def _verdict_of(link: Link) -> Verdict:
    table = {
        Judgement.SAME: FigureVerdict.AGREE,
        Judgement.DIFFERENT: FigureVerdict.DIFFERENT_THING,
        Judgement.PART_OF: FigureVerdict.PART_OF,
    }
    verdict = table.get(link.judgement, FigureVerdict.UNSURE)
    return Verdict(figures=(link.left, link.right), verdict=verdict, reason=link.reason, by=Judge.PERSON)


def _block_keys(view: FigureView) -> set[tuple[object, ...]]:
    heads = head_families(view.head) if view.head else frozenset()
    marks = view.modifiers | view.rest | view.outcomes | {view.occasion}
    if view.owner:
        marks |= {view.owner}
    keys: set[tuple[object, ...]] = {(h, m) for h in heads for m in marks}
    keys |= {(h, "value", view.fact.unit, view.value) for h in heads}
    keys.add(("whole", view.whole or view.root))
    return keys


def _judge(a: FigureView, b: FigureView) -> Found | None:
    if (judged := judge_figures(a, b)) is None:
        return None
    verdict, reason, left, _ = judged
    return Found(0.9, reason, verdict.value if left is a else f"{BACK}{verdict.value}")


FIGURES: Layer[FigureView] = Layer(
    name="figure",
    of=LinkOf.FIGURE,
    limit=BLOCK,
    reach=REACH,
    threshold=1.0,
    line=lambda view: view.line,
    place=lambda view: view.fact.low or 0.0,
    keys=_block_keys,
    compare=one_by_one(_judge),
)
"""Figures meet when their heads are of one family, or one names the other as its whole; near ones have like values."""


Judged = tuple[FigureVerdict, str, FigureView, FigureView]


def judge_figures(a: FigureView, b: FigureView) -> Judged | None:
    """Judge two figures, or return None when they are about nothing in common.

    Returns:
        The verdict, the reason, and the two views; for ``part-of`` the part first, for ``later-count`` the
        later.
    """
    for part, whole in ((a, b), (b, a)):
        if whole.root in (part.fact.of, part.whole) or _part_by_value(part, whole):
            reason = f"the text counts '{part.fact.text}' out of '{whole.fact.text}'"
            return FigureVerdict.PART_OF, reason, part, whole
    if a.root == b.root:
        return None
    common = compare_things(a, b)
    if common is None:
        return None
    if common.other:
        return FigureVerdict.DIFFERENT_THING, common.other, a, b
    if _meet(a, b):
        agree = (common.sure and not _wide(a) and not _wide(b)) or _equal(a, b)
        return (FigureVerdict.AGREE, "one value for one thing", a, b) if agree else None
    if not common.sure and not common.near:
        return None
    return _judge_unequal(a, b, sure=common.sure)


def _judge_unequal(a: FigureView, b: FigureView, *, sure: bool) -> Judged:
    """Judge two values for one thing: other owners and other dates are no conflict by themselves."""
    if a.owner and b.owner and a.owner != b.owner:
        return FigureVerdict.UNSURE, "counts of two owners", a, b
    if not sure:
        return FigureVerdict.UNSURE, "perhaps not one thing", a, b
    if late := _later(a, b):
        return FigureVerdict.LATER_COUNT, "counted at two dates", late, (b if late is a else a)
    if _wide(a) or _wide(b):
        return FigureVerdict.UNSURE, "one is only a wide range", a, b
    return FigureVerdict.CONFLICT, "two values for one thing", a, b


def _later(a: FigureView, b: FigureView) -> FigureView | None:
    """Return the figure counted later: by its own date, by the report's when the count is running."""
    left, right = a.fact.as_of, b.fact.as_of
    if left and right:
        if not gap_days(left, right):
            return None
        return a if left.earliest > right.earliest else b
    for view in (a, b):
        if view.fact.change:
            return view
    first, second = a.summary.published, b.summary.published
    if first and second and gap_days(first, second) and not (_long_ago(a) or _long_ago(b)):
        return a if first.earliest > second.earliest else b
    return None


def _long_ago(view: FigureView) -> bool:
    """Tell whether the figure counts something that ended long before its report."""
    when, told = view.fact.event_when or view.fact.as_of, view.summary.published
    return bool(when and told and told.earliest - when.latest > LONG_AGO)


def _part_by_value(part: FigureView, whole: FigureView) -> bool:
    value = part.fact.of_value
    if value is None or not value == whole.fact.low == whole.fact.high:
        return False
    return similarity(part.fact.context, whole.fact.context) > 0.1 or heads_meet(part, whole)


def _wide(view: FigureView) -> bool:
    """Tell a range too wide to confirm or contradict anything: "hundreds, if not thousands"."""
    low, high = view.value
    return low is not None and high is not None and high > 3 * max(low, 1)


def _equal(a: FigureView, b: FigureView) -> bool:
    """Tell whether both give one exact value that chance seldom repeats."""
    return a.value == b.value and a.fact.low == a.fact.high and (a.fact.low or 0) > 12


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
