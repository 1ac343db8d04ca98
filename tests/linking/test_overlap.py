"""Thousands of pairs of word sets at once: what each pair gives by itself, to the last bit."""

import pytest
from benchmarks.made_stories import Town
from hypothesis import given
from hypothesis import strategies as st

from onrecord.lexicon import load_lexicon
from onrecord.linking import overlap as room
from onrecord.linking.events import compare_events, make_views
from onrecord.linking.occasions import compare_occasions
from onrecord.linking.overlap import overlap
from onrecord.linking.weights import everyday, report_weight, shared_weight, similarity, word_weight
from onrecord.linking.words import pack

NEWS = sorted(everyday(load_lexicon()))[:20]
SETS = st.lists(st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([7, 9, *NEWS])), max_size=30).map(pack)


@pytest.mark.parametrize("weigh", [word_weight, report_weight])
@given(pairs=st.lists(st.tuples(SETS, SETS), max_size=12))
def test_many_pairs_give_what_each_gives_alone(weigh, pairs):
    found = overlap([a for a, _ in pairs], [b for _, b in pairs], weigh)
    assert found.cosine.tolist() == [similarity(a, b, weigh) for a, b in pairs]
    assert found.weight.tolist() == [shared_weight(a, b, weigh) for a, b in pairs]


def test_more_pairs_than_are_laid_out_at_a_time(monkeypatch):
    monkeypatch.setattr(room, "STEP", 3)
    sets = [pack(range(n, n + 20)) for n in range(40)]
    pairs = list(zip(sets, reversed(sets), strict=True))
    found = overlap([a for a, _ in pairs], [b for _, b in pairs], word_weight)
    assert found.cosine.tolist() == [similarity(a, b) for a, b in pairs]


def test_a_pair_is_judged_alike_alone_and_among_others():
    made = list(Town().stories(12))
    pairs = [(a, b) for a in made for b in made]
    assert compare_occasions(pairs) == [compare_occasions([pair])[0] for pair in pairs]
    views = [view for summary in made for view in make_views(summary, {}, {})]
    met = [(a, b) for a in views[::3] for b in views[::4]]
    assert compare_events(met) == [compare_events([pair])[0] for pair in met]
