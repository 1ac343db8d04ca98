"""Links a figure to the earlier one of the report that it repeats."""

from collections.abc import Sequence

from onrecord.model import Parse
from onrecord.stages.figures.drafts import Draft


def find_repeats(parse: Parse, drafts: Sequence[Draft]) -> list[int | None]:
    """Return for each draft the index of the first one that says the same, or None.

    Same means equal bounds and unit, and the same head noun (or the same missing noun for measures); numbers
    below three are too common to be the same by themselves.

    Cost: linear, by a dictionary.
    """
    first: dict[tuple[object, ...], int] = {}
    found: list[int | None] = []
    for i, draft in enumerate(drafts):
        key = _key(parse, draft)
        if key is None:
            found.append(None)
            continue
        found.append(first.get(key))
        first.setdefault(key, i)
    return found


def _key(parse: Parse, draft: Draft) -> tuple[object, ...] | None:
    quantity = draft.quantity
    noun = parse.lemmas[draft.head].lower() if draft.head is not None else None
    if noun is None or (quantity.unit is None and draft.value < 3):
        return None
    return quantity.low, quantity.high, quantity.unit, noun
