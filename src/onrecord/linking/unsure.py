"""Doubtful pairs of events: what a person may be asked."""

from collections.abc import Iterable, Iterator

import numpy as np

from onrecord.linking.grouping import Groups
from onrecord.linking.layer import Edges, Found
from onrecord.model.links import Judgement, Link, LinkOf

UNSURE_FROM = 0.2
"""Compared pairs scored from here to the threshold are shown to a person as unsure."""

Pair = tuple[str, str, Found]


def doubtful(edges: Edges, groups: Groups) -> Iterator[Link]:
    """Yield the best doubtful pair of each event line that is not merged."""
    left, right, score, text = edges.columns()
    at = np.flatnonzero((score >= UNSURE_FROM) & (groups.first[left] != groups.first[right])) if len(left) else ()
    texts = edges.texts()
    rows = [(groups.ids[left[e]], groups.ids[right[e]], Found(float(score[e]), texts[text[e]][0])) for e in at]
    yield from map(unsure_link, best_pairs(rows))


def best_pairs(rows: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that are the best of one of their two lines, each once."""
    best: dict[str, Pair] = {}
    for row in rows:
        for line in row[:2]:
            old = best.get(line)
            if old is None or rank(row) < rank(old):
                best[line] = row
    return sorted(set(best.values()))


def rank(row: Pair) -> tuple[float, str, str]:
    """Return a key that sorts the likelier pair first."""
    return -row[2].score, row[0], row[1]


def unsure_link(row: Pair) -> Link:
    """Return a doubtful pair as a link."""
    left, right, found = row
    return Link(
        left=left,
        right=right,
        of=LinkOf.EVENT,
        judgement=Judgement.UNSURE,
        score=round(found.score, 4),
        reason=found.reason,
    )
