"""The versioned JSON of a reading: what outside programs read.

References: ``docs/formats/record.md``; ``src/onrecord/model/schema/reading-1.json`` is its JSON Schema.
"""

from typing import Any, TypeVar

import msgspec

from onrecord.errors import ContractError
from onrecord.model.entities import Entity
from onrecord.model.events import Event
from onrecord.model.figures import Figure
from onrecord.model.quotations import Quotation
from onrecord.model.reading import Diagnostic, MadeBy, Reading
from onrecord.model.report import Report
from onrecord.model.spans import Spans
from onrecord.model.timexes import Timex

T = TypeVar("T")

READING_SCHEMA = "onrecord/reading/1"

LISTS = ("entities", "quotations", "timexes", "events", "figures")


def encode_json(value: Any) -> bytes:
    """Encode any value of the model as JSON with sorted keys, UTF-8, without spaces."""
    return msgspec.json.encode(value, order="sorted", enc_hook=_plain)


def _plain(value: Any) -> Any:
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


def decode_json(data: bytes | str, kind: type[T]) -> T:
    """Decode JSON into a value of the model.

    Raises:
        ContractError: The JSON is malformed or breaks the record format.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise ContractError(f"not a valid {kind.__name__}: {error}") from error


def reading_document(reading: Reading) -> dict[str, Any]:
    """Return the reading as the document of the record format, ready for :func:`encode_json`."""
    report = reading.report
    return {
        "schema": READING_SCHEMA,
        "report": {
            "id": report.id,
            "path": report.path,
            "sha256": report.sha256,
            "title": report.title,
            "outlet": report.outlet,
            "byline": report.byline,
            "language": report.language,
            "length": len(report.text),
            "published": report.published,
        },
        "residue": report.residue,
        "sentences": reading.sentences,
        **{name: getattr(reading, name) for name in LISTS},
        "diagnostics": reading.diagnostics,
        "made_by": reading.made_by,
    }


def reading_from_document(data: bytes | str, report: Report) -> Reading:
    """Make a reading from its document and the report it was made of.

    Raises:
        ContractError: The document is malformed, of another schema, or of another report.
        SpanError: A pointer does not lie in the report's text.
    """
    document = decode_json(data, _Document)
    if document.schema != READING_SCHEMA:
        raise ContractError(f"schema {document.schema!r} is not {READING_SCHEMA!r}")
    if document.report.get("id") != report.id or document.report.get("length") != len(report.text):
        raise ContractError(f"the document is of report {document.report.get('id')!r}, not of {report.id!r}")
    return Reading(
        report=report,
        sentences=document.sentences,
        entities=document.entities,
        quotations=document.quotations,
        timexes=document.timexes,
        events=document.events,
        figures=document.figures,
        diagnostics=document.diagnostics,
        made_by=document.made_by,
    )


class _Document(msgspec.Struct, frozen=True):
    """The shape of the document while it is decoded."""

    schema: str
    report: dict[str, Any]
    sentences: Spans
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    timexes: tuple[Timex, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    diagnostics: tuple[Diagnostic, ...]
    made_by: MadeBy
