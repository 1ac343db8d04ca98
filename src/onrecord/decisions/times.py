"""What a person says a time means holds: nothing that the machine read in the words may move it again."""

from dataclasses import replace

from onrecord.errors import ContractError
from onrecord.model import Timex, TimexType
from onrecord.model.anchoring import bounds, edtf_bounds, parse_relative, to_edtf
from onrecord.model.anchoring.values import narrow

MEANING = frozenset({"value", "edtf", "earliest", "latest"})
"""Fields of a timex that say when it was; a person who gives one takes the time off what it hung on."""

GIVEN = "given"
"""Rule name of a time whose meaning a person gave."""


def settle_timex(timex: Timex, field: str) -> Timex:
    """Return a timex, one field of which a person has just set, with its other fields in step.

    It hangs on nothing any more, so dating the report later leaves it alone; EDTF, earliest and latest follow a
    corrected value, and the value follows a corrected EDTF text.

    Args:
        timex: With the person's value in the field.
        field: Name of that field; anything but :data:`MEANING` leaves the timex as it is.

    Raises:
        ContractError: The value or EDTF text names a day that no calendar has.

    Example:
        >>> from onrecord.model import Span
        >>> t = Timex(id="T1", span=Span(0, 7), type=TimexType.DATE, value="2019-03-05", anchor="published",
        ...           relative="base:published bare:XXXX-WXX-2 weekday:2:past")
        >>> after = settle_timex(t, "value")
        >>> after.edtf, after.anchor, after.relative
        ('2019-03-05', 'none', None)
    """
    if field not in MEANING:
        return timex
    free = replace(timex, relative=None, anchor="none", rule=GIVEN)
    if field == "value":
        return _by_value(free)
    return _by_edtf(free) if field == "edtf" else free


def _by_value(timex: Timex) -> Timex:
    blank = replace(timex, edtf=None, earliest=None, latest=None)
    value = timex.value or ""
    if timex.type in {TimexType.DURATION, TimexType.SET}:
        return blank
    if (stretch := bounds(value)) is None:
        if value[:1].isdigit() and "X" not in value:
            raise ContractError(f"{value!r} is on no calendar; write it as 2019-03-01, 2019-03 or 2019")
        return replace(blank, edtf=to_edtf(value))
    first, last = narrow(stretch, timex.mod)
    return replace(blank, edtf=to_edtf(value, timex.mod), earliest=first.isoformat(), latest=last.isoformat())


def _by_edtf(timex: Timex) -> Timex:
    if not timex.edtf:
        return replace(timex, value=None, edtf=None, earliest=None, latest=None)
    if (stretch := edtf_bounds(timex.edtf)) is None:
        raise ContractError(f"{timex.edtf!r} is no EDTF date or interval")
    first, last = stretch
    same = timex.value if bounds(timex.value or "") == stretch else None
    plain = timex.edtf if bounds(timex.edtf) else None
    return replace(timex, value=same or plain, earliest=first.isoformat(), latest=last.isoformat())


def loosen_timex(timex: Timex) -> Timex:
    """Return a timex brought back from a snapshot without its hold on another one, whose id may mean a third now."""
    if timex.relative is None or parse_relative(timex.relative).base in {"published", "none"}:
        return timex
    return replace(timex, relative=None, anchor="none")
