"""Lines all in capitals are parsed as if they were not: the model finds no verb in "COURT JAILS CLERK".

Only what the model reads changes; the words of the parse stay those of the text.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from onrecord.lexicon import load_lexicon

LEAST = 3
"""Words that a line must have."""
_LOOK = 60
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
"""A capitalised word inside a sentence."""
_SHORT = frozenset({"US", "UN", "EU", "UK", "UAE", "USA", "NATO", "WHO", "IMF", "IAEA", "NHS", "FBI", "CIA"})
_KEYS = ("name", "names", "adj", "people", "capital")


def lower_capitals(block: str, names: frozenset[str]) -> str:
    """Return a line in capitals in small letters, of the same length, names apart; any other block as it is.

    Args:
        block: A paragraph.
        names: Words in small letters that begin with a capital elsewhere in the report.

    Example:
        >>> lower_capitals("COURT JAILS CLERK IN PERU", frozenset())
        'Court jails clerk in Peru'
        >>> lower_capitals("NATO met in Oslo.", frozenset())
        'NATO met in Oslo.'
    """
    if not in_capitals(block):
        return block
    known = names | country_words()

    def small(match: re.Match[str]) -> str:
        word = match[0]
        if word in _SHORT or not word.isupper():
            return word
        return word.capitalize() if match.start() == 0 or word.lower() in known else word.lower()

    return _WORD.sub(small, block)


def in_capitals(block: str) -> bool:
    """Tell whether a block is written in capitals, and keeps its length in small letters.

    Cost: linear in the block; a few code points where it opens in small letters.
    """
    if sum(map(str.islower, block[:_LOOK])) > _LOOK // 4:
        return False
    words = _WORD.findall(block)
    capitals = sum(w.isupper() for w in words)
    return len(words) >= LEAST and capitals >= 0.8 * len(words) and len(block.lower()) == len(block)


def names_inside(text: str) -> frozenset[str]:
    """Return the words, in small letters, that a text writes with a capital inside its sentences.

    Cost: linear in the text.
    """
    return frozenset(word.lower() for word in _NAMED.findall(text))


@lru_cache(maxsize=1)
def country_words() -> frozenset[str]:
    """Return the words of the names of countries, their peoples and capitals, in small letters."""
    out: set[str] = set()
    rows: Mapping[str, Mapping[str, object]] = load_lexicon().entries("countries/countries")
    for row in rows.values():
        for key in _KEYS:
            value = row.get(key, ())
            for name in [value] if isinstance(value, str) else value:  # type: ignore[attr-defined]
                out.update(w.lower() for w in _WORD.findall(name) if w[0].isupper())
    return frozenset(out)
