"""Words around a time expression that belong to it: "early", "the end of", "about", "at least", "or so"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Parse, TimexType
from onrecord.stages.timexes.grammar import Draft, compile_pattern
from onrecord.stages.timexes.negatives import token_at
from onrecord.stages.timexes.tokens import Sentence, load_classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """A pattern before or behind a draft.

    Attributes:
        of: ``part`` for points on the calendar, ``round`` for decades and centuries, ``size`` for lengths and "ago",
            ``number`` for what stands before a number only, ``about`` and ``any`` for both.
        mod: TIMEX3 modifier, or the name of the class that has it.
    """

    pattern: str
    of: str
    mod: str


BEFORE = (
    Modifier(pattern="<the>?<early>(?:<in>)?<the>?", of="part", mod="START"),
    Modifier(pattern="<the>?<late>(?:<in>)?<the>?", of="part", mod="END"),
    Modifier(pattern="<the>?<mid><hyphen>?", of="part", mod="MID"),
    Modifier(pattern="(?:<the>)?<startof><of><the>?", of="part", mod="START"),
    Modifier(pattern="(?:<the>)?<endof><of><the>?", of="part", mod="END"),
    Modifier(pattern="<endof><hyphen>", of="part", mod="END"),
    Modifier(pattern="<the>?<first><half><of><the>?", of="round", mod="START"),
    Modifier(pattern="<the>?<second|last><half><of><the>?", of="round", mod="END"),
    Modifier(pattern="(?:<the>)?<midof><of><the>?", of="part", mod="MID"),
    Modifier(pattern="<approx>", of="about", mod="APPROX"),
    Modifier(pattern="<circasign><dot>", of="about", mod="APPROX"),
    Modifier(pattern="<nearly>", of="size", mod="LESS_THAN"),
    Modifier(pattern="<more><than>|<over>", of="number", mod="MORE_THAN"),
    Modifier(pattern="<less><than>|<under>", of="size", mod="LESS_THAN"),
    Modifier(pattern="<at><least>", of="size", mod="EQUAL_OR_MORE"),
    Modifier(pattern="<up><to>", of="size", mod="EQUAL_OR_LESS"),
)

BEHIND = (
    Modifier(pattern="<or><so>", of="any", mod="APPROX"),
    Modifier(pattern="<or><more|later>", of="any", mod="EQUAL_OR_MORE"),
    Modifier(pattern="<or><less>", of="any", mod="EQUAL_OR_LESS"),
)


@lru_cache(maxsize=4)
def _compiled(
    lexicon: Lexicon,
) -> tuple[list[tuple[re.Pattern[str], Modifier]], list[tuple[re.Pattern[str], Modifier]]]:
    classes = load_classes(lexicon)
    return (
        [(compile_pattern(f"(?:{m.pattern})", classes), m) for m in BEFORE],
        [(compile_pattern(f"(?:{m.pattern})", classes), m) for m in BEHIND],
    )


def add_modifiers(drafts: Sequence[Draft], sentence: Sentence, parse: Parse, lexicon: Lexicon) -> list[Draft]:
    """Return the drafts of a sentence with the modifiers around them taken in."""
    before, behind = _compiled(lexicon)
    out: list[Draft] = []
    floor = 0
    for i, item in enumerate(drafts):
        roof = drafts[i + 1].first if i + 1 < len(drafts) else len(sentence.classes)
        wider = _widen(item, sentence, parse, before, behind, floor, roof)
        out.append(wider)
        floor = wider.end
    return out


def _widen(item: Draft, sentence: Sentence, parse: Parse, before: list, behind: list, floor: int, roof: int) -> Draft:  # type: ignore[type-arg]
    kind = _kind(item)
    if not kind:
        return item
    for pattern, modifier in behind:
        match = pattern.match(sentence.classes, item.end, roof)
        if match and modifier.of in {"any", kind}:
            item = replace(item, end=match.end(), mod=modifier.mod)
            break
    for length in range(4, 0, -1):
        start = item.first - length
        if start < floor:
            continue
        for pattern, modifier in before:
            if _fits(modifier, item, kind, sentence, parse) and pattern.fullmatch(sentence.classes, start, item.first):
                return replace(item, first=start, mod=modifier.mod)
    return item


def _fits(modifier: Modifier, item: Draft, kind: str, sentence: Sentence, parse: Parse) -> bool:
    """Tell whether a modifier may stand before a draft."""
    if modifier.of == "number":
        if kind != "size" or sentence.lower(item.first) in {"the", "these", "those"}:
            return False
        token = token_at(replace(item, first=item.first - 1), sentence, parse, 0)
        return sentence.lower(item.first - 1) != "over" or parse.deps[token] != "prep"
    if modifier.of == "round":
        return kind == "part" and item.grain in {"DE", "CE"}
    if modifier.of == "about":
        return not item.rule.startswith("weekday")
    return modifier.of == kind


def _kind(item: Draft) -> str:
    """Return which modifiers a draft takes."""
    if item.type is TimexType.DURATION or item.rule in {"ago", "later"}:
        return "size"
    if item.type is TimexType.SET or item.value in {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}:
        return ""
    return "part"
