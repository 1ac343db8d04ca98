"""Events: what happened or is said to happen, to whom, and whether it did."""

from dataclasses import dataclass
from enum import StrEnum

from onrecord.model.spans import Span, Spans


class EventType(StrEnum):
    """PLOVER's sixteen root types, and two that it lacks."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    STATE = "STATE"
    DENY = "DENY"


class Factuality(StrEnum):
    """Whether it happened, as the text puts it."""

    HAPPENED = "happened"
    PLANNED = "planned"
    DENIED = "denied"
    ALLEGED = "alleged"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event.

    Attributes:
        id: ``V1``, ``V2`` … in text order.
        trigger: The words that name the event.
        type: PLOVER root type, STATE or DENY.
        mode: PLOVER mode, or None.
        actor, recipient: Entity ids.
        place: Entity id, or None.
        time: Timex id, or None.
        factuality: Whether it happened, as the text puts it.
        cue: The words that show the factuality, or None for a plain assertion.
        said_in: Id of the quotation it stands in, or None.
        score: How sure the type is, 0 to 1.
        rule: The rule or model that made it.
    """

    id: str
    trigger: Spans
    type: EventType
    mode: str | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: str | None = None
    time: str | None = None
    factuality: Factuality = Factuality.HAPPENED
    cue: Span | None = None
    said_in: str | None = None
    score: float = 1.0
    rule: str = ""
