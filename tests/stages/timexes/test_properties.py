"""What holds for any date and any text."""

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Published, Reading, TimexType, make_parse
from onrecord.model.anchoring import anchor_timexes, edtf_bounds
from onrecord.model.anchoring.values import bounds
from onrecord.model.dates import parse_date
from onrecord.resources import Resources
from onrecord.stages.timexes import find_timexes
from onrecord.testing import make_report

RESOURCES = Resources()
DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31))
TEXTS = st.lists(
    st.sampled_from(
        [
            "On Tuesday he left.", "In 2002 she came.", "That year they met.", "On March 3 it fell.", "Two days later",
            "the previous day", "last week", "until 9 a.m. Friday", "every May", "the 1970s", "“soon", "𝔘 now ", "3/4/19",
            "from 1977 to 1983", "in the next two years", "the 11th of that month", "Eight years on, ", "9/11",
            "the first week of August 1914", "the turn of the century", "the last quarter of", "the early hours of 3 May", "🙂 yesterday", "金曜日", "\r\n", "early next month", "44 BC",
        ]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


def bare_reading(text, published=None):
    """A reading whose parse knows words and sentences only: rules must bear it."""
    starts, ends, words = [], [], []
    cursor = 0
    for word in text.split():
        start = text.index(word, cursor)
        cursor = start + len(word)
        starts.append(start)
        ends.append(cursor)
        words.append(word)
    size = len(words)
    ends_at = [i + 1 for i, w in enumerate(words) if w.endswith(".")]
    cuts = sorted({0, size, *ends_at})
    parse = make_parse(
        starts=starts, ends=ends, words=words, lemmas=words, pos=["NOUN"] * size, tags=["NN"] * size,
        deps=["dep"] * size, heads=list(range(size)), entity=[""] * size, entity_begins=[False] * size,
        sentences=list(pairwise(cuts)),
    )  # fmt: skip
    report = make_report(text, published=Published(value=published))
    return Reading(report=report, parse=parse)


def only(text):
    (item,) = find_timexes(bare_reading(text), RESOURCES).items
    return item


def renderings(day):
    yield f"It was {day:%B} {day.day}, {day.year} then."
    yield f"It was {day.day} {day:%B} {day.year} then."
    yield f"It was {day:%A}, {day:%B} {day.day}, {day.year} then."
    yield f"It was {day:%b} {day.day}, {day.year} then."
    yield f"It was the {nth(day.day)} of {day:%B}, {day.year} then."
    yield f"It was {day.isoformat()} then."
    yield f"It was {day.year}/{day.month:02d}/{day.day:02d} then."


def nth(n):
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


@given(DAYS)
@settings(max_examples=60, deadline=None)
def test_any_rendering_of_a_day_reads_back(day):
    for text in renderings(day):
        item = only(text)
        assert (item.value, item.earliest, item.latest) == (day.isoformat(),) * 3, text


@given(DAYS)
@settings(max_examples=60, deadline=None)
def test_months_years_seasons_quarters_decades_read_back(day):
    cases = {
        f"in {day:%B} {day.year} it fell": f"{day:%Y-%m}",
        f"in {day.year} it fell": f"{day:%Y}",
        f"in the summer of {day.year} it fell": f"{day:%Y}-SU",
        f"in the second quarter of {day.year} it fell": f"{day:%Y}-Q2",
        f"in the {day.year // 10}0s it fell": f"{day.year // 10}",
    }
    for text, value in cases.items():
        item = only(text)
        low, high = bounds(value)
        assert (item.value, item.earliest, item.latest) == (value, low.isoformat(), high.isoformat()), text


@given(DAYS, st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_counted_back_days_and_edtf_agree(day, count):
    text = f"It fell {count} days ago"
    (item,) = find_timexes(bare_reading(text, day.isoformat()), RESOURCES).items
    assert item.value == (day - timedelta(days=count)).isoformat()
    assert edtf_bounds(item.edtf) == (date.fromisoformat(item.earliest), date.fromisoformat(item.latest))


@given(DAYS)
@settings(max_examples=80, deadline=None)
def test_written_dates_parse(day):
    for text in (
        day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}",
        f"{day:%a}, {day:%d} {day:%b} {day.year} 10:00:00 GMT", f"{day:%Y%m%d}", f"{day:%A}, {day:%B} {day.day}, {day.year}",
    ):  # fmt: skip
        assert parse_date(text) == (day.isoformat(), "day"), text


@given(TEXTS, st.one_of(st.none(), DAYS.map(date.isoformat), st.sampled_from(["2019", "2019-03", "2018/2019"])))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_dating_later_is_dating_before_and_undating_is_exact(text, value):
    undated = find_timexes(bare_reading(text), RESOURCES).items
    dated = find_timexes(bare_reading(text, value), RESOURCES).items
    assert anchor_timexes(undated, Published(value=value)) == dated
    assert anchor_timexes(dated, Published()) == undated


@given(TEXTS, DAYS)
@settings(max_examples=100, deadline=None)
def test_a_coarser_date_never_says_more_and_never_something_else(text, day):
    undated = find_timexes(bare_reading(text), RESOURCES).items
    exact = anchor_timexes(undated, Published(value=day.isoformat()))
    coarse = anchor_timexes(undated, Published(value=f"{day:%Y-%m}"))
    for fine, rough in zip(exact, coarse, strict=True):
        if rough.earliest and fine.earliest and rough.type is not TimexType.DURATION and not rough.mod:
            assert rough.earliest <= fine.earliest
        if rough.latest and fine.latest and rough.type is not TimexType.DURATION and not rough.mod:
            assert rough.latest >= fine.latest


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_borne(text):
    for item in find_timexes(bare_reading(text, "2019-03-13"), RESOURCES).items:
        assert item.span.end <= len(text)


@pytest.mark.slow
def test_a_megabyte_takes_linear_time():
    piece = (
        "On Tuesday, March 3, 2018 he left for two weeks. The next day, at 9 a.m., she said it would end in May. " * 40
    )
    small, large = bare_reading(piece * 5), bare_reading(piece * 50)
    find_timexes(small, RESOURCES)
    took = []
    for reading in (small, large):
        start = time.process_time()
        find_timexes(reading, RESOURCES)
        took.append(time.process_time() - start)
    assert took[1] < 20 * took[0]


HOSTILE = [
    "1" * 5000 + " years",
    "AD " + "9" * 6000,
    "9" * 6000 + " BC and Reiwa " + "8" * 6000,
    "too " * 20000 + "future",
    "the " * 20000 + "year",
    "March " * 5000,
    "12 " * 20000,
    "from 1977 to " * 5000,
    "two days later " * 3000,
    "1,000,000,000,000,000,000 years ago",
    "99999 years ago and 9999 decades later",
    "'" * 10000 + "98",
    "0000-00-00 and 2019-99-99 and 99/99/9999 at 99:99",
    "Q9 2019, H7, the 99th of March, 45 May 2019, 31 February 2019",
    "\ud800 yesterday \udfff",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_borne_in_time(text):
    start = time.process_time()
    items = find_timexes(bare_reading(text, "2019-03-13"), RESOURCES).items
    assert time.process_time() - start < 20
    assert all(t.span.end <= len(text) for t in items)
    anchor_timexes(items, Published())
