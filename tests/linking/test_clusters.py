"""Clusters depend on the set of edges, and no score climbs a wall."""

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.agglomerate import Agglomeration, Beside, cluster_lines, settle_all
from onrecord.linking.clusters import Edge, Walls
from onrecord.model import LinkOf

LINES = "abcdefgh"
PAIRS = st.tuples(st.sampled_from(LINES), st.sampled_from(LINES)).filter(lambda p: p[0] < p[1])
EDGES = st.lists(
    st.builds(lambda p, s: Edge(*p, s / 10, "why"), PAIRS, st.integers(0, 10)), max_size=20, unique_by=lambda e: e[:2]
)
ROWS = st.lists(PAIRS, max_size=4, unique=True).map(lambda rows: tuple(sorted((a, b, "because") for a, b in rows)))


def group(edges, walls, **known):
    return cluster_lines(LINES, edges, walls, of=LinkOf.EVENT, threshold=0.5, **known)


@settings(max_examples=150, deadline=None)
@given(EDGES, ROWS, ROWS, st.randoms(use_true_random=False), st.booleans())
def test_order_never_matters_and_walls_hold(edges, different, same, rng, strict):
    walls = Walls(different=different, same=same)
    found = group(edges, walls, strict=strict)
    shuffled = list(edges)
    rng.shuffle(shuffled)
    assert group(shuffled, walls, strict=strict) == found
    of = found.group_of()
    assert set(of) == set(LINES)
    for a, b, _ in different:
        assert of[a] != of[b]
    forced = {(a, b) for a, b, _ in same}
    for a, b in forced:
        assert of[a] == of[b] or found.refusals or any((a, b) == (x, y) for x, y, _ in different) or different


def test_low_pairs_pull_the_mean_down():
    edges = [Edge("a", "b", 0.9, "x"), Edge("b", "c", 0.6, "y"), Edge("a", "c", 0.1, "z")]
    assert ("a", "b") in group(edges, Walls()).groups


def test_strictly_a_pair_never_compared_counts_as_nothing():
    edges = [Edge("a", "b", 0.9, "x"), Edge("b", "c", 0.8, "y")]
    assert ("a", "b", "c") in group(edges, Walls()).groups
    assert ("a", "b") in group(edges, Walls(), strict=True).groups


def test_a_wall_of_the_machine_yields_to_a_person():
    edges = [Edge("a", "b", 0.9, "x")]
    wall = [("a", "b", "other dates")]
    assert ("a", "b") not in group(edges, Walls(), machine_walls=wall).groups
    assert ("a", "b") in group(edges, Walls(same=(("a", "b", "I know"),)), machine_walls=wall).groups


def test_a_refused_merge_names_the_wall():
    edges = [Edge("a", "b", 0.9, "x")]
    (refusal,) = group(edges, Walls(different=(("a", "b", "father and son"),))).refusals
    assert refusal.wall == ("a", "b")
    assert "father and son" in refusal.reason


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("seed", [*range(12), 135, 329, 334])
def test_many_equal_means_end_in_the_same_groups_from_whichever_line(seed, strict):
    chosen = random.Random(seed)
    lines = [f"l{n:03d}" for n in range(200)]
    pairs = {tuple(sorted(chosen.sample(lines, 2))) for _ in range(chosen.choice([400, 1000, 2000]))}
    beside = defaultdict(list)
    for left, right in sorted(pairs):
        score = chosen.choice([1.0, 0.95, 0.8, 0.7, 0.6, 0.5, 0.1, 0.0])
        beside[left].append(Beside(left, right, score, "x"))
        beside[right].append(Beside(right, left, score, "x"))

    def forest():
        return Agglomeration(
            lambda wanted: [row for line in wanted for row in beside[line]],
            Walls(),
            of=LinkOf.EVENT,
            threshold=0.6,
            strict=strict,
        )

    found = set(settle_all(lines, forest()).groups)
    for _ in range(3):
        other = forest()
        assert {tuple(sorted(other.settle(line))) for line in chosen.sample(lines, len(lines))} == found
