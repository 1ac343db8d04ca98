"""What linking keeps of a report: compact values that pickle and have a JSON form.

A store keeps a :class:`ReportSummary` beside the reading; linking a story reads summaries alone.
"""

from dataclasses import dataclass

from onrecord.model.entities import EntityType
from onrecord.model.events import EventType, Factuality
from onrecord.model.quotations import QuotationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date with its doubt.

    Attributes:
        edtf: EDTF text.
        earliest, latest: Days as proleptic ordinals (1 January of year 1 is day 1).
    """

    edtf: str
    earliest: int
    latest: int

    @property
    def days(self) -> int:
        """How many days the span covers, at least 1."""
        return self.latest - self.earliest + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFact:
    """An office as the report puts it: words, whose, and whether it was held at the report's date."""

    office: str
    of: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFact:
    """One entity of a report.

    Attributes:
        line: Line id in the story.
        named: Whether any mention is a name.
        mentions: How often it is mentioned.
        context: Packed hashes of the content stems of the sentence of its first mention.
    """

    line: str
    name: str
    type: EntityType
    names: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    offices: tuple[OfficeFact, ...] = ()
    named: bool = True
    mentions: int = 1
    context: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationFact:
    """One quotation of a report.

    Attributes:
        text: Its content, spans joined.
        speaker, addressee: Line ids of entities, or None.
        inside: Line id of the quotation that relays it.
        relayed_by: Line ids or names.
        origin: The agency that its sentence credits, or None.
    """

    line: str
    kind: QuotationKind
    text: str
    speaker: str | None = None
    speaker_name: str | None = None
    addressee: str | None = None
    inside: str | None = None
    relayed_by: tuple[str, ...] = ()
    strength: str = "said"
    negated: bool = False
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """One event of a report.

    Attributes:
        trigger: Its words.
        actor, recipient: Line ids of entities.
        place: Line id of an entity, or None.
        context: Packed hashes of the content stems of its sentence.
        names: Packed hashes of the stems that stand capitalised inside its sentence, and of its numbers.
        position: Start of the trigger over the length of the report, 0 to 1.
        origin: The agency that its sentence credits, or None.
    """

    line: str
    type: EventType
    trigger: str
    mode: str | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: str | None = None
    when: When | None = None
    factuality: Factuality = Factuality.HAPPENED
    said_in: str | None = None
    context: bytes = b""
    names: bytes = b""
    position: float = 0.0
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFact:
    """One figure of a report.

    Attributes:
        text: Its words.
        counted: The words for what is counted, or None.
        of: Line id of the figure it is a part of, or None.
        of_value: The number it is a part of where the text only gives the number.
        by: Line id of the entity whose count it is.
        by_name: Its name.
        event: Line id of its event.
        trigger: Words of its event's trigger.
        context: Packed hashes of the content stems of its sentence.
        names: As in :class:`EventFact`.
    """

    line: str
    text: str
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str | None = None
    counted: str | None = None
    of: str | None = None
    of_value: float | None = None
    by: str | None = None
    by_name: str | None = None
    as_of: When | None = None
    change: str | None = None
    event: str | None = None
    trigger: str | None = None
    event_when: When | None = None
    said_in: str | None = None
    same_as: str | None = None
    context: bytes = b""
    names: bytes = b""
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """Everything linking needs of one report; about 5 kB for a report of 500 words.

    Attributes:
        report: Id of the report.
        published: Its date, or None while unknown.
        words: How many words it has outside of residue.
        digest: Hash of the words outside of residue: equal for exact copies.
        sketch: Packed hashes of its 5-shingles.
        numbers: Packed hashes of its numbers.
        terms: Packed hashes of its content stems.
        headline: Packed hashes of the content stems of its title and of the headline in its address.
        lead: Packed hashes of the content stems of its title and first sentences.
        names: Packed hashes of the stems that stand capitalised inside its sentences.
        phrases: Packed hashes of neighbouring capitalised words.
        ages: Packed hashes of the ages it gives people.
        days: Every day that its time expressions name exactly, with repeats, sorted.
        credits: Agencies that it says it took words from.
    """

    report: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: When | None = None
    words: int = 0
    digest: str = ""
    sketch: bytes = b""
    numbers: bytes = b""
    terms: bytes = b""
    headline: bytes = b""
    lead: bytes = b""
    names: bytes = b""
    phrases: bytes = b""
    ages: bytes = b""
    days: tuple[int, ...] = ()
    credits: tuple[str, ...] = ()
    entities: tuple[EntityFact, ...] = ()
    quotations: tuple[QuotationFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()
