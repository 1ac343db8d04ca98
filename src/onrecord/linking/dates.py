"""Dates as spans of days, so that doubt can be compared."""

import re
from calendar import monthrange
from datetime import date

from onrecord.linking.facts import When

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?$")


def bounds_of(edtf: str) -> tuple[int, int] | None:
    """Return first and last day (ordinals) of an EDTF year, month, day or interval; None for other forms.

    Example:
        >>> from datetime import date
        >>> [date.fromordinal(d).isoformat() for d in bounds_of("2019-02")]
        ['2019-02-01', '2019-02-28']
    """
    first, _, last = edtf.partition("/")
    low, high = _point(first), _point(last or first)
    if low is None or high is None:
        return None
    return low[0], high[1]


def _point(text: str) -> tuple[int, int] | None:
    found = _POINT.match(text)
    if not found:
        return None
    year, month, day = (int(g) if g else None for g in found.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def make_when(edtf: str | None, earliest: str | None = None, latest: str | None = None) -> When | None:
    """Return the span of days of an EDTF text or of ISO bounds, or None when it is open or unknown."""
    days = _iso_bounds(earliest, latest) or (bounds_of(edtf) if edtf else None)
    if days is None:
        return None
    low, high = days
    return When(edtf=edtf or _edtf(low, high), earliest=low, latest=high)


def _iso_bounds(earliest: str | None, latest: str | None) -> tuple[int, int] | None:
    if not earliest or not latest:
        return None
    low, high = _point(earliest[:10]), _point(latest[:10])
    if low is None or high is None or low[0] > high[1]:
        return None
    return low[0], high[1]


def _edtf(low: int, high: int) -> str:
    first, last = iso_day(low), iso_day(high)
    return first if first == last else f"{first}/{last}"


def iso_day(day: int) -> str:
    """Return a day's ISO date."""
    return date.fromordinal(day).isoformat()


def gap_days(left: When, right: When) -> int:
    """Return how many days lie between two spans, 0 when they overlap."""
    return max(0, left.earliest - right.latest, right.earliest - left.latest)


def hull(left: When | None, right: When | None) -> When | None:
    """Return the narrower of two dates that overlap; None where either is missing or they do not meet."""
    if left is None or right is None or gap_days(left, right):
        return None
    return left if left.days <= right.days else right
