"""Whether a text tells a history, dating by its own earlier dates, or reports news, dating by its publication.

Decided from the words alone and never from the publication date, so that dating a report later changes nothing
but values.
"""

from collections.abc import Sequence

from onrecord.stages.timexes.grammar import Draft

DEICTIC = (
    "deictic", "near-unit", "weekday", "weekday-part", "ago", "part-of-day", "near-name", "earlier-in", "counted",
)  # fmt: skip
"""Rules of words that point at the day of writing."""

FEWEST = 4
"""Dates with their year that a history has at least."""


def is_narrative(drafts: Sequence[Draft]) -> bool:
    """Tell whether dates without a year go on from the date before.

    A history has several dates with their year, and at most one word in five as many that points at the day of
    writing.
    """
    dated = sum(1 for d in drafts if not d.hangs and d.grain in {"D", "M", "Y", "S", "Q", "T"})
    pointing = sum(1 for d in drafts if d.rule in DEICTIC and d.hangs == "published")
    return dated >= FEWEST and pointing * 5 <= dated
