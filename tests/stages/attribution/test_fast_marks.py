"""Quotation marks: every style, unbalanced, over paragraphs, in linear time."""

import time

import pytest

from onrecord.stages.attribution.fast_marks import find_quoted

STYLES = [
    ("He said “no”.", ["“no”"], "curly"),
    ('"We go," she said. "Now."', ['"We go,"', '"Now."'], "straight, split"),
    ("''No way,'' he said. It's ``fine''.", ["''No way,''", "``fine''"], "two apostrophes, back ticks"),
    ("‘We can’t go,’ she said.", ["‘We can’t go,’"], "single curly with an apostrophe"),
    ("‘The workers’ demands stand,’ he said.", ["‘The workers’ demands stand,’"], "plural possessive inside"),
    ("'It's the '90s,' he said, 'and that's it.'", ["'It's the '90s,'", "'and that's it.'"], "single straight"),
    ("Rock 'n' roll and the workers' union said 'no'.", ["'no'"], "apostrophes are no marks"),
    ("„Nein“, sagte er. «Non», dit-il.", ["„Nein“", "«Non»"], "German and French"),
    ('「はい」と言った😀 "a"', ["「はい」", '"a"'], "Japanese, emoji"),
    ("“open “again” x", ["“again”"], "a mark that opens twice is kept once"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), STYLES, ids=[s[2] for s in STYLES])
def test_styles(text, expected, reason):
    assert [q.span.cut(text) for q in find_quoted(text) if q.depth == 0] == expected, reason


def test_nested_marks_have_depth():
    text = "“He told me ‘go now’ and I went.”"
    assert [(q.span.cut(text), q.depth) for q in find_quoted(text)] == [(text, 0), ("‘go now’", 1)]


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = "“First.\n\n“Second,” he said."
    first, second = find_quoted(text)
    assert not first.closed
    assert first.span.cut(text) == "“First."
    assert second.continues


def test_an_unclosed_mark_ends_with_its_paragraph():
    text = 'He said "I won\'t, and left.\n\nThen "ok" again.'
    assert [q.span.cut(text) for q in find_quoted(text)] == ["\"I won't, and left.", '"ok"']


@pytest.mark.parametrize("unit", ['"a b" ', "“a ", "' ", "‘a’ ‘", '"' * 3 + "a "])
def test_time_is_linear_in_the_marks(unit):
    def cost(n):
        text = unit * n
        start = time.process_time()
        find_quoted(text)
        return time.process_time() - start

    cost(1000)
    assert cost(40_000) < 12 * cost(10_000) + 0.2
