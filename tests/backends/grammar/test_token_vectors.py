"""Vectors worked out once a kind of token are those worked out for each token."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.ml.models.tok2vec import CharacterEmbed, MultiHashEmbed

from onrecord.backends import token_vectors
from onrecord.backends.token_vectors import know_tokens

EXAMPLES = Path(__file__).parents[3] / "examples" / "paintings"
ODD = [
    "There's nothin' y' all ain't   gonna do; cannot and can not.",
    "“That,” she said.",
    "  Vienna  ",
    "日本 😀😀 x",
    "",
    " ",
]


@pytest.fixture(scope="module")
def texts():
    return [*ODD, *(line for p in sorted(EXAMPLES.glob("*.txt")) for line in p.read_text("utf-8").split("\n")), *ODD]


def networks(nlp):
    return [nlp.get_pipe("tok2vec").model, nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]]


@pytest.mark.parametrize("most", [20_000, 50])
def test_the_same_numbers(load, plain, texts, most, monkeypatch):
    monkeypatch.setattr(token_vectors, "MOST", most)
    nlp = load()
    know_tokens(nlp)
    for slow, fast in zip(networks(plain), networks(nlp), strict=True):
        assert [node.name for node in fast.walk()].count("kind_vectors") == 1
        for size in (1, 7, len(texts)):
            for at in range(0, len(texts), size):
                part = texts[at : at + size]
                if not any(part):  # spaCy asks no network of nothing
                    continue
                before = slow.predict([plain.make_doc(t) for t in part])
                after = fast.predict([nlp.make_doc(t) for t in part])
                assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_what_hangs_on_more_stays():
    nlp = spacy.blank("en")
    for layer in (
        MultiHashEmbed(width=8, attrs=["NORM", "TAG"], rows=[10, 10], include_static_vectors=False),
        CharacterEmbed(width=8, rows=10, nM=2, nC=2, include_static_vectors=False),
    ):
        assert not token_vectors._hangs_on_kinds(layer)
    own = MultiHashEmbed(width=8, attrs=["NORM", "SHAPE"], rows=[10, 10], include_static_vectors=False)
    assert token_vectors._hangs_on_kinds(own)
    know_tokens(nlp)


def test_a_changed_network_is_not_trained(load):
    nlp = load()
    know_tokens(nlp)
    doc = nlp.make_doc("Rebels attacked.")
    _, learn = networks(nlp)[0](([doc]), is_train=False)
    with pytest.raises(NotImplementedError):
        learn([np.zeros((3, 96), np.float32)])
