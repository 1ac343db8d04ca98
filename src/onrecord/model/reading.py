"""A reading: everything onrecord made of one report."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from onrecord.errors import SpanError
from onrecord.model.entities import Entity
from onrecord.model.events import Event
from onrecord.model.figures import Figure
from onrecord.model.parse import Parse, make_parse
from onrecord.model.quotations import Attribution, Quotation
from onrecord.model.report import Report
from onrecord.model.spans import Span
from onrecord.model.timexes import Timex

T = TypeVar("T")

EMPTY_PARSE = make_parse(
    starts=[],
    ends=[],
    words=[],
    lemmas=[],
    pos=[],
    tags=[],
    deps=[],
    heads=[],
    entity=[],
    entity_begins=[],
    sentences=[],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A doubt or a loss that a stage wants a person to know of.

    Attributes:
        stage: Name of the stage.
        code: Stable, lower case with hyphens; listed in the stage's docstring.
        span: Where, or None for the whole report.
        message: One sentence.
    """

    stage: str
    code: str
    span: Span | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """What a stage gives: new items and diagnostics."""

    items: tuple[T, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made a reading: versions of the program, the stages and the models, digest of the lexicon."""

    onrecord: str = ""
    stages: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    lexicon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything made of one report.

    ``parse``, ``tags`` and ``attributions`` live only while stages run; they are in no document.

    Raises:
        SpanError: A pointer of any item ends after the report's text.
    """

    report: Report
    parse: Parse = EMPTY_PARSE
    tags: object | None = None
    sentences: tuple[Span, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    timexes: tuple[Timex, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    made_by: MadeBy = field(default_factory=MadeBy)

    def __post_init__(self) -> None:
        length = len(self.report.text)
        for span in self.pointers():
            if span.end > length:
                raise SpanError(f"{self.report.id}: span [{span.start}, {span.end}) ends after {length}")

    def pointers(self) -> Iterator[Span]:
        """Yield every span of every item."""
        for residue in self.report.residue:
            yield residue.span
        yield from self.sentences
        for entity in self.entities:
            yield from (m.span for m in entity.mentions)
            yield from (o.mention for o in entity.offices if o.mention)
        for attribution in self.attributions:
            yield from (*attribution.content, *attribution.cue, *attribution.source)
        for quotation in self.quotations:
            yield from (*quotation.content, *quotation.cue, *quotation.source)
        yield from (t.span for t in self.timexes)
        for event in self.events:
            yield from event.trigger
            if event.cue:
                yield event.cue
        for figure in self.figures:
            yield figure.span
            yield from (s for s in (figure.counted, figure.head, figure.by_words) if s)
