"""Cuts an encoded report into overlapping windows and puts the windows' results together again.

Each window is run alone and never padded: int8 kernels scale by the largest value of what they
are given, so what stands beside a window would otherwise change its result.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.backends.span_reader.encoding import Encoded

SIZE = 286
"""Subwords in a window, two special ones not counted: what the model was trained on."""
STEP = 192
"""Subwords from window to window: half the words are read twice, in different company, and averaged.
On held-out articles 128 (nearly all twice) and 192 differ by less than .003 either way, and 192 costs a tenth less
on short reports and a quarter less on long ones; without overlap, content exact falls by .007."""
EDGE = 16
"""Subwords at an inner edge of a window that are read but not used: they lack half their context."""
CLS, SEP = 101, 102

Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Floats, Floats]]
"""Ids and features of one window -> emissions and pointer vectors, a row for each subword."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words ``start`` to ``end`` are read, and the results of ``low`` to ``high`` are used."""

    start: int
    end: int
    low: int
    high: int


def plan_windows(encoded: Encoded) -> Iterator[Window]:
    """Yield windows that use every word at least once.

    Cost: linear in the words.
    """
    words = len(encoded.first)
    bounds = np.append(encoded.first, len(encoded.ids))
    start, end, high = 0, 0, 0
    while end < words:
        end = int(np.searchsorted(bounds, bounds[start] + SIZE, side="right")) - 1
        low = min(int(np.searchsorted(bounds, bounds[start] + EDGE)), high)
        inner = int(np.searchsorted(bounds, bounds[end] - EDGE, side="right")) - 1
        high = max(inner, low + 1) if end < words else words
        yield Window(start=start, end=end, low=low, high=high)
        start = min(int(np.searchsorted(bounds, bounds[start] + STEP, side="right")) - 1, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Pointer vectors of every window, and where each word has its home.

    A query and a key hold positions in their window, so both must come from the same one.

    Attributes:
        starts: First word of each window.
        vectors: For each window (its words, width).
        home: For each word the window that has it nearest to its middle.
    """

    starts: list[int]
    vectors: list[Floats]
    home: NDArray[np.int32]

    def around(self, word: int) -> tuple[int, Floats]:
        """Return the first word of the home window of a word, and that window's vectors."""
        window = int(self.home[word])
        return self.starts[window], self.vectors[window]


def run_windows(encoded: Encoded, run: Run) -> tuple[Floats, Pointed]:
    """Run all windows; emissions, a row for each *word* of the report, and pointer vectors.

    Emissions are averaged over the windows that use a word.

    Cost: linear in the report; one window's activations in memory at a time.
    """
    words = len(encoded.first)
    total = np.zeros((0, 0), dtype=np.float32)
    count = np.zeros((words, 1), dtype=np.float32)
    off_middle = np.full(words, np.inf)
    pointed = Pointed(starts=[], vectors=[], home=np.zeros(words, dtype=np.int32))
    for number, window in enumerate(plan_windows(encoded)):
        found, vectors = _run_window(encoded, window, run)
        if not len(total):
            total = np.zeros((words, found.shape[1]), dtype=np.float32)
        used = slice(window.low - window.start, window.high - window.start)
        total[window.low : window.high] += found[used]
        count[window.low : window.high] += 1
        at = np.arange(window.low, window.high)
        distance = np.abs(at - (window.start + window.end - 1) / 2)
        nearer = at[distance < off_middle[at]]
        off_middle[nearer] = distance[nearer - window.low]
        pointed.home[nearer] = number
        pointed.starts.append(window.start)
        pointed.vectors.append(vectors)
    return total / count, pointed


def _run_window(encoded: Encoded, window: Window, run: Run) -> tuple[Floats, Floats]:
    """Run one window; a row for each of its words."""
    base = int(encoded.first[window.start])
    stop = int(encoded.first[window.end]) if window.end < len(encoded.first) else len(encoded.ids)
    ids = np.empty(stop - base + 2, dtype=np.int64)
    ids[0], ids[-1] = CLS, SEP
    ids[1:-1] = encoded.ids[base:stop]
    features = np.zeros(len(ids), dtype=np.int64)
    features[1:-1] = encoded.features[encoded.words[base:stop]]
    emissions, vectors = run(ids, features)
    rows = encoded.first[window.start : window.end] - base + 1
    return emissions[rows].astype(np.float32), vectors[rows].astype(np.float32)
