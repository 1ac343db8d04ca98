"""TIMEX3 values as days and as EDTF; EDTF as days."""

import pytest

from onrecord.model.anchoring.edtf import edtf_bounds, is_day
from onrecord.model.anchoring.values import bounds, narrow, to_edtf

VALUES = [
    ("2019", "2019", "2019-01-01", "2019-12-31"),
    ("2019-02", "2019-02", "2019-02-01", "2019-02-28"),
    ("2020-02", "2020-02", "2020-02-01", "2020-02-29"),
    ("2019-03-01", "2019-03-01", "2019-03-01", "2019-03-01"),
    ("2019-W10", "2019-03-04/2019-03-10", "2019-03-04", "2019-03-10"),
    ("2019-W10-WE", "2019-03-09/2019-03-10", "2019-03-09", "2019-03-10"),
    ("2019-Q1", "2019-33", "2019-01-01", "2019-03-31"),
    ("2019-H2", "2019-07-01/2019-12-31", "2019-07-01", "2019-12-31"),
    ("2019-SU", "2019-22", "2019-06-01", "2019-09-23"),
    ("2019-WI", "2019-24", "2019-01-01", "2020-03-20"),
    ("197", "197X", "1970-01-01", "1979-12-31"),
    ("19", "19XX", "1900-01-01", "1999-12-31"),
    ("2019-03-01TNI", "2019-03-01", "2019-03-01", "2019-03-01"),
    ("2019-03-01T10:35", "2019-03-01", "2019-03-01", "2019-03-01"),
]


@pytest.mark.parametrize(("value", "edtf", "first", "last"), VALUES)
def test_value_has_days_and_edtf_with_the_same_days(value, edtf, first, last):
    low, high = bounds(value)
    assert (low.isoformat(), high.isoformat()) == (first, last)
    assert to_edtf(value) == edtf
    assert edtf_bounds(edtf) == (low, high)


@pytest.mark.parametrize(
    "value", ["XXXX", "XXXX-03-03", "XXXX-WXX-2", "PAST_REF", "P2Y", "2019-02-30", "2019-W54", "", "2019-QX"]
)
def test_no_calendar_value_has_no_days(value):
    assert bounds(value) is None
    assert to_edtf(value) is None


def test_before_the_era():
    assert to_edtf("BC0044") == "-0043"


def test_modifiers_narrow_and_approximate():
    assert [d.isoformat() for d in narrow(bounds("2019-03"), "END")] == ["2019-03-16", "2019-03-31"]
    assert to_edtf("1650", "APPROX") == "1650~"


@pytest.mark.parametrize("text", ["", "../2019", "2019/..", "soon", "2019-13", "[2019-03-04..]"])
def test_open_or_broken_edtf_has_no_days(text):
    assert edtf_bounds(text) is None


def test_sets_and_times():
    assert [d.isoformat() for d in edtf_bounds("[2019-03-04,2019-04-03]")] == ["2019-03-04", "2019-04-03"]
    assert is_day("2019-03-01T10:00:00Z")
    assert not is_day("2019-03")
