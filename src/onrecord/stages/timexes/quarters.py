"""Company results: "a year earlier" after a quarter is that quarter a year before.

"The quarter" and "the latest period" are the one spoken of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import TimexType
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Classes, Sentence

REACH = 12
"""Sentences that a quarter stays spoken of."""

COMPARING = frozenset({"with", "from", "than"})

YEAR_BACK = ("shift", "-1", "Y")


def settle_quarters(drafts: Sequence[Draft], sentences: Mapping[int, Sentence], classes: Classes) -> list[Draft]:
    """Return the drafts with everything that hangs on a quarter tied to the draft that names it.

    Args:
        drafts: Of the whole report, in text order.
        sentences: Their sentences.
        classes: For the signs of money.
    """
    out: list[Draft] = []
    spoken: int | None = None
    for i, item in enumerate(drafts):
        sentence = sentences[item.sentence]
        named = _ended(item, drafts[i + 1 : i + 2], sentence) if spoken is None else item
        found = _settle(named, spoken, drafts, sentence, classes)
        out.append(found)
        if found.grain == "Q" and not _looks_back(found):
            spoken = i
        elif found.type is TimexType.DURATION and found.value in {"P9M", "P6M", "P1Y"}:
            spoken = None if spoken is not None and drafts[spoken].sentence != item.sentence else spoken
    return out


def _ended(item: Draft, behind: Sequence[Draft], sentence: Sentence) -> Draft:
    """Return "the quarter ended July 31" as the quarter of the calendar in which most of it lies."""
    if item.rule != "the-quarter" or not behind or behind[0].first != item.end + 1:
        return item
    date = re.fullmatch(r"(\d{4}|XXXX)-(\d\d)(?:-(\d\d))?", behind[0].value or "")
    if date is None or sentence.lower(item.end) not in {"ended", "ending"}:
        return item
    middle = int(date[2]) - (2 if (date[3] or "31") < "11" else 1)
    number = (middle - 1) % 12 // 3 + 1
    if date[1] == "XXXX":
        pattern = f"XXXX-Q{number}"
        return replace(item, hangs="published", value=pattern, steps=(("fill", pattern, "past"),))
    return replace(item, hangs="", value=f"{int(date[1]) - (middle < 1)}-Q{number}", steps=())


def _looks_back(item: Draft) -> bool:
    return item.rule in {"year-quarter", "year-ago-quarter", "year-ago", "a-year-ago-quarter"}


def _settle(item: Draft, spoken: int | None, drafts: Sequence[Draft], sentence: Sentence, classes: Classes) -> Draft:
    if item.hangs == "quarter":
        return _quarter(item, None if spoken is None else drafts[spoken], spoken)
    near = spoken is not None and item.sentence - drafts[spoken].sentence <= REACH
    here = spoken is not None and item.sentence == drafts[spoken].sentence
    if (
        near
        and item.steps == (YEAR_BACK,)
        and item.rule in {"ago", "later"}
        and (here or _about_money(sentence, classes))
    ):
        return replace(
            item,
            hangs="draft",
            target=spoken,
            value="XXXX-QX",
            grain="Q",
            steps=(("shift", "-4", "Q"),),
            rule="a-year-ago-quarter",
        )
    if item.rule == "later" and item.steps == (YEAR_BACK,) and sentence.lower(item.first - 1) in COMPARING:
        return replace(item, hangs="published")
    return item


def _quarter(item: Draft, spoken: Draft | None, place: int | None) -> Draft:
    """Tie a quarter to the one spoken of; without one it is the last that was over when the report came out."""
    if item.rule == "year-quarter":
        return replace(item, hangs="draft" if spoken else "", target=place, steps=item.steps if spoken else ())
    if item.value != "XXXX-QX":
        return replace(item, hangs="published")  # "the year-ago third quarter" names its own
    if place is not None:
        return replace(item, hangs="draft", target=place)
    if item.rule == "year-ago":
        return replace(item, hangs="published", value="XXXX", grain="Y", steps=(YEAR_BACK,))
    count = "-5" if item.rule == "year-ago-quarter" else "-1"
    return replace(item, hangs="published", steps=(("shift", count, "Q"),))


def _about_money(sentence: Sentence, classes: Classes) -> bool:
    money = classes.members["currency"]
    return any(c in money for c in sentence.classes) or "%" in sentence.lowers
