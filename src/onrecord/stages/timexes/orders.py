"""Day or month first: a report that writes 25/12/2018 once means 4 March by 4/3/2019."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Sentence


def settle_orders(drafts: Sequence[Draft], sentences: Mapping[int, Sentence]) -> list[Draft]:
    """Return the drafts with dates of unclear order read as the clear ones of the report are written.

    Where no date is clear, or they contradict each other, both readings stay.
    """
    orders = {_order(_parts(d, sentences)) for d in drafts if d.rule == "numeric-clear"} - {""}
    if len(orders) != 1:
        return list(drafts)
    order = orders.pop()
    return [_settled(d, _parts(d, sentences), order) if d.rule == "numeric-ambiguous" else d for d in drafts]


def _parts(draft: Draft, sentences: Mapping[int, Sentence]) -> list[str]:
    return sentences[draft.sentence].lower(draft.first).replace(".", "/").split("/")


def _order(parts: list[str]) -> str:
    """Return ``dm`` or ``md`` where a number above 12 tells, else an empty string."""
    first, second = int(parts[0]), int(parts[1])
    return "dm" if first > 12 else "md" if second > 12 else ""


def _settled(draft: Draft, parts: list[str], order: str) -> Draft:
    month = parts[1] if order == "dm" else parts[0]
    options = (draft.value or "")[1:-1].split(",")
    value = next((o for o in options if o[5:7] == month.zfill(2)), draft.value)
    return replace(draft, value=value, rule="numeric-by-context")
