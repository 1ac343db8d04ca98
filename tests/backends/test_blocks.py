"""Where a report is cut for the grammar: datelines stand apart."""

import pytest

from onrecord.backends.blocks import find_blocks

REST = "Dockers at the port ended a nine-day strike."
DATELINES = [
    "ROTTERDAM, March 3 -",
    "GENEVA —",
    "KAMPALA (Own correspondent) -",
    "SAN JUAN, Puerto Rico (AP) —",
    "OSLO, Nov 12 (Nordic Wire) –",
    "Brussels, 3 March 2021 (Reuters) -",
    "Brussels (Reuters) --",
]
WHOLE = [
    "The port -",
    "Brussels -",
    "Ms Osei (52) said it was over -",
    "NATO and Russia -",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_a_dateline_stands_apart(dateline):
    text = f"{dateline} {REST}"
    assert [b.cut(text) for b in find_blocks(text)] == [dateline, REST]


@pytest.mark.parametrize("opening", WHOLE)
def test_other_openings_do_not(opening):
    text = f"{opening} {REST}"
    assert [b.cut(text) for b in find_blocks(text)] == [text]


def test_a_short_heading_stays_whole():
    text = "GENEVA - Talks fail"
    assert [b.cut(text) for b in find_blocks(text)] == [text]


def test_a_long_run_of_capitals_is_read_in_linear_time():
    text = "OSLO " * 20_000 + REST
    assert "".join(b.cut(text) for b in find_blocks(text)).count("OSLO") == 20_000
