"""Furniture that shows only when several reports of one outlet lie side by side: the same line in each of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from onrecord.intake.lines import Line, split_lines
from onrecord.intake.residue import PARAGRAPH
from onrecord.model import Grade, Report, Residue

ENOUGH = 3
"""Independent reports of one outlet in which a line must stand."""

COPY = 0.5
"""Share of its paragraphs from which a report counts as a copy of another one."""


def mark_repeated(reports: Iterable[Report]) -> list[Report]:
    r"""Return the reports, lines marked that repeat across reports of one outlet.

    A line without a full stop that stands in three independent reports is residue. One that ends as a sentence is
    suspect, and only in the unbroken run of repeated lines at the start or the end: background that an outlet
    repeats in the midst of its stories is body text. Copies of one story count as one report.

    Args:
        reports: Of any outlets; those without outlet and URL are given back as they are.

    Cost: linear in the text of the reports.

    Example:
        >>> from onrecord.testing import make_report
        >>> texts = [f"Town {n} was flooded on Monday and people left their homes.\nValley Post online" for n in "abc"]
        >>> marked = mark_repeated([make_report(t, outlet="Valley Post") for t in texts])
        >>> [r.span.cut(marked[0].text) for r in marked[0].residue]
        ['Valley Post online']
    """
    found = list(reports)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, report in enumerate(found):
        if name := _outlet(report):
            groups[name].append(index)
    for indexes in groups.values():
        if len(indexes) >= ENOUGH:
            for index, report in zip(indexes, _mark_group([found[i] for i in indexes]), strict=True):
                found[index] = report
    return found


def _outlet(report: Report) -> str:
    """Return what names the outlet of a report: its name, else the host of its address."""
    if report.outlet:
        return report.outlet.strip().casefold()
    return (urlsplit(report.url).hostname or "").removeprefix("www.") if report.url else ""


def _mark_group(reports: Sequence[Report]) -> list[Report]:
    split = [split_lines(report.text) for report in reports]
    counts = _count_lines(split)
    return [_mark(report, lines, counts) for report, lines in zip(reports, split, strict=True)]


def _count_lines(split: Sequence[Sequence[Line]]) -> Counter[str]:
    """Count in how many independent reports each line stands."""
    counts: Counter[str] = Counter()
    owners: dict[str, int] = {}
    sizes: dict[int, int] = {}
    for index, lines in enumerate(split):
        long = {line.key for line in lines if len(line.words) >= PARAGRAPH}
        shared = Counter(owners[key] for key in long if key in owners)
        origin = next((o for o, n in shared.most_common(1) if n > COPY * min(len(long), sizes[o])), None)
        if origin is not None and len(long) > 1:
            continue  # a copy of a report that was counted
        sizes[index] = len(long)
        for key in long:
            owners.setdefault(key, index)
        counts.update({line.key for line in lines if line.key})
    return counts


def _mark(report: Report, lines: Sequence[Line], counts: Counter[str]) -> Report:
    known = {r.span.start for r in report.residue}
    title = Line(0, 0, report.title).key if report.title else None
    repeated = [counts[line.key] >= ENOUGH and line.key != title for line in lines]
    head = next((i for i, again in enumerate(repeated) if not again), len(lines))
    tail = next((i for i in range(len(lines), 0, -1) if not repeated[i - 1]), 0)
    added = []
    for index, line in enumerate(lines):
        if not repeated[index] or line.start in known:
            continue
        edge = index < head or index >= tail
        if line.ends and not edge:
            continue
        grade = Grade.SUSPECT if line.ends else Grade.RESIDUE
        added.append(Residue(span=line.span, reason="repeated across reports of the outlet", grade=grade))
    if not added:
        return report
    return replace(report, residue=tuple(sorted((*report.residue, *added), key=lambda r: r.span)))
