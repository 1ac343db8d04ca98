"""Doubtful pairs of events: what a person may be asked."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.grouping import Groups
from onrecord.linking.layer import Edges, Found
from onrecord.model.links import Judgement, Link, LinkOf

UNSURE_FROM = 0.2
"""Compared pairs scored from here to the threshold are shown to a person as unsure."""

Pair = tuple[str, str, Found]


def doubtful(edges: Edges, groups: Groups) -> list[Pair]:
    """Return the compared pairs of lines that are not merged and that a person may be asked about."""
    if not len(edges):
        return []
    left, right, score, text = edges.columns()
    at = np.flatnonzero(is_doubtful(edges, groups))
    texts = edges.texts()
    return [(groups.ids[left[e]], groups.ids[right[e]], Found(float(score[e]), texts[text[e]][0])) for e in at]


def is_doubtful(edges: Edges, groups: Groups) -> NDArray[np.bool_]:
    """Tell of each compared pair whether it is not merged and a person may be asked about it."""
    left, right, score, _ = edges.columns()
    return np.asarray((score >= UNSURE_FROM) & (groups.first[left] != groups.first[right]), dtype=bool)


def best_of(rows: Iterable[Pair]) -> dict[str, Pair]:
    """Return line -> its best pair."""
    best: dict[str, Pair] = {}
    for row in rows:
        for line in row[:2]:
            if line not in best or rank(row) < rank(best[line]):
                best[line] = row
    return best


def unsure_links(rows: Iterable[Pair]) -> Iterator[Link]:
    """Yield the pairs that are the best of one of their lines as links, each once."""
    return map(unsure_link, sorted(set(best_of(rows).values())))


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
