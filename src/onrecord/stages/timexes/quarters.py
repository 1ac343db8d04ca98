"""Company results: "a year earlier" after a quarter is that quarter a year before.

"The quarter" and "the latest period" are the one spoken of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import TimexType
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Classes, Sentence

REACH = 4
"""Sentences that a quarter stays spoken of."""

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
        found = _settle(item, spoken, drafts, sentences[item.sentence], classes)
        out.append(found)
        if found.grain == "Q" and found.hangs and not _looks_back(found):
            spoken = i
        elif found.type is TimexType.DURATION and found.value in {"P9M", "P6M", "P1Y"}:
            spoken = None if spoken is not None and drafts[spoken].sentence != item.sentence else spoken
    return out


def _looks_back(item: Draft) -> bool:
    return item.rule in {"year-ago-quarter", "year-ago", "a-year-ago-quarter"}


def _settle(item: Draft, spoken: int | None, drafts: Sequence[Draft], sentence: Sentence, classes: Classes) -> Draft:
    if item.hangs == "quarter":
        return _quarter(item, spoken)
    near = spoken is not None and item.sentence - drafts[spoken].sentence <= REACH
    if near and item.steps == (YEAR_BACK,) and item.rule in {"ago", "later"} and _about_money(sentence, classes):
        return replace(
            item,
            hangs="draft",
            target=spoken,
            value="XXXX-QX",
            grain="Q",
            steps=(("shift", "-4", "Q"),),
            rule="a-year-ago-quarter",
        )
    return item


def _quarter(item: Draft, spoken: int | None) -> Draft:
    """Tie a quarter to the one spoken of; without one it is the last that was over when the report came out."""
    if spoken is not None:
        return replace(item, hangs="draft", target=spoken)
    if item.rule == "year-ago":
        return replace(item, hangs="published", value="XXXX", grain="Y", steps=(YEAR_BACK,))
    count = "-5" if item.rule == "year-ago-quarter" else "-1"
    return replace(item, hangs="published", steps=(("shift", count, "Q"),))


def _about_money(sentence: Sentence, classes: Classes) -> bool:
    money = classes.members["currency"]
    return any(c in money for c in sentence.classes) or "%" in sentence.lowers
