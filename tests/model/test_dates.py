"""Dates as written."""

import pytest

from onrecord.model.dates import month_number, parse_date

CASES = [
    ("2019-03-01", ("2019-03-01", "day")),
    ("2019-03", ("2019-03", "month")),
    ("2019", ("2019", "year")),
    ("2019/3/1", ("2019-03-01", "day")),
    ("20190301", ("2019-03-01", "day")),
    ("2019-03-01T10:00:00+09:00", ("2019-03-01", "day")),
    ("March 1, 2019", ("2019-03-01", "day")),
    ("Mar. 1, 2019", ("2019-03-01", "day")),
    ("1 March 2019", ("2019-03-01", "day")),
    ("1st of March, 2019", ("2019-03-01", "day")),
    ("Friday, March 1, 2019", ("2019-03-01", "day")),
    ("Fri, 01 Mar 2019 10:00:00 GMT", ("2019-03-01", "day")),
    ("March 2019", ("2019-03", "month")),
    ("25.12.2019", ("2019-12-25", "day")),
    ("3/4/2019", ("[2019-03-04,2019-04-03]", "day")),
    ("4/4/2019", ("2019-04-04", "day")),
    ("March 1", None),
    ("2019-13-01", None),
    ("February 30, 2019", None),
    ("soon", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_written(text, found):
    assert parse_date(text) == found


def test_months():
    assert [month_number(m) for m in ("January", "Sept.", "dec", "Smarch")] == [1, 9, 12, None]
