"""Paragraphs of a text: lines, or what a program wrapped."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import find_paragraphs

WRAPPED = """The dam at Orle broke on Friday and the water took the
old bridge with it, the mayor said in the town. The council
had known since 2016 that the wall was weak, and had set
money aside for a new one, which was to be built in spring.

Tomas Reel, who lives below the wall, had an hour to get
out; he lost his barn and seven cows, and his brother the
van with which he delivers bread to the upper valley."""


def test_wrapped_lines_are_joined_up_to_the_blank_one():
    assert [s.cut(WRAPPED)[:9] for s in find_paragraphs(WRAPPED)] == ["The dam a", "Tomas Ree"]


def test_lines_that_are_sentences_stay_apart():
    text = ".\n".join(WRAPPED.split("\n"))
    assert len(find_paragraphs(text)) == len([line for line in text.split("\n") if line.strip()])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_every_line_end_counts(end):
    assert [s.cut(f"One.{end}Two.") for s in find_paragraphs(f"One.{end}Two.")] == ["One.", "Two."]


def test_a_long_blank_line_costs_what_its_length_does():
    start = time.process_time()
    assert len(find_paragraphs("One.\n" + " " * 3_000_000 + "\nTwo.")) == 2
    assert time.process_time() - start < 2


@given(st.text(alphabet=" ab.\n\r\t\u3000\u2028", max_size=60))
def test_nothing_but_white_space_is_left_out(text):
    spans = find_paragraphs(text)
    kept = "".join("".join(s.cut(text) for s in spans).split())
    assert kept == "".join(text.split())
    for span in spans:
        assert span.cut(text) == span.cut(text).strip()
