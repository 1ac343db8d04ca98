"""The JSON Schema of a reading, made from the values themselves so that the two cannot drift apart."""

import json
from pathlib import Path
from typing import Any

import msgspec

from onrecord.model.codec import LISTS, READING_SCHEMA
from onrecord.model.entities import Entity
from onrecord.model.events import Event
from onrecord.model.figures import Figure
from onrecord.model.quotations import Quotation
from onrecord.model.reading import Diagnostic, MadeBy
from onrecord.model.report import Published, Residue
from onrecord.model.spans import Span
from onrecord.model.timexes import Timex

FILE = Path(__file__).parent / "schema" / "reading-1.json"

TYPES = (Entity, Quotation, Timex, Event, Figure, Diagnostic, MadeBy, Published, Residue, Span)


def reading_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of ``onrecord read --json``."""
    refs, components = msgspec.json.schema_components(TYPES, ref_template="#/$defs/{name}")
    entity, quotation, timex, event, figure, diagnostic, made_by, published, residue, span = refs
    known = {"type": ["string", "null"]}
    rows = dict(zip(LISTS, (entity, quotation, timex, event, figure), strict=True))
    report = {
        "id": {"type": "string"},
        "path": {"type": "string"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "title": known,
        "outlet": known,
        "byline": known,
        "language": known,
        "length": {"type": "integer", "minimum": 0},
        "published": published,
    }
    fields = {
        "schema": {"const": READING_SCHEMA},
        "report": {
            "type": "object",
            "properties": report,
            "required": sorted(report),
            "additionalProperties": False,
        },
        "residue": {"type": "array", "items": residue},
        "sentences": {"type": "array", "items": span},
        **{name: {"type": "array", "items": ref} for name, ref in rows.items()},
        "diagnostics": {"type": "array", "items": diagnostic},
        "made_by": made_by,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": READING_SCHEMA,
        "type": "object",
        "properties": fields,
        "required": sorted(fields),
        "additionalProperties": False,
        "$defs": components,
    }
    plain: dict[str, Any] = json.loads(json.dumps(schema))  # tuples become the lists that a file holds
    return plain


def write_schema() -> None:
    """Write the schema to the file that ships; run it after a value changed."""
    FILE.write_text(json.dumps(reading_schema(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
