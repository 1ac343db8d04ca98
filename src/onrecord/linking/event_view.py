"""An event as it is compared."""

from dataclasses import dataclass

from onrecord.linking.facts import EventFact, ReportSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event with what its report and the entity clusters say of it."""

    fact: EventFact
    summary: ReportSummary
    actor: frozenset[str]
    recipient: frozenset[str]
    place: str | None
    countries: frozenset[str]
    occasion: str
    stems: frozenset[str]
    families: frozenset[str]

    @property
    def line(self) -> str:
        """Id of the line."""
        return self.fact.line
