"""One step of a relative time: from a day of the base to a calendar value."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.model.anchoring.values import Bounds, bounds


def take_step(step: tuple[str, ...], day: date, whole: str | None, width: int) -> str | None:
    """Return the calendar value that a step reaches from a day, or None if it reaches none.

    Args:
        step: Name and arguments, see :mod:`onrecord.model.anchoring.relative`.
        day: A day of the base.
        whole: The base's own value where it has one.
        width: Days between the first and last day of the base.
    """
    name, *args = step
    try:
        match name:
            case "shift":
                return _shift(day, int(args[0]), args[1], whole)
            case "weekday":
                return _weekday(day, int(args[0]), args[1])
            case "fill":
                return _fill(day, args[0], args[1], width)
            case "holiday":
                return _holiday(day, args[0], args[1], args[2])
            case "clock":
                return None if width else day.isoformat() + args[0]
            case "weekend":
                return _weekend(day, args[0])
            case "half":
                return f"{day.year:04d}-H{args[0]}"
            case "turn":
                return _turn(day, args[0])
            case "digits":
                return f"{day.year:04d}"[: int(args[0])]
            case "year":
                return f"{args[0]}{whole[4:]}" if whole else None
            case "keep":
                return whole
    except (ValueError, OverflowError):
        return None  # outside the years 1 to 9999
    return None


def _shift(day: date, count: int, unit: str, whole: str | None) -> str | None:
    if unit in {"H", "MIN"}:
        return _shift_clock(whole, count, unit)
    if unit == "D":
        return (day + timedelta(days=count)).isoformat()
    if unit in {"W", "WE"}:
        year, week, _ = (day + timedelta(weeks=count)).isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "Y":
        return f"{_year(day.year + count):04d}"
    if unit == "DE":
        return f"{_year(day.year + 10 * count):04d}"[:3]
    if unit == "CE":
        return f"{_year(day.year + 100 * count):04d}"[:2]
    months = {"M": 1, "Q": 3, "SE": 3}[unit] * count
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if unit == "Q":
        return f"{_year(year):04d}-Q{month // 3 + 1}"
    return f"{_year(year):04d}-{month + 1:02d}"


def _shift_clock(whole: str | None, count: int, unit: str) -> str | None:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d)(?::(\d\d))?", whole or "")
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0) + count * (60 if unit == "H" else 1)
    day = date.fromisoformat(match[1]) + timedelta(days=minutes // 1440)
    hour, minute = divmod(minutes % 1440, 60)
    return (
        f"{day.isoformat()}T{hour:02d}:{minute:02d}" if match[3] or unit == "MIN" else f"{day.isoformat()}T{hour:02d}"
    )


def _turn(day: date, direction: str) -> str:
    """Return the year that begins a century: the last one gone by, the coming one, or the one a story goes on to."""
    count = day.year // 100 + (0 if direction == "past" else 1)
    return f"{_year(100 * count):04d}"


def _year(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return year


def _weekday(day: date, weekday: int, direction: str) -> str:
    ahead = (weekday - day.isoweekday()) % 7
    behind = (day.isoweekday() - weekday) % 7
    if direction == "same":
        move = weekday - day.isoweekday()
    elif direction == "past":
        move = -behind
    elif direction == "future":
        move = ahead
    elif direction == "last":
        move = -(behind or 7)
    elif direction == "next":
        move = ahead or 7
    elif direction == "nextweek":
        move = 7 + weekday - day.isoweekday()
    elif direction == "lastweek":
        move = weekday - day.isoweekday() - 7
    else:
        move = ahead if ahead <= behind else -behind
    return (day + timedelta(days=move)).isoformat()


def _weekend(day: date, direction: str) -> str | None:
    """Return the weekend that is on or last went by, or the coming one."""
    weeks = 0 if day.isoweekday() >= 6 or direction in {"future", "near", "present"} else -1
    return _shift(day, weeks, "WE", None)


def _fill(day: date, pattern: str, direction: str, width: int) -> str | None:
    """Fill the unknown year (and month) of a pattern from a day of the base."""
    if pattern.startswith("XXXX-XX-"):
        return _pick(day, direction, width, lambda k: _in_month(day, pattern, k), gap=15)
    reach = 9 if pattern.endswith("-02-29") else 2  # the next leap day may be eight years away
    return _pick(day, direction, width, lambda k: f"{_year(day.year + k):04d}{pattern[4:]}", reach)


def _in_month(day: date, pattern: str, k: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + k, 12)
    return f"{_year(year):04d}-{month + 1:02d}-{pattern[8:]}"


def _holiday(day: date, country: str, name: str, direction: str) -> str | None:
    return _pick(day, direction, 0, lambda k: holiday_date(country, name, day.year + k))


def holiday_date(country: str, name: str, year: int) -> str | None:
    """Return the ISO date of a named day in a year, or None when it has none there.

    Args:
        country: ISO code of the country that keeps the day, ``hebrew``, or ``-`` for a fixed day or one that moves
            with Easter.
        name: The library's name of the day, ``MM-DD``, or ``easter+N`` in days.
        year: Gregorian year.
    """
    if re.fullmatch(r"\d\d-\d\d", name):
        return f"{_year(year):04d}-{name}"
    if name.startswith("easter"):
        from dateutil.easter import easter

        return (easter(_year(year)) + timedelta(days=int(name[6:] or 0))).isoformat()
    if country == "hebrew":
        from convertdate import holidays as hebrew

        return "{:04d}-{:02d}-{:02d}".format(*getattr(hebrew, name)(_year(year)))
    import holidays

    found = holidays.country_holidays(country, years=_year(year)).get_named(name.replace("_", " "), lookup="exact")
    return min(found).isoformat() if found else None


def _pick(
    day: date,
    direction: str,
    width: int,
    make: Callable[[int], str | None],
    reach: int = 2,
    gap: int = 240,
) -> str | None:
    """Return the value of the year (or month) that the direction asks for."""
    if direction == "same":
        return _existing(make(0))
    if direction == "flow":
        return _existing(make(_flow(day, make(0), width, gap)))
    options = _options(make, reach)
    before = [o for o in options if o[1][0] <= day]
    after = [o for o in options if o[1][1] >= day]
    if direction in {"last", "next"}:
        before = [o for o in before if o[1][1] < day]
        after = [o for o in after if o[1][0] > day]
    if direction in {"past", "last"}:
        return before[-1][0] if before else None
    if direction in {"future", "next"}:
        return after[0][0] if after else None
    return _nearest(day, direction, before, after)


def _options(make: Callable[[int], str | None], reach: int) -> list[tuple[str, Bounds]]:
    """Return the values of the years (or months) around, with their days, in order."""
    return [(v, days) for k in range(-reach, reach + 1) if (v := make(k)) and (days := bounds(v))]


def _nearest(
    day: date, direction: str, before: list[tuple[str, Bounds]], after: list[tuple[str, Bounds]]
) -> str | None:
    """Return the nearer of the last one before and the first one after.

    ``pastish`` and ``futureish`` take the other side only when it is much nearer, as for a coming date in a
    sentence about the past.
    """
    if not before or not after:
        return None
    back = max(0, (day - before[-1][1][1]).days)
    ahead = max(0, (after[0][1][0] - day).days)
    factor = {"near": 1.0, "pastish": 0.25, "futureish": 4.0}.get(direction, 1.0)
    return before[-1][0] if back * factor <= ahead else after[0][0]


def _existing(value: str | None) -> str | None:
    return value if value and bounds(value) else None


def _flow(day: date, value: str | None, width: int, gap: int) -> int:
    """Return 1 when a story that has reached a day late in the year goes on early in the next."""
    stretch = bounds(value) if value else None
    if stretch is None or width > (0 if gap < 31 else 31):
        return 0
    return 1 if (day - stretch[0]).days >= gap else 0
