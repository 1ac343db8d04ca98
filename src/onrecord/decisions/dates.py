"""Dates that people give."""

from onrecord.errors import InputError
from onrecord.model.anchoring import edtf_bounds


def check_date(text: str) -> str:
    """Return a date as EDTF.

    Args:
        text: ``2019-03-01``, ``2019-03``, ``2019`` or any other EDTF date or interval.

    Raises:
        InputError: It is none.

    Example:
        >>> check_date(" 2019-03-01 ")
        '2019-03-01'
    """
    value = text.strip()
    if edtf_bounds(value) is None:
        raise InputError(f"{text!r} is no date; write it as 2019-03-01, 2019-03 or 2019")
    return value
