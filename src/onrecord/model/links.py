"""What holds across reports: judged links, figure verdicts, the timeline."""

from dataclasses import dataclass
from enum import StrEnum


class LinkOf(StrEnum):
    """What the two ends of a link are."""

    ENTITY = "entity"
    QUOTATION = "quotation"
    EVENT = "event"
    FIGURE = "figure"
    REPORT = "report"


class Judgement(StrEnum):
    """What is judged of two lines."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    PART_OF = "part-of"
    VARIANT_OF = "variant-of"
    COPY_OF = "copy-of"


class Judge(StrEnum):
    """Who judged."""

    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A judged edge between two lines of a story (or two reports).

    Attributes:
        left, right: Line ids in the story, ``left < right`` but for ``part-of`` and ``copy-of``,
            where the left is part or copy of the right.
        score: 0 to 1.
        reason: One sentence a reader can check.
    """

    left: str
    right: str
    of: LinkOf
    judgement: Judgement
    score: float
    reason: str
    by: Judge = Judge.MACHINE


class FigureVerdict(StrEnum):
    """What two figures about the same thing are to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    PART_OF = "part-of"
    DIFFERENT_THING = "different-thing"
    LATER_COUNT = "later-count"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A verdict on figures; they are never averaged, and none is dropped."""

    figures: tuple[str, ...]
    verdict: FigureVerdict
    reason: str
    by: Judge = Judge.MACHINE


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event of the story with its date and its weight.

    Attributes:
        event: Id of the event line that stands for its cluster.
        date: EDTF text, or None when unknown.
        earliest, latest: ISO dates that bound it, or None.
        reports: How many reports tell of it.
        origins: How many of them are independent.
        weight: Rank by importance; larger is more important.
        lines: Ids of every event line of the cluster.
    """

    event: str
    date: str | None
    earliest: str | None
    latest: str | None
    reports: int
    origins: int
    weight: float
    lines: tuple[str, ...] = ()
