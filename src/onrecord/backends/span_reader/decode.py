"""Emissions to spans and links: the best legal tag sequence, then pointers between its spans."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.model.spantags import ROLES

Floats = NDArray[np.float32]
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BIES"))
REACH = {"cue_of": 400, "source_of": 150}
"""Words between the beginnings of two linked spans; in the training set 99.9 % are nearer."""
NEAREST = {"cue_of": 12, "source_of": 12}
"""Candidates looked at on each side, so that the time stays linear in the report."""


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
    """Return the best legal tag sequence (Viterbi) for (words, tags) emissions.

    Cost: linear in the words.
    """
    words, count = emissions.shape
    back = np.empty((words, count), dtype=np.uint8)
    columns = np.arange(count)
    starts = np.array([-1e4 if tag[0] in "IE" else 0.0 for tag in TAGS], dtype=np.float32)
    ends = np.array([-1e4 if tag[0] in "BI" else 0.0 for tag in TAGS], dtype=np.float32)
    score = emissions[0] + starts
    arrive = np.ascontiguousarray(steps.T)
    for i in range(1, words):
        paths = arrive + score
        choice = paths.argmax(axis=1)
        back[i] = choice
        score = paths[columns, choice] + emissions[i]
    tags = np.empty(words, dtype=np.uint8)
    best = int((score + ends).argmax())
    for i in range(words - 1, -1, -1):
        tags[i] = best
        best = int(back[i, best]) if i else best
    return tags


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


def link_spans(
    spans: list[WordSpan], vectors: Floats, heads: Heads, layer: int
) -> list[tuple[int, int, float]]:
    """Return (tail, head, probability): a content to cues, a cue to sources or to none (-1)."""
    out: list[tuple[int, int, float]] = []
    rows = [[i for i, s in enumerate(spans) if s.role == r] for r in range(len(ROLES))]
    sources, cues, contents = rows
    for tails, targets, link, number in (
        (contents, cues, "cue_of", 2 * layer),
        (cues, sources, "source_of", 2 * layer + 1),
    ):
        low = number * 2 * heads.width
        queries = vectors[:, low : low + heads.width]
        keys = vectors[:, low + heads.width : low + 2 * heads.width]
        places = np.array([spans[t].first for t in targets], dtype=np.int64)
        for tail in tails:
            at = spans[tail].first
            near = _candidates(places, at, link)
            words = places[near]
            found = [targets[k] for k in near.tolist()]
            if link == "source_of":
                words, found = np.append(words, at), [*found, -1]
            if not found:
                continue
            scores = keys[words] @ queries[at] / math.sqrt(heads.width)
            scores = scores + heads.near[number][bucket(words - at)]
            chance = np.exp(scores - scores.max())
            chance = chance / chance.sum()
            out += [(tail, f, float(p)) for f, p in zip(found, chance, strict=True) if p >= 1e-3]
    return out


def _candidates(places: NDArray[np.int64], at: int, link: str) -> NDArray[np.int64]:
    """Return the rows of the nearest targets on either side, within reach."""
    middle = int(np.searchsorted(places, at))
    low = max(middle - NEAREST[link], int(np.searchsorted(places, at - REACH[link])))
    high = min(middle + NEAREST[link], int(np.searchsorted(places, at + REACH[link], side="right")))
    return np.arange(low, high)


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


assert len(TAGS) == 1 + 4 * len(ROLES)
assert all(a != b for a, b in pairwise(TAGS))
