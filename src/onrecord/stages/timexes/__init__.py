"""The timexes stage: spans by token classes, values underspecified first, anchored second."""

from collections.abc import Iterator

from onrecord.model import Diagnostic, Found, Reading, Timex, TimexType
from onrecord.model.anchoring import anchor_timexes
from onrecord.resources import Resources
from onrecord.stages.timexes.context import hang_drafts
from onrecord.stages.timexes.find import find_drafts, load_finder
from onrecord.stages.timexes.genre import is_narrative
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.join import join_drafts
from onrecord.stages.timexes.modifiers import add_modifiers
from onrecord.stages.timexes.names import find_names
from onrecord.stages.timexes.orders import settle_orders
from onrecord.stages.timexes.quarters import settle_quarters
from onrecord.stages.timexes.ranges import lend_years, tie_ranges
from onrecord.stages.timexes.suggest import Suggestion, suggest_published
from onrecord.stages.timexes.tokens import Sentence, cut_sentence

__all__ = ["Suggestion", "find_timexes", "suggest_published"]


def find_timexes(reading: Reading, resources: Resources) -> Found[Timex]:
    """Find time expressions with their values, anchored to the publication date where it is known.

    Needs: ``parse``. Gives: ``timexes``.

    Args:
        reading: A reading with its parse.
        resources: The lexicon's ``timexes/*`` lists are used.

    Returns:
        Timexes in text order. What hangs on an unknown date keeps an underspecified value.
        Diagnostics: ``waits-for-date`` (how many times hang on an unknown date), ``unclear-order`` (3/4/19).

    References: TimeML annotation guidelines 1.2.1; EDTF (ISO 8601-2:2019).

    Cost: linear in the text; see ``docs/stages/timexes.md`` for the speed.
    """
    parse = reading.parse
    finder = load_finder(resources.lexicon)
    names = find_names(reading.report.text, finder.classes.names)
    drafts: list[Draft] = []
    sentences: dict[int, Sentence] = {}
    for index in range(len(parse.sentences)):
        sentence = cut_sentence(reading.report.text, parse, index, names, finder.classes)
        found = find_drafts(sentence, parse, finder)
        if found:
            found = join_drafts(found, sentence)
            drafts.extend(add_modifiers(found, sentence, parse, resources.lexicon))
            sentences[index] = sentence
    narrative = is_narrative(drafts, parse)
    if not narrative:
        drafts = [d for d in drafts if d.rule != "early-year"]
    drafts = settle_orders(drafts, sentences)
    drafts = settle_quarters(drafts, sentences, finder.classes)
    drafts = lend_years(drafts, sentences, finder.classes)
    hung = hang_drafts(drafts, sentences, parse, narrative=narrative)
    hung = tie_ranges(hung, drafts, sentences, finder.classes)
    items = anchor_timexes(hung, reading.report.published)
    return Found(items=items, diagnostics=tuple(_doubts(items)))


def _doubts(items: tuple[Timex, ...]) -> Iterator[Diagnostic]:
    """Yield what a person should know: times that wait for a date, and days written in an unclear order."""
    waiting = [t for t in items if t.anchor != "none" and t.edtf is None and t.value and "X" in t.value]
    waiting = [t for t in waiting if t.type in {TimexType.DATE, TimexType.TIME}]
    if waiting:
        message = f"{len(waiting)} times hang on a publication date that is unknown or too coarse"
        yield Diagnostic(stage="timexes", code="waits-for-date", span=waiting[0].span, message=message)
    for timex in items:
        if timex.rule == "numeric-ambiguous":
            message = f"day and month may change places: {timex.edtf}"
            yield Diagnostic(stage="timexes", code="unclear-order", span=timex.span, message=message)
