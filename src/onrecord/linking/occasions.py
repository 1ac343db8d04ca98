"""Occasions: reports whose main matter is one occurrence, whatever outlet tells it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import combinations_with_replacement

import numpy as np

from onrecord.linking.clusters import Grouping, Walls
from onrecord.linking.dates import gap_days
from onrecord.linking.facts import ReportSummary
from onrecord.linking.grouping import group_lines
from onrecord.linking.layer import Found, Layer, judge
from onrecord.linking.overlap import Floats, overlap
from onrecord.linking.scorer import load_scorer
from onrecord.linking.weights import report_weight
from onrecord.linking.words import unpack
from onrecord.model.links import LinkOf

THRESHOLD = 0.3
KEYS = 20
"""Under so many of its rarest words a report meets others."""
CAP = 40
"""A word in more reports than this pairs each with its neighbours in time only."""
REACH = 10
MUCH = {"terms": 20, "headline": 4, "lead": 6, "names": 8, "phrases": 4, "ages": 2, "numbers": 4}
"""Word sets that reports are compared by, and the weight of shared words that is as much as can be asked."""
TOGETHER = (
    *(f"{name}_root" for name in ("terms", "lead", "headline", "names", "phrases", "numbers", "ages")),
    *(f"{name}_weight" for name in ("terms", "names", "phrases")),
    *("gap_days", "gap", "gap_far"),
)
"""Likenesses and distances each of which tells more, or less, where another one is there: their products count too."""
Pair = tuple[ReportSummary, ReportSummary]


def group_occasions(summaries: Sequence[ReportSummary]) -> Grouping:
    """Group reports that tell of one occurrence, by their words, names, numbers and dates.

    Args:
        summaries: In any order; the result does not depend on it.

    Cost: a few comparisons a report: only reports that share two rare words are compared.
    """
    ordered = sorted(summaries, key=lambda s: s.report)
    return group_lines(OCCASIONS, [s.report for s in ordered], judge(OCCASIONS, ordered), Walls()).grouping()


def compare_occasions(pairs: Sequence[Pair]) -> list[float]:
    """Return for each pair of reports how likely they tell of one occurrence, 0 to 1."""
    columns = occasion_features(pairs)
    dated = np.array([bool(a.published and b.published) for a, b in pairs], dtype=bool)
    out = [0.0] * len(pairs)
    for name, at in (
        ("occasion_pairs", np.flatnonzero(dated)),
        ("occasion_pairs_undated", np.flatnonzero(~dated)),
    ):
        rows = {column: values[at] for column, values in columns.items()}
        for row, score in zip(at.tolist(), load_scorer(name).score_all(rows, len(at)), strict=True):
            out[row] = score
    return out


def occasion_features(pairs: Sequence[Pair]) -> dict[str, Floats]:
    """Return what two reports have in common: for each feature its value in each pair, 0 where dates are missing."""
    out: dict[str, Floats] = {}
    for name, much in MUCH.items():
        alike, weight = overlap(
            [getattr(a, name) for a, _ in pairs], [getattr(b, name) for _, b in pairs], report_weight
        )
        out[name], out[f"{name}_root"] = alike, np.sqrt(alike)
        out[f"{name}_weight"] = np.minimum(1.0, weight / much)
    out["ages_other"] = _column(bool(a.ages and b.ages and not unpack(a.ages) & unpack(b.ages)) for a, b in pairs)
    out["one_site"] = _column(site_of(a.url) == site_of(b.url) != "" for a, b in pairs)
    gap = _column(gap_days(a.published, b.published) if a.published and b.published else 0 for a, b in pairs)
    for name, days in (("gap", 30), ("gap_far", 365), ("gap_days", 4)):
        out[name] = np.minimum(1.0, gap / days)
    for one, other in combinations_with_replacement(TOGETHER, 2):
        out[f"{one} {other}"] = out[one] * out[other]
    return out


def _column(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


@lru_cache(maxsize=50_000)
def site_of(url: str | None) -> str:
    """Return the host of an address, of the archived page where it is an archive's; empty when unknown.

    Example:
        >>> site_of("http://archive.example/web/2016/http://www.paper.example/story")
        'paper.example'
    """
    hosts = re.findall(r"https?://(?:www\d?\.)?([^/\s:]+)", url or "")
    return hosts[-1] if hosts else ""


@lru_cache(maxsize=5_000)
def rare_words(packed: bytes, count: int = KEYS) -> tuple[int, ...]:
    """Return the rarest words of a packed set."""
    return tuple(nlargest(count, unpack(packed), key=lambda w: (report_weight(w), w)))


def candidate_reports(ordered: Sequence[ReportSummary]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports (by position) that share two rare words of their lead, names, phrases or terms."""
    blocks = OCCASIONS.blocks(ordered)
    line = np.argsort(blocks.rank)
    for pairs in OCCASIONS.pairs(blocks):
        for first, second in zip(line[pairs.first].tolist(), line[pairs.second].tolist(), strict=True):
            yield min(first, second), max(first, second)


def rarest(summary: ReportSummary) -> set[int]:
    """Return the rare words under which a report meets others."""
    sets = (summary.headline, summary.lead, summary.names, summary.phrases, summary.terms)
    return {word for packed in sets for word in rare_words(packed)}


def _judge(pairs: Sequence[Pair]) -> list[Found | None]:
    why = "much the same words, names and numbers"
    return [Found(score, why) if score > 0.005 else None for score in compare_occasions(pairs)]


OCCASIONS: Layer[ReportSummary] = Layer(
    name="occasion",
    of=LinkOf.REPORT,
    limit=CAP,
    reach=REACH,
    least=2,
    threshold=THRESHOLD,
    strict=True,
    line=lambda summary: summary.report,
    place=lambda summary: summary.published.earliest if summary.published else 0,
    keys=rarest,
    compare=_judge,
)
"""Reports meet under two rare words; near ones are of about one day."""
