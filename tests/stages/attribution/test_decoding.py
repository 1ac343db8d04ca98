"""Spans and links become attributions; no model is needed to say so."""

import numpy as np
import pytest

from onrecord.model import Attribution
from onrecord.model.spantags import ROLES, SpanTags
from onrecord.stages.attribution.decoding import fit_marks, make_attributions, whole_quotes
from onrecord.stages.attribution.fast_marks import find_quoted
from onrecord.testing import span_of


def tags_of(text, spans, links):
    """Tags from (words, role) or (words, role, layer, nth), and (tail, head, probability)."""
    rows = []
    for words, role, *rest in spans:
        layer, nth = [*rest, 0, 0][:2]
        span = span_of(text, words, nth)
        rows.append((span.start, span.end, ROLES.index(role), layer))
    return SpanTags(
        start=np.array([r[0] for r in rows], np.int32),
        end=np.array([r[1] for r in rows], np.int32),
        role=np.array([r[2] for r in rows], np.uint8),
        layer=np.array([r[3] for r in rows], np.uint8),
        certainty=np.ones(len(rows), np.float32),
        edges=np.ones(len(rows), np.float32),
        tail=np.array([link[0] for link in links], np.int32),
        head=np.array([link[1] for link in links], np.int32),
        probability=np.array([link[2] for link in links], np.float32),
    )


def shown(text, items):
    return [
        tuple([s.cut(text) for s in getattr(item, role)] for role in ("source", "cue", "content")) for item in items
    ]


def test_a_split_quotation_is_one_attribution():
    text = '"We tried," Ana said. "We lost."'
    tags = tags_of(
        text,
        [('"We tried,"', "content"), ("Ana", "source"), ("said", "cue"), ('"We lost."', "content")],
        [(0, 2, 0.9), (2, 1, 0.9), (3, 2, 0.8)],
    )
    assert shown(text, make_attributions(tags, text)[0]) == [(["Ana"], ["said"], ['"We tried,"', '"We lost."'])]


def test_two_cues_may_share_a_source():
    text = "Ana denied it and said no."
    tags = tags_of(
        text,
        [("Ana", "source"), ("denied", "cue"), ("it", "content"), ("said", "cue"), ("no", "content")],
        [(1, 0, 0.9), (2, 1, 0.9), (3, 0, 0.9), (4, 3, 0.9)],
    )
    assert shown(text, make_attributions(tags, text)[0]) == [
        (["Ana"], ["denied"], ["it"]),
        (["Ana"], ["said"], ["no"]),
    ]


def test_a_content_whose_cue_was_overlooked_stands_alone():
    text = '"No." Later Ana said that rain fell.'
    tags = tags_of(
        text,
        [('"No."', "content"), ("Ana", "source"), ("said", "cue"), ("that rain fell", "content")],
        [(0, 2, 0.2), (2, 1, 0.9), (3, 2, 0.9)],
    )
    assert shown(text, make_attributions(tags, text)[0]) == [
        ([], [], ['"No."']),
        (["Ana"], ["said"], ["that rain fell"]),
    ]


def test_a_cue_may_have_no_source():
    text = "It is said that wolves came."
    tags = tags_of(text, [("is said", "cue"), ("that wolves came", "content")], [(1, 0, 0.9), (0, -1, 0.9)])
    assert shown(text, make_attributions(tags, text)[0]) == [([], ["is said"], ["that wolves came"])]


def test_a_cue_without_any_content_is_nothing():
    text = "Ana spoke."
    tags = tags_of(text, [("Ana", "source"), ("spoke", "cue")], [(1, 0, 0.9)])
    assert make_attributions(tags, text) == ([], [])


NESTED = "Ana said that Bo knew it."


def nested_spans(outer):
    return [
        ("Ana", "source"),
        ("said", "cue"),
        (outer, "content"),
        ("Bo", "source", 1),
        ("knew", "cue", 1),
        ("it", "content", 1),
    ]


def test_a_nested_attribution_lies_in_the_content_of_another():
    tags = tags_of(NESTED, nested_spans("that Bo knew it"), [(1, 0, 0.9), (2, 1, 0.9), (4, 3, 0.9), (5, 4, 0.95)])
    outer, inner = make_attributions(tags, NESTED)
    assert shown(NESTED, outer) == [(["Ana"], ["said"], ["that Bo knew it"])]
    assert shown(NESTED, inner) == [(["Bo"], ["knew"], ["it"])]


def test_a_nested_attribution_outside_every_content_is_dropped():
    tags = tags_of(NESTED, nested_spans("that"), [(1, 0, 0.9), (2, 1, 0.9), (4, 3, 0.9), (5, 4, 0.95)])
    assert make_attributions(tags, NESTED)[1] == []


def test_what_the_speaker_thinks_is_no_statement_of_another():
    text = "“I think so,” Ana said."
    spans = [
        ("“I think so,”", "content"),
        ("I", "source", 1),
        ("think", "cue", 1),
        ("so", "content", 1),
        ("Ana", "source"),
        ("said", "cue"),
    ]
    tags = tags_of(text, spans, [(0, 5, 0.9), (5, 4, 0.9), (2, 1, 0.9), (3, 2, 0.9)])
    assert make_attributions(tags, text)[1] == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("He said ''no,'' twice.", "'no,'", "''no,''"),
        ("He said ''no,'' twice.", "''no,''", "''no,''"),
        ("the Smiths' car", "the Smiths", "the Smiths"),
        ("the Smiths' car", "the Smiths'", "the Smiths'"),
        ('a "b" c', '"b"', '"b"'),
        ("“It rained.\n\n“It poured.”", "“It rained", "“It rained."),
        ("He said “no” twice.\n", "“no” twice", "“no” twice"),
        ("He said it rained.\n", "it rained", "it rained"),
    ],
)
def test_marks_and_last_characters_are_whole(text, words, expected):
    span = span_of(text, words)
    start, end = fit_marks(text, span.start, span.end)
    assert text[start:end] == expected


def test_nothing_in_nothing_out():
    assert make_attributions(tags_of("", [], []), "") == ([], [])


def test_a_source_does_not_reach_over_the_end_of_its_line():
    text = "Photo by Ana\n\nBo said no."
    tags = tags_of(
        text, [("Photo by Ana\n\nBo", "source"), ("said", "cue"), ("no", "content")], [(1, 0, 0.9), (2, 1, 0.9)]
    )
    assert shown(text, make_attributions(tags, text)[0]) == [(["Bo"], ["said"], ["no"])]


def test_a_nested_content_fills_its_quotation_marks():
    text = "“We shall all go,” Bo said, according to Ana."
    items = [
        Attribution(
            content=(span_of(text, "shall all go"),), cue=(span_of(text, "said"),), source=(span_of(text, "Bo"),)
        )
    ]
    filled = whole_quotes(items, find_quoted(text))
    assert [s.cut(text) for s in filled[0].content] == ["“We shall all go,”"]


def test_a_nested_content_beside_its_cue_in_the_marks_stays():
    text = "“My mother said the well is ours,” Bo said."
    items = [Attribution(content=(span_of(text, "the well is ours"),), cue=(span_of(text, "said"),))]
    assert whole_quotes(items, find_quoted(text)) == items
