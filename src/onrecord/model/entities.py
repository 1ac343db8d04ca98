"""Entities of one report: people, governments, organisations, places, and every mention of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onrecord.model.spans import Span


class EntityType(StrEnum):
    """What an entity is, decided once for the entity and not per mention."""

    PERSON = "person"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    OTHER = "other"


class MentionForm(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention: the narrow span of the name, description or pronoun.

    Attributes:
        span: Where it stands.
        form: Name, nominal (a description) or pronoun.
        score: How sure the link to the entity is, 0 to 1.
    """

    span: Span
    form: MentionForm
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that the text, or the table of offices, says an entity holds.

    Attributes:
        office: The words, for example ``prime minister``.
        of: Whose office, for example ``Japan``; None when not said.
        mention: Where the text says so; None when only the table of offices says so.
        status: ``current``, ``former``, ``future`` or ``acting`` at the report's date, as the text puts it.
        source: ``text`` or the name of the table.
    """

    office: str
    of: str | None = None
    mention: Span | None = None
    status: str = "current"
    source: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity of a report.

    Attributes:
        id: ``E1``, ``E2`` … in order of first mention.
        name: The fullest name form, or the description where there is no name.
        names: Every distinct name form, fullest first.
        country: ISO 3166 alpha-3, or None.
        sector: PLOVER sector (``GOV``, ``MIL`` …), or None.
    """

    id: str
    name: str
    type: EntityType
    names: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    offices: tuple[Office, ...] = ()
    mentions: tuple[Mention, ...] = ()


class MentionIndex:
    """Finds the mentions in a stretch of text by binary search.

    Args:
        entities: The entities of one reading.
    """

    __slots__ = ("_longest", "_rows", "_starts")

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._rows = sorted(
            ((m.span.start, -m.span.end, m, e) for e in entities for m in e.mentions),
            key=lambda row: (row[0], row[1], row[3].id),
        )
        self._starts = [row[0] for row in self._rows]
        self._longest = max((len(row[2].span) for row in self._rows), default=0)

    def within(self, span: Span) -> list[tuple[Mention, Entity]]:
        """Return the mentions that lie wholly inside the span, in text order, longest first at one place."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return [(m, e) for _, _, m, e in self._rows[first:last] if m.span.end <= span.end]

    def touching(self, span: Span) -> list[tuple[Mention, Entity]]:
        """Return the mentions that share a code point with the span, in text order."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_right(self._starts, span.end - 1)
        return [(m, e) for _, _, m, e in self._rows[first:last] if m.span.overlaps(span)]
