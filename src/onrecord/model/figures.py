"""Figures: how many, of what, out of what, by whose count, as of when."""

from dataclasses import dataclass

from onrecord.model.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        id: ``F1``, ``F2`` … in text order.
        span: The words of the number, with its bounds and unit.
        low, high: The bounds, None where open ("at least 5": low 5, high None).
        approximate: Whether the text gives it as about right.
        unit: ``count``, a currency code, ``percent``, a unit's name …; None when unknown.
        counted: The words for what is counted, or None; for a part without a noun, those of its whole.
        head: The head noun of ``counted``, or None.
        place: Entity id of the place that stands with the counted thing, or None.
        of: Id of the figure this is a part of, or a number that the text gives, or None.
        by: Entity id of whose count it is, or None.
        by_words: The words that name whose count it is, also where no entity is known, or None.
        as_of: Id of the timex, or None.
        said_in: Id of the quotation it stands in, or None.
        event: Id of the event it belongs to, or None.
        change: ``rose``, ``fell``, ``revised up``, ``revised down`` or None.
        same_as: Id of the earlier figure of the report that this one repeats, or None.
        rule: The rule that made it.
    """

    id: str
    span: Span
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str | None = None
    counted: Span | None = None
    head: Span | None = None
    place: str | None = None
    of: str | float | None = None
    by: str | None = None
    by_words: Span | None = None
    as_of: str | None = None
    said_in: str | None = None
    event: str | None = None
    change: str | None = None
    same_as: str | None = None
    rule: str = ""
