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


MOST_SPEECH = 0.04
"""Share of sentences with "say" or "tell" that a history may have; news has several times as many."""


def is_narrative(drafts: Sequence[Draft], parse: Parse) -> bool:
    """Tell whether dates without a year go on from the date before.

    A history has several dates with their year, at most one word in five as many that points at the day of
    writing, and hardly anybody who says something.
    """
    dated = sum(1 for d in drafts if not d.hangs and d.grain in {"D", "M", "Y", "S", "Q", "T"})
    pointing = sum(1 for d in drafts if (d.rule in DEICTIC and d.hangs == "published") or d.value == "PRESENT_REF")
    if dated < FEWEST or pointing * 5 > dated:
        return False
    spoken = parse.lemmas.count("say") + parse.lemmas.count("tell")
    return spoken <= max(1, MOST_SPEECH * len(parse.sentences))
