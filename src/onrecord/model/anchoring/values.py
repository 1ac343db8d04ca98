"""TIMEX3 calendar values as stretches of days, and as EDTF text.

References: TimeML annotation guidelines 1.2.1 (values); EDTF, ISO 8601-2:2019 (levels 0 to 2).
"""

import calendar
import re
from datetime import date, timedelta

Bounds = tuple[date, date]
"""First and last day of a stretch, both inside it."""

_FORM = re.compile(
    r"""(?P<year>\d{4})(?:
          -(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?
        | -W(?P<week>\d\d)(?:-(?P<end>WE|[1-7]))?
        | -Q(?P<quarter>[1-4]) | -H(?P<half>[12])
        | -(?P<season>SP|SU|FA|WI))?
        (?P<clock>T(?:\d\d(?::\d\d){0,2}(?:Z|[+-]\d\d(?::?\d\d)?)?|MO|MI|AF|EV|NI|DT))?""",
    re.VERBOSE,
)
_ROUND = re.compile(r"(\d{1,3})(X*)")

SEASONS: dict[str, tuple[int, tuple[int, int], tuple[int, int], int]] = {
    "SP": (21, (3, 1), (6, 21), 0),
    "SU": (22, (6, 1), (9, 23), 0),
    "FA": (23, (9, 1), (12, 21), 0),
    "WI": (24, (1, 1), (3, 20), 1),
}
"""TIMEX3 season -> EDTF number, first and last (month, day), years that the last day lies later.

The days are the union of the meteorological and the astronomical season of the northern half. "The winter of
1941" may mean either winter that touches the year, so both are inside.
"""


def bounds(value: str) -> Bounds | None:
    """Return the first and last day of a TIMEX3 calendar value, or None if it has none.

    Args:
        value: For example ``1989-10``, ``1989-W43-WE``, ``1989-Q3``, ``198``, ``19XX``, ``1989-10-27TNI``.

    Example:
        >>> bounds("2019-Q1")
        (datetime.date(2019, 1, 1), datetime.date(2019, 3, 31))
    """
    if match := _FORM.fullmatch(value):
        try:
            return _bounds_of(match)
        except ValueError:
            return None
    if match := _ROUND.fullmatch(value):
        digits, rest = match.groups()
        if len(digits) + len(rest) > 4 or (rest and len(value) != 4):
            return None
        size = 10 ** (4 - len(digits))
        first = int(digits) * size
        return date(max(first, 1), 1, 1), date(first + size - 1, 12, 31)
    return None


def _bounds_of(match: re.Match[str]) -> Bounds:
    year = int(match["year"])
    if match["month"]:
        month = int(match["month"])
        if match["day"]:
            day = date(year, month, int(match["day"]))
            return day, day
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if match["week"]:
        return _week_bounds(year, int(match["week"]), match["end"])
    if match["quarter"]:
        first = 3 * int(match["quarter"]) - 2
        return date(year, first, 1), date(year, first + 2, calendar.monthrange(year, first + 2)[1])
    if match["half"]:
        return (date(year, 1, 1), date(year, 6, 30)) if match["half"] == "1" else (date(year, 7, 1), date(year, 12, 31))
    if match["season"]:
        _, first_day, last_day, later = SEASONS[match["season"]]
        return date(year, *first_day), date(year + later, *last_day)
    return date(year, 1, 1), date(year, 12, 31)


def _week_bounds(year: int, week: int, end: str | None) -> Bounds:
    monday = date.fromisocalendar(year, week, 1)
    if end == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if end:
        day = monday + timedelta(days=int(end) - 1)
        return day, day
    return monday, monday + timedelta(days=6)


def to_edtf(value: str, mod: str | None = None) -> str | None:
    """Return a TIMEX3 calendar value as EDTF text, or None if it names no stretch of the calendar.

    Clock times are left out: EDTF knows them only to the second, and precision is never invented.

    Args:
        value: A TIMEX3 value.
        mod: TIMEX3 modifier; ``APPROX`` becomes ``~``.

    Example:
        >>> to_edtf("1989-W43"), to_edtf("198"), to_edtf("1989-SU"), to_edtf("PAST_REF")
        ('1989-10-23/1989-10-29', '198X', '1989-22', None)
    """
    text = _edtf_of(value)
    if text and mod == "APPROX" and "/" not in text:
        return text + "~"
    return text


def _edtf_of(value: str) -> str | None:
    if value.startswith("BC") and len(value) == 4 and value[2:].isdigit():
        return f"-{int(value[2:]):02d}99/-{int(value[2:]):02d}00"
    if value.startswith("BC") and value[2:].isdigit():
        return f"-{int(value[2:]) - 1:04d}"
    stretch = bounds(value)
    if stretch is None:
        return None
    if match := _ROUND.fullmatch(value):
        return match[1].ljust(4, "X")
    match = _FORM.fullmatch(value)
    assert match
    if match["quarter"]:
        return f"{match['year']}-{32 + int(match['quarter'])}"
    if match["season"]:
        return f"{match['year']}-{SEASONS[match['season']][0]}"
    if match["half"] or match["week"]:
        first, last = stretch
        return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return value.partition("T")[0]


def narrow(stretch: Bounds, mod: str | None) -> Bounds:
    """Return the part of a stretch that a modifier leaves: its first half, middle half or last half.

    Example:
        >>> narrow((date(2019, 1, 1), date(2019, 12, 31)), "START")[1]
        datetime.date(2019, 7, 2)
    """
    first, last = stretch
    days = (last - first).days
    if mod == "START":
        return first, first + timedelta(days=days // 2)
    if mod == "END":
        return last - timedelta(days=days // 2), last
    if mod == "MID":
        return first + timedelta(days=days // 4), last - timedelta(days=days // 4)
    return stretch
