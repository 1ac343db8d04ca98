"""Stretches whose digits are no figures: the quick expression finds what the full one finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.stages.figures.kinds import _KINDS, _SPECIAL_AND_MAIL, find_special

PIECES = [
    *("https://a.example/1", "HTTP://x", "www.a.example", "WWW.b", "+81 3 1234 5678", "(212) 555-0100", "555-0100"),
    *("1/2/2019", "2019-03-04", "4.3.2019", "1970s", "’70s", "'88", "90s", "5:30 pm", "17:05", "7 p. m.", "5 o’clock"),
    *("21st", "1.2.3", "1,200", "the", "How", "what", "3", "٣rd", "’", "(", "+", " ", ".", "\n", "ſ1st"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " "]))
def test_the_same_without_mail(pieces, joiner):
    text = joiner.join(pieces)
    expected = [(*m.span(), _KINDS[m.lastgroup]) for m in _SPECIAL_AND_MAIL.finditer(text)]
    assert find_special(text)[1] == expected


@pytest.mark.parametrize("text", ["ask desk12@paper.example at 5 pm", "@3 pm"])
def test_with_mail(text):
    _, rows = find_special(text)
    assert [text[a:b] for a, b, _ in rows] == [w for w in ("desk12@paper.example", "5 pm", "3 pm") if w in text]
