"""The stage: quantities of the text, placed in the grammar, become figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import (
    Diagnostic,
    Event,
    Figure,
    Found,
    Grade,
    MentionIndex,
    Parse,
    Quotation,
    Reading,
    Timex,
    TimexType,
)
from onrecord.resources import Resources
from onrecord.stages.figures.counted import with_counted
from onrecord.stages.figures.drafts import Draft, harm_class, make_draft
from onrecord.stages.figures.ellipsis import fill_counted, inherit_counted, resolve_back
from onrecord.stages.figures.kinds import Kind
from onrecord.stages.figures.owner import find_owner_words, innermost_quotation, owner_entity
from onrecord.stages.figures.quantities import Quantity, read_quantities
from onrecord.stages.figures.repeats import find_repeats
from onrecord.stages.figures.when import find_change, find_event, find_time
from onrecord.stages.figures.whole import find_wholes
from onrecord.stages.figures.words import Words, load_words

STAGE = "figures"
_NAMES = frozenset({"PRODUCT", "ORG", "FAC", "WORK_OF_ART", "LAW", "EVENT", "PERSON", "LOC"})


@dataclass(frozen=True, eq=False, kw_only=True)
class _Context:
    """What is looked up for every figure, made once a report."""

    reading: Reading
    words: Words
    mentions: MentionIndex
    timexes: dict[int, list[Timex]]
    events: dict[int, Event]
    quotations: dict[int, list[Quotation]]


def find_figures(reading: Reading, resources: Resources) -> Found[Figure]:
    """Find the figures of a report: how many, of what, out of what, by whose count, as of when.

    Needs: parse; entities, timexes, quotations and events as far as they are there.
    Gives: figures in text order, ids ``F1``, ``F2`` …

    Args:
        reading: The report with what earlier stages found.
        resources: The lexicon.

    Returns:
        Figures and diagnostics. Codes: ``figure-nothing-counted`` (a count whose noun was not found).

    Cost: linear in the report; far below the parse.

    Example:
        >>> from onrecord.testing import make_reading
        >>> reading = make_reading("At least 30 miners were trapped; 12 of the 30 were freed.")
        >>> [(f.id, f.low, f.high, f.of) for f in find_figures(reading, Resources()).items]
        [('F1', 30.0, None, None), ('F2', 12.0, 12.0, 'F3'), ('F3', 30.0, 30.0, None)]
    """
    words = load_words(resources.lexicon)
    text = reading.report.text
    context = _context(reading, words)
    drafts = _drafts(context, read_quantities(text, resources.lexicon))
    drafts = [with_counted(reading.parse, text, draft, words) for draft in drafts]
    drafts = [d for i, d in enumerate(drafts) if not _is_pronoun(reading.parse, drafts, i, words)]
    drafts = resolve_back(text, drafts)
    wholes = find_wholes(reading.parse, text, drafts, words)
    drafts = fill_counted(drafts, wholes)
    drafts = inherit_counted(reading.parse, text, drafts, words)
    repeats = find_repeats(reading.parse, drafts)
    figures = tuple(_figure(context, i, drafts, wholes[i], repeats[i]) for i in range(len(drafts)))
    doubts = (_doubt(d) for d in drafts if d.counted is None and d.quantity.unit is None)
    return Found(items=figures, diagnostics=tuple(doubts))


def _drafts(context: _Context, quantities: Sequence[Quantity]) -> list[Draft]:
    """Return the quantities that are figures, placed in the parse; residue is left out."""
    reading = context.reading
    parse = reading.parse
    residue = [r.span for r in reading.report.residue if r.grade is Grade.RESIDUE]
    drafts = []
    for quantity in quantities:
        if quantity.kind not in {Kind.FIGURE, Kind.DURATION} or any(quantity.span.overlaps(r) for r in residue):
            continue
        draft = make_draft(parse, quantity, reading.report.text)
        if draft is not None and _is_figure(context, draft):
            drafts.append(draft)
    return drafts


def _is_figure(context: _Context, draft: Draft) -> bool:
    """Tell whether the grammar, the names and the times of the report let a number be a figure."""
    parse, text, quantity = context.reading.parse, context.reading.report.text, draft.quantity
    if draft.root < 0:
        return True
    plain = quantity.unit is None
    if (
        plain
        and quantity.low == 1
        and parse.lowers[draft.root] == "one"
        and parse.pos[draft.root] not in {"NUM", "DET", "ADJ"}
    ):
        return parse.child(draft.root, "prep") is not None
    if plain and quantity.low == 1 and parse.lowers[draft.root] == "one" and _is_member(parse, draft):
        return False
    if quantity.kind is Kind.DURATION and "-" in quantity.span.cut(text):
        return parse.lemmas[parse.heads[draft.root]] in context.words.context["terms"]
    if plain and not draft.upper and _in_name(parse, draft):
        return False
    times = context.timexes.get(draft.sentence, ())
    if quantity.kind is Kind.FIGURE and plain:
        return not any(t.span.overlaps(quantity.number) and t.type is not TimexType.DURATION for t in times)
    dated = any(t.span.overlaps(quantity.span) and t.type is TimexType.DATE for t in times)
    return quantity.kind is Kind.FIGURE or not dated


def _is_pronoun(parse: Parse, drafts: Sequence[Draft], i: int, words: Words) -> bool:
    """Tell whether a bare ``one`` stands for a thing named before and counts nothing: ``a plan, one that``."""
    draft = drafts[i]
    if draft.root < 0 or draft.upper or draft.counted is not None or parse.lowers[draft.last] != "one":
        return False
    if draft.last + 1 < len(parse) and parse.lowers[draft.last + 1] == "of":
        return False
    beside = (
        i > 0 and drafts[i - 1].sentence == draft.sentence and parse.deps[draft.root] in {"nsubj", "nsubjpass", "conj"}
    )
    return not beside and not harm_class(parse, draft, words)


def _is_anyone(parse: Parse, draft: Draft) -> bool:
    """Tell whether ``one`` stands for anybody: ``one need not look far``."""
    return parse.deps[draft.root] == "nsubj" and parse.tags[draft.last + 1] in {"MD", "VBP", "VBZ", "VB"}


def _is_member(parse: Parse, draft: Draft) -> bool:
    """Tell whether ``one of`` only says that something belongs to a kind: ``is one of its aims``."""
    after = draft.last + 1
    if after < len(parse) and (parse.lowers[after] == "such" or _is_anyone(parse, draft)):
        return True
    if (
        after + 2 < len(parse)
        and parse.lowers[after] == "of"
        and any(parse.tags[k] in {"JJS", "RBS"} for k in range(after + 1, min(after + 5, len(parse))))
    ):
        return True
    if (
        after + 1 >= len(parse)
        or parse.lowers[after] != "of"
        or parse.deps[draft.root] not in {"attr", "appos", "pobj", "dep"}
    ):
        return False
    return parse.deps[draft.root] == "attr" or not any(
        parse.pos[k] == "NUM" for k in range(after, min(after + 3, len(parse)))
    )


def _in_name(parse: Parse, draft: Draft) -> bool:
    """Tell whether the number is the later part of a name of the model that begins with a capital."""
    i = draft.root
    if parse.entity[i] not in _NAMES or parse.entity_begins[i]:
        return False
    first = i
    while first > 0 and parse.entity[first - 1] == parse.entity[i] and not parse.entity_begins[first]:
        first -= 1
    return parse.words[first][:1].isupper() and first < draft.first


def _context(reading: Reading, words: Words) -> _Context:
    parse = reading.parse
    timexes: dict[int, list[Timex]] = defaultdict(list)
    for timex in reading.timexes:
        timexes[parse.sentence_at(timex.span.start) or 0].append(timex)
    events = {
        token: event for event in reversed(reading.events) for span in event.trigger for token in parse.tokens_in(span)
    }
    quotations: dict[int, list[Quotation]] = defaultdict(list)
    for quotation in reading.quotations:
        for index in _sentences_of(parse, quotation):
            quotations[index].append(quotation)
    return _Context(
        reading=reading,
        words=words,
        mentions=MentionIndex(reading.entities),
        timexes=dict(timexes),
        events=events,
        quotations=dict(quotations),
    )


def _sentences_of(parse: Parse, quotation: Quotation) -> set[int]:
    """Return the sentences that a quotation's content touches."""
    found: set[int] = set()
    for span in quotation.content:
        tokens = parse.tokens_in(span)
        if tokens:
            found.update(range(parse.sentence_of(tokens[0]), parse.sentence_of(tokens[-1]) + 1))
    return found


