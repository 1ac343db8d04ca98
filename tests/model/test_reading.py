"""A reading grows by what stages find, and only new pointers are checked."""

import pytest

from onrecord.errors import SpanError
from onrecord.model import Diagnostic, Found, Reading, Span, Timex
from onrecord.testing import make_report

REPORT = make_report("It rained on Tuesday.")


def timex(end):
    return Timex(id="t1", span=Span(13, end), type="DATE")


def test_found_items_are_added():
    reading = Reading(report=REPORT)
    doubt = Diagnostic(stage="timexes", code="vague")
    more = reading.extended("timexes", Found(items=(timex(20),), diagnostics=(doubt,)))
    assert more == Reading(report=REPORT, timexes=(timex(20),), diagnostics=(doubt,))
    assert reading == Reading(report=REPORT)


def test_a_pointer_beyond_the_text_is_refused():
    with pytest.raises(SpanError, match="ends after 21"):
        Reading(report=REPORT).extended("timexes", Found(items=(timex(22),)))
    with pytest.raises(SpanError, match="ends after 21"):
        Reading(report=REPORT, timexes=(timex(22),))
