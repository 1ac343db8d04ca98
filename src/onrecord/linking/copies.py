"""Copies: reports that share their words, found by containment of shingles.

Jaccard misses nearly all shortened copies; containment finds them. Shared numbers are the guard against
templates (weather, results, court lists), whose words agree while their numbers do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.clusters import Edge, Grouping, Walls, cluster_lines
from onrecord.linking.facts import ReportSummary
from onrecord.linking.words import unpack
from onrecord.model.links import Judge, Judgement, Link, LinkOf

CAP = 30
"""A shingle in more reports than this pairs each with a few neighbours only: large buckets stay linear."""
CONTAINED = 0.3
NUMBERS = 0.5
FEWEST = 4
"""Shared shingles below this are chance."""

Hashes = NDArray[np.uint32]
Pairs = NDArray[np.uint64]


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
    edges, links = [], []
    for a, b in _candidates(ordered):
        score, reason = compare_copies(ordered[a], ordered[b])
        if score:
            edges.append(Edge(ordered[a].report, ordered[b].report, score, reason))
            links.append(_judge(ordered[a], ordered[b], score, reason))
    grouping = cluster_lines((s.report for s in ordered), edges, walls, of=LinkOf.REPORT, threshold=CONTAINED)
    apart = {(a, b) for a, b, _ in walls.different}
    kept = tuple(link for link in links if tuple(sorted((link.left, link.right))) not in apart)
    return Copies(links=kept, grouping=grouping)


def compare_copies(a: ReportSummary, b: ReportSummary) -> tuple[float, str]:
    """Return the containment of one report in the other when they count as copies, else 0, and why."""
    if a.digest == b.digest:
        return 1.0, "the same words throughout"
    left, right = unpack(a.sketch), unpack(b.sketch)
    smaller = min(len(left), len(right))
    shared = len(left & right)
    if shared < FEWEST or shared / smaller < CONTAINED:
        return 0.0, ""
    numbers_a, numbers_b = unpack(a.numbers), unpack(b.numbers)
    fewest = min(len(numbers_a), len(numbers_b))
    if fewest and len(numbers_a & numbers_b) / fewest < NUMBERS:
        return 0.0, ""
    return shared / smaller, f"{round(100 * shared / smaller)} % of the shorter report stands in the other"


def _judge(a: ReportSummary, b: ReportSummary, score: float, reason: str) -> Link:
    """Judge the later (undated: the shorter) report a copy of the other, two of one outlet revisions."""
    copy, origin = sorted((a, b), key=_age)[::-1]
    revision = bool(a.outlet and a.outlet == b.outlet) or bool(a.url and a.url == b.url)
    judgement = Judgement.VARIANT_OF if revision else Judgement.COPY_OF
    if revision:
        reason = f"{reason}; one outlet: a revision"
        copy, origin = sorted((a, b), key=lambda s: s.report)
    return Link(
        left=copy.report,
        right=origin.report,
        of=LinkOf.REPORT,
        judgement=judgement,
        score=round(score, 4),
        reason=reason,
        by=Judge.MACHINE,
    )


def _age(summary: ReportSummary) -> tuple[int, int, str]:
    day = summary.published.earliest if summary.published else 10**7
    return day, -summary.words, summary.report


def _candidates(ordered: Sequence[ReportSummary]) -> Iterator[tuple[int, int]]:
    """Yield pairs (by position) that share enough shingles to be worth a comparison."""
    yield from _same_digest(ordered)
    rows = _rows(ordered)
    if not len(rows):
        return
    sizes = np.array([len(s.sketch) // 4 for s in ordered])
    pairs, shared = np.unique(_join(rows, len(ordered)), return_counts=True)
    left, right = pairs // len(ordered), pairs % len(ordered)
    # Half the bar, because shingles in many reports are only counted for some of their pairs.
    enough = shared >= np.maximum(FEWEST / 2, CONTAINED / 2 * np.minimum(sizes[left], sizes[right]))
    for a, b in zip(left[enough].tolist(), right[enough].tolist(), strict=True):
        if ordered[a].digest != ordered[b].digest:
            yield a, b


def _same_digest(ordered: Sequence[ReportSummary]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for i, summary in enumerate(ordered):
        if summary.words and (j := first.setdefault(summary.digest, i)) != i:
            yield j, i


def _rows(ordered: Sequence[ReportSummary]) -> Pairs:
    """Return (shingle, report) rows of shingles in two or more reports, sorted; exact copies count once."""
    seen: set[str] = set()
    parts = []
    for i, summary in enumerate(ordered):
        if summary.digest not in seen:
            seen.add(summary.digest)
            hashes = np.frombuffer(summary.sketch, dtype=np.uint32).astype(np.uint64)
            parts.append((hashes << np.uint64(32)) | np.uint64(i))
    rows = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    rows.sort()
    key = rows >> np.uint64(32)
    repeated = np.zeros(len(rows), dtype=bool)
    if len(rows) > 1:
        equal = key[1:] == key[:-1]
        repeated[1:] |= equal
        repeated[:-1] |= equal
    return rows[repeated]


def _join(rows: Pairs, base: int) -> NDArray[np.int64]:
    """Return the pairs of reports that share a shingle, as ``left * base + right``, with repeats."""
    key = rows >> np.uint64(32)
    report = (rows & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    sizes = np.diff(np.r_[starts, len(rows)])
    group = np.repeat(np.arange(len(starts)), sizes)
    place = np.arange(len(rows)) - starts[group]
    reach = np.where(sizes[group] > CAP, 3, CAP)
    out = []
    for step in range(1, CAP):
        ok = (place + step < sizes[group]) & (step <= reach)
        at = np.flatnonzero(ok)
        if not len(at):
            break
        out.append(report[at] * base + report[at + step])
    hub = np.flatnonzero((sizes[group] > CAP) & (place > 0))
    out.append(report[starts[group[hub]]] * base + report[hub])
    return np.concatenate(out)
