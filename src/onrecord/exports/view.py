"""A story as an export may see it: opened once, held lines taken out, read report by report."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from onrecord.decisions import Applied, active_decisions, judgements
from onrecord.decisions.apply import targets_now
from onrecord.errors import StoreError
from onrecord.exports.held import Held, Released, find_held, hush, release
from onrecord.linking import link_story
from onrecord.linking.facts import ReportSummary
from onrecord.model import Link, Reading, Report, TimelineEntry, Verdict
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Decision, Line, Review, Verb
from onrecord.store import Story, members, memo, readings
from onrecord.store import reports as stored
from onrecord.store.prepared import summary_of

LINE_KINDS = ("entity", "quotation", "timex", "event", "figure")
CLAIM_KINDS = ("quotation", "event", "figure")
"""Lines that are somebody's claim: what formats for people and for claims hold."""

MEMO = "open-links"
"""Under this name the store remembers what holds across reports where lines are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which lines leave the story.

    Attributes:
        only: Review marks to keep; empty for all but rejected.
        held: Whether lines held back as sensitive are let out.
        since: Only lines of reports added at or after this time (ISO 8601), or None.
    """

    only: tuple[str, ...] = ()
    held: bool = False
    since: str | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing but held lines is left out."""
        return not self.only and self.since is None

    def takes(self, line: Line, added: Mapping[str, str]) -> bool:
        """Tell whether a line is let out."""
        if line.held and not self.held:
            return False
        if self.since is not None and added.get(line.report, "") < self.since:
            return False
        return line.review in self.only if self.only else line.review is not Review.REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What an export says of a report beside its lines.

    Attributes:
        published: EDTF date as people dated the report, or None.
        method: How that date is known.
        added: When the report was added, ISO 8601.
    """

    id: str
    path: str
    title: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    language: str | None
    published: str | None
    method: str
    added: str

    @property
    def name(self) -> str:
        """The title, or the path where there is none."""
        return self.title or self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What holds across reports, worked out from what the export may see."""

    links: tuple[Link, ...]
    verdicts: tuple[Verdict, ...]
    timeline: tuple[TimelineEntry, ...]
    cluster_of: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A story as an export may see it.

    Attributes:
        heads: Of every report that stands, by id, in order of their ids.
        read: Ids of the reports that were read.
        decisions: The log, hushed where it tells of held lines.
        released: The reports that hold something back, as they may be seen.
    """

    story: Story
    selection: Selection
    heads: Mapping[str, Head]
    read: frozenset[str]
    decisions: tuple[Decision, ...]
    released: Mapping[str, Released] = field(default_factory=dict)
    _linked: list[Linked] = field(default_factory=list, repr=False, compare=False)

    def report(self, report: str) -> Report:
        """Return a report with its text as it may be seen, dated as the machine dated it."""
        if report in self.released:
            return self.released[report].reading.report
        return self.story.report(report)

    def reading(self, report: str) -> Reading:
        """Return the machine's reading of a report, without what is held."""
        if report in self.released:
            return self.released[report].reading
        with self.story.reading() as connection:
            return readings.load_reading(connection, report)

    def applied(self, report: str) -> Applied:
        """Return a reading with the decisions on it."""
        if report in self.released:
            return self.released[report].applied
        return self.story.applied(report)

    def lines_of(self, report: str, kinds: Sequence[str] = ()) -> list[Line]:
        """Return every line of a report in order of kind and place, also those the selection leaves out."""
        if report not in self.released:
            return self.story.lines(report=report, kinds=kinds)
        lines = [li for li in self.released[report].lines if not kinds or li.kind in kinds]
        return sorted(lines, key=lambda li: (li.kind, li.spans[0].start if li.spans else -1, li.id))

    def ids_of(self, report: str) -> dict[str, str]:
        """Return the story-wide id of every line of a report by its id inside the reading."""
        if report in self.released:
            return {li.local: li.id for li in self.released[report].lines if li.local}
        with self.story.reading() as connection:
            return readings.local_ids(connection, report)

    def out(self) -> Callable[[str], bool]:
        """Return what tells, by its id, whether a line is let out.

        Cost: the ids of the lines left out where the story is exported whole, else of those let out.
        """
        if self.selection.whole:
            gone = {li.id for li in self.story.iter_lines(reviews=[Review.REJECTED])}
            if not self.selection.held:
                gone |= {li.id for li in self.story.iter_lines(held=True)}
            return lambda line: line not in gone
        chosen = {li.id for li in self.iter_lines()}
        return chosen.__contains__

    def iter_lines(self, kinds: Sequence[str] = ()) -> Iterator[Line]:
        """Yield the lines that are let out, in order of report, kind and place."""
        added = {i: h.added for i, h in self.heads.items()}
        waiting = sorted(self.released)
        for line in self.story.iter_lines(kinds=kinds):
            while waiting and waiting[0] <= line.report:
                yield from self._taken(waiting.pop(0), kinds, added)
            if line.report in self.released:
                continue
            if self.selection.takes(line, added):
                yield line
        for report in waiting:
            yield from self._taken(report, kinds, added)

    def _taken(self, report: str, kinds: Sequence[str], added: Mapping[str, str]) -> Iterator[Line]:
        return (li for li in self.lines_of(report, kinds) if self.selection.takes(li, added))

    def takes(self, line: Line) -> bool:
        """Tell whether the selection lets a line out."""
        head = self.heads.get(line.report)
        return self.selection.takes(line, {line.report: head.added if head else ""})

    def linked(self) -> Linked:
        """Return links, verdicts, timeline and clusters.

        Cost: a look-up. Where lines are held, the story is linked anew without them, once: what comes of it is
        remembered until something changes that it was made from.
        """
        if not self._linked:
            kept = self.story.links() if not self.released else None
            self._linked.append(
                Linked(links=kept.links, verdicts=kept.verdicts, timeline=kept.timeline, cluster_of=kept.cluster_of)
                if kept
                else self._open_links()
            )
        return self._linked[0]

    def _open_links(self) -> Linked:
        """Return what holds across reports without what is held, as remembered or worked out now."""
        judged = self._judged()
        key = hashlib.sha256(encode_json(judged))
        for report, data in self._summaries():
            key.update(report.encode() + b"\0" + hashlib.sha256(data).digest())
        with self.story.reading() as connection:
            known = memo.recall(connection, MEMO, key.hexdigest())
        if known is not None:
            return decode_json(known, Linked)
        made = self._link(judged)
        # someone who may only read the story works it out again next time
        with suppress(StoreError), self.story.writing() as connection:
            memo.remember(connection, MEMO, key.hexdigest(), encode_json(made))
        return made

    def _link(self, judged: Sequence[Link]) -> Linked:
        summaries = (decode_json(zlib.decompress(data), ReportSummary) for _, data in self._summaries())
        result = link_story(list(summaries), judged)
        clusters = (*result.entities, *result.events, *result.quotations)
        order = sorted(result.timeline, key=lambda e: (e.earliest is None, e.earliest or "", e.event))
        return Linked(
            links=tuple(sorted(result.links, key=lambda k: (k.of, k.left, k.right))),
            verdicts=tuple(result.verdicts),
            timeline=tuple(order),
            cluster_of={line: c.id for c in clusters for line in c.lines},
        )

    def clusters_of(self, lines: Sequence[str]) -> Mapping[str, str]:
        """Return the cluster of each of some lines that has one; cheap where no line is held."""
        if self.released:
            return self.linked().cluster_of
        with self.story.reading() as connection:
            return members.clusters_of(connection, lines)

    def _summaries(self) -> Iterator[tuple[str, bytes]]:
        with self.story.reading() as connection:
            for report, data in readings.iter_summary_data(connection):
                yield report, summary_of(self.released[report].applied) if report in self.released else data

    def _judged(self) -> list[Link]:
        active = [d for d in active_decisions(self.decisions) if d.verb in {Verb.MERGE, Verb.SPLIT}]
        current: dict[tuple[str, int], str] = {}
        with self.story.reading() as connection:
            named = sorted({t.report for d in active for t in d.targets})
            standing = dict.fromkeys(filter(None, (stored.latest_version(connection, r) for r in named)))
        for report in standing:
            if report in self.read:
                applied = self.applied(report)
                current.update(targets_now(applied.reading, active, applied.ids))
        return judgements(active, current)


