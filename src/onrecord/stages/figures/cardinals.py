"""Reads whole numbers and fractions in digits, words and mixtures of both."""

from dataclasses import dataclass, replace

from onrecord.stages.figures.digits import digit_scale, spaced_groups
from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.words import Words

_DASHES = frozenset("-–‐‑")
_HUGE = 1e24
"""No number of a report is larger; a longer row of scale words is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number in pieces ``first`` to ``end`` (exclusive).

    Attributes:
        value: What it says; the lower edge of a magnitude word.
        high: The upper edge of a magnitude word ("hundreds"), else None.
        scale: The last scale word's value, 1 without one.
        fraction: Whether it is a bare part ("two thirds", "half").
        digits: Whether it is one plain piece of digits.
        ratio: The whole of a ratio ("one in five": 5), else None.
    """

    first: int
    end: int
    value: float
    high: float | None = None
    scale: float = 1.0
    fraction: bool = False
    digits: bool = False
    ratio: float | None = None


def is_plural_scale(word: str) -> bool:
    """Tell whether a plural stands as a scale only after a number: ``3 dozens``."""
    return word in {"dozens", "dzs", "dozs"}


def fraction_core(pieces: Pieces, i: int, words: Words, *, tail: int = 0) -> tuple[int, float] | None:
    """Return (end, value) of ``half``, ``a third``, ``three quarters``, ``five - eighths`` …."""
    word = pieces.word(i)
    if word in words.halves and word in {"half", "quarter"}:
        return _bare_half(pieces, i, words)
    if word in {"a", "an"}:
        numerator, j = 1.0, i + 1
    else:
        read = cardinal_at(pieces, i, words, tail=tail)
        if read is None or read.value != int(read.value) or read.value <= 0:
            return None
        numerator, j = read.value, read.end
    if pieces.word(j) in _DASHES:
        j += 1
    bottom = _denominator(pieces, j, words, one=numerator == 1)
    if bottom is None or numerator >= bottom[1]:
        return None
    end, value = bottom
    ordinal = pieces.word(end - 1) not in words.halves
    if ordinal and numerator == 1 and word in {"a", "an"} and not _fraction_ends(pieces, end, words):
        return None
    return end, numerator / value


def _bare_half(pieces: Pieces, i: int, words: Words) -> tuple[int, float] | None:
    word, before, following = pieces.word(i), pieces.word(i - 1), pieces.word(i + 1)
    if before in words.ordinals or before in {
        "last",
        "final",
        "latest",
        "next",
        "this",
        "each",
        "per",
        "that",
        "previous",
    }:
        return None
    if word == "quarter":
        return (i + 1, 0.25) if following in words.scales or (following == "of" and before != "the") else None
    if following in _DASHES and following and pieces.word(i + 2) not in words.scales:
        return None
    return i + 1, 0.5


def _fraction_ends(pieces: Pieces, i: int, words: Words) -> bool:
    """Tell whether what follows lets ``a third`` be a part and not the next in a row."""
    word = pieces.word(i)
    if not word or not word.isalpha() or word in words.scales:
        return True
    return word in {
        "of",
        "more",
        "less",
        "fewer",
        "higher",
        "lower",
        "as",
        "to",
        "the",
        "and",
        "or",
        "in",
        "is",
        "are",
        "were",
    }


def _denominator(pieces: Pieces, i: int, words: Words, *, one: bool) -> tuple[int, float] | None:
    """Return (end, value) of ``third``, ``thirds``, ``twenty-firsts``, ``hundred trillionths``."""
    word = pieces.word(i)
    if word in words.halves and (one or word.endswith("s") or word == "half"):
        return i + 1, words.halves[word]
    if word in words.tens or word in words.units or word in {"hundred", "thousand"}:
        return _long_denominator(pieces, i, words)
    single = word if one else word.removesuffix("s")
    if not one and not word.endswith("s"):
        return None
    value = words.ordinals.get(single) or (words.ordinals.get(word.removesuffix("s")) if one else None)
    return (i + 1, value) if value and value > 2 else None


def _long_denominator(pieces: Pieces, i: int, words: Words) -> tuple[int, float] | None:
    if pieces.word(i) not in words.tens:
        return None
    j = i + 2 if pieces.word(i + 1) in _DASHES else i + 1
    value = words.ordinals.get(pieces.word(j).removesuffix("s"))
    return (j + 1, words.tens[pieces.word(i)] + value) if value and value < 10 else None


def cardinal_at(pieces: Pieces, i: int, words: Words, *, tail: int = 0) -> Number | None:
    """Read a whole number in digits, words or both; digits may have a point.

    ``tail`` bounds the recursion: 1 reads no ``and`` after a scale word, 2 reads none.
    """
    start = i
    if pieces.word(i) in {"a", "an"} and pieces.word(i + 1) in words.scales and not is_plural_scale(pieces.word(i + 1)):
        i += 1
    first = pieces.value(i)
    if first is not None:
        return _from_digits(pieces, start, i, first, words)
    total, current, last = 0.0, None, float("inf")
    scale = 1.0
    j = i
    while total < _HUGE:
        step = _cardinal_step(pieces, j, words, current, last, started=j > i, tail=tail)
        if step is None:
            break
        j, current, grown = step
        if grown > 1:
            total, current, last, scale = *_close(total, current, grown), grown, grown
    if j == i:
        return None
    value = total + (current or 0.0)
    return Number(first=start, end=j, value=value, scale=scale)


def _close(total: float, current: float | None, grown: float) -> tuple[float, None]:
    """Multiply what has been read by a scale word ("three lakh crore" multiplies the total)."""
    if current is None and total:
        return total * grown, None
    return total + (1.0 if current is None else current) * grown, None


