"""Attributions as a reader marks them, and quotations with their structure."""

from dataclasses import dataclass
from enum import StrEnum

from onrecord.model.spans import Spans


class QuotationKind(StrEnum):
    """How much of the content stands in quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Content, cue and source as a span reader marks them, before anything is resolved.

    Attributes:
        content: What is attributed; never empty.
        cue: The words that attribute it; may be empty.
        source: The words that name whose it is; may be empty.
        score: How sure the reader is, 0 to 1.
        reader: ``fast``, ``accurate`` or ``both``.
    """

    content: Spans
    cue: Spans = ()
    source: Spans = ()
    score: float = 1.0
    reader: str = "fast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One statement, whose it is, and who passed it on.

    Attributes:
        id: ``Q1``, ``Q2`` … in text order.
        kind: Direct, mixed or indirect.
        content, cue, source: Spans of the report's text.
        speaker: Entity id, or None when not known well enough.
        addressee: Entity id, or the words; None when not said.
        medium: The words that say where or through what ("in a statement"), or None.
        occasion: The words that say when or at what event, or None.
        inside: Id of the quotation that relays this one, or None.
        relayed_by: Entity ids or names of those who passed it on, outermost first.
        strength: Class of the cue: ``said``, ``claimed``, ``denied``, ``admitted``, ``believed`` …
        negated: Whether the text says that it was *not* said.
        speaker_score: How sure the speaker is, 0 to 1.
        score: How sure the whole line is, 0 to 1.
        rule: The rule or reader that made it.
    """

    id: str
    kind: QuotationKind
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speaker: str | None = None
    addressee: str | None = None
    medium: str | None = None
    occasion: str | None = None
    inside: str | None = None
    relayed_by: tuple[str, ...] = ()
    strength: str = "said"
    negated: bool = False
    speaker_score: float = 0.0
    score: float = 1.0
    rule: str = ""
