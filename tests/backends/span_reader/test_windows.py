"""Windows use every word, and read around it what they can."""

import numpy as np
import pytest

from onrecord.backends.span_reader.encoding import Encoded
from onrecord.backends.span_reader.windows import EDGE, SIZE, STEP, plan_windows, run_windows


def words(lengths: list[int]) -> Encoded:
    """An encoded text whose words have the given numbers of subwords."""
    first = np.cumsum([0, *lengths[:-1]]).astype(np.int32) if lengths else np.zeros(0, np.int32)
    of = np.repeat(np.arange(len(lengths)), lengths).astype(np.int32)
    total = sum(lengths)
    return Encoded(
        ids=np.arange(total, dtype=np.int32),
        words=of,
        first=first,
        starts=first,
        ends=first + 1,
        features=np.zeros(len(lengths), np.uint8),
    )


@pytest.mark.parametrize(
    "lengths",
    [
        [1],
        [1] * SIZE,
        [1] * (SIZE + 1),
        [1] * 3000,
        [3, 1, 2] * 500,
        [100] * 30,
        [1, 100, 1],
        [1] * 200 + [100] * 3 + [1] * 200,
    ],
)
def test_every_word_is_used_and_no_window_is_too_long(lengths):
    encoded = words(lengths)
    used = np.zeros(len(lengths), int)
    for window in plan_windows(encoded):
        assert window.start <= window.low < window.high <= window.end
        assert sum(lengths[window.start : window.end]) <= SIZE
        used[window.low : window.high] += 1
    assert used.min() >= 1


def test_inner_edges_are_not_used():
    windows = list(plan_windows(words([1] * 3000)))
    assert all(w.low - w.start >= EDGE for w in windows[1:])
    assert all(w.end - w.high >= EDGE for w in windows[:-1])


def test_the_number_of_windows_is_linear():
    assert len(list(plan_windows(words([1] * 12_800)))) <= 101


def test_results_come_back_a_row_for_each_word():
    encoded = words([2] * 1000)

    def run(ids, features):
        assert len(ids) == len(features) <= SIZE + 2
        rows = np.asarray(ids, dtype=np.float32)[:, None]
        return rows, rows

    emissions, pointed = run_windows(encoded, run)
    assert emissions[:, 0].tolist() == encoded.first.tolist()
    for word in (0, 1, 500, 999):
        start, vectors = pointed.around(word)
        assert vectors[word - start, 0] == encoded.first[word]


def test_a_word_has_neighbours_on_both_sides_at_home():
    encoded = words([1] * 3000)
    _, pointed = run_windows(encoded, lambda ids, _: (ids[:, None] * 1.0, ids[:, None] * 1.0))
    least = (SIZE - STEP) // 2 - 1
    assert least >= 40
    for word in range(200, 2800):
        start, vectors = pointed.around(word)
        assert word - start >= least
        assert start + len(vectors) - word >= least
