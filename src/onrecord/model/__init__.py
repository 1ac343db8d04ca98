"""The values: frozen, compared by content, written as JSON by one codec."""

from onrecord.model.entities import Entity, EntityType, Mention, MentionForm, MentionIndex, Office
from onrecord.model.events import Event, EventType, Factuality
from onrecord.model.figures import Figure
from onrecord.model.lines import Item, iter_items, line_ids, line_kind, line_spans
from onrecord.model.links import (
    FigureVerdict,
    Judge,
    Judgement,
    Link,
    LinkOf,
    TimelineEntry,
    Verdict,
)
from onrecord.model.paragraphs import find_paragraphs
from onrecord.model.parse import Parse, make_parse
from onrecord.model.quotations import Attribution, Quotation, QuotationKind
from onrecord.model.reading import EMPTY_PARSE, Diagnostic, Found, MadeBy, Reading
from onrecord.model.report import (
    FoundBy,
    Grade,
    Note,
    Published,
    PublishedMethod,
    Rejection,
    Report,
    Residue,
    SourceMap,
)
from onrecord.model.spans import Span, Spans, cover, cut_spans, make_spans
from onrecord.model.timexes import Timex, TimexType

__all__ = [
    "EMPTY_PARSE",
    "Attribution",
    "Diagnostic",
    "Entity",
    "EntityType",
    "Event",
    "EventType",
    "Factuality",
    "Figure",
    "FigureVerdict",
    "Found",
    "FoundBy",
    "Grade",
    "Item",
    "Judge",
    "Judgement",
    "Link",
    "LinkOf",
    "MadeBy",
    "Mention",
    "MentionForm",
    "MentionIndex",
    "Note",
    "Office",
    "Parse",
    "Published",
    "PublishedMethod",
    "Quotation",
    "QuotationKind",
    "Reading",
    "Rejection",
    "Report",
    "Residue",
    "SourceMap",
    "Span",
    "Spans",
    "TimelineEntry",
    "Timex",
    "TimexType",
    "Verdict",
    "cover",
    "cut_spans",
    "find_paragraphs",
    "iter_items",
    "line_ids",
    "line_kind",
    "line_spans",
    "make_parse",
    "make_spans",
]
