"""Emissions to spans and links: the best legal tag sequence, then pointers between its spans."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.backends.span_reader.windows import Pointed
from onrecord.model.spantags import ROLES

Floats = NDArray[np.float32]
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BIES"))
LINKS = ("cue_of", "source_of")
REACH = {"cue_of": 300, "source_of": 150}
"""Words between the beginnings of two linked spans; in the training set 99.9 % are nearer."""
LEAST = 0.02
"""Links less likely than this are not kept."""
FAR = max(REACH.values())
SOURCE, CUE, CONTENT = range(len(ROLES))
_LINK_OF = {CONTENT: ("cue_of", CUE), CUE: ("source_of", SOURCE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The small tables that were trained with the encoder and are no part of its graph.

    Attributes:
        steps: Score of each tag after each tag, (layers, from, to); illegal ones hugely negative.
        near: Score of each signed distance bucket for each link, (layers x links, buckets).
        width: Length of a pointer query or key.
    """

    steps: Floats
    near: Floats
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpan:
    """Words ``first`` to ``last`` (inclusive) with a role number and what the reader thinks of it."""

    first: int
    last: int
    role: int
    certainty: float
    edges: float


def best_tags(emissions: Floats, steps: Floats) -> NDArray[np.uint8]:
    """Return the best legal tag sequence (Viterbi) of each layer.

    Args:
        emissions: (layers, words, tags).
        steps: Score of each tag after each tag, (layers, from, to).

    Cost: linear in the words; the layers go side by side.
    """
    layers, words, count = emissions.shape
    back = np.empty((words, layers, count), dtype=np.intp)
    starts = np.array([-1e4 if tag[0] in "IE" else 0.0 for tag in TAGS], dtype=np.float32)
    ends = np.array([-1e4 if tag[0] in "BI" else 0.0 for tag in TAGS], dtype=np.float32)
    arrive = np.ascontiguousarray(steps.transpose(0, 2, 1))
    paths = np.empty_like(arrive)
    score = emissions[:, 0] + starts
    for row, choice in zip(np.ascontiguousarray(emissions.transpose(1, 0, 2))[1:], back[1:], strict=True):
        np.add(arrive, score[:, None], out=paths)
        paths.argmax(axis=2, out=choice)
        np.maximum.reduce(paths, axis=2, out=score)
        score += row
    tags = np.empty((layers, words), dtype=np.uint8)
    for layer, best in enumerate((score + ends).argmax(axis=1).tolist()):
        tags[layer] = _traced(back[:, layer].tolist(), best)
    return tags


def _traced(back: list[list[int]], best: int) -> list[int]:
    """Return the tags that lead to the best last one."""
    tags = [best]
    for row in back[:0:-1]:
        tags.append(row[tags[-1]])
    return tags[::-1]


def spans_of(tags: NDArray[np.uint8], emissions: Floats) -> list[WordSpan]:
    """Return the spans of a tag sequence, in text order."""
    exp = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    share = exp / exp.sum(axis=1, keepdims=True)
    out = []
    begun = 0
    for i in np.flatnonzero(tags).tolist():
        tag = TAGS[tags[i]]
        if tag[0] in "BS":
            begun = i
        if tag[0] in "ES":
            role = (int(tags[i]) - 1) // 4
            block = share[begun : i + 1, 1 + 4 * role : 5 + 4 * role].sum(axis=1)
            edges = float(share[begun, tags[begun]] * share[i, tags[i]])
            out.append(WordSpan(first=begun, last=i, role=role, certainty=float(block.mean()), edges=edges))
    return out


def link_spans(spans: list[WordSpan], pointed: Pointed, heads: Heads, layer: int) -> list[tuple[int, int, float]]:
    """Return (tail, head, probability): a content to cues, a cue to sources or to none (-1).

    A pointer shares its probability among *all* words within reach, and a span gets what falls on
    its words. What falls beside every span stays unassigned: a content whose cue was overlooked
    then stands alone and is not forced on the next cue.

    Cost: linear in the spans.
    """
    out: list[tuple[int, int, float]] = []
    for tail, span in enumerate(spans):
        link = _LINK_OF.get(span.role)
        if link is None:
            continue
        name, target = link
        low, chance = _point(pointed, heads, 2 * layer + LINKS.index(name), span.first, REACH[name])
        out += [(tail, head, p) for head, p in _shares(spans, tail, target, low, chance)]
    return out


def _point(pointed: Pointed, heads: Heads, number: int, at: int, reach: int) -> tuple[int, Floats]:
    """Return the first word in reach of word ``at``, and the pointer's probability of each word."""
    start, vectors = pointed.around(at)
    low, high = max(start, at - reach), min(start + len(vectors), at + reach + 1)
    base = number * 2 * heads.width
    query = vectors[at - start, base : base + heads.width]
    keys = vectors[low - start : high - start, base + heads.width : base + 2 * heads.width]
    near = heads.near[number][_BUCKETS[low - at + FAR : high - at + FAR]]
    scores = keys @ query / math.sqrt(heads.width) + near
    chance = np.exp(scores - scores.max())
    return low, chance / chance.sum()


def _shares(spans: list[WordSpan], tail: int, target: int, low: int, chance: Floats) -> Iterator[tuple[int, float]]:
    """Yield each target span around a tail with the probability that falls on its words."""
    at = spans[tail].first - low
    if target == SOURCE and chance[at] >= LEAST:
        yield -1, float(chance[at])
    upto = [0.0, *np.cumsum(chance).tolist()]
    for step in (-1, 1):
        row = tail + step
        while 0 <= row < len(spans) and 0 <= spans[row].first - low < len(chance):
            if spans[row].role == target:
                p = upto[min(spans[row].last + 1 - low, len(chance))] - upto[spans[row].first - low]
                if p >= LEAST:
                    yield row, p
            row += step


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the bucket of signed word distances: 0, 1, 2 to 3, 4 to 7 … 256 and more, each side.

    Example:
        >>> bucket(np.array([-1, 0, 1, 5])).tolist()
        [9, 10, 11, 13]
    """
    size = np.abs(distance)
    power = np.minimum(np.floor(np.log2(np.maximum(size, 1))).astype(np.int64) + 1, 9)
    power = np.where(size == 0, 0, power)
    return 10 + np.where(distance < 0, -power, power)


_BUCKETS = bucket(np.arange(-FAR, FAR + 1))

assert len(TAGS) == 1 + 4 * len(ROLES)
assert all(a != b for a, b in pairwise(TAGS))
