"""Occasions: reports whose main matter is one occurrence, whatever outlet tells it."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import nlargest

import numpy as np

from onrecord.linking.clusters import Grouping, Walls
from onrecord.linking.dates import gap_days
from onrecord.linking.facts import ReportSummary
from onrecord.linking.grouping import group_lines
from onrecord.linking.layer import Found, Layer, judge
from onrecord.linking.scorer import load_scorer
from onrecord.linking.weights import report_weight, shared_weight, similarity
from onrecord.linking.words import unpack
from onrecord.model.links import LinkOf

THRESHOLD = 0.28
KEYS = 20
"""Under so many of its rarest words a report meets others."""
CAP = 40
"""A word in more reports than this pairs each with its neighbours in time only."""
REACH = 10
MUCH = {"terms": 20, "headline": 4, "lead": 6, "names": 8, "phrases": 4, "ages": 2, "numbers": 4}
"""Word sets that reports are compared by, and the weight of shared words that is as much as can be asked."""
TOGETHER = (
    ("terms", "names"),
    ("terms", "lead"),
    ("terms", "headline"),
    ("phrases_weight", "lead_root"),
    ("phrases_weight", "ages"),
)
"""Likenesses that tell more where both are there."""


def group_occasions(summaries: Sequence[ReportSummary]) -> Grouping:
    """Group reports that tell of one occurrence, by their words, names, numbers and dates.

    Args:
        summaries: In any order; the result does not depend on it.

    Cost: a few comparisons a report: only reports that share two rare words are compared.
    """
    ordered = sorted(summaries, key=lambda s: s.report)
    return group_lines(OCCASIONS, [s.report for s in ordered], judge(OCCASIONS, ordered), Walls()).grouping()


def compare_occasions(a: ReportSummary, b: ReportSummary) -> float:
    """Return how likely two reports tell of one occurrence, 0 to 1."""
    name = "occasion_pairs" if a.published and b.published else "occasion_pairs_undated"
    return load_scorer(name).score(occasion_features(a, b))


def occasion_features(a: ReportSummary, b: ReportSummary) -> dict[str, float]:
    """Return what two reports have in common, by feature name."""
    out: dict[str, float] = {}
    for name, much in MUCH.items():
        left, right = getattr(a, name), getattr(b, name)
        alike = similarity(left, right, report_weight)
        out[name] = alike
        out[f"{name}_root"] = math.sqrt(alike)
        weight = shared_weight(left, right, report_weight) if alike else 0.0
        out[f"{name}_weight"] = min(1.0, weight / much)
    out["ages_other"] = float(bool(a.ages and b.ages and not unpack(a.ages) & unpack(b.ages)))
    out["one_site"] = float(site_of(a.url) == site_of(b.url) != "")
    for left, right in TOGETHER:
        out[f"{left} {right}"] = out[left] * out[right]
    if a.published and b.published:
        gap = gap_days(a.published, b.published)
        days = min(1.0, gap / 4)
        out |= {"gap": min(1.0, gap / 30), "gap_far": min(1.0, gap / 365), "gap_days": days}
        out |= {"gap_terms": days * out["terms_root"], "gap_headline": days * out["headline_root"]}
    return out


@lru_cache(maxsize=50_000)
def site_of(url: str | None) -> str:
    """Return the host of an address, of the archived page where it is an archive's; empty when unknown.

    Example:
        >>> site_of("http://archive.example/web/2016/http://www.paper.example/story")
        'paper.example'
    """
    hosts = re.findall(r"https?://(?:www\d?\.)?([^/\s:]+)", url or "")
    return hosts[-1] if hosts else ""


@lru_cache(maxsize=200_000)
def rare_words(packed: bytes, count: int = KEYS) -> tuple[int, ...]:
    """Return the rarest words of a packed set."""
    return tuple(nlargest(count, unpack(packed), key=lambda w: (report_weight(w), w)))


def candidate_reports(ordered: Sequence[ReportSummary]) -> Iterator[tuple[int, int]]:
    """Yield pairs of reports (by position) that share two rare words of their lead, names, phrases or terms."""
    blocks = OCCASIONS.blocks(ordered)
    line = np.argsort(blocks.rank)
    pairs = OCCASIONS.pairs(blocks)
    for first, second in zip(line[pairs.first].tolist(), line[pairs.second].tolist(), strict=True):
        yield min(first, second), max(first, second)


def rarest(summary: ReportSummary) -> set[int]:
    """Return the rare words under which a report meets others."""
    sets = (summary.headline, summary.lead, summary.names, summary.phrases, summary.terms)
    return {word for packed in sets for word in rare_words(packed)}


def _judge(a: ReportSummary, b: ReportSummary) -> Found | None:
    score = compare_occasions(a, b)
    return Found(score, "much the same words, names and numbers") if score > 0.005 else None


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
