"""How much a shared word tells: rare words much, words of every report nothing.

The weights are fixed and ship with the program, so that comparing two lines never depends on which other
reports the story has. They are counted in whole parts of :data:`UNIT`: sums of whole numbers are the same in any
order, so a pair compared by itself gets the score that it gets among thousands (:mod:`onrecord.linking.overlap`).
"""

import base64
import json
import math
from collections.abc import Callable
from functools import lru_cache

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.linking.words import hash_word, stem, unpack

EVERYDAY = 0.15
"""Most that a word weighs that desks, police, courts and web pages always use."""
UNIT = 1020
"""Parts of a weight of 1: four times the steps of the table, so that :data:`EVERYDAY` is a whole number of them."""
KNOWN = 300_000
"""Words whose weights are remembered at a time."""
Weigh = Callable[[int], float]


@lru_cache(maxsize=1)
def levels() -> bytes:
    """Return the weight of each bucket of words as a byte: 255 is a weight of 1."""
    document = json.loads(load_lexicon().path("linking/background", ".json").read_text(encoding="utf-8"))
    return base64.b64decode(document["levels"])


def word_weight(word: int) -> float:
    """Return the weight of a hashed stem: 1 for a rare or unlisted word, 0 for one expected in every report.

    References: ``training/linking/make_background.py``, from general word counts; the file names source and licence.
    """
    return parts_of(word_weight)[word] / UNIT


@lru_cache(maxsize=4)
def everyday(lexicon: Lexicon) -> frozenset[int]:
    """Return the words that desks, police, courts and web pages always use, hashed."""
    return frozenset(hash_word(stem(w)) for w in str(lexicon.entries("linking/news")).split())


def report_weight(word: int) -> float:
    """Return the weight of a hashed stem where whole reports are compared: the news' own words weigh little.

    Example:
        >>> report_weight(hash_word("polic")) <= 0.15 < report_weight(hash_word("lund"))
        True
    """
    return parts_of(report_weight)[word] / UNIT


class Parts(dict[int, int]):
    """Weights of words in parts of :data:`UNIT`, looked up once and remembered.

    Args:
        low: Words that weigh :data:`EVERYDAY` at most.
    """

    def __init__(self, low: frozenset[int]) -> None:
        super().__init__()
        self.low, self.levels = low, levels()

    def __missing__(self, word: int) -> int:
        if len(self) >= KNOWN:
            self.clear()
        parts = self.levels[word % len(self.levels)] * (UNIT // 255)
        self[word] = parts = min(parts, round(EVERYDAY * UNIT)) if word in self.low else parts
        return parts


@lru_cache(maxsize=2)
def parts_of(weigh: Weigh) -> Parts:
    """Return the table behind :func:`word_weight` or :func:`report_weight`."""
    return Parts(everyday(load_lexicon()) if weigh is report_weight else frozenset())


_words = lru_cache(maxsize=20_000)(unpack)


@lru_cache(maxsize=50_000)
def squares(packed: bytes, weigh: Weigh) -> int:
    """Return the sum of the squared weights of a packed set, in parts."""
    return sum(parts * parts for parts in map(parts_of(weigh).__getitem__, unpack(packed)))


def similarity(left: bytes, right: bytes, weigh: Weigh = word_weight) -> float:
    """Return the weighted cosine of two packed sets of words, 0 to 1.

    Cost: linear in the smaller set.
    """
    norm = math.sqrt(float(squares(left, weigh)) * squares(right, weigh))
    if not norm:
        return 0.0
    shared = map(parts_of(weigh).__getitem__, _words(left) & _words(right))
    return sum(parts * parts for parts in shared) / norm


def shared_weight(left: bytes, right: bytes, weigh: Weigh = word_weight) -> float:
    """Return the summed weight of the shared words: how much evidence there is, not which share."""
    return sum(map(parts_of(weigh).__getitem__, _words(left) & _words(right))) / UNIT
