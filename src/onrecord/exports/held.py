"""Holding back: what a story looks like to whoever may not see the lines that people hold as sensitive.

A held line leaves no trace of its words. Its words are blocked out of the text, code point for code point, so that
every other pointer still fits; what stands inside them goes with them; decisions on it keep only their verb, their
moment and who made them. Links, verdicts and the timeline are then worked out anew from what is left.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import msgspec

from onrecord.decisions import Applied, active_decisions, apply_decisions
from onrecord.decisions.targets import CONTEXT, place_target
from onrecord.model import Entity, Item, Reading, Report, Span, Spans, iter_items, line_ids, line_spans
from onrecord.model.codec import decode_json, encode_json
from onrecord.model.decisions import Decision, Line, Target, Verb
from onrecord.model.ids import digest_text

T = TypeVar("T")

BLOCK = "█"
POINTERS = (
    *("speaker", "inside", "said_in", "actor", "recipient", "place", "time", "of", "by", "as_of", "event"),
    *("same_as", "anchor", "until"),
)
"""Fields that hold ids inside the reading."""

WORDS = ("medium", "occasion", "addressee", "relayed_by")
"""Fields that may hold words of the text."""

LONG = 12
"""Least code points of held words that are blocked out wherever they stand, not only at their place."""

BESIDE = 6
"""Code points beside short held words by which a quotation of them is known, as in ``counted 18``."""

LIKELY = 75.0
"""Least likeness, 0 to 100, of a stretch of an edited text to held words for it to be held back with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held back in one report.

    Attributes:
        lines: Ids of the held lines.
        spans: Where their words stand.
        words: Words to block out wherever they stand in this report and in decisions on it.
    """

    lines: frozenset[str]
    spans: Spans
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A report as it may be seen: text blocked out, lines gone, decisions as they may be read.

    Attributes:
        reading: The machine's reading, without what is held.
        decisions: Those on the report, in the order they were made, hushed where they tell of a held line.
        applied: Both together.
        lines: Its lines, each once, as a story keeps them.
        eraser: Blocks out what is held in words that people wrote.
    """

    reading: Reading
    decisions: tuple[Decision, ...]
    applied: Applied
    lines: tuple[Line, ...]
    eraser: "Eraser"


def find_held(report: Report, lines: Sequence[Line], decisions: Sequence[Decision]) -> Held | None:
    """Return what is held back in a report, or None.

    Args:
        lines: Every line of the report.
        decisions: Every decision of the story, in the order they were made.
    """
    held = [li for li in lines if li.held]
    ids = {li.id for li in held}
    applied = {d for li in lines if li.spans for d in li.decisions}
    loose = _loose_targets(decisions, report, applied)
    ids |= {t.line for t in loose}
    if not ids:
        return None
    text = report.text
    spans = [s for li in held if li.kind != "entity" for s in li.spans]
    spans += [s for t in loose for s in _likely_places(t, text)]
    words = {s.cut(text) for s in spans if len(s) >= LONG}
    words |= {part for t in loose for part in t.exact.split("\n") if len(part) >= LONG}
    named = [li for li in held if li.kind == "entity" and li.spans]
    names = {n for li in named for n in (li.item["name"], *li.item["names"])}
    names |= {t.label for t in loose if t.kind == "entity" and t.label}
    return Held(lines=frozenset(ids), spans=tuple(sorted(set(spans))), words=(*_longest(words), *_longest(names)))


def _loose_targets(decisions: Sequence[Decision], report: Report, applied: set[str]) -> list[Target]:
    """Return targets held back whose words the text or the machine lost: no line tells of them any more."""
    held: dict[str, Target] = {}
    for decision in active_decisions(decisions):
        for target in decision.targets:
            if target.report != report.id and target.path != report.path:
                continue
            if decision.verb is Verb.HOLD and decision.id not in applied:
                held[target.line] = target
            elif decision.verb is Verb.RELEASE:
                held.pop(target.line, None)
    return list(held.values())


