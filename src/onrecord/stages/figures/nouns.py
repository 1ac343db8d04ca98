"""Finds in plain text the noun that a number counts; used where no parse can be trusted."""

from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.words import Words

_REACH = 6
_DASHES = frozenset("-–‐‑")
_APOSTROPHES = frozenset("'’")


def noun_after(pieces: Pieces, end: int, words: Words, *, one: bool = False) -> tuple[int, int] | None:
    """Return (first piece, piece after the last) of the noun phrase after a number.

    Args:
        pieces: The text.
        end: Piece after the number.
        words: The word lists.
        one: Whether the number is one, so that the noun is singular.

    The head is the last piece. In ``five of the men`` the phrase is ``men``.
    """
    i = _skip_measure(pieces, _skip_partitive(pieces, end, words))
    if pieces.word(i) in _DASHES and pieces.glued(i):
        i += 1
        one = True
    stops = words.context["chunk_stops"]
    last = None
    j = i
    while j < i + _REACH:
        word = pieces.word(j)
        if word in _DASHES and pieces.glued(j) and j > i:
            j += 1
            continue
        if word in _APOSTROPHES and pieces.word(j + 1) == "s" and j > i:
            j += 2
            last = None
            continue
        if not word.isalpha() or word in stops:
            break
        last = j
        if not one and (word in words.context["people"] or is_plural(word)) and not _goes_on(pieces, j, words):
            break
        j += 1
    return None if last is None else (i, last + 1)


def _skip_partitive(pieces: Pieces, i: int, words: Words) -> int:
    """Step over ``of the``, ``of those``, ``more``, ``other``, ``as many``."""
    if pieces.word(i) == "as" and pieces.word(i + 1) in {"many", "much"}:
        return i + 2
    if (
        pieces.word(i) in {"of", "more", "other", "additional"}
        and pieces.word(i + 1) not in words.context["chunk_stops"]
    ):
        return i + 1
    if pieces.word(i) == "of":
        return i + 2
    return i


def _skip_measure(pieces: Pieces, i: int) -> int:
    """Step over a number that describes the noun: ``three 10-story buildings``."""
    if pieces.value(i) is None or pieces.word(i + 1) not in _DASHES:
        return i
    j = i + 2
    while pieces.word(j + 1) in _DASHES and pieces.glued(j + 1):
        j += 2
    return j + 1


def is_plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _goes_on(pieces: Pieces, j: int, words: Words) -> bool:
    """Tell whether the next word is a plural too, so that this one only modifies it."""
    word = pieces.word(j + 1)
    return is_plural(word) and word not in words.context["chunk_stops"] and len(word) > 3


def singular(word: str) -> str:
    """Return the singular of a plural in ``-s``; rough, for comparing only."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word
