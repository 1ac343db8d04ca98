"""Anchoring from stored fields alone."""

import pytest

from onrecord.errors import ContractError
from onrecord.model import Published, Span, Timex, TimexType
from onrecord.model.anchoring import Relative, anchor_timexes, format_relative, parse_relative


def timex(relative, name="T1", kind=TimexType.DATE, **known):
    return Timex(id=name, span=Span(0, 1), type=kind, relative=relative, **known)


STEPS = [
    ("shift:-1:D", "2019-03-12"),
    ("shift:-1:W", "2019-W10"),
    ("shift:1:WE", "2019-W12-WE"),
    ("shift:-3:M", "2018-12"),
    ("shift:-1:Q", "2018-Q4"),
    ("shift:-4:Q", "2018-Q1"),
    ("shift:-10:Y", "2009"),
    ("shift:-1:DE", "200"),
    ("shift:-1:CE", "19"),
    ("weekday:2:past", "2019-03-12"),
    ("weekday:3:past", "2019-03-13"),
    ("weekday:3:last", "2019-03-06"),
    ("weekday:3:next", "2019-03-20"),
    ("weekday:4:future", "2019-03-14"),
    ("weekday:5:near", "2019-03-15"),
    ("weekday:1:same", "2019-03-11"),
    ("weekend:past", "2019-W10-WE"),
    ("weekend:future", "2019-W11-WE"),
    ("fill:XXXX-04-06:past", "2018-04-06"),
    ("fill:XXXX-04-06:future", "2019-04-06"),
    ("fill:XXXX-04-06:near", "2019-04-06"),
    ("fill:XXXX-04-06:pastish", "2019-04-06"),
    ("fill:XXXX-09-06:pastish", "2018-09-06"),
    ("fill:XXXX-02-29:past", "2016-02-29"),
    ("fill:XXXX-Q4:past", "2018-Q4"),
    ("fill:XXXX-XX-05:past", "2019-03-05"),
    ("fill:XXXX-XX-31:past", "2019-01-31"),
    ("holiday:-:12-25:past", "2018-12-25"),
    ("holiday:-:easter+1:future", "2019-04-22"),
    ("holiday:US:Thanksgiving_Day:past", "2018-11-22"),
    ("shift:-1:Y fill:XXXX-Q1:same", "2018-Q1"),
    ("shift:-1:D clock:TNI", "2019-03-12TNI"),
    ("shift:0:D clock:T10:35", "2019-03-13T10:35"),
    ("half:1", "2019-H1"),
]


@pytest.mark.parametrize(("steps", "value"), STEPS)
def test_steps_from_a_wednesday(steps, value):
    (found,) = anchor_timexes((timex(f"base:published bare:XXXX {steps}"),), Published(value="2019-03-13"))
    assert found.value == value
    assert found.anchor == "published"
    assert found.earliest
    (back,) = anchor_timexes((found,), Published())
    assert (back.value, back.edtf, back.earliest, back.latest) == ("XXXX", None, None, None)


def test_chains_follow_in_any_order():
    chain = (
        timex("base:T2 bare:XXXX-XX-XX shift:-1:D", "T1"),
        timex("base:T3 bare:XXXX-XX-XX shift:-1:D", "T2"),
        timex("base:published bare:XXXX-WXX-4 weekday:4:past", "T3"),
    )
    found = anchor_timexes(chain, Published(value="2019-03-13"))
    assert [t.value for t in found] == ["2019-03-05", "2019-03-06", "2019-03-07"]
    assert [t.anchor for t in found] == ["T2", "T3", "published"]


def test_a_circle_is_broken():
    circle = (timex("base:T2 bare:XXXX shift:1:Y", "T1"), timex("base:T1 bare:XXXX shift:1:Y", "T2"))
    assert [t.value for t in anchor_timexes(circle, Published(value="2019"))] == ["XXXX", "XXXX"]


def test_lengths_get_their_ends():
    past = timex("base:published bare:P2M ends", kind=TimexType.DURATION)
    (found,) = anchor_timexes((past,), Published(value="2019-03-13"))
    assert (found.value, found.earliest, found.latest) == ("P2M", "2019-01-13", "2019-03-13")
    ahead = timex("base:published bare:P4Y begins", kind=TimexType.DURATION)
    (found,) = anchor_timexes((ahead,), Published(value="2019-03-13"))
    assert (found.edtf, found.latest) == ("2019/2023", "2023-03-13")


def test_references_bound_one_side():
    (found,) = anchor_timexes((timex("base:published bare:PAST_REF before"),), Published(value="2019-03"))
    assert (found.value, found.edtf, found.latest) == ("PAST_REF", "../2019-03-31", "2019-03-31")


def test_an_interval_as_publication_date_gives_one_of():
    (found,) = anchor_timexes((timex("base:published bare:XXXX shift:-1:Y"),), Published(value="2018-12/2019-01"))
    assert (found.value, found.edtf) == ("XXXX", "[2017..2018]")


def test_out_of_the_calendar_stays_open():
    (found,) = anchor_timexes((timex("base:published bare:XXXX shift:-4000:Y"),), Published(value="2019"))
    assert found.value == "XXXX"


def test_the_language_reads_and_writes():
    text = "base:T3 bare:XXXX-XX-XXT10:35 shift:-1:D clock:T10:35 fill:XXXX-03-03:past"
    assert format_relative(parse_relative(text)) == text
    assert parse_relative("base:none") == Relative(base="none", bare=None, steps=())
    with pytest.raises(ContractError):
        parse_relative("shift:1:D")