def _likely_places(target: Target, text: str) -> list[Span]:
    """Return where held words that an edit changed most likely stand now: too much held back is the lesser harm."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    out = []
    for part in target.exact.split("\n"):
        found = partial_ratio_alignment(part, text, score_cutoff=LIKELY) if len(part) >= LONG else None
        if found is not None and found.dest_start < found.dest_end:
            out.append(Span(found.dest_start, found.dest_end))
    return out


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(filter(None, words), key=lambda w: (-len(w), w))


def release(reading: Reading, lines: Sequence[Line], held: Held, decisions: Sequence[Decision]) -> Released:
    """Return a report as it may be seen.

    Args:
        reading: As the machine made it.
        lines: Every line of the report.
        decisions: Every decision of the story.
    """
    eraser = Eraser.of(reading.report, lines, held)
    open_reading = _without(reading, held, eraser)
    mine = tuple(eraser.decision(d) for d in decisions if _on(d, reading.report) or d.verb is Verb.UNDO)
    active = [d for d in active_decisions(mine) if _on(d, reading.report)]
    applied = apply_decisions(open_reading, active)
    once = {li.id: li for li in reversed(applied.lines)}
    kept = tuple(decode_json(encode_json(li), Line) for li in once.values())
    return Released(reading=open_reading, decisions=mine, applied=applied, lines=kept, eraser=eraser)


def _on(decision: Decision, report: Report) -> bool:
    return any(t.report == report.id or t.path == report.path for t in decision.targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Blocks out held words of one report wherever they may stand.

    Attributes:
        masked: The text with what is held blocked out.
        sha, new_sha: Hashes of the text and of the blocked-out one.
    """

    held: Held
    report: Report
    masked: str
    sha: str
    new_sha: str

    @classmethod
    def of(cls, report: Report, lines: Sequence[Line], held: Held) -> "Eraser":
        """Return what blocks out the held lines of a report."""
        text = list(report.text)
        mentions = [
            Span(*m["span"])
            for li in lines
            if li.id in held.lines and li.kind == "entity" and li.spans
            for m in li.item.get("mentions", ())
            if m["form"] == "name"
        ]
        for span in (*held.spans, *mentions):
            text[span.start : span.end] = BLOCK * len(span)
        masked = block("".join(text), held.words)
        return cls(held=held, report=report, masked=masked, sha=digest_text(report.text), new_sha=digest_text(masked))

    def string(self, value: str) -> str:
        """Return a string without held words."""
        blocked = block(value, self.held.words)
        if len(value) >= 3 and value in self.report.text and value not in self.masked:
            return BLOCK * len(value) if blocked == value else blocked
        return blocked

    def any(self, value: T) -> T:
        """Return a value with held words blocked out in every string; short ones where they are quoted in context."""
        blocked: T = _map_strings(value, lambda s: self._quoting(block(s, self.held.words)))
        return blocked

    def remark(self, value: str) -> str:
        """Return what a person wrote of the report without held words, not even a short one by itself."""
        text = self.report.text
        return block(self.any(value), {s.cut(text) for s in self.held.spans if len(s) < LONG})

    def _quoting(self, value: str) -> str:
        """Return words that quote the report around what is held with the held stretch blocked out."""
        text = self.report.text
        for span in self.held.spans:
            before, after = text[max(0, span.start - BESIDE) : span.start], text[span.end : span.end + BESIDE]
            words, hidden = span.cut(text), BLOCK * len(span)
            if len(before) == BESIDE:
                value = value.replace(before + words, before + hidden)
            if len(after) == BESIDE:
                value = value.replace(words + after, hidden + after)
        return value

    def inside(self, spans: Spans) -> bool:
        """Tell whether spans lie wholly in held words."""
        return bool(spans) and all(any(h.contains(s) for h in self.held.spans) for s in spans)

    def decision(self, decision: Decision) -> Decision:
        """Return a decision as it may be read."""
        if not _on(decision, self.report):
            return decision
        if any(self._tells(t) for t in decision.targets):
            return hush(decision)
        return replace(
            decision,
            targets=tuple(self._target(t) for t in decision.targets),
            value=self.any(decision.value),
            snapshot=self.any(decision.snapshot),
            reason=self.remark(decision.reason),
        )

    def _mine(self, target: Target) -> bool:
        return target.report == self.report.id or target.path == self.report.path

    def _tells(self, target: Target) -> bool:
        if not self._mine(target):
            return False
        here = target.text_sha256 == self.sha and self.inside(target.spans)
        return target.line in self.held.lines or here

    def _target(self, target: Target) -> Target:
        """Point a target at the blocked-out text."""
        if not self._mine(target):
            return target
        place = place_target(target, self.report.text, self.sha)
        if not place.spans:
            kept: dict[str, Any] = {
                "exact": self.string(target.exact),
                "prefix": "",
                "suffix": "",
                "label": self.string(target.label),
            }
            sha = self.new_sha if target.text_sha256 == self.sha else target.text_sha256
            return replace(target, text_sha256=sha, **kept)
        first, last = place.spans[0].start, place.spans[-1].end
        return replace(
            target,
            text_sha256=self.new_sha,
            spans=place.spans,
            exact="\n".join(s.cut(self.masked) for s in place.spans),
            prefix=self.masked[max(0, first - CONTEXT) : first],
            suffix=self.masked[last : last + CONTEXT],
            label=self.string(target.label),
        )


