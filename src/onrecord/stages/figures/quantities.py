"""Reads quantities in plain text: number, bounds, unit, and what kind of number it is.

A pure function of the text; the stage adds grammar to what it gives.
"""

from dataclasses import dataclass, replace

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.model import Span
from onrecord.stages.figures.cardinals import Number
from onrecord.stages.figures.kinds import Kind, counts_next, find_kind, find_ordinals, find_special, special_at
from onrecord.stages.figures.numerals import find_numbers
from onrecord.stages.figures.pieces import Pieces, cut_pieces
from onrecord.stages.figures.ranges import Amount, join_ranges, make_amount, merge_bounds, with_bounds
from onrecord.stages.figures.words import Words, load_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a text with everything that its own words say.

    Attributes:
        span: Number, bounds and unit, in code points.
        number: The digits or number words alone.
        low, high: The bounds; equal for a plain number, None where open.
        approximate: Whether a hedge stands at it, or it is a magnitude word.
        unit: A unit's name, a currency code, ``percent`` …, or None for things counted.
        kind: What the number stands for.
        ratio: The whole of a ratio ("one in five": 5), else None.
        fraction: Whether it is a bare part ("two thirds").
    """

    span: Span
    number: Span
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    kind: Kind = Kind.FIGURE
    ratio: float | None = None
    fraction: bool = False

    @property
    def value(self) -> float:
        """The lower bound, or the upper one where only that is known."""
        return self.low if self.low is not None else self.high or 0.0


def read_quantities(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Read every number of a text and say what each stands for.

    Args:
        text: Any text; spans are code points of it.
        lexicon: The word lists; those that ship by default.

    Returns:
        Quantities of every kind, in text order, none overlapping.

    Cost: linear in the text, some microseconds a word.

    Example:
        >>> [(q.span.cut("At least 12 miles in 2019"), q.low, q.high, q.unit, q.kind.value)
        ...  for q in read_quantities("At least 12 miles in 2019")]
        [('At least 12 miles', 12.0, None, 'mile', 'figure'), ('2019', 2019.0, 2019.0, None, 'year')]
    """
    words = load_words(lexicon or load_lexicon())
    pieces = cut_pieces(text)
    special = find_special(text)
    numbers = _multiples(pieces, words, find_numbers(pieces, words))
    amounts: list[Amount] = []
    out: list[Quantity] = []
    for number in numbers:
        if amounts and number.first < amounts[-1].end:
            continue
        if (long := _long_ordinal(pieces, number, words)) is not None:
            out.append(_quantity(pieces, _plain(long), Kind.ORDINAL))
            continue
        found = special_at(special, pieces.starts[number.first], pieces.ends[number.end - 1])
        if found is None:
            amount = make_amount(pieces, number, words)
            times = pieces.word(number.first) in words.multiples
            amounts.append(replace(amount, unit="times") if times else amount)
        elif not out or out[-1].span.end <= found[0]:
            out.append(_special(number, found))
    cased = text.upper() != text
    named: Amount | None = None
    durations = words.context["durations"]
    bounded = [with_bounds(pieces, amount, words, durations) for amount in join_ranges(pieces, amounts, words)]
    for amount in merge_bounds(pieces, bounded):
        kind = find_kind(pieces, amount, words, cased=cased)
        if kind is Kind.FIGURE and named is not None and _goes_on(pieces, named, amount, words):
            kind = Kind.NAME
        named = amount if kind is Kind.NAME else None
        out.append(_quantity(pieces, amount, kind))
    out += _ordinals(pieces, words, out)
    return sorted(out, key=lambda q: q.span)


def _goes_on(pieces: Pieces, name: Amount, amount: Amount, words: Words) -> bool:
    """Tell whether a number goes on with a row of labels: ``exits 12 and 15``."""
    gap = pieces.lookup(name.end, amount.first - name.end) if amount.first > name.end else ""
    row = gap in {"and", "or", "to", ","} and amount.unit is None
    return row and not counts_next(pieces, amount.core_end, words)


def _long_ordinal(pieces: Pieces, number: Number, words: Words) -> Number | None:
    """Return an ordinal that begins like a cardinal: ``twenty-fifth``, ``two hundredth``."""
    if number.fraction or any(pieces.value(i) is not None for i in range(number.first, number.end)):
        return None
    dashed = pieces.word(number.end) == "-"
    j = number.end + dashed
    value = words.ordinals.get(pieces.word(j))
    if value is None or (pieces.word(j) == "second" and not dashed):
        return None
    if value >= 100:
        return replace(number, end=j + 1, value=number.value * value)
    fits = number.value % 100 == 0 if value >= 10 else number.value % 10 == 0
    return replace(number, end=j + 1, value=number.value + value) if fits and number.value >= 20 else None


def _special(number: Number, found: tuple[int, int, Kind]) -> Quantity:
    """Return a stretch that is told by its form: a date, a clock time, a phone number."""
    span = Span(found[0], found[1])
    return Quantity(span=span, number=span, low=number.value, high=number.value, kind=found[2])


def _plain(number: Number) -> Amount:
    return Amount(
        first=number.first,
        end=number.end,
        core=number.first,
        core_end=number.end,
        low=number.value,
        high=number.value,
        number=number,
    )


def _quantity(pieces: Pieces, amount: Amount, kind: Kind) -> Quantity:
    return Quantity(
        span=Span(pieces.starts[amount.first], pieces.ends[amount.end - 1]),
        number=Span(pieces.starts[amount.core], pieces.ends[amount.core_end - 1]),
        low=amount.low,
        high=amount.high,
        approximate=amount.approximate,
        unit=amount.unit,
        kind=kind,
        ratio=amount.number.ratio,
        fraction=amount.number.fraction,
    )


def _multiples(pieces: Pieces, words: Words, numbers: list[Number]) -> list[Number]:
    """Add ``twice as many`` and its like to the numbers."""
    if words.multiples.keys().isdisjoint(pieces.words):
        return numbers
    extra = [
        Number(first=i, end=i + 1, value=words.multiples[word])
        for i, word in enumerate(pieces.words)
        if word in words.multiples and pieces.word(i + 1) in {"as", "the", "that"}
    ]
    return sorted([*numbers, *extra], key=lambda n: n.first)


def _ordinals(pieces: Pieces, words: Words, taken: list[Quantity]) -> list[Quantity]:
    """Return ordinals in words that no number has taken ("two thirds")."""
    spans = {offset for q in taken for offset in range(q.span.start, q.span.end)}
    out = []
    for first, end, value in find_ordinals(pieces, words):
        if pieces.starts[first] in spans or pieces.ends[end - 1] - 1 in spans:
            continue
        number = Number(first=first, end=end, value=value)
        out.append(_quantity(pieces, _plain(number), Kind.ORDINAL))
    return out
