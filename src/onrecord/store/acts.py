"""What people do to a story, in the words they do it with: every face decides, adds and undoes through here."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec

from onrecord.decisions import active_decisions
from onrecord.decisions.dates import check_date
from onrecord.decisions.fields import ENTITY_FIELDS, NameBook, as_document, corrected, from_document, name_entities
from onrecord.decisions.targets import target_of_spans
from onrecord.errors import ContractError, InputError, OnrecordError, UnknownLine
from onrecord.model import Span
from onrecord.model.decisions import Decision, Line, Target, Verb
from onrecord.model.ids import make_id
from onrecord.store.story import Story

ALIASES = {"same": "merge", "different": "split"}

BULK = (Verb.CONFIRM, Verb.REJECT, Verb.UNSURE, Verb.HOLD, Verb.RELEASE)
"""Verbs that may be decided on many lines at once."""

SPAN_FIELDS = frozenset({"content", "cue", "source", "trigger", "span", "counted", "head", "by_words"})
"""Fields that point at words: a person gives the words."""

ONE_SPAN = frozenset({"span", "counted", "head", "by_words"})


def parse_verb(verb: str) -> Verb:
    """Return the verb of that name.

    Raises:
        InputError: There is none, or it is not decided with.
    """
    name = ALIASES.get(verb, verb)
    usable = [v.value for v in Verb if v not in {Verb.UNDO, Verb.ADD}]
    if name not in usable:
        raise InputError(f"nothing is decided with {verb!r}; use {', '.join(usable)}")
    return Verb(name)


def decide_on(
    story: Story, line: str, verb: str, *, who: str, field: str | None = None, value: Any = None, reason: str = ""
) -> Decision:
    """Keep one decision on a line or a report; the caller links anew.

    Args:
        line: Id of a line or a report, or the beginning of one.
        field: The field that a correction corrects.
        value: The new value, the date, or the ids of the other lines of a merge or split.

    Raises:
        InputError: The verb, the field or the value cannot be what it says.
        UnknownLine: No line or report has that id.
    """
    settled = parse_verb(verb)
    target, snapshot = story.target_of(line)
    targets = [target]
    if settled in {Verb.MERGE, Verb.SPLIT}:
        targets += _others(story, settled, target, value)
    elif settled is Verb.DATE:
        if target.kind != "report":
            raise InputError("only a report can be dated; give the report's id")
    elif target.kind == "report":
        raise InputError(f"a report cannot be decided on with '{settled}'; use 'date'")
    if target.kind == "entity" and not target.spans and settled not in {Verb.MERGE, Verb.SPLIT}:
        raise InputError(f"{target.label} was named by a person in a correction: undo or correct that")
    return story.decide(
        settled,
        targets,
        who=who.strip() or "someone",
        field=field if settled is Verb.CORRECT else None,
        value=_value(story, settled, line, field, value),
        snapshot=snapshot,
        reason=reason,
    )


def _value(story: Story, verb: Verb, line: str, field: str | None, value: Any) -> Any:
    match verb:
        case Verb.DATE:
            return check_date(str(value or ""))
        case Verb.CORRECT:
            if not field:
                raise InputError("a correction names the field that it corrects")
            return fitting_value(story, story.line(line), field, value)
        case Verb.MERGE | Verb.SPLIT:
            return None
        case _:
            if value not in (None, ""):
                raise InputError(f"'{verb}' needs no value")
            return None


def _others(story: Story, verb: Verb, target: Target, value: Any) -> list[Target]:
    names = [str(v) for v in value] if isinstance(value, list | tuple) else str(value or "").split()
    if not names:
        raise InputError(f"'{verb}' needs the id of at least one other line")
    others = [story.target_of(name)[0] for name in names]
    if target.kind == "report" or {t.kind for t in others} != {target.kind}:
        raise InputError(f"'{verb}' needs lines of one kind")
    if target.line in {t.line for t in others}:
        raise InputError(f"'{verb}' needs other lines than {target.line}")
    return others


def fitting_value(story: Story, line: Line, field: str, value: Any) -> Any:
    """Return what a person gave for a field as a value that the field takes.

    Words are tried as JSON, as the id or the name of an entity, as words of the sentence for a field that points at
    words, and as they are.

    Raises:
        InputError: None of these fits the field.
    """
    reading = story.applied(line.report).reading
    item = from_document(line.kind, {k: v for k, v in line.item.items() if k != "orphan_of"})
    why = ""
    for candidate in _readings_of(story, line, field, value):
        try:
            corrected(line.kind, item, field, candidate, NameBook(reading.entities))
        except ContractError as error:
            why = why or str(error)
        else:
            return candidate
    raise InputError(f"{field} cannot be {value!r}: {why or 'the sentence has no such words, or has them twice'}")


def _readings_of(story: Story, line: Line, field: str, value: Any) -> list[Any]:
    """Return the values that some words may mean for a field, likeliest first."""
    if not isinstance(value, str):
        return [value]
    words = value.strip()
    out: list[Any] = []
    if field in SPAN_FIELDS and (found := _place_of(story, line, words)) is not None:
        out.append(found if field in ONE_SPAN else [found])
    if field in ENTITY_FIELDS.get(line.kind, ()):
        if not words:
            return [[] if isinstance(line.item.get(field), list) else None]
        return [*out, _entity(story, words)]
    with suppress(msgspec.DecodeError):
        out.append(msgspec.json.decode(words))
    return [*out, words, None] if not words else [*out, words]


def _entity(story: Story, words: str) -> Any:
    """Return the name behind an entity's id, a list of names where JSON says so, else the words as a name."""
    if words[:1] == "[":
        try:
            return msgspec.json.decode(words)
        except msgspec.DecodeError:
            return words
    if words[:1] == "E" and words.isalnum():
        try:
            return {"entity": story.line(words).item["name"]}
        except OnrecordError:
            return words
    return words


