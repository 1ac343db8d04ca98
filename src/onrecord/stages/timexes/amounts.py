"""Numbers in front of units: "two", "a couple of", "18", "twenty-four", "2 1/2", "several"."""

from collections.abc import Mapping, Sequence

from onrecord.stages.timexes.tokens import Classes

NUM = """(?P<num>
    (?:<int|decimal|thousands>(?:<hyphen>?<fraction>)?(?:<to|or|hyphen|dash><int|decimal|thousands>)?
     | <fraction>
     | <number|int>(?:<hyphen>?<and><hyphen>?<a><hyphen>?<half>)
     | <number>(?:<hyphen>?<number>)?(?:<scale>)?
     | <int><scale>
     | <a>?<couple><of>?
     | <a>?<vague>
     | <a><scale>
     | <scales><of>
     | <half><a>
     | <a><half>))"""
"""Pattern of a number phrase; its part is ``num``."""

_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def read_number(words: Sequence[str], classes: Classes) -> float | None:
    """Return the value of a number phrase, or None where it is vague ("several").

    Example: ``["twenty", "-", "four"]`` is 24.
    """
    values = classes.values
    total, found = 0.0, False
    for i, word in enumerate(words):
        if word in values["vague"] or word in values["scales"]:
            return None
        if word in {"to", "or", "-", "–", "—"} and i and _is_plain(words[i - 1]) and _is_plain(words[i + 1]):
            return None  # "12 to 18 months": no one number
        found, total = _add(word, values, total, found=found)
    return total if found else None


def _is_plain(word: str) -> bool:
    return word.replace(",", "").replace(".", "").isdigit()


def _add(word: str, values: Mapping[str, Mapping[str, str]], total: float, *, found: bool) -> tuple[bool, float]:
    if word in values["couple"]:
        return True, 2.0
    if word in values["scale"]:
        return True, (total or 1.0) * float(values["scale"][word])
    if word in values["half"]:
        return True, total + 0.5
    if word in values["number"]:
        return True, total + float(values["number"][word])
    if word in _PARTS:
        return True, total + _PARTS[word]
    if "/" in word:
        above, _, below = word.partition("/")
        return True, total + int(above) / max(1, int(below))
    if _is_plain(word):
        return True, total + float(word.replace(",", ""))
    return found, total


def period(number: float | None, unit: str) -> str:
    """Return the TIMEX3 period of a number and a unit of the lexicon.

    Args:
        number: None for an unknown number.
        unit: ``D``, ``W``, ``Y`` …; with a number of its own for "fortnight" (``2W``); ``T`` before clock units.

    Example:
        >>> period(2, "Y"), period(None, "W"), period(1.5, "TH"), period(2.5, "Y")
        ('P2Y', 'PXW', 'PT1H30M', 'P2Y6M')
    """
    clock = unit.startswith("T")
    unit = unit.removeprefix("T")
    if unit[0].isdigit():
        number, unit = (None if number is None else number * int(unit[0])), unit[1:]
    head = "PT" if clock else "P"
    if number is None:
        return f"{head}X{unit}"
    if unit in {"DE", "CE"} and number != int(number):
        number, unit = number * (10 if unit == "DE" else 100), "Y"  # "half a century"
    whole, rest = int(number), number - int(number)
    smaller = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S"), "TS": (1, "S")}.get(("T" if clock else "") + unit)
    if rest and smaller:
        first = f"{whole}{unit}" if whole else ""
        return f"{head}{first}{round(rest * smaller[0])}{smaller[1]}"
    return f"{head}{number:g}{unit}"
