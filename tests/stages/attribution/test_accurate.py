"""The stage around the trained reader."""

import pickle

import pytest

from onrecord.model import Reading
from onrecord.resources import Resources
from onrecord.stages.attribution.accurate import find_attributions
from onrecord.testing import make_reading


@pytest.fixture(scope="module")
def read():
    from onrecord.backends.span_reader import load_span_reader

    backend = load_span_reader()

    def run(text):
        reading = make_reading(text)
        tags = backend.tag_report(reading.report)
        return find_attributions(make_reading(text, tags=tags), Resources())

    return run


def shown(text, found):
    return [
        tuple(" … ".join(s.cut(text) for s in getattr(item, role)) for role in ("source", "cue", "content"))
        for item in found.items
    ]


def test_without_tags_it_says_so():
    found = find_attributions(make_reading("Ana said no."), Resources())
    assert found.items == ()
    assert [d.code for d in found.diagnostics] == ["attribution-no-tags"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The mayor said that taxes will rise.",
            [("The mayor", "said", "that taxes will rise")],
        ),
        (
            "“We tried,” Ms. Lee said. “We lost.”",
            [("Ms. Lee", "said", "“We tried,” … “We lost.”")],
        ),
        (
            "''The roof is gone,'' said Jana Novak, a teacher.",
            [("Jana Novak, a teacher", "said", "''The roof is gone,''")],
        ),
        (
            "Prices will double by May, according to the central bank.",
            [("the central bank", "according to", "Prices will double by May")],
        ),
        ("The train left at noon with forty people on board.", []),
    ],
)
def test_what_the_shipped_weights_read(read, text, expected):
    assert shown(text, read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "😀😀 “😀” said 😀.",
        '"' * 500,
        "“" * 300 + "word" + "”" * 20,
        "a" * 5000,
        "He said “no",
        "\u202e“abc” said Ana\u202c\ufeff \x00 x",
    ],
)
def test_hostile_texts_end_with_spans_in_range(read, text):
    found = read(text)
    for item in found.items:
        for span in (*item.content, *item.cue, *item.source):
            assert 0 <= span.start < span.end <= len(text)
    pickle.loads(pickle.dumps(found))
    assert isinstance(make_reading(text), Reading)
