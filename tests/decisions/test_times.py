"""What a person says a time means outlives every dating of the report."""

from dataclasses import replace

import pytest

from onrecord.decisions import apply_decisions, new_decision, target_of_line, target_of_report
from onrecord.decisions.fields import as_document, name_entities
from onrecord.model import Published, Span, Timex, TimexType, line_ids
from onrecord.model.anchoring import anchor_timexes
from onrecord.model.decisions import Outcome, Verb
from onrecord.testing import make_reading, span_of

TEXT = "The dam broke on Tuesday. The next day the valley was empty."


@pytest.fixture
def reading():
    timexes = (
        Timex(
            id="T1",
            span=span_of(TEXT, "Tuesday"),
            type=TimexType.DATE,
            relative="base:published bare:XXXX-WXX-2 weekday:2:past",
        ),
        Timex(
            id="T2",
            span=span_of(TEXT, "The next day"),
            type=TimexType.DATE,
            relative="base:T1 bare:XXXX-XX-XX shift:1:D",
        ),
    )
    made = make_reading(TEXT, sentences=(Span(0, 25), Span(26, len(TEXT))), timexes=timexes)
    return dated(made, "2019-03-13")


def dated(reading, value):
    """The reading of the report under another publication date, as a new run of the machine gives it."""
    published = Published(value=value)
    report = replace(reading.report, published=published)
    return replace(reading, report=report, timexes=anchor_timexes(reading.timexes, published))


def correct(reading, item, n=0, **more):
    target = target_of_line(reading.report, item, line_ids(reading)[item.id])
    snapshot = name_entities(target.kind, as_document(item), reading)
    return new_decision(Verb.CORRECT, [target], at=f"2026-01-01T00:00:0{n}", who="t", snapshot=snapshot, **more)


def date_report(reading, value, n=9):
    return new_decision(
        Verb.DATE, [target_of_report(reading.report)], at=f"2026-01-01T00:00:0{n}", who="t", value=value
    )


def test_bounds_follow_a_corrected_value_and_so_does_what_hangs_on_it(reading):
    assert [t.value for t in reading.timexes] == ["2019-03-12", "2019-03-13"]
    applied = apply_decisions(reading, [correct(reading, reading.timexes[0], field="value", value="2019-03-05")])
    first, second = applied.reading.timexes
    assert (first.value, first.edtf, first.earliest, first.latest) == ("2019-03-05",) * 4
    assert (first.relative, first.anchor, first.rule) == (None, "none", "given")
    assert (second.value, second.edtf) == ("2019-03-06", "2019-03-06")


@pytest.mark.parametrize("field", ["value", "edtf"])
def test_dating_the_report_leaves_a_persons_value_alone(reading, field):
    fix = correct(reading, reading.timexes[0], field=field, value="2019-03-05")
    for decisions in ([fix, date_report(reading, "2019-06-01")], [date_report(reading, "2019-06-01", 0), fix]):
        made = apply_decisions(reading, decisions).reading
        assert [t.value for t in made.timexes] == ["2019-03-05", "2019-03-06"]
        again = anchor_timexes(made.timexes, Published(value="2001-01-01"))
        assert [t.value for t in again] == ["2019-03-05", "2019-03-06"]


def test_a_machine_value_still_follows_the_date(reading):
    made = apply_decisions(reading, [date_report(reading, "2019-06-01")]).reading
    assert [t.value for t in made.timexes] == ["2019-05-28", "2019-05-29"]


def test_other_fields_leave_the_time_hanging_where_it_was(reading):
    made = apply_decisions(reading, [correct(reading, reading.timexes[0], field="mod", value="APPROX")]).reading
    assert made.timexes[0].relative == reading.timexes[0].relative
    assert made.timexes[0].edtf == "2019-03-12~"


@pytest.mark.parametrize(
    ("value", "edtf", "earliest", "latest"),
    [
        ("2019-SU", "2019-22", "2019-06-01", "2019-09-23"),
        ("198", "198X", "1980-01-01", "1989-12-31"),
        ("BC0044", "-0043", None, None),
        ("XXXX-WXX-2", None, None, None),
        (None, None, None, None),
    ],
)
def test_every_kind_of_value(reading, value, edtf, earliest, latest):
    made = apply_decisions(reading, [correct(reading, reading.timexes[0], field="value", value=value)]).reading
    first = made.timexes[0]
    assert (first.value, first.edtf, first.earliest, first.latest) == (value, edtf, earliest, latest)


def test_the_value_follows_a_corrected_edtf_text(reading):
    for text, value in [("2019-03-05", "2019-03-05"), ("2019-03-05/2019-03-09", None), (None, None)]:
        made = apply_decisions(reading, [correct(reading, reading.timexes[0], field="edtf", value=text)]).reading
        assert made.timexes[0].value == value
        assert made.timexes[0].earliest == (text and "2019-03-05")


@pytest.mark.parametrize(("field", "value"), [("value", "2019-02-30"), ("edtf", "soon")])
def test_a_day_of_no_calendar_is_stale_with_its_reason(reading, field, value):
    applied = apply_decisions(reading, [correct(reading, reading.timexes[0], field=field, value=value)])
    assert applied.outcomes[0].outcome is Outcome.STALE
    assert value in applied.outcomes[0].reason
    assert applied.reading.timexes[0].value == "2019-03-12"


def test_a_time_brought_back_holds_on_to_no_other(reading):
    kept = correct(reading, reading.timexes[1], field="mod", value="START")
    made = apply_decisions(replace(reading, timexes=()), [kept]).reading
    assert (made.timexes[0].value, made.timexes[0].relative) == ("2019-03-13", None)
