"""A reading: everything onrecord made of one report."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

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
        self._check(self.pointers())

    def _check(self, pointers: Iterable[Span]) -> None:
        length = len(self.report.text)
        for span in pointers:
            if span.end > length:
                raise SpanError(f"{self.report.id}: span [{span.start}, {span.end}) ends after {length}")

    def extended(self, gives: str, found: Found[Any]) -> Self:
        """Return this reading with what a stage found; what stood in it was checked before and is not checked again.

        Args:
            gives: The field of the found items.

        Raises:
            SpanError: A pointer of a found item ends after the report's text.
        """
        self._check(_POINTERS[gives](found.items))
        new = copy(self)
        object.__setattr__(new, gives, found.items)
        object.__setattr__(new, "diagnostics", self.diagnostics + found.diagnostics)
        return new

    def pointers(self) -> Iterator[Span]:
        """Yield every span of every item."""
        for residue in self.report.residue:
            yield residue.span
        yield from self.sentences
        for name, pointers in _POINTERS.items():
            yield from pointers(getattr(self, name))


def _of_entities(items: Iterable[Entity]) -> Iterator[Span]:
    for entity in items:
        yield from (m.span for m in entity.mentions)
        yield from (o.mention for o in entity.offices if o.mention)


def _of_quotations(items: Iterable[Attribution | Quotation]) -> Iterator[Span]:
    for item in items:
        yield from (*item.content, *item.cue, *item.source)


def _of_timexes(items: Iterable[Timex]) -> Iterator[Span]:
    return (t.span for t in items)


def _of_events(items: Iterable[Event]) -> Iterator[Span]:
    for event in items:
        yield from event.trigger
        if event.cue:
            yield event.cue


def _of_figures(items: Iterable[Figure]) -> Iterator[Span]:
    for figure in items:
        yield figure.span
        yield from (s for s in (figure.counted, figure.head, figure.by_words) if s)


_POINTERS: dict[str, Callable[[Any], Iterator[Span]]] = {
    "entities": _of_entities,
    "attributions": _of_quotations,
    "quotations": _of_quotations,
    "timexes": _of_timexes,
    "events": _of_events,
    "figures": _of_figures,
}