def open_view(story: Story, selection: Selection | None = None) -> View:
    """Return a story as an export may see it.

    Cost: the heads of all reports are kept; texts and lines are not, but for reports that hold something back.
    """
    selection = selection or Selection()
    decisions = story.decisions()
    heads: dict[str, Head] = {}
    with ExitStack() as stack:
        connection = stack.enter_context(story.reading())
        other = stack.enter_context(story.reading())
        for report, at in stored.iter_reports(connection):
            heads[report.id] = head_of(readings.dated(other, report), at)
    read = frozenset(heads) & story.read_reports()
    released: dict[str, Released] = {}
    log = tuple(decisions)
    if not selection.held and any(d.verb is Verb.HOLD for d in decisions):
        released = _release_all(story, heads, read, decisions)
        log = _hushed_log(decisions, released)
        for name, open_ in released.items():
            heads[name] = head_of(open_.applied.reading.report, heads[name].added)
    return View(story=story, selection=selection, heads=heads, read=read, decisions=log, released=released)


def head_of(report: Report, added: str) -> Head:
    """Return the head of a report."""
    return Head(
        id=report.id,
        path=report.path,
        title=report.title,
        outlet=report.outlet,
        byline=report.byline,
        url=report.url,
        language=report.language,
        published=report.published.value,
        method=report.published.method.value,
        added=added,
    )


