"""Columns taken from arrays hold what spaCy's tokens say one by one."""

from pathlib import Path

import pytest

from onrecord.backends.columns import Columns
from onrecord.backends.grammar import load_grammar
from onrecord.testing import make_report

EXAMPLES = Path(__file__).parents[3] / "examples" / "paintings"
ODD = [
    "He  ran home 😀.   Then he slept.",
    "  She left.  ",
    "   ",
    "",
    "(  Vienna  )  She said  so. “No,”   he said.",
    "One. Two.  Three   four.",
]


def by_token(docs, offsets):
    """Return the columns as one reads them from spaCy's tokens."""
    rows, sentences = [], []
    for doc, offset in zip(docs, offsets, strict=True):
        row = {t.i: len(rows) + n for n, t in enumerate(t for t in doc if not t.is_space)}
        for token in doc:
            if token.i not in row:
                continue
            head = token.head
            while head.i not in row and head.head.i != head.i:
                head = head.head
            words = (token.text, token.lemma_, token.pos_, token.tag_, token.dep_)
            places = (offset + token.idx, offset + token.idx + len(token), row.get(head.i, row[token.i]))
            rows.append((*words, *places, token.ent_type_, token.ent_iob_ == "B"))
        for sentence in doc.sents:
            inside = [row[t.i] for t in sentence if t.i in row]
            if inside:
                sentences.append((inside[0], inside[-1] + 1))
    return rows, sentences


def read(plain, texts):
    docs = list(plain.pipe(texts))
    offsets = [1000 * n for n in range(len(docs))]
    columns = Columns(plain.vocab)
    for doc, offset in zip(docs, offsets, strict=True):
        columns.add(doc, [(e.start, e.end, e.label_) for e in doc.ents], offset)
    parse = columns.finish()
    words = (parse.words, parse.lemmas, parse.pos, parse.tags, parse.deps)
    rows = zip(*words, parse.starts, parse.ends, parse.heads, parse.entity, parse.entity_begins, strict=True)
    return (list(rows), list(parse.sentences)), by_token(docs, offsets)


def test_the_same_columns(plain):
    paragraphs = [line for p in sorted(EXAMPLES.glob("*.txt")) for line in p.read_text(encoding="utf-8").split("\n")]
    found, expected = read(plain, [*ODD, *paragraphs, *ODD])
    assert found == expected


@pytest.mark.parametrize("text", ODD)
def test_white_space_is_no_token(plain, text):
    found, expected = read(plain, [text])
    assert found == expected


def test_dependents_of_white_space_are_raised(plain):
    with plain.select_pipes(enable=[]):
        doc = plain("He   ran   home")  # he, space, ran, space, home
        for token, head in zip(doc, [1, 3, 1, 3, 3], strict=True):
            token.head = doc[head]
    columns = Columns(plain.vocab)
    columns.add(doc, [], 0)
    assert columns.finish().heads == (0, 1, 2)  # the root is white space: nobody is left to hang on


def test_groups_of_blocks_change_nothing(monkeypatch):
    grammar = load_grammar()
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt")))
    together = grammar.parse_report(make_report(text))
    monkeypatch.setattr("onrecord.backends.grammar.MOST", 500)
    assert grammar.parse_report(make_report(text)) == together
    monkeypatch.setattr("onrecord.backends.grammar.BATCH", 3)
    assert grammar.parse_report(make_report(text)) == together
