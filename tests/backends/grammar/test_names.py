"""Names read for all tokens at once are the names that spaCy reads token by token."""

from pathlib import Path

import pytest
import spacy

from onrecord.backends.grammar import load_grammar
from onrecord.backends.names import NameReader, can_read, take_names
from onrecord.testing import make_report

EXAMPLES = Path(__file__).parents[3] / "examples" / "paintings"
ODD = [
    "",
    "Vienna",
    " ",
    "Vienna  ",
    "  The European Court of Human Rights\n\n in Strasbourg. 12 March   2019",
    "Anna Weiss Anna Weiss. Anna Weiss! New York, New York Times New York",
    "On Monday, March 4, 2019, about 1,200 people from Lisbon, Porto and Braga paid $4.5 million to the Bank of Portugal.",
    "😀 日本 said 45 per cent of “The Lady of Vienna” was\u00a0Otto  Falk ’s.",
    "said so and went home " * 40,
]


@pytest.fixture(scope="module")
def texts():
    paragraphs = [p.read_text(encoding="utf-8").split("\n") for p in sorted(EXAMPLES.glob("*.txt"))]
    whole = ["\n".join(lines) for lines in paragraphs]
    return [*ODD, *(line for lines in paragraphs for line in lines), *whole, *ODD]


def test_the_same_names(load, plain, texts):
    expected = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in plain.pipe(texts)]
    nlp = load()
    reader = take_names(nlp)
    assert "ner" not in nlp.pipe_names
    docs = list(nlp.pipe(texts))
    assert reader.read(docs) == expected
    assert [reader.read([doc])[0] for doc in docs] == expected
    assert sum(map(len, expected)) > 200


def test_names_may_cross_no_sentence(plain):
    with plain.select_pipes(enable=[]):
        cut, whole = (plain("He saw the Bank of Portugal in Lisbon.") for _ in range(2))
        for doc, starts in ((cut, {0, 4}), (whole, {0})):
            for token in doc:
                token.is_sent_start = token.i in starts
    reader = NameReader(plain.get_pipe("ner"))
    found = reader.read([cut, whole])
    for doc, names in zip((cut, whole), found, strict=True):
        plain.get_pipe("ner")(doc)
        assert names == [(e.start, e.end, e.label_) for e in doc.ents]
    assert found[0] != found[1]


def test_nothing_to_read(plain):
    reader = NameReader(plain.get_pipe("ner"))
    assert reader.read([]) == []
    assert reader.read([plain.make_doc(""), plain.make_doc("")]) == [[], []]


def test_what_stays_with_spacy(load, plain):
    assert can_read(plain.get_pipe("ner"))
    assert not can_read(plain.get_pipe("parser"))
    assert take_names(spacy.blank("en")) is None
    ruled = load()
    ruled.add_pipe("entity_ruler", before="ner").add_patterns([{"label": "PAINTER", "pattern": "Otto Falk"}])
    assert take_names(ruled) is None
    assert ruled.pipe_names[-1] == "ner"


def test_a_pipeline_with_names_of_its_own(load, tmp_path):
    nlp = load()
    nlp.add_pipe("entity_ruler", before="ner").add_patterns([{"label": "PAINTER", "pattern": "Otto Falk"}])
    nlp.to_disk(tmp_path / "model")
    grammar = load_grammar(str(tmp_path / "model"))
    parse = grammar.parse_report(make_report("They sued Otto Falk of Vienna."))
    assert list(parse.names()) == [(2, 4, "PAINTER"), (5, 6, "GPE")]
