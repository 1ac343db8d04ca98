"""Tags are always legal, and the best sequence is found."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from onrecord.backends.span_reader.decode import TAGS, Heads, WordSpan, best_tags, bucket, link_spans, spans_of
from onrecord.backends.span_reader.windows import Pointed

STEPS = np.array(
    [
        [0.0 if (a[0] in "BI") == (b[0] in "IE") and (a[0] not in "BI" or a[2:] == b[2:]) else -1e4 for b in TAGS]
        for a in TAGS
    ],
    dtype=np.float32,
)


def one_window(vectors):
    return Pointed(starts=[0], vectors=[vectors], home=np.zeros(len(vectors), np.int32))


def score(tags, emissions):
    total = sum(emissions[i, t] for i, t in enumerate(tags))
    total += sum(STEPS[a, b] for a, b in itertools.pairwise(tags))
    return total + (-1e4 if TAGS[tags[0]][0] in "IE" else 0) + (-1e4 if TAGS[tags[-1]][0] in "BI" else 0)


@given(hnp.arrays(np.float32, st.tuples(st.integers(1, 3), st.just(len(TAGS))), elements=st.integers(-9, 9)))
def test_best_sequence_equals_brute_force(emissions):
    best = (
        max(score(tags, emissions) for tags in itertools.product(range(len(TAGS)), repeat=len(emissions)))
        if len(emissions) < 3
        else None
    )
    found, mirrored = best_tags(np.stack([emissions, -emissions]), np.stack([STEPS, STEPS]))
    assert score(found, emissions) > -1e3
    assert score(mirrored, -emissions) > -1e3
    assert (best_tags(-emissions[None], STEPS[None])[0] == mirrored).all()
    if best is not None:
        assert score(found, emissions) == best


def test_adjacent_spans_of_one_role_stay_apart():
    tags = np.array([TAGS.index(t) for t in ("B-content", "E-content", "S-content", "O", "S-cue")], np.uint8)
    spans = spans_of(tags, np.zeros((5, len(TAGS)), np.float32))
    assert [(s.first, s.last, s.role) for s in spans] == [(0, 1, 2), (2, 2, 2), (4, 4, 1)]


def test_buckets_are_symmetric_and_monotone():
    distances = np.arange(-600, 601)
    buckets = bucket(distances)
    assert (np.diff(buckets) >= 0).all()
    assert (buckets + buckets[::-1] == 20).all()
    assert buckets.min() >= 0


def test_a_content_points_at_the_cue_its_query_is_like():
    heads = Heads(steps=STEPS[None], near=np.zeros((2, 21), np.float32), width=2)
    vectors = np.zeros((5, 8), np.float32)
    vectors[0, :2] = 10, 0  # query of the content
    vectors[1, 2:4] = 0, 9  # key of the cue beside it
    vectors[4, 2:4] = 9, 0  # key of the cue further off
    spans = [WordSpan(first=i, last=i, role=r, certainty=1.0, edges=1.0) for i, r in ((0, 2), (1, 1), (4, 1))]
    links = [x for x in link_spans(spans, one_window(vectors), heads, 0) if x[0] == 0]
    assert max(links, key=lambda x: x[2])[1] == 2


def test_a_pointer_beside_every_span_stays_unassigned():
    heads = Heads(steps=STEPS[None], near=np.zeros((2, 21), np.float32), width=2)
    vectors = np.zeros((5, 8), np.float32)
    vectors[0, :2] = 10, 0
    vectors[3, 2:4] = 9, 0  # the likely cue is word 3, which no span holds
    spans = [WordSpan(first=i, last=i, role=r, certainty=1.0, edges=1.0) for i, r in ((0, 2), (1, 1))]
    assert [x for x in link_spans(spans, one_window(vectors), heads, 0) if x[0] == 0] == []
