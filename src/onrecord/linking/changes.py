"""What changed: two states of a story, two reports side by side, plans and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onrecord.linking.dates import make_when
from onrecord.linking.facts import EventFact, QuotationFact, ReportSummary, When
from onrecord.linking.linker import Cluster
from onrecord.linking.quotations import Change as WordChange
from onrecord.linking.quotations import diff_words
from onrecord.linking.story import StoryLinks
from onrecord.model.events import Factuality
from onrecord.model.links import FigureVerdict, Judgement, Link, LinkOf, Verdict


class ChangeKind(StrEnum):
    """How a thing on the record differs from before."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    CONTRADICTED = "contradicted"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """One change.

    Attributes:
        kind: New, gone, changed, contradicted or repeated.
        of: What the lines are.
        before, after: Line ids on either side.
        reason: One sentence a reader can check.
    """

    kind: ChangeKind
    of: LinkOf
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reason: str = ""


class Outcome(StrEnum):
    """What became of a plan."""

    HAPPENED = "happened"
    DENIED = "denied"
    OVERDUE = "overdue"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan or promise with its history.

    Attributes:
        event: The event cluster's id.
        planned: Lines that tell of the plan.
        told: Lines that tell of the outcome.
        due: When it was to happen, EDTF, or None.
        outcome: Happened, denied, overdue (due before the latest report, and nothing heard) or open.
    """

    event: str
    planned: tuple[str, ...]
    told: tuple[str, ...]
    due: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationVariant:
    """Two tellings of one statement and the way from one to the other, word by word."""

    left: str
    right: str
    judgement: Judgement
    reason: str
    steps: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two reports side by side.

    Attributes:
        shared: Clusters that both tell of: (kind, lines of the left, lines of the right).
        verdicts: On figures of one against figures of the other.
        variants: Quotations of one against those of the other.
        only_left, only_right: Lines that the other does not have.
        copies: Links between the two reports as such.
    """

    shared: tuple[tuple[LinkOf, tuple[str, ...], tuple[str, ...]], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    variants: tuple[QuotationVariant, ...] = ()
    only_left: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()
    copies: tuple[Link, ...] = ()


def compare_reports(left: ReportSummary, right: ReportSummary, links: StoryLinks) -> Comparison:
    """Lay two reports of a linked story side by side.

    Args:
        left: A summary of the story.
        right: Another.
        links: What :func:`link_story` gave for it.
    """
    mine, theirs = _lines(left), _lines(right)
    shared = []
    for cluster in (*links.entities, *links.events, *links.quotations):
        a = tuple(line for line in cluster.lines if line in mine)
        b = tuple(line for line in cluster.lines if line in theirs)
        if a and b:
            shared.append((cluster.of, a, b))
    verdicts = tuple(v for v in links.verdicts if _across(v.figures, mine, theirs))
    met = {line for _, a, b in shared for line in (*a, *b)}
    met |= {f for v in verdicts if v.verdict is not FigureVerdict.DIFFERENT_THING for f in v.figures}
    return Comparison(
        shared=tuple(shared),
        verdicts=verdicts,
        variants=tuple(_variants(left, right, links)),
        only_left=tuple(sorted(mine - met)),
        only_right=tuple(sorted(theirs - met)),
        copies=tuple(
            k for k in links.links if k.of is LinkOf.REPORT and {k.left, k.right} == {left.report, right.report}
        ),
    )


def _lines(summary: ReportSummary) -> set[str]:
    lines = {e.line for e in summary.entities} | {q.line for q in summary.quotations}
    return lines | {v.line for v in summary.events} | {f.line for f in summary.figures}


def _across(pair: Sequence[str], mine: set[str], theirs: set[str]) -> bool:
    return any(f in mine for f in pair) and any(f in theirs for f in pair)


def _variants(left: ReportSummary, right: ReportSummary, links: StoryLinks) -> Iterable[QuotationVariant]:
    mine = {q.line: q for q in left.quotations}
    theirs = {q.line: q for q in right.quotations}
    for link in links.links:
        if link.of is not LinkOf.QUOTATION or link.judgement is Judgement.DIFFERENT:
            continue
        for a, b in ((link.left, link.right), (link.right, link.left)):
            if a in mine and b in theirs:
                yield _variant(mine[a], theirs[b], link)


def _variant(a: QuotationFact, b: QuotationFact, link: Link) -> QuotationVariant:
    steps = diff_words(a.text, b.text)
    return QuotationVariant(left=a.line, right=b.line, judgement=link.judgement, reason=link.reason, steps=steps)


def diff_story(before: StoryLinks, after: StoryLinks) -> tuple[StoryChange, ...]:
    """Return what differs between two states of a story: after adding reports, dating one, or a re-run.

    New and gone lines are told cluster by cluster; a cluster that gained lines is repeated; clusters that
    merged or fell apart, and pairs of figures with another verdict, are changed or contradicted.
    """
    changes: list[StoryChange] = []
    for of, old, new in (
        (LinkOf.ENTITY, before.entities, after.entities),
        (LinkOf.EVENT, before.events, after.events),
        (LinkOf.QUOTATION, before.quotations, after.quotations),
    ):
        changes += _diff_clusters(of, old, new)
    changes += _diff_verdicts(before.verdicts, after.verdicts)
    return tuple(sorted(changes, key=lambda c: (c.kind, c.of, c.before, c.after)))


def _diff_clusters(of: LinkOf, old: Sequence[Cluster], new: Sequence[Cluster]) -> Iterable[StoryChange]:
    old_of = {line: c for c in old for line in c.lines}
    new_lines = {line for c in new for line in c.lines}
    for cluster in new:
        parents = {old_of[line].lines for line in cluster.lines if line in old_of}
        known = {line for p in parents for line in p}
        added = tuple(line for line in cluster.lines if line not in old_of)
        if not parents:
            yield StoryChange(kind=ChangeKind.NEW, of=of, after=cluster.lines, reason="not on the record before")
        elif len(parents) > 1 or (known & new_lines) - set(cluster.lines):
            yield from _regrouped(of, parents, cluster, known & new_lines)
        if parents and added:
            reason = f"told again in {len(cluster.reports)} reports"
            yield StoryChange(kind=ChangeKind.REPEATED, of=of, before=tuple(sorted(known)), after=added, reason=reason)
    for cluster in old:
        if not set(cluster.lines) & new_lines:
            yield StoryChange(kind=ChangeKind.GONE, of=of, before=cluster.lines, reason="no longer on the record")


def _regrouped(of: LinkOf, parents: set[tuple[str, ...]], cluster: Cluster, known: set[str]) -> Iterable[StoryChange]:
    if len(parents) > 1:
        reason = f"{len(parents)} lines of the record are now taken for one"
    elif known - set(cluster.lines):
        reason = "taken for one before, now told apart"
    else:
        return
    yield StoryChange(kind=ChangeKind.CHANGED, of=of, before=tuple(sorted(known)), after=cluster.lines, reason=reason)


def _diff_verdicts(old: Sequence[Verdict], new: Sequence[Verdict]) -> Iterable[StoryChange]:
    was = {v.figures: v.verdict for v in old}
    for verdict in new:
        if was.get(verdict.figures) is verdict.verdict:
            continue
        kind = {
            FigureVerdict.CONFLICT: ChangeKind.CONTRADICTED,
            FigureVerdict.LATER_COUNT: ChangeKind.CHANGED,
            FigureVerdict.AGREE: ChangeKind.REPEATED,
        }.get(verdict.verdict)
        if kind:
            left, right = verdict.figures
            yield StoryChange(kind=kind, of=LinkOf.FIGURE, before=(left,), after=(right,), reason=verdict.reason)


def changes_since(
    summaries: Sequence[ReportSummary], links: StoryLinks, since: str
) -> tuple[tuple[StoryChange, ...], tuple[str, ...]]:
    """Return what the reports published since a date add to, repeat, change or contradict.

    Args:
        summaries: All reports of the story.
        links: What :func:`link_story` gave for them.
        since: ISO date; reports of that day count as new.

    Returns:
        The changes, and the ids of reports without a date, which count as old.

    Raises:
        ValueError: ``since`` is no date.
    """
    start = make_when(since)
    if start is None:
        raise ValueError(f"{since!r} is no date")
    undated = tuple(sorted(s.report for s in summaries if s.published is None))
    fresh = {line for s in summaries if s.published and s.published.earliest >= start.earliest for line in _lines(s)}
    changes: list[StoryChange] = []
    facts = {f.line: f for s in summaries for f in s.events}
    for cluster in (*links.entities, *links.events, *links.quotations):
        changes += _cluster_since(cluster, fresh, facts)
    changes += _verdicts_since(links.verdicts, fresh)
    return tuple(sorted(changes, key=lambda c: (c.kind, c.of, c.before, c.after))), undated


def _cluster_since(cluster: Cluster, fresh: set[str], facts: Mapping[str, EventFact]) -> Iterable[StoryChange]:
    after = tuple(line for line in cluster.lines if line in fresh)
    before = tuple(line for line in cluster.lines if line not in fresh)
    if not after:
        return
    if not before:
        yield StoryChange(kind=ChangeKind.NEW, of=cluster.of, after=after, reason="first told since then")
        return
    was = {facts[line].factuality for line in before if line in facts}
    now = {facts[line].factuality for line in after if line in facts}
    kind, reason = ChangeKind.REPEATED, "told again"
    done, denied = Factuality.HAPPENED, Factuality.DENIED
    if (done in was and denied in now) or (denied in was and done in now):
        kind, reason = ChangeKind.CONTRADICTED, "told as done on one side, denied on the other"
    elif now - was:
        kind, reason = ChangeKind.CHANGED, f"was {_words(was)}, now also {_words(now - was)}"
    yield StoryChange(kind=kind, of=cluster.of, before=before, after=after, reason=reason)


def _words(kinds: Iterable[Factuality]) -> str:
    return " and ".join(sorted(kinds))


def _verdicts_since(verdicts: Iterable[Verdict], fresh: set[str]) -> Iterable[StoryChange]:
    kinds = {
        FigureVerdict.CONFLICT: ChangeKind.CONTRADICTED,
        FigureVerdict.LATER_COUNT: ChangeKind.CHANGED,
        FigureVerdict.AGREE: ChangeKind.REPEATED,
    }
    for verdict in verdicts:
        after = tuple(f for f in verdict.figures if f in fresh)
        before = tuple(f for f in verdict.figures if f not in fresh)
        if verdict.verdict in kinds and after:
            yield StoryChange(
                kind=kinds[verdict.verdict],
                of=LinkOf.FIGURE,
                before=before,
                after=after,
                reason=verdict.reason,
            )


def find_plans(summaries: Sequence[ReportSummary], links: StoryLinks) -> tuple[Plan, ...]:
    """Return every planned event of the story with what became of it.

    A plan is overdue when its last possible day lies before the latest report and nobody told the outcome.
    """
    facts = {f.line: (f, s) for s in summaries for f in s.events}
    last = max((s.published.latest for s in summaries if s.published), default=None)
    plans = []
    for cluster in links.events:
        rows = [facts[line] for line in cluster.lines]
        planned = [f for f, _ in rows if f.factuality is Factuality.PLANNED]
        if planned:
            plans.append(_plan(cluster, planned, [f for f, _ in rows], last))
    return tuple(sorted(plans, key=lambda p: (p.due or "9999", p.event)))


def _plan(cluster: Cluster, planned: Sequence[EventFact], rows: Sequence[EventFact], last: int | None) -> Plan:
    happened = tuple(f.line for f in rows if f.factuality is Factuality.HAPPENED)
    denied = tuple(f.line for f in rows if f.factuality is Factuality.DENIED)
    due: When | None = min((f.when for f in planned if f.when), key=lambda w: (w.days, w.earliest), default=None)
    if happened:
        outcome = Outcome.HAPPENED
    elif denied:
        outcome = Outcome.DENIED
    else:
        outcome = Outcome.OVERDUE if due and last is not None and due.latest < last else Outcome.OPEN
    return Plan(
        event=cluster.id,
        planned=tuple(f.line for f in planned),
        told=happened or denied,
        due=due.edtf if due else None,
        outcome=outcome,
    )
