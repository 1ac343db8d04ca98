"""How much a shared word tells: rare words much, words of every report nothing.

The weights are fixed and ship with the program, so that comparing two lines never depends on which other
reports the story has.
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
Weigh = Callable[[int], float]


@lru_cache(maxsize=1)
def _levels() -> bytes:
    """Return the weight of each bucket as a byte."""
    document = json.loads(load_lexicon().path("linking/background", ".json").read_text(encoding="utf-8"))
    return base64.b64decode(document["levels"])


def word_weight(word: int) -> float:
    """Return the weight of a hashed stem: 1 for a rare or unlisted word, 0 for one expected in every report.

    References: ``training/linking/make_background.py``, from general word counts; the file names source and licence.
    """
    levels = _levels()
    return levels[word % len(levels)] / 255


@lru_cache(maxsize=4)
def _everyday(lexicon: Lexicon) -> frozenset[int]:
    return frozenset(hash_word(stem(w)) for w in str(lexicon.entries("linking/news")).split())


def report_weight(word: int) -> float:
    """Return the weight of a hashed stem where whole reports are compared: the news' own words weigh little.

    Example:
        >>> report_weight(hash_word("polic")) <= 0.15 < report_weight(hash_word("lund"))
        True
    """
    weight = word_weight(word)
    return min(weight, EVERYDAY) if word in _everyday(load_lexicon()) else weight


@lru_cache(maxsize=200_000)
def _squares(packed: bytes, weigh: Weigh) -> float:
    return sum(weigh(w) ** 2 for w in unpack(packed))


@lru_cache(maxsize=200_000)
def similarity(left: bytes, right: bytes, weigh: Weigh = word_weight) -> float:
    """Return the weighted cosine of two packed sets of words, 0 to 1.

    Cost: linear in the smaller set; pairs asked for again are remembered.
    """
    norm = math.sqrt(_squares(left, weigh) * _squares(right, weigh))
    if not norm:
        return 0.0
    return sum(weigh(w) ** 2 for w in unpack(left) & unpack(right)) / norm


@lru_cache(maxsize=200_000)
def shared_weight(left: bytes, right: bytes, weigh: Weigh = word_weight) -> float:
    """Return the summed weight of the shared words: how much evidence there is, not which share."""
    return sum(weigh(w) for w in unpack(left) & unpack(right))
