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
        relative: What the words alone say, enough to anchor it later without the text; None if absolute.
        rule: The rule that made the value.
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
