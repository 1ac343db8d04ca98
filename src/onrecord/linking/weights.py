"""How much a shared word tells: rare words much, words of every report nothing.

The weights are fixed and ship with the program, so that comparing two lines never depends on which other
reports the story has.
"""

import base64
import json
import math
from functools import lru_cache

from onrecord.lexicon import load_lexicon
from onrecord.linking.words import unpack


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


@lru_cache(maxsize=200_000)
def _squares(packed: bytes) -> float:
    return sum(word_weight(w) ** 2 for w in unpack(packed))


@lru_cache(maxsize=200_000)
def similarity(left: bytes, right: bytes) -> float:
    """Return the weighted cosine of two packed sets of words, 0 to 1.

    Cost: linear in the smaller set; pairs asked for again are remembered.
    """
    norm = math.sqrt(_squares(left) * _squares(right))
    if not norm:
        return 0.0
    return sum(word_weight(w) ** 2 for w in unpack(left) & unpack(right)) / norm


@lru_cache(maxsize=200_000)
def shared_weight(left: bytes, right: bytes) -> float:
    """Return the summed weight of the shared words: how much evidence there is, not which share."""
    return sum(word_weight(w) for w in unpack(left) & unpack(right))
