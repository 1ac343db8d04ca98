"""Ties the two ends of a range: the second lends the first its year, and the first names the second."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import Timex
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Classes, Sentence

YEARLESS = frozenset({"month", "month-day", "season", "quarter", "day-range-from"})
DATED = frozenset({"D", "M", "S", "Q", "Y"})


def lend_years(drafts: Sequence[Draft], sentences: Mapping[int, Sentence], classes: Classes) -> list[Draft]:
    """Return the drafts with each date without a year tied to the dated end of its range or list.

    "From March to June 1998", "in May and June 1942", "30 April to 2 May 1942": the last one's year, or the year
    before where the months go over New Year.
    """
    out = list(drafts)
    for i in range(len(drafts) - 2, -1, -1):
        left, right = out[i], out[i + 1]
        if left.rule not in YEARLESS or left.hangs != "year" or left.sentence != right.sentence:
            continue
        lends = right.grain in DATED and (not right.hangs or right.target is not None) and right.rule != "year"
        if lends and _link(left, right, sentences[left.sentence], classes) in {"to", "and", "hyphen"}:
            steps = tuple(tuple("past" if part == "?" else part for part in step) for step in left.steps)
            out[i] = replace(left, target=i + 1, steps=steps)
    return out


def tie_ranges(
    timexes: Sequence[Timex], drafts: Sequence[Draft], sentences: Mapping[int, Sentence], classes: Classes
) -> tuple[Timex, ...]:
    """Return the timexes with ``until`` set where one begins a range that the next one ends."""
    out = list(timexes)
    for i in range(len(out) - 1):
        left, right = drafts[i], drafts[i + 1]
        if left.sentence != right.sentence or not {left.grain, right.grain} <= (DATED | {"T"}):
            continue
        sentence = sentences[left.sentence]
        link = _link(left, right, sentence, classes)
        before = sentence.lower(left.first - 1)
        if link in {"to", "hyphen"} or (link == "and" and before == "between"):
            out[i] = replace(out[i], until=out[i + 1].id)
    return tuple(out)


def _link(left: Draft, right: Draft, sentence: Sentence, classes: Classes) -> str:
    """Return what stands between two drafts: ``to``, ``and``, ``hyphen``, or an empty string."""
    between = sentence.lowers[left.end : right.first]
    start = left.end
    if len(between) == 2 and between[0] == ",":
        start += 1  # "June 4, 1962, to May 1964"
    elif len(between) != 1:
        return ""
    word = between[-1]
    if word in {"to", "until", "till", "through", "thru"}:
        return "to"
    if word in {"and", "or", ","}:
        return "and"
    char = sentence.classes[start]
    return "hyphen" if char in classes.members["hyphen"] + classes.members["dash"] else ""
