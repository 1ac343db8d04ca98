"""Whether a text tells a history, dating by its own earlier dates, or reports news, dating by its publication.

Decided from the words alone and never from the publication date, so that dating a report later changes nothing
but values.
"""

from collections.abc import Sequence

from onrecord.model import Parse
from onrecord.stages.timexes.grammar import Draft

DEICTIC = (
    "deictic", "near-unit", "weekday", "weekday-part", "ago", "part-of-day", "near-name", "earlier-in", "counted",
)  # fmt: skip
"""Rules of words that point at the day of writing."""

FEWEST = 4
"""Dates with their year that a history has at least."""

FEWEST_UNSPOKEN = 2
"""Dates with their year that are enough where nothing points at the day of writing and nobody says anything."""

GOING_ON = 3
"""Dates of a month or a day that such a short history has at least, with or without their year."""

MOST_SPEECH = 0.04
"""Share of sentences with "say" or "tell" that a history may have; news has several times as many."""


def is_narrative(drafts: Sequence[Draft], parse: Parse) -> bool:
    """Tell whether dates without a year go on from the date before.

    A history has several dates with their year, at most one word in five as many that points at the day of
    writing, and hardly anybody who says something. A short one has fewer dates, begins with one that names its
    day or month, and goes on in days and months.
    """
    dated = [d for d in drafts if not d.hangs and d.grain in {"D", "M", "Y", "S", "Q", "T"}]
    pointing = sum(1 for d in drafts if (d.rule in DEICTIC and d.hangs == "published") or d.value == "PRESENT_REF")
    spoken = parse.lemmas.count("say") + parse.lemmas.count("tell")
    if len(dated) < FEWEST:
        return not pointing and not spoken and _goes_on(drafts, dated)
    return pointing * 5 <= len(dated) and spoken <= max(1, MOST_SPEECH * len(parse.sentences))


def _goes_on(drafts: Sequence[Draft], dated: Sequence[Draft]) -> bool:
    """Tell whether a text begins with a full date and goes on in days and months, as a short history does."""
    calendar = [d for d in drafts if d.grain in {"D", "M", "S", "T"} and d.hangs in {"", "year"}]
    begins = bool(calendar) and bool(dated) and calendar[0] is dated[0]
    return begins and len(dated) >= FEWEST_UNSPOKEN and len(calendar) >= GOING_ON
