"""Lines: the items of a reading under the ids they carry in a story."""

from collections.abc import Iterator

from onrecord.model.entities import Entity
from onrecord.model.events import Event
from onrecord.model.figures import Figure
from onrecord.model.ids import make_id
from onrecord.model.quotations import Quotation
from onrecord.model.reading import Reading
from onrecord.model.spans import Spans
from onrecord.model.timexes import Timex

Item = Entity | Quotation | Timex | Event | Figure


def line_kind(item: Item) -> str:
    """Return ``entity``, ``quotation``, ``timex``, ``event`` or ``figure``."""
    return type(item).__name__.lower()


def line_spans(item: Item) -> Spans:
    """Return the spans that a line points at: content, trigger, number, words or first mention."""
    match item:
        case Quotation():
            return item.content
        case Event():
            return item.trigger
        case Figure() | Timex():
            return (item.span,)
        case Entity():
            return tuple(m.span for m in item.mentions[:1])


def line_ids(reading: Reading) -> dict[str, str]:
    """Return the story-wide id of every item of a reading, by its id inside the reading.

    The id depends on the report's id, the kind and the place of the line alone (and for an event on its
    type), so the same report gives the same ids whenever and beside whatever it is read.
    """
    out: dict[str, str] = {}
    taken: set[str] = set()
    for item in iter_items(reading):
        kind = line_kind(item)
        extra = item.type if isinstance(item, Event) else ""
        nth = 0
        while (name := make_id(kind, reading.report.id, line_spans(item), extra, nth)) in taken:
            nth += 1
        taken.add(name)
        out[item.id] = name
    return out


def iter_items(reading: Reading) -> Iterator[Item]:
    """Yield every item of a reading, kind by kind, in text order."""
    yield from reading.entities
    yield from reading.quotations
    yield from reading.timexes
    yield from reading.events
    yield from reading.figures
