"""Pointing at a line by its content, and finding it again in a text that may have changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Event, Item, Report, Span, Spans, line_kind, line_spans
from onrecord.model.decisions import Outcome, Target
from onrecord.model.entities import Entity
from onrecord.model.ids import digest_text

CONTEXT = 40
"""Code points kept before and after the words."""

ALONE = 15
"""Least code points of words that may be found again when what stood on one side of them changed."""

ALIKE = 0.5
"""Least share of characters (Dice) for a line to be the one that was decided on, in the same text."""


def target_of_report(report: Report) -> Target:
    """Return a target that points at a whole report."""
    return Target(
        kind="report",
        line=report.id,
        report=report.id,
        path=report.path,
        text_sha256=digest_text(report.text),
        label=report.title or "",
    )


def target_of_line(report: Report, item: Item, line: str) -> Target:
    """Return a target that points at an item of a reading of the report.

    Args:
        line: The item's story-wide id.
    """
    return target_of_spans(report, line_kind(item), line_spans(item), line=line, label=item_label(item))


def target_of_spans(report: Report, kind: str, spans: Spans, *, line: str, label: str = "") -> Target:
    """Return a target that points at stretches of a report's text; a name that a person gave stands nowhere in it."""
    text = report.text
    first, last = (spans[0].start, spans[-1].end) if spans else (0, 0)
    return Target(
        kind=kind,
        line=line,
        report=report.id,
        path=report.path,
        text_sha256=digest_text(text),
        spans=spans,
        exact="\n".join(s.cut(text) for s in spans),
        prefix=text[max(0, first - CONTEXT) : first] if spans else "",
        suffix=text[last : last + CONTEXT] if spans else "",
        label=label,
    )


def item_label(item: Item) -> str:
    """Return what tells apart two lines of one kind that share their words."""
    if isinstance(item, Event):
        return str(item.type)
    return item.name if isinstance(item, Entity) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a target stands in a text as it is now.

    Attributes:
        spans: The stretches, empty when the words are not there any more.
        outcome: ``applied``, or ``orphan`` with the reason.
    """

    spans: Spans = ()
    outcome: Outcome = Outcome.APPLIED
    reason: str = ""


def place_target(target: Target, text: str, sha256: str) -> Place:
    """Find the words of a target in a text.

    In the same text they stand where they stood. In a changed text they must be there with the very same
    words around them, and only once: a pointer never moves to a look-alike.

    Args:
        sha256: Hash of the text, so that it is worked out once a report.
    """
    if sha256 == target.text_sha256 or not target.spans:
        return Place(spans=target.spans)
    if len(target.spans) > 1:
        return Place(outcome=Outcome.ORPHAN, reason="the source text changed, and the line stands in several parts")
    found = _starts(text, target)
    if len(found) != 1:
        how = "these words now stand twice" if found else "these words changed, or what stands around them"
        return Place(outcome=Outcome.ORPHAN, reason=f"the source text changed: {how}")
    return Place(spans=(Span(found[0], found[0] + len(target.exact)),))


def _starts(text: str, target: Target) -> list[int]:
    """Return where the words stand with their surroundings.

    Words long enough to be a statement of their own may have new neighbours on one side, if they stand once.
    """
    whole = _find(text, target.prefix + target.exact + target.suffix)
    if whole or len(target.exact) < ALONE or len(_find(text, target.exact)) != 1:
        return [at + len(target.prefix) for at in whole]
    before = [at + len(target.prefix) for at in _find(text, target.prefix + target.exact)]
    after = _find(text, target.exact + target.suffix)
    return (before if len(target.prefix) == CONTEXT else []) or (after if len(target.suffix) == CONTEXT else [])


def _find(text: str, words: str) -> list[int]:
    """Return the first two places where words stand."""
    first = text.find(words)
    second = text.find(words, first + 1) if first >= 0 else -1
    return [at for at in (first, second) if at >= 0]


def share(left: Spans, right: Spans) -> float:
    """Return the Dice share of code points of two lists of spans, 0 to 1."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    return 2 * common / (sum(map(len, left)) + sum(map(len, right))) if common else 0.0


def best_item(target: Target, spans: Spans, items: Sequence[Item]) -> Item | None:
    """Return the item that a target means: of its kind, at its place; its label breaks ties.

    A line that a new model cuts a little longer or shorter is still the line that was decided on.
    """
    scored = [
        (round(share(spans, line_spans(item)), 6), item_label(item) == target.label, -index, item)
        for index, item in enumerate(items)
        if line_kind(item) == target.kind
    ]
    if target.kind == "entity":
        return _best_entity(target, spans, items)
    best = max(scored, key=lambda row: row[:3], default=None)
    return best[3] if best and best[0] >= ALIKE else None


def _best_entity(target: Target, spans: Spans, items: Sequence[Item]) -> Entity | None:
    """Return the entity that has a mention at the place, or else the only one of that name."""
    entities = [i for i in items if isinstance(i, Entity)]
    there = [e for e in entities for m in e.mentions if spans and m.span.overlaps(spans[0])]
    for entity in there:
        if entity.name == target.label or target.label in entity.names:
            return entity
    if there:
        return there[0]
    named = [e for e in entities if target.label and target.label in (e.name, *e.names)]
    return named[0] if len(named) == 1 else None
