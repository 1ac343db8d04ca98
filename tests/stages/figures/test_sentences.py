"""The own annotated sentences, and the public sets where they are at hand: floors of evaluation/figures."""

import json
from pathlib import Path

import pytest
from evaluation.figures.own import agreement, load_sentences, read_sentence, score_own, summary
from evaluation.figures.quantities import score_quantities, score_specifications

FLOORS = json.loads((Path(__file__).parents[3] / "evaluation/figures/floors.json").read_text(encoding="utf-8"))


def test_quantities(shared):
    value, unit = score_quantities(shared / "data" / "quantities")["all"]
    assert value >= FLOORS["quantities, value F1"]
    assert unit >= FLOORS["quantities, value + unit F1"]


def test_specifications(shared):
    assert score_specifications(shared / "data" / "quantities") >= FLOORS["number specifications"]


def test_two_passes_agree():
    found = agreement(load_sentences("sentences_a.yaml"), load_sentences("sentences_b.yaml"))
    assert min(found.values()) > 0.9


def test_kinds_of_story():
    rows = load_sentences("sentences_a.yaml")
    assert len(rows) >= 200
    assert len({name.split("-")[0] for name, _, _ in rows}) >= 10


@pytest.mark.slow
def test_own_sentences(nlp_backend):
    rows = load_sentences("sentences_a.yaml")
    found = summary(score_own([read_sentence(nlp_backend, text) for _, text, _ in rows], rows))
    for slot in ("counted", "of", "by", "as_of"):
        assert found[slot][0] >= FLOORS[f"own sentences, {slot}"]
    assert 1 - found["invented"] >= FLOORS["own sentences, not invented"]
