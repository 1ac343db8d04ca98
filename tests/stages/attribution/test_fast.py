"""The fast reader on sentences of our own, with the real parser."""

import pytest

from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.attribution import find_attributions
from onrecord.stages.attribution.fast import find_fast
from onrecord.testing import make_report

CASES = [
    ("The dam will hold, engineers said on Friday.", "engineers", "said", "The dam will hold"),
    ("The mayor said that the bridge would close.", "The mayor", "said", "that the bridge would close"),
    (
        "“We have no choice,” Anna Lind said. “It is the law.”",
        "Anna Lind",
        "said",
        "“We have no choice,” … “It is the law.”",
    ),
    ("''We lost everything,'' said Marco Ruiz, a farmer.", "Marco Ruiz, a farmer", "said", "''We lost everything,''"),
    ("According to the ministry, forty homes were lost.", "the ministry", "According to", "forty homes were lost"),
    ("The union rejected the offer of a bonus.", "The union", "rejected", "the offer of a bonus"),
    ("The company plans to close two plants.", "The company", "plans", "to close two plants"),
    ("Residents fear that the river will rise again.", "Residents", "fear", "that the river will rise again"),
    ("The judge asked whether the witness had been paid.", "The judge", "asked", "whether the witness had been paid"),
    ("The coach told reporters: “We were poor.”", "The coach", "told", "“We were poor.”"),
    ("LIND: We will appeal this ruling.", "LIND", ":", "We will appeal this ruling."),
    ("The storm, forecasters warned, could last for days.", "forecasters", "warned", "The storm … could last for days"),
    ("As the auditor noted, the books were never closed.", "the auditor", "noted", "the books were never closed"),
]


def _words(spans, text):
    return " … ".join(s.cut(text) for s in spans)


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES, ids=[c[0][:40] for c in CASES])
def test_one_attribution(parsed, text, source, cue, content):
    found = find_fast(parsed(text), Resources()).items
    assert len(found) == 1
    item = found[0]
    assert (_words(item.source, text), _words(item.cue, text), _words(item.content, text)) == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "The “warm” welcome lasted a minute.",
        "Her novel “The Long Rain” was sold in nine countries.",
        "The road was closed at noon.",
        "",
        "😀😀 “",
        "” “ ” ‘ ' \" ''",
    ],
)
def test_nothing_is_said(parsed, text):
    assert find_fast(parsed(text), Resources()).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“Unclosed, she said. “And again",
        "😀 said “😀” 日本 he said, “日本。”",
        '"' * 50,
        "said said said: said, said.",
    ],
)
def test_contract(parsed, text):
    reading = parsed(text)
    first, second = find_fast(reading, Resources()), find_fast(reading, Resources())
    assert first == second
    for item in first.items:
        assert item.content
        for span in (*item.content, *item.cue, *item.source):
            assert span.cut(text).strip()


def test_without_tags_the_fast_reader_serves(parsed):
    reading = parsed("The mayor said that the bridge would close.")
    assert find_attributions(reading, Resources()).items[0].reader == "fast"


def test_nothing_to_read():
    assert find_attributions(Reading(report=make_report("")), Resources()).items == ()
