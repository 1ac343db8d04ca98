"""Reads a written date: for datelines, metadata, file names and what a person types."""

import re
from functools import lru_cache

from onrecord.model.anchoring.values import bounds

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s])")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|T)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+)?(\d{4})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([^\W\d_]{3,9})\.?,?\s+(\d{4})\b")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_LEAD = re.compile(r"^(?:[^\W\d_]{3,9}(?:day)?\.?,?\s+(?:the\s+)?)?(?=\S)")


def parse_date(text: str) -> tuple[str, str] | None:
    """Read one written date as EDTF.

    Args:
        text: The date and nothing else but a weekday before it and a clock time behind it, for example
            ``2019-03-01``, ``2019-03``, ``20190301``, ``March 1, 2019``, ``Fri, 1 Mar 2019 10:00:00 GMT``,
            ``25.12.2019``.

    Returns:
        EDTF text and its precision, ``day``, ``month`` or ``year``; ``3/4/2019`` gives both readings as a set
        (``[2019-03-04,2019-04-03]``) of precision ``day``. None when it is no date or lacks its year.

    Example:
        >>> parse_date("Friday, March 1, 2019"), parse_date("Mar. 2019"), parse_date("March 1")
        (('2019-03-01', 'day'), ('2019-03', 'month'), None)
    """
    text = text.strip()
    if not text:
        return None
    for pattern, order in ((_COMPACT, "ymd"), (_ISO, "ymd"), (_NUMBERS, "?")):
        if match := pattern.match(text):
            return _from_numbers(match) if order == "?" else _made(*match.groups())
    for start in {0, _LEAD.match(text).end()}:  # type: ignore[union-attr]
        if match := _MONTH_FIRST.match(text, start):
            month, day, year = match.groups()
            if number := month_number(month):
                return _made(year, number, day)
        if match := _DAY_FIRST.match(text, start):
            day, month, year = match.groups()
            if number := month_number(month):
                return _made(year, number, day)
    return None


def _made(year: str, month: str | int | None = None, day: str | None = None) -> tuple[str, str] | None:
    value = f"{int(year):04d}"
    precision = "year"
    for part, name in ((month, "month"), (day, "day")):
        if part:
            value, precision = f"{value}-{int(part):02d}", name
    return (value, precision) if bounds(value) else None


def _from_numbers(match: re.Match[str]) -> tuple[str, str] | None:
    """Read 25/12/2019; where day and month may change places, keep both."""
    first, second, year = match.groups()
    found = {made[0] for m, d in ((first, second), (second, first)) if (made := _made(year, m, d))}
    if not found:
        return None
    return (found.pop() if len(found) == 1 else f"[{','.join(sorted(found))}]"), "day"


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    from dateutil.parser import parserinfo

    return {name.lower(): number for number, names in enumerate(parserinfo.MONTHS, 1) for name in names}


def month_number(name: str) -> int | None:
    """Return 1 to 12 for an English month's name or its short form, else None.

    Example:
        >>> month_number("Sept"), month_number("Smarch")
        (9, None)
    """
    return _months().get(name.lower().rstrip("."))
