"""Reads single numbers: digits, number words, fractions, and mixtures of them.

References: Microsoft recognizers-text number specifications (MIT) for the cases covered.
"""

from dataclasses import replace

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.model import Span
from onrecord.stages.figures.cardinals import Number, cardinal_at, fraction_core, is_plural_scale
from onrecord.stages.figures.pieces import Pieces, cut_pieces
from onrecord.stages.figures.words import Words, load_words

_DASHES = frozenset("-–‐‑")
_SIGNS = frozenset("-−–")


def read_numbers(text: str, lexicon: Lexicon | None = None) -> list[tuple[Span, float]]:
    """Read every number of a text, whatever it stands for.

    Args:
        text: Any text.
        lexicon: The word lists; those that ship by default.

    Returns:
        Span in code points and value, in text order; digits that run into letters are left out.

    Example:
        >>> [(s.start, s.end, v) for s, v in read_numbers("Two thirds of 1.5 million")]
        [(0, 10, 0.6666666666666666), (14, 25, 1500000.0)]
    """
    words = load_words(lexicon or load_lexicon())
    pieces = cut_pieces(text)
    out = []
    for number in find_numbers(pieces, words, every=True):
        last = number.end - 1
        if pieces.glued(number.first) and pieces.raw(number.first - 1).isalpha():
            continue
        glued = pieces.glued(number.end) and pieces.raw(number.end).isalpha()
        if not glued:
            out.append((Span(pieces.starts[number.first], pieces.ends[last]), number.value))
    return out


def parse_number(text: str, lexicon: Lexicon | None = None) -> float | None:
    """Return the value of a text that is one number and nothing else, or None.

    Example:
        >>> parse_number("one hundred and three and two thirds")
        103.66666666666667
        >>> parse_number("a lot") is None
        True
    """
    found = read_numbers(text, lexicon)
    stripped = text.strip()
    if len(found) == 1 and found[0][0].cut(text) == stripped:
        return found[0][1]
    return None


def find_numbers(pieces: Pieces, words: Words, *, every: bool = False) -> list[Number]:
    """Return the numbers in order.

    Args:
        pieces: The text in pieces.
        words: The word lists.
        every: Read like a calculator: also powers, ``2000 over 3`` and a minus sign after a space.

    Cost: linear; each piece is looked at a bounded number of times.
    """
    found: list[Number] = []
    i, size = 0, len(pieces)
    starters = words.starters
    values, lowers = pieces.values, pieces.words
    while i < size:
        if values[i] is None and lowers[i] not in starters:
            i += 1
            continue
        number = _read_at(pieces, i, words, every=every)
        if number is None:
            i += 1
            continue
        found.append(_with_sign(pieces, number, every=every))
        i = number.end
    return found


def _read_at(pieces: Pieces, i: int, words: Words, *, every: bool) -> Number | None:
    word = pieces.word(i)
    if word in {"minus", "negative"}:
        number = _read_at(pieces, i + 1, words, every=every)
        return replace(number, first=i, value=-number.value) if number and number.first == i + 1 else None
    if word == "one" and not _is_one(pieces, i, words, every=every):
        return None
    number = (
        _read_magnitude(pieces, i, words)
        or _read_fraction(pieces, i, words)
        or _read_mixed(pieces, i, words, every=every)
    )
    return _with_ratio(pieces, number, words, every=every) if number else None


def _is_one(pieces: Pieces, i: int, words: Words, *, every: bool) -> bool:
    """Tell whether ``one`` counts: not in ``the one``, ``no one``, ``one another``."""
    before, following = pieces.word(i - 1), pieces.word(i + 1)
    if before in {"'", "’"}:
        before = pieces.word(i - 2)
    if before == "that":
        counts = following == "of" or (following.isalpha() and following not in words.context["chunk_stops"])
        return counts and following not in words.context["one_stop"]
    if before in words.context["not_one"] and not _continues(pieces, i + 1, words):
        return False
    stopped = following == "another" or (following in words.context["one_stop"] and not every)
    if following in {"'", "’", "-"} and not every:
        ratio = pieces.word(i + 2) == "in" and pieces.word(i + 3) == "-"
        return following == "-" and (ratio or _continues_dash(pieces, i + 2, words))
    if following == "of":
        return True
    return not stopped or (following == "another" and pieces.word(i + 2) == "of")


def _continues(pieces: Pieces, i: int, words: Words) -> bool:
    word = pieces.word(i)
    return word in words.scales or word in words.abbreviations or word in words.signs or word in words.measures


def _continues_dash(pieces: Pieces, i: int, words: Words) -> bool:
    word = pieces.word(i)
    return word in words.measures or word in words.currencies or word in words.ordinals or word in words.halves


