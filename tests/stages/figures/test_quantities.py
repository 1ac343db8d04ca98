"""Quantities of plain text, one row a rule."""

import pytest

from onrecord.stages.figures import Kind, parse_number, read_quantities

NUMBERS = [
    ("seventeen", 17),
    ("two hundred and six", 206),
    ("forty-one thousand", 41_000),
    ("3 hundred and 21", 321),
    ("1,234,567", 1_234_567),
    ("12,34,567.89", 1_234_567.89),
    ("1.5 million", 1_500_000),
    ("half a million", 500_000),
    ("two and a half", 2.5),
    ("five and a half million", 5_500_000),
    ("three-quarters", 0.75),
    ("2 1/4", 2.25),
    ("½", 0.5),
    ("minus five", -5),
    ("nought point nought four", 0.04),
    ("half a dozen", 6),
    ("three lakh crore", 3e12),
    ("$", None),
    ("the one", None),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_parse_number(text, value):
    assert parse_number(text) == value


BOUNDS = [
    ("at least 12 homes", 12, None, False),
    ("no fewer than twelve homes", 12, None, False),
    ("more than 500 homes", 500, None, False),
    ("12 or more homes", 12, None, False),
    ("up to 700 homes", None, 700, False),
    ("fewer than a thousand homes", None, 1000, False),
    ("as many as 40 homes", None, 40, False),
    ("nearly 900 homes", 900, 900, True),
    ("a dozen or so homes", 12, 12, True),
    ("some 20 homes", 20, 20, True),
    ("between 20 and 30 homes", 20, 30, False),
    ("20 to 30 homes", 20, 30, False),
    ("20-30 homes", 20, 30, False),
    ("five or six homes", 5, 6, False),
    ("2 to 3 million homes", 2e6, 3e6, False),
    ("dozens of homes", 12, 99, True),
    ("tens of thousands of homes", 10_000, 99_999, True),
    ("hundreds, if not thousands, of homes", 100, 9999, True),
    ("more than 20 and fewer than 30 homes", 20, 30, False),
    ("less than or equal to 30 homes", None, 30, False),
    ("dozens, possibly hundreds, of homes", 12, 999, True),
]


@pytest.mark.parametrize(("text", "low", "high", "approximate"), BOUNDS)
def test_bounds(text, low, high, approximate):
    (found,) = read_quantities(text)
    assert (found.low, found.high, found.approximate) == (low, high, approximate)


UNITS = [
    ("a $5.2 million deal", 5.2e6, "USD"),
    ("420 million euros", 4.2e8, "EUR"),
    ("US$300", 300, "USD"),
    ("C$2 billion", 2e9, "CAD"),
    ("£30m", 3e7, "GBP"),
    ("30 MEUR", 3e7, "EUR"),
    ("3 dollars 50 cents", 3.5, "USD"),
    ("98 cents a share", 98, "dollar cent/share"),
    ("12 percent", 12, "percent"),
    ("two percentage points", 2, "percentage_point"),
    ("10 miles", 10, "mile"),
    ("a 3-inch crack", 3, "inch"),
    ("660 square metres", 660, "square_meter"),
    ("500,000 barrels a day", 500_000, "barrel/day"),
    ("80 kilometres per hour", 80, "kilometer/hour"),
    ("30 degrees Celsius", 30, "degree_Celsius"),
    ("5 tonnes", 5, "metric_ton"),
    ("twice as many", 2, "times"),
    ("a baby of six pounds", 6, "pound"),
    ("fined 600 pounds", 600, "GBP"),
]


@pytest.mark.parametrize(("text", "value", "unit"), UNITS)
def test_units(text, value, unit):
    (found,) = read_quantities(text)
    assert (found.value, found.unit) == (pytest.approx(value), unit)


KINDS = [
    ("In 2016 the mill closed", Kind.YEAR),
    ("The mill closed on 5 May", Kind.DATE),
    ("the 1970s", Kind.DATE),
    ("at 5:30 p.m.", Kind.TIME),
    ("a 12-year-old boy", Kind.AGE),
    ("Mara Quill, 34, said", Kind.AGE),
    ("aged 40", Kind.AGE),
    ("the 21st floor", Kind.ORDINAL),
    ("the second floor", Kind.ORDINAL),
    ("the twenty-fifth floor", Kind.ORDINAL),
    ("the court voted 5 to 4", Kind.SCORE),
    ("when she was 4.", Kind.AGE),
    ("voters under 30 stayed home", Kind.AGE),
    ("a week or two", Kind.OFFSET),
    ("code 0210", Kind.NAME),
    ("the 9/11 attacks", Kind.NAME),
    ("aboard Air Force One", Kind.NAME),
    ("the G7 summit", Kind.NAME),
    ("a Boeing 737 landed", Kind.NAME),
    ("an M-16 rifle", Kind.NAME),
    ("on Highway 35", Kind.NAME),
    ("the team won 3-1", Kind.SCORE),
    ("at 12 Elm Street", Kind.ADDRESS),
    ("call 555-123-4567", Kind.PHONE),
    ("three years ago", Kind.OFFSET),
    ("the past two weeks", Kind.OFFSET),
    ("it took three hours", Kind.DURATION),
    ("12 sailors", Kind.FIGURE),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds(text, kind):
    assert [q.kind for q in read_quantities(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["", "😀 🏳️‍🌈", "no one and the other one", "$ % £", "1" * 400, "a " * 500, "١٢ people"]
)
def test_hostile(text):
    for quantity in read_quantities(text):
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)


def test_bounds_that_only_look_joined():
    assert [(q.low, q.high) for q in read_quantities("no more than 12 and more than 20")] == [(None, 12), (20, None)]


def test_rows_of_labels():
    assert [q.kind for q in read_quantities("between exits 12 and 15")] == [Kind.NAME, Kind.NAME]


def test_numbers_do_not_cross_lines():
    assert [q.span.cut("more\nthan 12\n300 men") for q in read_quantities("more\nthan 12\n300 men")] == ["12", "300"]


NOISE = [
    "111 ",
    "million ",
    "lakh crore ",
    "one million and ",
    "one hundred and ",
    "twenty-",
    "1/",
    "x1y@",
    "9" * 39 + " billion ",
]


@pytest.mark.parametrize("noise", NOISE)
def test_long_noise(noise):
    text = noise * 1000
    for quantity in read_quantities(text):
        assert quantity.span.end <= len(text)
