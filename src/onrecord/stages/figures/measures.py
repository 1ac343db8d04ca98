"""Finds the unit of a number: currency before or after it, measure, percentage, rate."""

from dataclasses import dataclass

from onrecord.stages.figures.cardinals import Number, cardinal_at
from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit with the pieces that say it.

    Attributes:
        first, end: Piece range of number and unit together.
        name: Canonical name or currency code; ``x/y`` for a rate.
        factor: What the unit multiplies the number with ("75 USD million").
        extra: What smaller units after it add ("3 dollars 50 cents": .5).
    """

    first: int
    end: int
    name: str | None
    factor: float = 1.0
    extra: float = 0.0


_DASHES = frozenset("-–‐‑")
_BRACKETS = frozenset("([{<")
_SPACED_SIGNS = frozenset({"m", "%"})
_QUOTE = 400
_LONGEST_NAME = 5
_LONGEST_SYMBOL = 5
_PER = frozenset({"a", "an", "per", "each", "every", "/"})


def find_unit(pieces: Pieces, number: Number, words: Words) -> Unit:
    """Return the unit around a number; its ``name`` is None when there is none."""
    first, currency = _currency_before(pieces, number, words)
    end, name = _unit_after(pieces, number, words, currency=currency)
    factor = 1.0
    mega_before, mega_after = (mega_code(pieces.raw(k), words) for k in (number.first - 1, number.end))
    if name is None and (mega_before or mega_after):
        first, end = number.first - bool(mega_before), number.end + (not mega_before)
        return Unit(first=first, end=end, name=mega_before or mega_after, factor=1e6)
    if name is None and currency is None:
        return Unit(first=number.first, end=number.end, name=None)
    if currency is not None:
        name = currency
    if name in words.symbols.values() and end > number.end and pieces.word(end) in words.scales and number.scale == 1:
        factor, end = words.scales[pieces.word(end)], end + 1
    extra, end = _small_change(pieces, end, name, words) if currency is None else (0.0, end)
    end, name = _with_rate(pieces, end, name or "", words)
    return Unit(first=first, end=end, name=name, factor=factor, extra=extra)


def _currency_before(pieces: Pieces, number: Number, words: Words) -> tuple[int, str | None]:
    """Return (first piece, code) of a symbol, code or singular name before a number."""
    last = number.first - 1
    word = pieces.word(last)
    if not word:
        return number.first, None
    if word in words.symbols or word in words.context["symbol_ends"]:
        for size in range(_LONGEST_SYMBOL, 0, -1):
            code = words.symbols.get(pieces.lookup(last - size + 1, size))
            if code and _is_symbol(pieces, last - size + 1, size):
                return last - size + 1, code
    digits = pieces.value(number.first) is not None
    if (
        digits
        and word in words.currencies
        and not word.endswith("s")
        and pieces.word(last - 1) in {"at", "of", "to", "for"}
    ):
        return last, words.currencies[word]
    return number.first, None


def mega_code(raw: str, words: Words) -> str | None:
    """Return the currency of ``MUSD``, ``MEUR``: millions of it; None for any other word."""
    code = raw[1:].lower()
    return words.symbols.get(code) if len(raw) == 4 and raw[0] == "M" and raw.isupper() else None


def _is_symbol(pieces: Pieces, i: int, size: int) -> bool:
    """Tell whether a symbol is written as one: codes in capitals or well known, none inside a longer word."""
    if size == 1 and pieces.raw(i).isalpha():
        return pieces.raw(i).isupper() or pieces.word(i) in {"usd", "eur", "gbp", "rmb", "rs", "rp", "ksh", "sen"}
    return size == 1 or not (pieces.glued(i) and pieces.raw(i - 1).isalpha())


def _unit_after(pieces: Pieces, number: Number, words: Words, *, currency: str | None) -> tuple[int, str | None]:
    """Return (end, name) of the unit after a number."""
    j = number.end
    dashed = pieces.word(j) in _DASHES and pieces.word(j + 1) != ""
    start = j + 1 if dashed and (pieces.glued(j) or not pieces.glued(j + 1)) else j
    if number.high is not None and pieces.word(j) == "of":
        start = j + 1
        if pieces.word(start) in words.measures and pieces.word(start) not in words.currencies:
            start = j
    for size in range(_LONGEST_NAME, 0, -1):
        phrase = pieces.lookup(start, size)
        name = words.currencies.get(phrase)
        if (
            name
            and (
                len(phrase) != 3
                or phrase in {"usd", "eur", "gbp", "rmb", "yen", "won"}
                or pieces.raw(start).isupper()
                or phrase.upper() != name
            )
            and _is_money(number, phrase, words)
        ):
            return start + size, name
        if currency is None and phrase in words.measures and not (phrase == "time" and (number.value != 1 or dashed)):
            return start + size, _weigh(pieces, number, phrase, words)
    if currency is not None:
        return j, None
    return _sign_after(pieces, number, words)


def _is_money(number: Number, phrase: str, words: Words) -> bool:
    """Tell whether a currency's name is meant and not a verb or a mark of another kind."""
    if phrase in words.context["weak_money"]:
        return number.value >= 1000 or number.scale >= 1000
    return True


