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
CONTEXT = 40
"""Subwords at an inner edge of a window that are read but whose result a neighbour gives."""
CLS, SEP = 101, 102

Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Floats, Floats]]
"""Ids and features of one window -> emissions and pointer vectors, a row for each subword."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words ``start`` to ``end`` are read, and the results of ``keep_start`` to ``keep_end`` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def plan_windows(encoded: Encoded, size: int = SIZE, context: int = CONTEXT) -> Iterator[Window]:
    """Yield windows whose kept words follow each other without gap.

    A window begins ``context`` subwords before the first word it must give, and gives all words up
    to ``context`` subwords before its end.
    """
    words = len(encoded.first)
    bounds = np.append(encoded.first, len(encoded.ids))
    keep = 0
    while keep < words:
        start = int(np.searchsorted(bounds, bounds[keep] - context, side="left")) if keep else 0
        end = int(np.searchsorted(bounds, bounds[start] + size, side="right")) - 1
        end = min(max(end, start + 1), words)
        stop = words
        if end < words:
            stop = int(np.searchsorted(bounds, bounds[end] - context, side="right")) - 1
            stop = min(max(stop, keep + 1), words)
        yield Window(start=start, end=max(end, stop), keep_start=keep, keep_end=stop)
        keep = stop


def run_windows(encoded: Encoded, run: Run) -> tuple[Floats, Floats]:
    """Run all windows; emissions and pointer vectors, a row for each *word* of the report.

    Cost: linear in the report; one window's activations in memory at a time.
    """
    parts = [_run_window(encoded, window, run) for window in plan_windows(encoded)]
    emissions, vectors = zip(*parts, strict=True)
    return np.concatenate(emissions), np.concatenate(vectors)


def _run_window(encoded: Encoded, window: Window, run: Run) -> tuple[Floats, Floats]:
    bounds = np.append(encoded.first, len(encoded.ids))
    low = int(bounds[window.start])
    high = min(int(bounds[window.end]), low + SIZE)
    ids = np.empty(high - low + 2, dtype=np.int64)
    ids[0], ids[-1] = CLS, SEP
    ids[1:-1] = encoded.ids[low:high]
    features = np.zeros(len(ids), dtype=np.int64)
    features[1:-1] = encoded.features[encoded.words[low:high]]
    emissions, vectors = run(ids, features)
    rows = encoded.first[window.keep_start : window.keep_end] - low + 1
    rows = np.minimum(rows, len(ids) - 1)
    return emissions[rows].astype(np.float32), vectors[rows].astype(np.float32)
