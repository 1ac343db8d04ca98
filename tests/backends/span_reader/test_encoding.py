"""The encoder's copy of a text keeps every offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.backends.blocks import find_blocks
from onrecord.backends.span_reader.encoding import FEATURES, encode, unify_marks
from onrecord.backends.span_reader.reader import WEIGHTS
from onrecord.backends.weights import open_tokenizer


@pytest.fixture(scope="module")
def tokenizer():
    return open_tokenizer((WEIGHTS / "tokenizer.json").read_bytes())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," he said.', "“No,” he said."),
        ("''No,'' he said.", "““No,”” he said."),
        ("``No,'' he said.", "““No,”” he said."),
        ("«No», he said. „No”", "“No”, he said. “No”"),
        ('a "b" (a "c") —"d"', "a “b” (a “c”) —“d”"),
        ("It’s", "It's"),
    ],
)
def test_every_style_of_mark_becomes_one(text, expected):
    assert unify_marks(text)[0] == expected


def test_inside_ends_with_the_closing_mark():
    text, inside = unify_marks('He said "no" twice.')
    assert "".join(c for c, i in zip(text, inside, strict=True) if i) == "“no”"


def test_an_unclosed_mark_reaches_to_the_end_of_its_paragraph_only(tokenizer):
    text = '"One is open.\n\nTwo is not.'
    encoded = encode(text, find_blocks(text), tokenizer)
    inside = [text[s:e] for s, e, f in zip(encoded.starts, encoded.ends, encoded.features, strict=True) if f & 1]
    assert inside == ['"', "One", "is", "open", "."]


def test_case_and_paragraph_features(tokenizer):
    text = "UN says\n\nAna left"
    encoded = encode(text, find_blocks(text), tokenizer)
    assert encoded.features.tolist() == [2 * 4 + 2, 0, 1 * 4 + 2, 0]


def test_half_a_character_does_not_stop_the_tokenizer(tokenizer):
    text = "Ana \ud800 said no."
    encoded = encode(text, find_blocks(text), tokenizer)
    assert [text[s:e] for s, e in zip(encoded.starts, encoded.ends, strict=True)][:1] == ["Ana"]


@given(st.text(max_size=200))
def test_same_length_for_any_text(text):
    unified, inside = unify_marks(text)
    assert len(unified) == len(text) == len(inside)


@given(text=st.text(alphabet="aB \n\"'“”é字😀\u0301\u200b\ufeff.,ß", max_size=80))
def test_offsets_are_ordered_and_in_range(tokenizer, text):
    encoded = encode(text, find_blocks(text), tokenizer)
    assert (encoded.starts < encoded.ends).all()
    assert (encoded.ends <= len(text)).all()
    assert (encoded.starts[1:] >= encoded.starts[:-1]).all()
    assert (encoded.features < FEATURES).all()
