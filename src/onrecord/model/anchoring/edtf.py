"""EDTF text as a stretch of days: what a publication date may be written as."""

import re
from datetime import date

from onrecord.model.anchoring.values import Bounds, bounds

_MARKS = re.compile("[~?%]")
_NUMBERED = re.compile(r"(\d{4})-(2[1-4]|3[3-6])")


def edtf_bounds(text: str) -> Bounds | None:
    """Return the first and last day that an EDTF date, interval or set may mean, or None.

    Args:
        text: For example ``2019``, ``2019-03``, ``2019-03-01``, ``2019-03/2019-04``, ``[2019-03-01..2019-03-09]``,
            ``201X``, ``2019-03-01T10:00:00Z``.

    Example:
        >>> edtf_bounds("2019-03/2019-04")
        (datetime.date(2019, 3, 1), datetime.date(2019, 4, 30))
    """
    text = _MARKS.sub("", text.strip())
    if text[:1] in "[{" and text[-1:] in "]}":
        text = text[1:-1]
    parts = [p for p in re.split(r"/|\.\.|,", text) if p.strip()]
    if not parts or text.startswith(("/", "..")) or text.endswith(("/", "..")):
        return None
    stretches = [_one(p.strip()) for p in parts]
    known: list[Bounds] = [s for s in stretches if s]
    if len(known) != len(stretches):
        return None
    return min(s[0] for s in known), max(s[1] for s in known)


def _one(text: str) -> Bounds | None:
    if match := _NUMBERED.fullmatch(text):
        number = int(match[2])
        name = ("SP", "SU", "FA", "WI")[number - 21] if number < 30 else f"Q{number - 32}"
        return bounds(f"{match[1]}-{name}")
    if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
        text = text[:10]
    if match := re.fullmatch(r"(\d{4}-\d\d)-XX", text):
        text = match[1]
    try:
        return bounds(text)
    except ValueError:
        return None


def is_day(text: str | None) -> bool:
    """Tell whether an EDTF text names one day."""
    if not text:
        return False
    stretch = edtf_bounds(text)
    return stretch is not None and stretch[0] == stretch[1] and isinstance(stretch[0], date)