def _figure(context: _Context, i: int, drafts: Sequence[Draft], whole: float | None, repeat: int | None) -> Figure:
    reading, draft = context.reading, drafts[i]
    quantity = draft.quantity
    parse = reading.parse
    quotation = innermost_quotation(context.quotations.get(draft.sentence, ()), quantity.number)
    owner = find_owner_words(reading, draft, quotation, context.words)
    if owner is not None and any(owner.contains(d.quantity.number) for d in drafts[max(0, i - 4) : i + 5]):
        owner = None
    time = find_time(reading, drafts, i, context.timexes.get(draft.sentence, ()))
    event = find_event(parse, draft, context.events)
    return Figure(
        id=f"F{i + 1}",
        span=quantity.span,
        low=quantity.low,
        high=quantity.high,
        approximate=quantity.approximate,
        unit=quantity.unit or "count",
        counted=draft.counted,
        head=parse.span(draft.head, draft.head) if draft.head is not None else None,
        place=_place(context, draft),
        of=f"F{whole + 1}" if isinstance(whole, int) else whole,
        by=owner_entity(context.mentions, owner, quotation),
        by_words=owner,
        as_of=time.id if time else None,
        said_in=quotation.id if quotation else None,
        event=event.id if event else None,
        change=find_change(parse, draft, context.words),
        same_as=f"F{repeat + 1}" if repeat is not None else None,
        rule="upper" if draft.upper else quantity.kind.value,
    )


def _place(context: _Context, draft: Draft) -> str | None:
    """Return the place that stands with the counted thing: ``12 people in Lisbon``."""
    parse, head = context.reading.parse, draft.head
    if head is None or draft.upper:
        return None
    for kid in parse.children[head]:
        if parse.deps[kid] == "prep" and parse.lowers[kid] in {"in", "at", "from", "near", "across"}:
            inside = context.mentions.within(parse.subtree_span(kid))
            places = [e for _, e in inside if e.type.value in {"place", "government"}]
            if places:
                return places[0].id
    return None


def _doubt(draft: Draft) -> Diagnostic:
    return Diagnostic(
        stage=STAGE,
        code="figure-nothing-counted",
        span=draft.quantity.span,
        message="what this number counts was not found",
    )