def _release_all(
    story: Story, heads: Mapping[str, Head], read: frozenset[str], decisions: Sequence[Decision]
) -> dict[str, Released]:
    holds = [t for d in decisions if d.verb is Verb.HOLD for t in d.targets]
    ids, paths = {t.report for t in holds}, {t.path for t in holds}
    out: dict[str, Released] = {}
    for head in heads.values():
        if head.id in read and (head.id in ids or head.path in paths):
            lines = story.lines(report=head.id)
            held = find_held(story.report(head.id), lines, decisions)
            if held is not None:
                out[head.id] = _release_one(story, head.id, lines, held, decisions)
    return out


def _release_one(
    story: Story, report: str, lines: Sequence[Line], held: Held, decisions: Sequence[Decision]
) -> Released:
    with story.reading() as connection:
        return release(readings.load_reading(connection, report), lines, held, decisions)


def _hushed_log(decisions: Sequence[Decision], released: Mapping[str, Released]) -> tuple[Decision, ...]:
    """Return the log with every decision as its reports let it be read; one hushed anywhere is hushed."""
    seen: dict[str, list[Decision]] = {}
    for open_ in released.values():
        for decision in open_.decisions:
            seen.setdefault(decision.id, []).append(decision)
    out: list[Decision] = []
    quiet: set[str] = set()
    for decision in decisions:
        kept = decision
        for version in seen.get(decision.id, []):
            if _is_quiet(version):
                kept = hush(decision)
                break
            kept = _joined(kept, decision, version)
        if decision.undoes in quiet:
            kept = hush(decision)
        if _is_quiet(kept) or decision.undoes in quiet:
            quiet.add(decision.id)
        out.append(kept)
    return tuple(out)


def _is_quiet(decision: Decision) -> bool:
    return bool(decision.targets) and all(not t.report and not t.path for t in decision.targets)


def _joined(kept: Decision, original: Decision, version: Decision) -> Decision:
    """Take from each report's version of a decision what that report blocked out."""
    targets = tuple(v if v != o else k for k, o, v in zip(kept.targets, original.targets, version.targets, strict=True))
    pick = {n: getattr(version if getattr(version, n) != getattr(original, n) else kept, n) for n in _SAID}
    return replace(kept, targets=targets, **pick)


_SAID = ("value", "snapshot", "reason")
