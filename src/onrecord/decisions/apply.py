"""Applies the decisions on one report to its machine reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.decisions.fields import NameBook, corrected, revived
from onrecord.decisions.lines import make_lines, orphan_line
from onrecord.decisions.targets import best_item, place_target
from onrecord.errors import OnrecordError
from onrecord.model import (
    Entity,
    Event,
    Figure,
    Item,
    Judge,
    Judgement,
    Link,
    LinkOf,
    Published,
    PublishedMethod,
    Quotation,
    Reading,
    Span,
    Spans,
    Timex,
    cut_spans,
    iter_items,
    line_ids,
    line_kind,
    line_spans,
)
from onrecord.model.anchoring import anchor_timexes
from onrecord.model.decisions import Decision, DecisionOutcome, Line, Outcome, Review, Target, Verb
from onrecord.model.ids import digest_text, make_id

LISTS: dict[type[Any], str] = {
    Entity: "entities",
    Quotation: "quotations",
    Timex: "timexes",
    Event: "events",
    Figure: "figures",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A reading after people had their say.

    Attributes:
        reading: Corrected, without the rejected items: what linking and exports stand on.
        lines: Every line, also rejected and orphaned ones, with its review mark.
        ids: Story-wide id of every item, by its id inside the reading; a correction never changes it.
        outcomes: What became of each decision.
    """

    reading: Reading
    lines: tuple[Line, ...]
    ids: dict[str, str]
    outcomes: tuple[DecisionOutcome, ...]


@dataclass(slots=True)
class State:
    """What decisions have made of one item so far."""

    item: Item
    line: str
    review: Review = Review.MACHINE
    held: bool = False
    marks: set[str] = field(default_factory=set)
    decisions: list[str] = field(default_factory=list)


def apply_decisions(reading: Reading, decisions: Sequence[Decision]) -> Applied:
    """Apply the decisions in force on a report to its reading.

    Args:
        reading: As the machine made it.
        decisions: Those in force whose targets are on this report, in the order they were made.

    Cost: linear in the items plus decisions times the items of their kind.
    """
    reading, dated = _apply_date(reading, decisions)
    desk = _Desk(reading)
    outcomes = dated + [o for d in decisions if d.verb is not Verb.DATE for o in desk.take(d)]
    desk.follow_times()
    reading = desk.reading()
    lines = make_lines(reading, desk.states)
    kept = _without_rejected(reading, desk.states)
    ids = {local: state.line for local, state in desk.states.items()}
    return Applied(reading=kept, lines=(*lines, *desk.orphans.values()), ids=ids, outcomes=tuple(outcomes))


def _apply_date(reading: Reading, decisions: Sequence[Decision]) -> tuple[Reading, list[DecisionOutcome]]:
    """Date the report by the last decision that does, and let the times that hang on it follow."""
    dates = [d for d in decisions if d.verb is Verb.DATE]
    if not dates:
        return reading, []
    published = Published(value=str(dates[-1].value), method=PublishedMethod.GIVEN, confidence=1.0)
    report = replace(reading.report, published=published)
    timexes = anchor_timexes(reading.timexes, published)
    outcomes = [DecisionOutcome(decision=d.id, outcome=Outcome.APPLIED, line=report.id) for d in dates]
    return replace(reading, report=report, timexes=timexes), outcomes