def hush(decision: Decision) -> Decision:
    """Return a decision that says who decided what kind of thing when, and nothing of the line."""
    shells = tuple(Target(kind=t.kind, line="", report="", path="", text_sha256="") for t in decision.targets)
    return replace(decision, targets=shells, field=None, value=None, snapshot=None, reason="")


def block(text: str, words: Iterable[str]) -> str:
    """Return a text with held words blocked out; short ones only where they stand as whole words."""
    for word in words:
        if len(word) >= LONG:
            text = text.replace(word, BLOCK * len(word))
        elif word in text:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", BLOCK * len(word), text)
    return text


def _map_strings(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple) and not isinstance(value, msgspec.Struct):
        return type(value)(_map_strings(v, change) for v in value)
    if isinstance(value, dict):
        return {k: _map_strings(v, change) for k, v in value.items()}
    return value


def _without(reading: Reading, held: Held, eraser: Eraser) -> Reading:
    """Return a reading without what is held, over the blocked-out text."""
    ids = line_ids(reading)
    gone = {i.id for i in iter_items(reading) if ids[i.id] in held.lines}
    gone |= {i.id for i in iter_items(reading) if not isinstance(i, Entity) and eraser.inside(line_spans(i))}
    grown = True
    while grown:  # what is said in a held quotation goes with it, however deep
        more = {i.id for i in iter_items(reading) if {getattr(i, "said_in", None), getattr(i, "inside", None)} & gone}
        grown = not more <= gone
        gone |= more
    report = replace(
        reading.report,
        text=eraser.masked,
        **{n: eraser.any(getattr(reading.report, n)) for n in ("title", "byline", "section", "left_out")},
    )
    entities = [_open_entity(e, eraser) for e in reading.entities if e.id not in gone]
    gone |= {e.id for e in reading.entities} - {e.id for e in entities if e}
    items: dict[str, Any] = {
        name: tuple(_open_item(i, gone, eraser) for i in getattr(reading, name) if i.id not in gone)
        for name in ("quotations", "timexes", "events", "figures")
    }
    return replace(
        reading,
        report=report,
        entities=tuple(e for e in entities if e),
        diagnostics=tuple(
            replace(d, message=eraser.string(d.message))
            for d in reading.diagnostics
            if not (d.span and any(d.span.overlaps(h) for h in held.spans))
        ),
        **items,
    )


def _open_entity(entity: Entity, eraser: Eraser) -> Entity | None:
    mentions = tuple(m for m in entity.mentions if not eraser.inside((m.span,)))
    if entity.mentions and not mentions:
        return None
    names = tuple(n for n in map(eraser.string, entity.names) if BLOCK not in n)
    name = eraser.string(entity.name)
    offices = tuple(
        replace(o, office=eraser.string(o.office), of=o.of and eraser.string(o.of))
        for o in entity.offices
        if not (o.mention and eraser.inside((o.mention,)))
    )
    chosen = name if BLOCK not in name else next(iter(names), name)
    return replace(entity, name=chosen, names=names, mentions=mentions, offices=offices)


def _open_item(item: Item, gone: set[str], eraser: Eraser) -> Item:
    """Return an item that points at nothing that is gone."""
    assert is_dataclass(item)
    changed: dict[str, Any] = {}
    for name in {f.name for f in fields(item)} & {*POINTERS, *WORDS}:
        value = getattr(item, name)
        if isinstance(value, tuple):
            changed[name] = tuple(eraser.string(v) if name in WORDS else v for v in value if v not in gone)
        elif isinstance(value, str):
            kept = eraser.string(value) if name in WORDS else value
            changed[name] = ("none" if name == "anchor" else None) if value in gone else kept
    return replace(item, **changed)