def _read_magnitude(pieces: Pieces, i: int, words: Words) -> Number | None:
    """Read ``hundreds``, ``tens of thousands`` …."""
    if pieces.word(i) == "scores" and not _is_scores(pieces, i, words):
        return None
    for size in (3, 1):
        edges = words.magnitudes.get(pieces.lookup(i, size))
        if edges:
            return Number(first=i, end=i + size, value=edges[0], high=edges[1])
    return None


def _is_scores(pieces: Pieces, i: int, words: Words) -> bool:
    """Tell whether ``scores`` is a number and not a verb or results."""
    return pieces.word(i + 1) in words.context["after_scores"] or pieces.word(i - 1) in words.context["before_scores"]


def _read_fraction(pieces: Pieces, i: int, words: Words) -> Number | None:
    """Read a proper fraction in words, with the scale it may multiply ("half a million")."""
    found = fraction_core(pieces, i, words)
    if found is None:
        return None
    end, value = found
    j = end
    if pieces.word(j) in {"a", "of"}:
        j += 1 if pieces.word(j + 1) != "a" else 2
    scale = words.scales.get(pieces.word(j))
    if scale and (j == end or pieces.word(j - 1) in {"a", "of"}) and not is_plural_scale(pieces.word(j)):
        return Number(first=i, end=j + 1, value=value * scale, scale=scale)
    return Number(first=i, end=end, value=value, fraction=True)


def _read_mixed(pieces: Pieces, i: int, words: Words, *, every: bool) -> Number | None:
    """Read a cardinal with what may follow: a point, a fraction, an improper denominator."""
    number = cardinal_at(pieces, i, words)
    if number is None:
        return None
    number = _with_point(pieces, number, words)
    number = _with_slash(pieces, number)
    number = _with_and_fraction(pieces, number, words)
    number = _with_bottom(pieces, number, words)
    return _with_power(pieces, number) if every else number


def _with_point(pieces: Pieces, number: Number, words: Words) -> Number:
    """Read ``two hundred point zero three`` and ``point seventy-one``."""
    if pieces.word(number.end) != "point" or number.digits:
        return number
    digits, j = "", number.end + 1
    while pieces.word(j) in words.units and words.units[pieces.word(j)] < 10:
        digits += str(int(words.units[pieces.word(j)]))
        j += 1
    if not digits:
        rest = cardinal_at(pieces, j, words)
        if rest is None:
            return number
        digits, j = str(int(rest.value)), rest.end
    value = number.value + float(f"0.{digits}")
    scale = words.scales.get(pieces.word(j), 1.0)
    return replace(number, end=j if scale == 1 else j + 1, value=value * scale, scale=scale)


def _with_slash(pieces: Pieces, number: Number) -> Number:
    """Read ``3/4`` and ``10 1/2``; not dates (``5/17/2018``)."""
    if not number.digits:
        return number
    i = number.end - 1
    own = _slash(pieces, i)
    if own is not None:
        return replace(number, end=i + 3, value=own, fraction=own < 1, digits=False)
    mixed = _slash(pieces, i + 1)
    if mixed is not None and mixed < 1 and number.value == int(number.value):
        return replace(number, end=i + 4, value=number.value + mixed, digits=False)
    last = pieces.raw(i + 1)
    if len(last) == 1 and last.isnumeric() and not last.isdigit() and number.value == int(number.value):
        return replace(number, end=i + 2, value=number.value + _unicode_part(pieces, i + 1), digits=False)
    return number


def _unicode_part(pieces: Pieces, i: int) -> float:
    """Return the value of a piece of digits, 0 when it has none."""
    return pieces.value(i) or 0.0


def _slash(pieces: Pieces, i: int) -> float | None:
    top, bottom = pieces.value(i), pieces.value(i + 2)
    if top is None or bottom is None or not bottom or pieces.word(i + 1) not in {"/", "⁄"}:
        return None
    if pieces.word(i + 3) == "/" or (
        pieces.word(i - 1) in {"/", "-"} and pieces.glued(i) and pieces.value(i - 2) is not None
    ):
        return None
    spaced = not (pieces.glued(i + 1) and pieces.glued(i + 2))
    if spaced or top != int(top) or bottom != int(bottom) or bottom > 100:
        return None
    return top / bottom


def _with_and_fraction(pieces: Pieces, number: Number, words: Words) -> Number:
    """Read ``one and a half``, ``five and a half million``, ``one million and a half``."""
    j = number.end
    if pieces.word(j) == "and":
        j += 1
    elif number.digits or pieces.word(j) in {"half", "quarter", "a", "an"}:
        return number
    part = fraction_core(pieces, j, words)
    if part is None or part[1] >= 1 or part[1] <= 0:
        return number
    end, value = part
    scale = words.scales.get(pieces.word(end))
    if scale and number.scale > 1:
        return replace(number, end=end + 1, value=number.value + value * scale)
    if scale:
        return replace(number, end=end + 1, value=(number.value + value) * scale, scale=scale, digits=False)
    grain = number.scale if number.scale >= 1000 else 1.0
    return replace(number, end=end, value=number.value + value * grain, digits=False)


