"""Furniture that shows only when several reports of one outlet lie side by side: the same line in each of them.

What repeats is learnt from a sample of an outlet's reports that their ids choose, so that neither the order in which
reports came nor their number changes a mark or makes adding one more report slow.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from onrecord.intake.lines import Line, split_lines
from onrecord.intake.residue import PARAGRAPH
from onrecord.model import Grade, Report, Residue, Span

ENOUGH = 3
"""Independent reports of one outlet in which a line must stand."""

COPY = 0.5
"""Share of its paragraphs from which a report counts as a copy of another one."""

SAMPLE = 200
"""Reports of an outlet that are compared: those with the lowest ids."""

LABEL = 8
"""Words up to which a repeated line without a digit is a label and no item of a list."""

LONGEST = 400
"""Characters of a line that can be furniture."""

REASON = "repeated across reports of the outlet"


def mark_repeated(reports: Iterable[Report]) -> list[Report]:
    r"""Return the reports, lines marked that repeat across reports of one outlet; in any order the same marks.

    Args:
        reports: Of any outlets; those without outlet and URL are given back as they are.

    Cost: linear in the text of the reports.

    Example:
        >>> from onrecord.testing import make_report
        >>> texts = [f"Town {n} was flooded on Monday and people left all their homes.\nValley Post" for n in "abc"]
        >>> marked = mark_repeated([make_report(t, outlet="Valley Post") for t in texts])
        >>> [r.span.cut(marked[0].text) for r in marked[0].residue]
        ['Valley Post']
    """
    found = list(reports)
    groups: defaultdict[str, list[Report]] = defaultdict(list)
    for report in found:
        if name := outlet_of(report):
            groups[name].append(report)
    repeated = {
        name: repeated_lines(sorted(group, key=lambda r: r.id)[:SAMPLE])
        for name, group in groups.items()
        if len(group) >= ENOUGH
    }
    return [mark_lines(report, repeated.get(outlet_of(report), ())) for report in found]


def outlet_of(report: Report) -> str:
    """Return what names the outlet of a report: its name, else the host of its address; empty when neither is known."""
    if report.outlet:
        return report.outlet.strip().casefold()
    try:
        host = urlsplit(report.url).hostname if report.url else None
    except ValueError:  # brackets that close no address
        return ""
    return (host or "").removeprefix("www.")


def repeated_lines(reports: Sequence[Report]) -> frozenset[str]:
    """Return the keys of the lines that stand in three independent reports; copies of one story count as one.

    Args:
        reports: Of one outlet, in order of their ids.
    """
    counts: Counter[str] = Counter()
    owners: dict[str, int] = {}
    sizes: dict[int, int] = {}
    for index, report in enumerate(reports):
        lines = split_lines(report.text)
        long = {line.key for line in lines if len(line.words) >= PARAGRAPH}
        shared = Counter(owners[key] for key in long if key in owners)
        origin = next((o for o, n in shared.most_common(1) if n > COPY * min(len(long), sizes[o])), None)
        if origin is not None and len(long) > 1:
            continue  # a copy of a report that was counted
        sizes[index] = len(long)
        for key in long:
            owners.setdefault(key, index)
        counts.update({line.key for line in lines if line.key and len(line.text) <= LONGEST})
    return frozenset(key for key, count in counts.items() if count >= ENOUGH)


def mark_lines(report: Report, repeated: Collection[str]) -> Report:
    """Return a report with exactly these repeated lines marked, whatever was marked for this reason before.

    A short label before the first or after the last real paragraph is residue, also where its place alone made it
    suspect; in the midst, or with a digit or more words, it is suspect. A sentence is suspect, and only in the
    unbroken run of repeated lines at the start or the end: background that an outlet repeats in the midst of its
    stories is body text.
    """
    marks = {r.span: before for r in report.residue if (before := _without(r)) is not None}
    if repeated:
        for found in _marks(report, repeated, marks):
            before = marks.get(found.span)
            marks[found.span] = found if before is None else replace(found, reason=f"{before.reason}; {REASON}")
    residue = tuple(sorted(marks.values(), key=lambda r: r.span))
    return report if residue == report.residue else replace(report, residue=residue)


def _without(mark: Residue) -> Residue | None:
    """Return a mark as it was before repetition was looked at, or None when there was none."""
    if mark.reason == REASON:
        return None
    reason = mark.reason.removesuffix(f"; {REASON}")
    return mark if reason == mark.reason else replace(mark, reason=reason, grade=Grade.SUSPECT)


def _marks(report: Report, repeated: Collection[str], known: Mapping[Span, Residue]) -> Iterator[Residue]:
    """Yield what repetition adds to the known marks or makes worse."""
    lines = split_lines(report.text)
    title = Line(0, 0, report.title).key if report.title else None
    again = [line.key in repeated and line.key != title for line in lines]
    furniture = [again[i] or line.span in known for i, line in enumerate(lines)]
    real = [i for i, line in enumerate(lines) if len(line.words) >= PARAGRAPH and not furniture[i]]
    first, last = (real[0], real[-1]) if real else (0, len(lines))
    head = next((i for i, marked in enumerate(furniture) if not marked), len(lines))
    tail = next((i for i in range(len(lines), 0, -1) if not furniture[i - 1]), 0)
    for index, line in enumerate(lines):
        if not again[index] or (line.ends and head <= index < tail):
            continue
        label = not line.ends and len(line.words) <= LABEL and not any(c.isdigit() for c in line.text)
        grade = Grade.RESIDUE if label and not first <= index <= last else Grade.SUSPECT
        before = known.get(line.span)
        if before is None or (before.grade is Grade.SUSPECT and grade is Grade.RESIDUE):
            yield Residue(span=line.span, reason=REASON, grade=grade)
