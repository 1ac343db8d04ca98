"""Joins two numbers into a range, and reads the bounds and hedges around a number."""

from dataclasses import dataclass, replace

from onrecord.stages.figures.cardinals import Number
from onrecord.stages.figures.measures import find_unit
from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its unit, on the way to a quantity.

    Attributes:
        first, end: Piece range with unit and, later, bounds.
        core, core_end: Piece range of the digits or words of the number alone.
        low, high: The bounds; both the value for a plain number, None where open.
        approximate: Whether a hedge stands at it.
        unit: Canonical name, or None.
        scale: The last scale word's value.
        joined: ``range``, ``dash``, ``score``, ``escalation`` or an empty string.
        number: The number read last.
    """

    first: int
    end: int
    core: int
    core_end: int
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    scale: float = 1.0
    joined: str = ""
    number: Number


_DASHES = frozenset("-–—‐‑~")
_LONGEST_BEFORE = 5
_LONGEST_AFTER = 3
_TOPIC_REACH = 9
_LOOSE = frozenset({"over", "within", "under", "around", "near", "about"})


def make_amount(pieces: Pieces, number: Number, words: Words) -> Amount:
    """Return a number with its unit."""
    unit = find_unit(pieces, number, words)
    low = number.value * unit.factor + unit.extra
    if number.ratio is not None:
        low = round(low * number.ratio, 6)
    low = round(low, 6) if abs(low) >= 1 else low
    high = low if number.high is None else number.high * unit.factor
    return Amount(
        first=unit.first,
        end=unit.end,
        core=number.first,
        core_end=number.end,
        low=low,
        high=high,
        approximate=number.high is not None,
        unit=unit.name,
        scale=number.scale * unit.factor,
        number=number,
    )


def join_ranges(pieces: Pieces, amounts: list[Amount], words: Words) -> list[Amount]:
    """Join neighbours that are the two ends of one range.

    Cost: linear in the amounts.
    """
    out: list[Amount] = []
    for amount in amounts:
        joined = _join(pieces, out[-1], amount, words) if out and not out[-1].joined else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(amount)
    return out


def _join(pieces: Pieces, left: Amount, right: Amount, words: Words) -> Amount | None:
    gap = right.first - left.end
    if not 1 <= gap <= 4 or left.number.ratio or right.number.ratio:
        return None
    phrase = pieces.lookup(left.end, gap)
    kind = _join_kind(pieces, left, right, phrase, words)
    shared = right.unit is None and left.first < left.core and kind in {"dash", "between"}
    if shared:
        right = replace(right, unit=left.unit)
    if not kind or left.unit not in {None, right.unit} or left.low is None or right.high is None:
        return None
    low = left.low
    if kind != "escalation" and left.scale == 1 and right.scale > 1 and low * right.scale < right.high:
        low = low * right.scale
    low_unit_ok = left.unit is None or left.unit == right.unit
    told = phrase == "to" and any(
        pieces.word(k) in words.context["sports"] for k in range(max(0, left.first - 4), left.first)
    )
    if low >= right.high and (kind == "dash" or told) and left.unit is None and right.unit is None:
        return replace(right, first=left.first, core=left.core, low=right.high, high=low, joined="score")
    if low >= right.high or not low_unit_ok:
        return None
    first = left.first
    if kind == "between":
        first, kind = left.first - 1, "range"
    return replace(
        right, first=first, core=left.core, low=low, approximate=left.approximate or right.approximate, joined=kind
    )


def _join_kind(pieces: Pieces, left: Amount, right: Amount, phrase: str, words: Words) -> str:
    """Return how two numbers are joined, or an empty string."""
    before = pieces.word(left.first - 1)
    if phrase == "and":
        return "between" if before == "between" else ""
    if phrase.strip(", ") in words.escalations and (left.number.high or "if" in phrase):
        return "escalation"
    if phrase in _DASHES:
        return "dash" if _is_dash(pieces, left, right) else ""
    if phrase in {"to", "through"}:
        if before == "from":
            return "" if left.unit or _changes(pieces, left.first, words) else "between"
        return "" if _changes(pieces, left.first, words) and left.unit else "range"
    near = right.low is not None and left.low is not None and 0 < right.low - left.low <= max(2.0, left.low)
    return "range" if phrase == "or" and near and not left.number.high else ""


def _is_dash(pieces: Pieces, left: Amount, right: Amount) -> bool:
    """Tell whether a dash binds two numbers and not two clauses, nor a third number after it."""
    j = left.end
    if pieces.word(right.end) in _DASHES and pieces.value(right.end + 1) is not None:
        return False
    if left.core and pieces.word(left.core - 1) in _DASHES and pieces.value(left.core - 2) is not None:
        return False
    tight = pieces.glued(j) == pieces.glued(j + 1) or pieces.glued(j + 1)
    return tight and pieces.word(j) != "—"


def _changes(pieces: Pieces, i: int, words: Words) -> bool:
    """Tell whether a verb of change stands shortly before: then two numbers are two figures."""
    near = words.context["change_verbs"]
    return any(pieces.word(k) in near for k in range(max(0, i - 7), i))


def with_bounds(pieces: Pieces, amount: Amount, words: Words, durations: frozenset[str]) -> Amount:
    """Return an amount with the bounds and hedges that stand before and after it."""
    for _ in range(2):
        amount = _bound_before(pieces, amount, words, durations)
    amount = _bound_after(pieces, amount, words)
    j = amount.core_end
    if amount.unit is None and pieces.word(j) in {"-", "–"} and words.after.get(pieces.word(j + 1)):
        return _apply(replace(amount, end=j + 2), words.after[pieces.word(j + 1)])
    return amount


def merge_bounds(pieces: Pieces, amounts: list[Amount]) -> list[Amount]:
    """Join a lower and an upper bound that stand side by side: ``more than 20 and less than 30``."""
    out: list[Amount] = []
    for amount in amounts:
        last = out[-1] if out else None
        if last is not None and 0 < amount.first - last.end <= 2 and _is_pair(pieces, last, amount):
            bounds = [b for b in (last.low, last.high, amount.low, amount.high) if b is not None]
            out[-1] = replace(
                amount, first=last.first, core=last.core, low=min(bounds), high=max(bounds), joined="range"
            )
        else:
            out.append(amount)
    return out


def _is_pair(pieces: Pieces, one: Amount, other: Amount) -> bool:
    gap = pieces.lookup(one.end, other.first - one.end)
    if gap not in {"and", "but", ", but", ", and", ","} or one.unit not in {None, other.unit}:
        return False
    if one.high is None and other.low is None and one.low is not None and other.high is not None:
        return one.low < other.high
    if one.low is None and other.high is None and one.high is not None and other.low is not None:
        return other.low < one.high
    return False


def _bound_before(pieces: Pieces, amount: Amount, words: Words, durations: frozenset[str]) -> Amount:
    last = amount.first - 1
    if pieces.word(last) in {"a", "an"} and pieces.word(last - 1) in {"about", "around", "nearly", "almost", "over"}:
        last -= 1
    if pieces.word(last) not in words.before_ends:
        return amount
    for size in range(_LONGEST_BEFORE, 0, -1):
        phrase = pieces.lookup(last - size + 1, size)
        effect = words.before.get(phrase)
        if effect:
            loose = phrase in _LOOSE and amount.unit in durations and not amount.joined
            topic = phrase == "over" and _is_topic(pieces, last, words)
            return amount if loose or topic else _apply(replace(amount, first=last - size + 1), effect)
    return amount


def _is_topic(pieces: Pieces, over: int, words: Words) -> bool:
    """Tell whether "over" names what a quarrel is about: a word of quarrel stands before it in its clause."""
    for at in range(over - 1, max(-1, over - _TOPIC_REACH), -1):
        word = pieces.word(at)
        if word in {",", ";", ":", ".", "—", "–"}:
            return False
        if word in words.context["disputes"]:
            return True
    return False


def _bound_after(pieces: Pieces, amount: Amount, words: Words) -> Amount:
    for size in range(_LONGEST_AFTER, 0, -1):
        effect = words.after.get(pieces.lookup(amount.end, size))
        following = pieces.word(amount.end + size)
        goes_on = (
            pieces.value(amount.end + size) is not None
            or following in words.starters - {"a", "an"}
            or following == "than"
        )
        if effect and not goes_on:
            return _apply(replace(amount, end=amount.end + size), effect)
    return amount


def _apply(amount: Amount, effect: str) -> Amount:
    if effect == "about":
        return replace(amount, approximate=True)
    if effect == "low":
        return replace(amount, low=amount.low if amount.low is not None else amount.high, high=None)
    return replace(amount, low=None, high=amount.high if amount.high is not None else amount.low)
