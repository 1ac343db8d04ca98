"""Copies: reports that share their words, found by containment of shingles.

Jaccard misses nearly all shortened copies; containment finds them. Shared numbers are the guard against
templates (weather, results, court lists), whose words agree while their numbers do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.linking.clusters import Grouping, Walls
from onrecord.linking.facts import ReportSummary
from onrecord.linking.grouping import group_lines
from onrecord.linking.layer import BACK, Found, Layer, judge, link_of
from onrecord.linking.overlap import count_shared
from onrecord.model.links import Judgement, Link, LinkOf

CAP = 30
REACH = 8
"""A shingle in more reports than ``CAP`` pairs each with a few neighbours only."""
SAMPLE = 3
"""One shingle in so many brings reports together; those that meet are compared by all."""
LEAST = 2
CONTAINED = 0.3
NUMBERS = 0.5
FEWEST = 4
"""Shared shingles below this are chance."""
Pair = tuple[ReportSummary, ReportSummary]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What the copy detector found: judged edges, and every report in a group of one origin."""

    links: tuple[Link, ...]
    grouping: Grouping


def find_copies(summaries: Sequence[ReportSummary], walls: Walls) -> Copies:
    """Find copies among reports: exact, near, shortened, embedded, edited, reordered.

    Args:
        summaries: In any order; the result does not depend on it.
        walls: What persons judged on pairs of reports.

    Cost: O(n log n) in the shingles; about 1 ms a report.
    """
    ordered = sorted(summaries, key=lambda s: s.report)
    ids = [s.report for s in ordered]
    edges = judge(COPIES, ordered)
    found = ((ids[left], ids[right], found) for left, right, found, _ in edges)
    return Copies(links=tuple(links_of(found, walls)), grouping=group_lines(COPIES, ids, edges, walls).grouping())


def links_of(compared: Iterable[tuple[str, str, Found]], walls: Walls) -> Iterator[Link]:
    """Yield the link of every pair that is a copy and that nobody judged different."""
    apart = {(a, b) for a, b, _ in walls.different}
    for left, right, found in compared:
        if (left, right) not in apart and (link := link_of(LinkOf.REPORT, left, right, found)):
            yield link


def compare_copies(pairs: Sequence[Pair]) -> list[tuple[float, str]]:
    """Return for each pair the containment of one report in the other when they count as copies, else 0, and why."""
    words = count_shared([a.sketch for a, _ in pairs], [b.sketch for _, b in pairs])
    numbers = count_shared([a.numbers for a, _ in pairs], [b.numbers for _, b in pairs])
    return [_contained(a, b, *shared) for (a, b), *shared in zip(pairs, words, numbers, strict=True)]


def _contained(a: ReportSummary, b: ReportSummary, shared: int, numbers: int) -> tuple[float, str]:
    """Judge two reports by how many shingles and numbers they share."""
    if a.digest == b.digest:
        return 1.0, "the same words throughout"
    smaller = min(len(a.sketch), len(b.sketch)) // 4
    if shared < FEWEST or shared / smaller < CONTAINED:
        return 0.0, ""
    fewest = min(len(a.numbers), len(b.numbers)) // 4
    if fewest and numbers / fewest < NUMBERS:
        return 0.0, ""
    return shared / smaller, f"{round(100 * shared / smaller)} % of the shorter report stands in the other"


def _judge(pairs: Sequence[Pair]) -> list[Found | None]:
    return [_told(a, b, *found) for (a, b), found in zip(pairs, compare_copies(pairs), strict=True)]


def _told(a: ReportSummary, b: ReportSummary, score: float, reason: str) -> Found | None:
    """Judge the later (undated: the shorter) report a copy of the other, two of one outlet revisions."""
    if not score:
        return None
    if (a.outlet and a.outlet == b.outlet) or (a.url and a.url == b.url):
        return Found(score, f"{reason}; one outlet: a revision", Judgement.VARIANT_OF.value)
    back = BACK if _age(a) < _age(b) else ""
    return Found(score, reason, f"{back}{Judgement.COPY_OF.value}")


def _age(summary: ReportSummary) -> tuple[int, int, str]:
    day = summary.published.earliest if summary.published else 10**7
    return day, -summary.words, summary.report


def _sampled(summary: ReportSummary) -> list[int]:
    """Return one in a few of the shingles of a report, the same ones in every report that has them."""
    hashes = np.frombuffer(summary.sketch, dtype=np.uint32)
    return list(map(int, hashes[hashes % SAMPLE == 0]))


def _keys(summary: ReportSummary) -> list[tuple[object, ...]]:
    whole = [("whole", summary.digest, n) for n in range(LEAST)] if summary.words else []
    return [*whole, *(("run", h) for h in _sampled(summary))]


COPIES: Layer[ReportSummary] = Layer(
    name="copy",
    of=LinkOf.REPORT,
    limit=CAP,
    reach=REACH,
    least=LEAST,
    threshold=CONTAINED,
    line=lambda summary: summary.report,
    place=lambda summary: min(_sampled(summary), default=0),
    keys=_keys,
    compare=_judge,
)
"""Reports meet under two sampled shingles; near ones share the smallest, as copies mostly do."""
