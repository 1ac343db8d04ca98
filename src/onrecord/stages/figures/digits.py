"""Reads what follows a piece of digits: groups after spaces, scale words, abbreviations."""

from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.words import Words

_GROUPS = 6
"""Groups of three that are joined over spaces at most; more are a table."""


def spaced_groups(pieces: Pieces, i: int, value: float) -> tuple[int, float]:
    """Join ``1 414 021 100``; two groups alone only where the second is three digits and a space binds."""
    if value != int(value) or not 1 <= len(pieces.raw(i)) <= 3 or pieces.raw(i).startswith("0"):
        return i, value
    j = i
    if pieces.word(i + 1) == "," and pieces.raw(i + 2) == "000" and pieces.glued(i + 1):
        return i + 2, value * 1000
    while j - i < _GROUPS:
        raw = pieces.raw(j + 1)
        whole, _, rest = raw.partition(".")
        gap = pieces.text[pieces.ends[j] : pieces.starts[j + 1]] if j + 1 < len(pieces) else ""
        if len(gap) != 1 or not gap.isspace() or len(whole) != 3 or not whole.isdecimal():
            return j, value
        if (rest and not rest.isdecimal()) or _ends_wrong(pieces, j + 1):
            return j, value
        value = value * 1000 + float(raw)
        j += 1
        if rest:
            break
    return j, value


def _ends_wrong(pieces: Pieces, i: int) -> bool:
    """Tell whether a group of three is itself the start of something else (a unit, a longer number)."""
    return pieces.glued(i + 1) and (pieces.raw(i + 1).isalnum() or pieces.word(i + 1) in {"-", "/"})


def digit_scale(pieces: Pieces, j: int, words: Words, value: float) -> float | None:
    """Return the scale that piece ``j`` gives the digits before it, or None."""
    word, raw = pieces.word(j), pieces.raw(j)
    if not word:
        return None
    if word == "-" and words.scales.get(pieces.word(j + 1)):
        return None
    if word in words.scales and word not in {"score", "gross"}:
        return words.scales[word]
    if pieces.glued(j + 1) and pieces.raw(j + 1).isalnum():
        return None
    if word in words.abbreviations:
        small = word in {"mm", "mil"} and raw != "MM" and not (word == "mil" and value < 1000)
        return None if small else words.abbreviations[word]
    if raw in words.capitals:
        glued = pieces.glued(j)
        return words.capitals[raw] if glued or (raw in {"M", "G"} and pieces.raw(j - 1).count(",")) else None
    if word in words.letters and pieces.glued(j) and _is_money_letter(pieces, j, words):
        return words.letters[word]
    return None


def _is_money_letter(pieces: Pieces, j: int, words: Words) -> bool:
    """Tell whether ``m``, ``b`` or ``t`` after digits is a scale: after a currency, or before people."""
    if pieces.word(j) == "b":
        return True
    before = pieces.raw(j - 2)
    if before in words.symbols or before in {"$", "£", "€", "¥", "₹"}:
        return True
    following = pieces.word(j + 1)
    return following in words.currencies or following in words.context["people"]
