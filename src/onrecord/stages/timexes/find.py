"""Runs the rules over a report's sentences: the drafts of one sentence, longest match first."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Parse
from onrecord.stages.timexes import (
    rules_dates,
    rules_durations,
    rules_names,
    rules_parts,
    rules_ranges,
    rules_relative,
    rules_times,
)
from onrecord.stages.timexes.grammar import NO_TIME, Compiled, Draft, Hit, compile_rules
from onrecord.stages.timexes.negatives import is_time
from onrecord.stages.timexes.tokens import Classes, Sentence, load_classes

RULES = (
    *rules_names.RULES,
    *rules_parts.RULES,
    *rules_ranges.RULES,
    *rules_dates.RULES,
    *rules_relative.RULES,
    *rules_durations.RULES,
    *rules_times.RULES,
)
"""All rules; of two matches of one length the earlier rule wins."""

WINDOW = 32
"""Tokens that a rule may look at; no expression of a report is as long."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Finder:
    """The rules compiled for one lexicon.

    Attributes:
        classes: The token classes.
        rules: In order.
        run: Finds runs of tokens that have a class.
    """

    classes: Classes
    rules: tuple[Compiled, ...]
    run: re.Pattern[str]


@lru_cache(maxsize=4)
def load_finder(lexicon: Lexicon) -> Finder:
    """Compile the rules for a lexicon."""
    classes = load_classes(lexicon)
    return Finder(classes=classes, rules=compile_rules(RULES, classes), run=re.compile(f"[^{classes.other}]+"))


def find_drafts(sentence: Sentence, parse: Parse, finder: Finder) -> list[Draft]:
    """Return the drafts of one sentence, in order, none overlapping."""
    out: list[Draft] = []
    for run in finder.run.finditer(sentence.classes):
        i = run.start()
        while i < run.end():
            found = _best(sentence, parse, finder, i, run.end())
            if found:
                if found.rule != NO_TIME:
                    out.extend((replace(found, more=()), *found.more))
                i = out[-1].end if found.more else found.end
            else:
                i += 1
    return out


def _best(sentence: Sentence, parse: Parse, finder: Finder, start: int, run_end: int) -> Draft | None:
    """Return the longest draft that begins at a token of a run of tokens with a class."""
    classes = sentence.classes
    before = classes[start - 1] if start else finder.classes.other
    window = before + classes[start : min(run_end + 1, start + WINDOW)]
    for order in _matching(finder, window):
        compiled = finder.rules[order]
        match = compiled.regex.match(classes, start)
        made = compiled.rule.build(Hit(sentence, match, finder.classes)) if match else None
        if made and is_time(made, sentence, parse, finder.classes):
            return made
    return None


@lru_cache(maxsize=65_536)
def _matching(finder: Finder, window: str) -> tuple[int, ...]:
    """Return the rules that match a window of classes after its first character, longest match first.

    Few windows make up most of any text, so each is tried against all rules only once.
    """
    ends = [
        (match.end(), -order)
        for order, compiled in enumerate(finder.rules)
        if (match := compiled.regex.match(window, 1)) and match.end() > 1
    ]
    return tuple(-order for _, order in sorted(ends, reverse=True))
