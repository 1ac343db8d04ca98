"""Suggestions for an unknown publication date, and what the stage says it is unsure of."""

from dataclasses import replace

import pytest

from onrecord.model import PublishedMethod
from onrecord.resources import Resources
from onrecord.stages.timexes import find_timexes, suggest_published


@pytest.fixture
def suggest(parsed):
    def make(text):
        reading = parsed(text)
        return suggest_published(replace(reading, timexes=find_timexes(reading, Resources()).items))

    return make


def test_a_line_that_is_a_date_comes_first(suggest):
    found = suggest("City desk\nMarch 5, 2019\nThe mayor resigned on Tuesday.")
    assert (found[0].published.value, found[0].published.method) == ("2019-03-05", PublishedMethod.INFERRED)
    assert "March 5, 2019" in found[0].reason


def test_a_weekday_with_its_date_names_the_year(suggest):
    found = suggest("The mayor resigned on Tuesday, March 5. She was elected in 2017.")
    assert found[0].published.value == "2019"


def test_the_latest_past_bounds_and_the_future_does_not(suggest):
    found = suggest("The bridge opened in 2016. A second one will open in 2031.")
    assert [s.published.value for s in found] == ["2016/.."]


def test_nothing_speaks_for_nothing(suggest):
    assert suggest("The mayor resigned on Tuesday.") == ()


def test_it_is_never_applied(parsed):
    reading = parsed("March 5, 2019\nThe mayor resigned on Thursday.")
    found = find_timexes(reading, Resources())
    assert found.items[-1].value == "XXXX-WXX-4"


def test_doubts_are_told(parsed):
    found = find_timexes(parsed("He came on Tuesday and left last week, as the note of 3/4/19 says."), Resources())
    assert {d.code: d.message for d in found.diagnostics} == {
        "waits-for-date": "2 times hang on a publication date that is unknown or too coarse",
        "unclear-order": "day and month may change places: [2019-03-04,2019-04-03]",
    }
