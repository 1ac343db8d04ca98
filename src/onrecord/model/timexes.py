"""Time expressions: the words, the value, the doubt, and what it hangs on."""

from dataclasses import dataclass
from enum import StrEnum

from onrecord.model.spans import Span


class TimexType(StrEnum):
    """TimeML's four types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """One time expression.

    Attributes:
        id: ``T1``, ``T2`` … in text order.
        span: The words.
        type: TimeML type.
        value: TIMEX3 value as far as it is known, underspecified where it is not (``XXXX-WXX-2``).
        edtf: EDTF text, or None while no calendar value is known.
        earliest, latest: ISO dates that bound it, or None.
        anchor: ``published``, the id of another timex, or ``none``.
        relative: What the words and their context say, enough to anchor it later without the text
            (see :mod:`onrecord.model.anchoring.relative`); None if absolute.
        mod: TIMEX3 modifier (``START``, ``END``, ``APPROX``, ``LESS_THAN`` …), or None.
        rule: The rule that made the value.
        until: Id of the timex that ends the range which this one begins ("from 1977 to 1983"), or None.
    """

    id: str
    span: Span
    type: TimexType
    value: str | None = None
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    anchor: str = "none"
    relative: str | None = None
    mod: str | None = None
    rule: str = ""
    until: str | None = None
