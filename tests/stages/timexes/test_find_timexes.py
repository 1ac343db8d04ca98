"""The stage as a whole, on a parsed text."""

from dataclasses import replace

from onrecord.model import Published
from onrecord.model.anchoring import anchor_timexes
from onrecord.resources import Resources
from onrecord.stages.timexes import find_timexes

TEXT = "The council met on Tuesday. In 2002 it had approved a loan, and that year the bridge opened."


def test_unknown_date_gives_no_calendar_value(parsed):
    items = find_timexes(parsed(TEXT), Resources()).items
    assert [t.value for t in items] == ["XXXX-WXX-2", "2002", "2002"]


def test_dating_later_equals_dating_before(parsed):
    published = Published(value="2019-03-01")
    undated = find_timexes(parsed(TEXT), Resources()).items
    dated = find_timexes(parsed(TEXT, published=published), Resources()).items
    assert anchor_timexes(undated, published) == dated
    assert anchor_timexes(dated, Published()) == undated
    assert dated[0].value == "2019-02-26"


def test_lower_precision_is_not_invented(parsed):
    undated = find_timexes(parsed(TEXT), Resources()).items
    tuesday = anchor_timexes(undated, Published(value="2019-03"))[0]
    assert tuesday.value == "XXXX-WXX-2"
    assert tuesday.edtf == "[2019-02-26..2019-03-26]"
    assert replace(tuesday, edtf=None, earliest=None, latest=None) == undated[0]