def _cardinal_step(
    pieces: Pieces, j: int, words: Words, current: float | None, last: float, *, started: bool, tail: int = 0
) -> tuple[int, float | None, float] | None:
    """Return (next piece, current value, scale that closes it or 1), or None where the number ends."""
    word = pieces.word(j)
    if started and word in _DASHES and current is not None and current % 100 >= 20 and current % 10 == 0:
        unit = words.units.get(pieces.word(j + 1))
        return (j + 2, current + unit, 1.0) if unit and unit < 10 else None
    if word in words.units:
        value = words.units[word]
        if current is None:
            return j + 1, value, 1.0
        tens = current % 100 >= 20 and current % 10 == 0 and value < 10
        return (j + 1, current + value, 1.0) if value and (tens or (current >= 100 and current % 100 == 0)) else None
    if word in words.tens:
        fits = current is None or (current >= 100 and current % 100 == 0)
        return (j + 1, (current or 0.0) + words.tens[word], 1.0) if fits else None
    if word == "hundred" and (current is None or current < 100):
        return (j + 1, (current or 1.0) * 100, 1.0) if current is not None or not started else None
    if word in words.scales and word != "hundred":
        return _scale_step(pieces, j, words, current, last, started=started)
    if started and word == "and":
        return None if tail > 1 or (tail and current is None) else _and_step(pieces, j, words, current, last)
    value_here = pieces.value(j)
    if (
        started
        and value_here is not None
        and current is None
        and value_here < 1000
        and pieces.word(j + 1) in words.scales
    ):
        return j + 1, value_here, 1.0
    return None


def _scale_step(
    pieces: Pieces, j: int, words: Words, current: float | None, last: float, *, started: bool
) -> tuple[int, float | None, float] | None:
    word = pieces.word(j)
    scale = words.scales[word]
    if (word == "score" and current is None) or word == "gross":
        return None
    if scale in {12.0, 20.0} and current is not None and current >= 100:
        rest = current % 100
        return j + 1, current - rest + rest * scale, 1.0
    if scale < last or (current is None and started and scale > 1000):
        return j + 1, current, scale
    return None


def _and_step(
    pieces: Pieces, j: int, words: Words, current: float | None, last: float
) -> tuple[int, float | None, float] | None:
    """Read on after ``and`` when what follows is smaller than what stands before."""
    if current is not None and current >= 100 and current % 100 == 0:
        end, value = _below_hundred(pieces, j + 1, words)
        return (end, current + value, 1.0) if value and pieces.word(end) != "hundred" else None
    if current is None and last < float("inf") and last >= 100:
        rest = cardinal_at(pieces, j + 1, words, tail=1) if pieces.value(j + 1) is None else None
        if rest and 0 < rest.value < last and pieces.word(rest.end) not in words.scales:
            fraction = fraction_core(pieces, j + 1, words)
            return None if fraction else (rest.end, rest.value, 1.0)
    return None


def _below_hundred(pieces: Pieces, i: int, words: Words) -> tuple[int, float]:
    """Return (end, value) of a number under a hundred; value 0 when there is none."""
    value = pieces.value(i)
    if value is not None:
        return (i + 1, value) if value < 100 and value == int(value) else (i, 0.0)
    word = pieces.word(i)
    if fraction_core(pieces, i, words, tail=2):
        return i, 0.0
    if word in words.tens:
        j = i + 2 if pieces.word(i + 1) in _DASHES else i + 1
        unit = words.units.get(pieces.word(j), 0.0)
        return (j + 1, words.tens[word] + unit) if 0 < unit < 10 else (i + 1, words.tens[word])
    return (i + 1, words.units[word]) if word in words.units else (i, 0.0)


def _from_digits(pieces: Pieces, start: int, i: int, value: float, words: Words) -> Number:
    """Read on from a piece of digits: groups after spaces, scale words and abbreviations."""
    i, value = spaced_groups(pieces, i, value)
    j = i + 1
    word, raw = pieces.word(j), pieces.raw(j)
    scale = digit_scale(pieces, j, words, value)
    if scale is None:
        return Number(first=start, end=j, value=value, digits=True)
    total, j = value * scale, j + 1
    if word == "hundred" or raw in {"hundred", "Hundred"}:
        end, rest = _below_hundred(pieces, j + 1, words) if pieces.word(j) == "and" else (j, 0.0)
        if rest and pieces.word(end) not in words.scales:
            return Number(first=start, end=end, value=total + rest, scale=100)
        next_scale = words.scales.get(pieces.word(j))
        if next_scale and next_scale >= 1000:
            return Number(first=start, end=j + 1, value=total * next_scale, scale=next_scale)
        return Number(first=start, end=j, value=total, scale=100)
    if word in {"lakh", "thousand"} and words.scales.get(pieces.word(j), 0) > scale:
        return Number(first=start, end=j + 1, value=total * words.scales[pieces.word(j)], scale=scale)
    return _digit_tail(pieces, Number(first=start, end=j, value=total, scale=scale), words)


def _digit_tail(pieces: Pieces, number: Number, words: Words) -> Number:
    """Read ``4 thousand 3 hundred and 21`` and ``6 crore and two hundred`` to the end."""
    j = number.end
    if pieces.word(j) == "and" and pieces.value(j + 1) is None:
        rest = cardinal_at(pieces, j + 1, words)
        if rest and 0 < rest.value < number.scale and not fraction_core(pieces, j + 1, words):
            return replace(number, end=rest.end, value=number.value + rest.value)
        return number
    value = pieces.value(j)
    if value is not None and words.scales.get(pieces.word(j + 1), float("inf")) < number.scale:
        rest = _from_digits(pieces, j, j, value, words)
        if rest.value < number.scale:
            return replace(number, end=rest.end, value=number.value + rest.value)
    return number
