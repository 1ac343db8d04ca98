"""The record format: schema, sorted keys, round trip, clear errors."""

import json

import jsonschema
import pytest

from onrecord.errors import ContractError, SpanError
from onrecord.model import Reading, Span, line_ids
from onrecord.model.codec import encode_json, reading_document, reading_from_document
from onrecord.model.schemas import FILE, reading_schema
from onrecord.testing import make_reading, make_report


def test_the_schema_that_ships_is_current():
    assert json.loads(FILE.read_text()) == reading_schema(), "run onrecord.model.schemas.write_schema()"


def test_an_empty_reading_keeps_the_contract():
    document = json.loads(encode_json(reading_document(make_reading("Nothing."))))
    jsonschema.validate(document, reading_schema())
    assert list(document) == sorted(document)


def test_a_reading_survives_the_trip():
    reading = make_reading("Ja 🎉 ok.", sentences=(Span(0, 8),))
    again = reading_from_document(encode_json(reading_document(reading)), reading.report)
    assert reading_document(again) == reading_document(reading)


@pytest.mark.parametrize("bad", [b"{", b"[]", b'{"schema": "other"}', b"\xff"])
def test_broken_documents_are_refused(bad):
    with pytest.raises(ContractError):
        reading_from_document(bad, make_report("x"))


def test_a_document_of_another_report_is_refused():
    data = encode_json(reading_document(make_reading("one")))
    with pytest.raises(ContractError, match="not of"):
        reading_from_document(data, make_report("two"))


def test_a_pointer_outside_the_text_is_refused():
    with pytest.raises(SpanError):
        Reading(report=make_report("abc"), sentences=(Span(1, 9),))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_impossible_spans_are_refused(start, end):
    with pytest.raises(SpanError):
        Span(start, end)


def test_ids_depend_on_content_alone():
    reading = make_reading("abc abc", sentences=())
    assert line_ids(reading) == line_ids(make_reading("abc abc"))
