"""Rules asked once a kind of token set what rules asked at every token set."""

from pathlib import Path

import pytest
import spacy

from onrecord.backends import token_rules
from onrecord.backends.token_rules import KindMatcher, quicken, take_words

EXAMPLES = Path(__file__).parents[3] / "examples" / "paintings"
ODD = [
    "There's nothin' y' all ain't   gonna\tdo, is there?",
    "I wo n't   go; it is so that, as he'd said, cannot be.",
    "“That,” she said, “is what had been.”",
    "",
    "   ",
    "\n",
    "😀 日本 said.",
]


@pytest.fixture(scope="module")
def texts():
    return [*ODD, *(p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt")))]


def columns(doc):
    return [(t.text, t.pos_, t.tag_, t.dep_, str(t.morph), t.lemma_, t.ent_type_) for t in doc]


@pytest.mark.parametrize("most", [100_000, 40])
def test_the_same_is_set(plain, texts, most, monkeypatch):
    monkeypatch.setattr(token_rules, "MOST", most)
    ruler = plain.get_pipe("attribute_ruler")
    slow = ruler.matcher
    before = [columns(doc) for doc in plain.pipe(texts)]
    try:
        quicken(plain)
        assert isinstance(ruler.matcher, KindMatcher)
        assert [columns(doc) for doc in plain.pipe(texts)] == before
        assert len(ruler.matcher._known) <= most + max(map(len, before))
    finally:
        ruler.matcher = slow


def test_patterns_over_several_tokens_and_other_attributes(plain):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "new"}, {"LOWER": "york"}]], {"POS": "PROPN"}, index=1)
    ruler.add([[{"IS_DIGIT": True}], [{"LOWER": "two"}]], {"POS": "NUM"})
    ruler.add([[{"LOWER": "york", "OP": "+"}]], {"LEMMA": "York"})
    text = "two New York 12 york york"
    before = columns(nlp(text))
    quicken(nlp)
    assert columns(nlp(text)) == before
    assert before[2][1] == "PROPN"
    assert before[3][1] == "NUM"


@pytest.mark.parametrize("most", [100_000, 40])
def test_words_of_a_kind(load, plain, texts, most, monkeypatch):
    monkeypatch.setattr(token_rules, "MOST", most)
    nlp = load(exclude=["ner"])
    quicken(nlp)
    words = take_words(nlp)
    assert not {"attribute_ruler", "lemmatizer"} & set(nlp.pipe_names)
    more = [*texts, "There was a y'all. Let's go; they're gonna ain't.", "There are two.", *texts]
    for doc, expected in zip(nlp.pipe(more), plain.pipe(more), strict=True):
        words(doc)
        assert [(t.pos_, t.lemma_) for t in doc] == [(t.pos_, t.lemma_) for t in expected]


def test_other_lemmatisers_stay():
    nlp = spacy.blank("en")
    assert take_words(nlp) is None
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("sentencizer")
    quicken(nlp)
    assert take_words(nlp) is None
    assert nlp.pipe_names == ["attribute_ruler", "sentencizer"]