def _with_bottom(pieces: Pieces, number: Number, words: Words) -> Number:
    """Read improper fractions in words: ``twenty-three fifths``."""
    j = number.end
    if number.digits:
        return number
    if pieces.word(j) in _DASHES:
        j += 1
    word = pieces.word(j)
    value = words.ordinals.get(word.removesuffix("s")) if word.endswith("s") else None
    if not value or value <= 2 or number.value != int(number.value):
        return number
    return replace(number, end=j + 1, value=number.value / value)


def _with_power(pieces: Pieces, number: Number) -> Number:
    """Read ``1.1^23``, ``1e10`` and ``1.3x10^6``."""
    j = number.end
    if not number.digits:
        return number
    word = pieces.word(j)
    if word == "e" and pieces.glued(j):
        sign, exponent, end = _exponent(pieces, j + 1)
        return number if exponent is None else replace(number, end=end, value=number.value * 10.0 ** (sign * exponent))
    if word == "x" and pieces.value(j + 1) == 10 and pieces.word(j + 2) == "^":
        sign, exponent, end = _exponent(pieces, j + 3)
        return number if exponent is None else replace(number, end=end, value=number.value * 10.0 ** (sign * exponent))
    if word == "^":
        sign, exponent, end = _exponent(pieces, j + 1)
        if exponent is not None and exponent < 300:
            return replace(number, end=end, value=number.value ** (sign * exponent))
    return number


def _exponent(pieces: Pieces, i: int) -> tuple[int, float | None, int]:
    sign = 1
    while pieces.word(i) in {"+", "-"}:
        sign = -sign if pieces.word(i) == "-" else sign
        i += 1
    value = pieces.value(i)
    if value is not None and value > 300:
        value = None
    return sign, value, i + 1


def _with_ratio(pieces: Pieces, number: Number, words: Words, *, every: bool) -> Number:
    """Read ``one in five``, ``two out of five hundred`` and, as a calculator, ``one over 20``."""
    j = number.end
    word = pieces.word(j)
    if word == "out" and pieces.word(j + 1) == "of":
        whole = _read_mixed(pieces, j + 2, words, every=False)
        if whole is not None and every and number.value < whole.value:
            end = whole.end + 1 if pieces.word(whole.end - 1) == "hundreds" else whole.end
            return replace(number, end=end, value=number.value / whole.value, fraction=True, ratio=whole.value)
        return number
    if word == "-" and pieces.word(j + 1) == "in" and pieces.word(j + 2) == "-" and number.value <= 99:
        j += 1
        word = "in"
    if word == "in" and number.value <= 99:
        whole = _read_mixed(pieces, j + 1 + (pieces.word(j + 1) == "-"), words, every=False)
        if whole is not None and _is_ratio(pieces, number, whole):
            return replace(
                number, end=whole.end, value=number.value / whole.value, fraction=True, ratio=whole.value, digits=False
            )
    if word == "over" and every:
        whole = _read_mixed(pieces, j + 1, words, every=False)
        following = pieces.word(whole.end) if whole else ""
        if whole and whole.value and not following.isalpha():
            return replace(number, end=whole.end, value=number.value / whole.value, digits=False)
    return number


def _is_ratio(pieces: Pieces, number: Number, whole: Number) -> bool:
    """Tell whether ``N in M`` is a ratio: small, and the whole a round number or a number word."""
    if number.value >= whole.value or number.value != int(number.value) or number.scale > 1:
        return False
    following = pieces.word(whole.end)
    plain = (
        whole.value <= 10 or whole.value in {12, 20, 25, 50, 100} or (whole.value >= 1000 and whole.value % 1000 == 0)
    )
    if whole.digits and 1900 <= whole.value <= 2100:
        return False
    return (plain or not whole.digits) and not following.startswith(
        ("year", "month", "day", "week", "hour", "minute", "second")
    )


def _with_sign(pieces: Pieces, number: Number, *, every: bool) -> Number:
    """Take a minus sign in front into the number."""
    i = number.first - 1
    if number.value < 0 or pieces.word(i) not in _SIGNS or pieces.value(number.first) is None:
        return number
    alone = i == 0 or not pieces.glued(i)
    if alone and (pieces.glued(number.first) or (i == 0 and every)):
        before = pieces.raw(i - 1)
        if before and before[-1].isdigit() and not every:
            return number
        power = pieces.word(number.first + 1) == "^"
        return replace(number, first=i, value=-abs(number.value) if not power else -number.value)
    return number
