"""Decisions: what people decided, pointing at their target by content, and the lines they decide on."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from onrecord.model.spans import Spans


class Verb(StrEnum):
    """What a person may decide."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    UNSURE = "unsure"
    DATE = "date"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    PREFER = "prefer"
    HOLD = "hold"
    RELEASE = "release"
    UNDO = "undo"


class Review(StrEnum):
    """Where a line stands between the machine and the people."""

    MACHINE = "machine"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    STALE = "stale"
    ORPHAN = "orphan"


class Evidence(StrEnum):
    """How directly a line is on the record."""

    ASSERTED = "asserted"
    QUOTED = "quoted"
    RELAYED = "relayed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a decision points at: by content, so that it outlives ids, models and file names.

    Attributes:
        kind: ``report``, ``entity``, ``quotation``, ``timex``, ``event`` or ``figure``.
        line: The line's id when it was decided; a hint, never trusted alone.
        report: The report's id.
        path: The report's path then, to find an edited version of it.
        text_sha256: Hash of the report's whole text then.
        spans: Where the words stood in that text.
        exact: The words themselves.
        prefix, suffix: Up to 40 code points before and after them.
        label: The type of an event or the name of an entity then; two lines may share their words.
    """

    kind: str
    line: str
    report: str
    path: str
    text_sha256: str
    spans: Spans = ()
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; never changed, never deleted: an ``undo`` is another decision.

    Attributes:
        id: Made from the content and the moment.
        at: UTC time in ISO 8601.
        who: Whoever decided, as they gave their name.
        verb: What was decided.
        targets: One line or report; several for ``merge`` and ``split``.
        field, value: The corrected field and its new value; the date for ``date``.
        snapshot: The line as it then was; what ``add`` adds.
        reason: In the person's words.
        undoes: Id of the decision that this one takes back.
    """

    id: str
    at: str
    who: str
    verb: Verb
    targets: tuple[Target, ...] = ()
    field: str | None = None
    value: Any = None
    snapshot: dict[str, Any] | None = None
    reason: str = ""
    undoes: str | None = None


class Outcome(StrEnum):
    """Whether a decision still applies."""

    APPLIED = "applied"
    STALE = "stale"
    ORPHAN = "orphan"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOutcome:
    """What became of one decision on the record as it stands, with the reason."""

    decision: str
    outcome: Outcome
    reason: str = ""
    line: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the record: an item of a reading with what people decided about it.

    Attributes:
        id: Story-wide id.
        kind: ``entity``, ``quotation``, ``timex``, ``event`` or ``figure``.
        report: Id of the report.
        local: Id inside the reading.
        spans: What it points at; empty for an orphan.
        quote: The words the spans cut from the stored text.
        sentence: The whole sentence around them.
        item: The item as the record format writes it, corrections applied.
        said_by: Names of whoever is said to have said it, outermost relay last; empty when the reporter asserts it.
        evidence: How directly it is on the record.
        review: Where it stands between machine and people.
        held: Whether it is held back as sensitive.
        marks: Further marks: ``unsure``, ``preferred``.
        decisions: Ids of every decision on it that applies, oldest first.
    """

    id: str
    kind: str
    report: str
    local: str
    spans: Spans
    quote: str
    sentence: str
    item: dict[str, Any]
    said_by: tuple[str, ...] = ()
    evidence: Evidence = Evidence.ASSERTED
    review: Review = Review.MACHINE
    held: bool = False
    marks: tuple[str, ...] = ()
    decisions: tuple[str, ...] = field(default_factory=tuple)