def _weigh(pieces: Pieces, number: Number, phrase: str, words: Words) -> str:
    """Return the unit of a name; ``pounds`` is money where words of money stand near."""
    name = words.measures[phrase]
    if name != "pound":
        return name
    near = {pieces.word(k) for k in range(max(0, number.first - 6), number.end)}
    money = number.scale >= 1e6 or near & words.context["money_words"]
    return "GBP" if money else name


def _sign_after(pieces: Pieces, number: Number, words: Words) -> tuple[int, str | None]:
    """Return (end, name) of a sign such as ``%``, ``km`` or ``(kg)`` after a number."""
    j = number.end
    if pieces.word(j) in _BRACKETS:
        name = words.signs.get(pieces.raw(j + 1))
        if name and pieces.word(j + 2) in {")", "]", "}", ">"}:
            return j + 3, name
        return j, None
    start = j + 1 if pieces.word(j) == "-" and pieces.glued(j) and pieces.glued(j + 1) else j
    for size in (3, 2, 1):
        raw = _raw(pieces, start, size)
        code = words.symbols.get(raw.lower())
        if (
            code
            and (not raw.isalpha() or raw.isupper() or raw.lower() == "rmb" or not raw.isascii())
            and len(raw) != 2
            and not (pieces.glued(start + size) and pieces.value(start + size) is not None)
        ):
            return start + size, code
        name = words.signs.get(raw) or words.signs.get(raw.lower())
        if name and raw and _sign_stands(pieces, start, start + size, raw):
            return start + size, name
    return j, None


def _raw(pieces: Pieces, i: int, size: int) -> str:
    if i + size > len(pieces):
        return ""
    return " ".join(pieces.text[pieces.starts[i] : pieces.ends[i + size - 1]].split())


def _closes(pieces: Pieces, i: int) -> bool:
    """Tell whether a straight quotation mark closes a quotation: an odd number stands shortly before it."""
    before = pieces.text[max(0, pieces.starts[i] - _QUOTE) : pieces.starts[i]]
    return before.rpartition("\n")[2].count('"') % 2 == 1


def _sign_stands(pieces: Pieces, start: int, end: int, raw: str) -> bool:
    """Tell whether a sign is one: no letter or digit runs on, and short ones stand at the number."""
    if pieces.glued(end) and (
        pieces.raw(end).isalnum() or (pieces.word(end) in {"-", "/"} and pieces.raw(end + 1).isalpha())
    ):
        return pieces.word(end) == "/"
    if pieces.glued(start):
        quoted = pieces.word(start - 2) in {'"', "=", "“"} or len(pieces.raw(start - 1)) > 4
        return not (raw == '"' and (quoted or _closes(pieces, start)))
    if raw in {'"', "″", "′"}:
        return pieces.word(end) in {"long", "wide", "tall", "high", "deep", "thick", "x", "by"}
    return (
        len(raw) > 1
        or not raw.isalpha()
        or (raw in _SPACED_SIGNS and (pieces.raw(end).isdigit() or pieces.word(end) in {"", "x", "."}))
    )


def _small_change(pieces: Pieces, end: int, name: str | None, words: Words) -> tuple[float, int]:
    """Read the cents after dollars: ``3 dollars 50 cents``, ``10 $ 30 cent``."""
    if name not in words.symbols.values():
        return 0.0, end
    j = end + 1 if pieces.word(end) == "and" else end
    number = cardinal_at(pieces, j, words)
    if number is None or not 0 < number.value < 100 or number.value != int(number.value):
        return 0.0, end
    minor = words.currencies.get(pieces.word(number.end))
    if minor in {"dollar cent", "pence"}:
        return number.value / 100, number.end + 1
    after = number.end + (pieces.word(number.end) == "more")
    alone = pieces.word(after) in {"", ".", "!", "?", ","} and pieces.word(number.end) != ","
    return (number.value / 100, number.end) if alone and number.value >= 5 else (0.0, end)


def _with_rate(pieces: Pieces, end: int, name: str, words: Words) -> tuple[int, str]:
    """Read ``a share``, ``per day``, ``/hr``, ``-a-share`` after a unit."""
    j = end
    if pieces.word(j) in _DASHES and pieces.word(j + 1) in {"a", "an"} and pieces.word(j + 2) in _DASHES:
        unit = pieces.word(j + 3)
        return (j + 4, f"{name}/{unit}") if unit in words.context["rate_words"] else (end, name)
    if pieces.word(j) == "of":
        j = next((k for k in range(j + 2, j + 6) if pieces.word(k) in _PER or not pieces.word(k).isalpha()), j)
        if pieces.word(j + 1) not in words.context["durations"]:
            return end, name
    if pieces.word(j) not in _PER or pieces.word(j + 2) in words.context["time_after"] - {
        "since",
        "on",
        "after",
        "before",
    }:
        return end, name
    if pieces.word(j) == "per" and pieces.word(j + 1) == "annum":
        return j + 2, f"{name}/year"
    for size in (2, 1):
        phrase = pieces.lookup(j + 1, size)
        base = words.measures.get(phrase) or (phrase if phrase in words.context["rate_words"] else None)
        base = base or (words.signs.get(phrase) if pieces.word(j) == "/" else None)
        if base and (pieces.word(j) in {"per", "/"} or phrase in words.context["rate_words"]):
            return j + 1 + size, f"{name}/{base}"
    return end, name