class _Desk:
    """Takes decisions one by one and keeps what they made of each item."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._sha = digest_text(reading.report.text)
        self._book = NameBook(reading.entities)
        ids = line_ids(reading)
        self.states: dict[str, State] = {i.id: State(item=i, line=ids[i.id]) for i in iter_items(reading)}
        self.orphans: dict[str, Line] = {}
        self._added = 0

    def take(self, decision: Decision) -> list[DecisionOutcome]:
        """Apply one decision to each of its targets on this report."""
        mine = [t for t in decision.targets if t.kind != "report"]
        return [self._take_target(decision, target) for target in mine if self._is_here(target)]

    def _is_here(self, target: Target) -> bool:
        report = self._reading.report
        return target.report == report.id or target.path == report.path

    def _take_target(self, decision: Decision, target: Target) -> DecisionOutcome:
        place = place_target(target, self._reading.report.text, self._sha)
        if place.outcome is Outcome.ORPHAN:
            self._orphan(decision, target, place.reason)
            return DecisionOutcome(decision=decision.id, outcome=Outcome.ORPHAN, reason=place.reason, line=target.line)
        item = best_item(target, place.spans, [s.item for s in self.states.values()])
        if decision.verb is Verb.ADD and item is not None and not self._same_words(target, item):
            item = None  # a person chose other words than the machine's line beside them
        try:
            return self._settle(decision, target, item, place.spans)
        except OnrecordError as error:
            return DecisionOutcome(decision=decision.id, outcome=Outcome.STALE, reason=str(error), line=target.line)

    def _orphan(self, decision: Decision, target: Target, reason: str) -> None:
        """List a line whose words are gone once, however many decisions were made on it; what was held stays held."""
        known = self.orphans.get(target.line)
        line = known or orphan_line(decision, target, self._reading.report.id, reason)
        held = {Verb.HOLD: True, Verb.RELEASE: False}.get(decision.verb, line.held)
        made = (*known.decisions, decision.id) if known else line.decisions
        self.orphans[target.line] = replace(line, held=held, decisions=made)

    def _settle(self, decision: Decision, target: Target, item: Item | None, spans: Spans) -> DecisionOutcome:
        if item is None:
            if not target.spans:
                return self._settle_named(decision, target)
            if decision.verb is Verb.REJECT:
                reason = "the machine no longer finds this line"
                return DecisionOutcome(decision=decision.id, outcome=Outcome.APPLIED, reason=reason)
            if decision.snapshot is None:
                reason = "the line is no longer found, and the decision kept no copy of it"
                return DecisionOutcome(decision=decision.id, outcome=Outcome.STALE, reason=reason)
            item = self._revive(decision, target, spans)
        state = self.states[item.id]
        _decide(state, decision, target.kind, self._book)
        state.decisions.append(decision.id)
        return DecisionOutcome(decision=decision.id, outcome=Outcome.APPLIED, line=item.id)

    def _same_words(self, target: Target, item: Item) -> bool:
        """Tell whether an item has the very words of a target, but for marks around them."""
        cut = cut_spans(line_spans(item), self._reading.report.text, "\n")
        return _bare(cut) == _bare(target.exact)

    def _settle_named(self, decision: Decision, target: Target) -> DecisionOutcome:
        """Settle a decision on an entity that stands nowhere in the text: a person named it in a correction."""
        if decision.verb not in {Verb.MERGE, Verb.SPLIT}:
            reason = "a person named this entity in a correction; undo or correct that"
            return DecisionOutcome(decision=decision.id, outcome=Outcome.STALE, reason=reason, line=target.line)
        return DecisionOutcome(decision=decision.id, outcome=Outcome.APPLIED, line=target.line)

    def _revive(self, decision: Decision, target: Target, spans: Spans) -> Item:
        """Bring a line back that people decided on (or added) and the machine does not find."""
        assert decision.snapshot is not None
        self._added += 1
        item = revived(target.kind, decision.snapshot, f"A{self._added}", self._book)
        item = _moved(item, target.spans, spans)
        self.states[item.id] = State(item=item, line=target.line)
        return item

    def follow_times(self) -> None:
        """Let the times that hang on one whose meaning a person gave ("that year") follow it."""
        times = [s for s in self.states.values() if isinstance(s.item, Timex)]
        if not any(s.decisions for s in times):
            return
        timexes = tuple(s.item for s in times if isinstance(s.item, Timex))
        for timex in anchor_timexes(timexes, self._reading.report.published):
            self.states[timex.id].item = timex

    def reading(self) -> Reading:
        """Return the reading with every correction and every added line."""
        items: dict[str, list[Any]] = {name: [] for name in LISTS.values()}
        for entity in self._book.entities:
            if entity.id not in self.states:
                line = make_id("entity", self._reading.report.id, "named", entity.name)
                self.states[entity.id] = State(item=entity, line=line, review=Review.CORRECTED)
        for state in self.states.values():
            items[LISTS[type(state.item)]].append(state.item)
        changes: dict[str, Any] = {name: tuple(values) for name, values in items.items()}
        return replace(self._reading, **changes)


def _decide(state: State, decision: Decision, kind: str, book: NameBook) -> None:
    """Let one decision act on one item; the last decision on a matter holds."""
    match decision.verb:
        case Verb.CONFIRM:
            state.review = Review.CORRECTED if state.review is Review.CORRECTED else Review.CONFIRMED
        case Verb.REJECT:
            state.review = Review.REJECTED
        case Verb.CORRECT:
            state.item = corrected(kind, state.item, str(decision.field), decision.value, book)
            state.review = Review.CORRECTED
        case Verb.ADD:
            state.review = Review.CONFIRMED
            speaker = (decision.snapshot or {}).get("speaker")
            if speaker and isinstance(state.item, Quotation):
                state.item = corrected(kind, state.item, "speaker", speaker, book)
        case Verb.UNSURE:
            state.marks.add("unsure")
        case Verb.PREFER:
            state.marks.add("preferred")
        case Verb.HOLD:
            state.held = True
        case Verb.RELEASE:
            state.held = False
        case _:
            pass
    if decision.verb in {Verb.CONFIRM, Verb.REJECT, Verb.CORRECT}:
        state.marks.discard("unsure")


def _bare(words: str) -> str:
    """Return words without quotation marks, spaces and other marks around them."""
    inner = [i for i, c in enumerate(words) if c.isalnum()]
    return words[inner[0] : inner[-1] + 1] if inner else words


def _moved(item: Item, old: Spans, new: Spans) -> Item:
    """Shift the spans of an item that stands elsewhere in an edited text."""
    shift = new[0].start - old[0].start if old and new else 0
    if not shift:
        return item
    match item:
        case Quotation():
            # cue and source may stand in text that changed: only the words decided on are known to hold
            return replace(item, content=_shifted(item.content, shift), cue=(), source=())
        case Event():
            return replace(item, trigger=_shifted(item.trigger, shift), cue=None)
        case Figure():
            return replace(item, span=_shifted((item.span,), shift)[0], counted=None)
        case Timex():
            return replace(item, span=_shifted((item.span,), shift)[0])
        case Entity():
            return replace(item, mentions=(), offices=())


def _shifted(spans: Spans, shift: int) -> Spans:
    return tuple(Span(s.start + shift, s.end + shift) for s in spans)


def _without_rejected(reading: Reading, states: dict[str, State]) -> Reading:
    """Return the reading without rejected items, and without pointers at them."""
    gone = {i for i, s in states.items() if s.review is Review.REJECTED}
    if not gone:
        return reading

    def one(value: Any) -> Any:
        return None if isinstance(value, str) and value in gone else value

    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(v for v in values if v not in gone)

    return replace(
        reading,
        entities=tuple(e for e in reading.entities if e.id not in gone),
        quotations=tuple(
            replace(
                q,
                speaker=one(q.speaker),
                addressee=one(q.addressee),
                inside=one(q.inside),
                relayed_by=some(q.relayed_by),
            )
            for q in reading.quotations
            if q.id not in gone
        ),
        timexes=tuple(t for t in reading.timexes if t.id not in gone),
        events=tuple(
            replace(
                e,
                actor=some(e.actor),
                recipient=some(e.recipient),
                place=one(e.place),
                time=one(e.time),
                said_in=one(e.said_in),
            )
            for e in reading.events
            if e.id not in gone
        ),
        figures=tuple(
            replace(
                f,
                of=one(f.of),
                by=one(f.by),
                as_of=one(f.as_of),
                said_in=one(f.said_in),
                event=one(f.event),
                same_as=one(f.same_as),
            )
            for f in reading.figures
            if f.id not in gone
        ),
    )


def judgements(decisions: Sequence[Decision], current: dict[tuple[str, int], str]) -> list[Link]:
    """Return the links that people judged.

    A merge says that all its lines are the same, a split that the first is another than each of the others.

    Args:
        decisions: Those in force, in order; the last on a pair holds.
        current: Story-wide line id that the nth target of a decision now means, by (decision id, n).
    """
    held: dict[tuple[str, str], Link] = {}
    for decision in decisions:
        if decision.verb not in {Verb.MERGE, Verb.SPLIT} or not decision.targets:
            continue
        lines = [current[decision.id, n] for n in range(len(decision.targets)) if (decision.id, n) in current]
        kind = LinkOf(decision.targets[0].kind)
        same = decision.verb is Verb.MERGE
        for i, left in enumerate(lines if same else lines[:1]):
            for right in lines[i + 1 :]:
                pair = (min(left, right), max(left, right))
                held[pair] = Link(
                    left=pair[0],
                    right=pair[1],
                    of=kind,
                    judgement=Judgement.SAME if same else Judgement.DIFFERENT,
                    score=1.0,
                    reason=decision.reason or f"{decision.who} decided so",
                    by=Judge.PERSON,
                )
    return [held[pair] for pair in sorted(held)]


def targets_now(reading: Reading, decisions: Sequence[Decision], ids: dict[str, str]) -> dict[tuple[str, int], str]:
    """Return which line each target of merges and splits means in this reading, by (decision id, n)."""
    out: dict[tuple[str, int], str] = {}
    sha = digest_text(reading.report.text)
    items = list(iter_items(reading))
    for decision in decisions:
        if decision.verb not in {Verb.MERGE, Verb.SPLIT}:
            continue
        for n, target in enumerate(decision.targets):
            if reading.report.id != target.report and reading.report.path != target.path:
                continue
            place = place_target(target, reading.report.text, sha)
            item = best_item(target, place.spans, items) if place.outcome is Outcome.APPLIED else None
            if item is not None and line_kind(item) == target.kind:
                out[decision.id, n] = ids[item.id]
    return out
