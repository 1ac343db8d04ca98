"""Placeholder, replaced by the owner of this stage within the hour."""

from onrecord.model import Found, Reading, Timex
from onrecord.resources import Resources


def find_timexes(reading: Reading, resources: Resources) -> Found[Timex]:
    """Find nothing yet."""
    del reading, resources
    return Found()