def _place_of(story: Story, line: Line, words: str) -> list[int] | None:
    """Return where words stand in a line's sentence, if they stand there once."""
    if not words or not line.spans or line.sentence.count(words) != 1:
        return None
    text = story.report(line.report).text
    start = line.spans[0].start
    at = text.rfind(line.sentence, 0, start + len(line.sentence))
    if at < 0 or at > start:
        return None
    begin = at + line.sentence.index(words)
    return [begin, begin + len(words)]


def undo_last(story: Story, *, who: str, reason: str = "", wanted: str = "") -> Decision:
    """Take one decision back; without an id the last one in force.

    Raises:
        UnknownLine: No decision has that id, or none is in force.
    """
    return story.undo(wanted or last_decision(story.decisions()), who=who.strip() or "someone", reason=reason)


def last_decision(made: Sequence[Decision]) -> str:
    """Return the id of the last decision that is in force.

    Raises:
        UnknownLine: None is.
    """
    active = active_decisions(made)
    if not active:
        raise UnknownLine("there is no decision to take back")
    return active[-1].id


def add_line(
    story: Story, report: str, start: int, end: int, *, kind: str, speaker: str = "", who: str, reason: str = ""
) -> Decision:
    """Add a line from a stretch of a report's text; the caller links anew.

    Args:
        start: First code point of the stretch.
        end: The one after its last.
        speaker: Name of whoever said it, for a quotation.

    Raises:
        InputError: The stretch lies outside the text, or the kind cannot be added so.
        SpanError: The stretch is empty or reversed.
    """
    stored = story.report(report)
    span = Span(start, end)
    words = span.cut(stored.text)
    if not words.strip():
        raise InputError("the selection has no words in it")
    item = as_document(from_document(kind, _draft(kind, span, words)))
    snapshot = {**name_entities(kind, item, story.applied(stored.id).reading)}
    if speaker.strip() and kind == "quotation":
        snapshot["speaker"] = {"entity": speaker.strip()}
    line = make_id(kind, stored.id, "added", start, end)
    target = target_of_spans(stored, kind, (span,), line=line)
    return story.decide(Verb.ADD, [target], who=who.strip() or "someone", snapshot=snapshot, reason=reason)


def _draft(kind: str, span: Span, words: str) -> dict[str, Any]:
    where = [span.start, span.end]
    known = {"id": "A", "rule": "added by a person"}
    match kind:
        case "quotation":
            quoted = words.strip()[:1] in "“\"«„'‘"
            return {**known, "kind": "direct" if quoted else "indirect", "content": [where]}
        case "figure":
            return {**known, "span": where}
        case "event":
            return {**known, "trigger": [where], "type": "STATE"}
        case _:
            raise InputError(f"a {kind!r} cannot be added from a selection; use quotation, event or figure")


def decide_many(
    story: Story, lines: Sequence[str], verb: str, *, who: str, reason: str = ""
) -> tuple[list[Decision], list[str]]:
    """Keep the same decision on many lines; the caller links anew.

    Returns:
        The decisions made, and a sentence for every line that could not be decided on.

    Raises:
        InputError: The verb needs a value of its own for each line.
    """
    if parse_verb(verb) not in BULK:
        raise InputError(f"{verb!r} is decided on one line at a time; many take {', '.join(BULK)}")
    made: list[Decision] = []
    failed: list[str] = []
    for line in dict.fromkeys(lines):
        try:
            made.append(decide_on(story, line, verb, who=who, reason=reason))
        except (InputError, UnknownLine) as error:
            failed.append(str(error))
    return made, failed


def undo_many(story: Story, decisions: Sequence[str], *, who: str, reason: str = "") -> list[Decision]:
    """Take many decisions back, of whatever kind, the latest first; those already taken back stay so.

    Raises:
        UnknownLine: One of the ids means no decision; nothing is taken back then.
    """
    wanted = [story.decision(d).id for d in dict.fromkeys(decisions)]
    order = {d.id: n for n, d in enumerate(story.decisions())}
    active = {d.id for d in active_decisions(story.decisions())}
    latest = sorted((d for d in wanted if d in active), key=lambda d: -order[d])
    return [story.undo(d, who=who.strip() or "someone", reason=reason) for d in latest]
