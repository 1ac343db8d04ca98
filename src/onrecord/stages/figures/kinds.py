"""Tells what kind of number a number is: a figure, or a year, date, age, name, score, address, phone."""

import re
from bisect import bisect_right
from enum import StrEnum

from onrecord.stages.figures.pieces import Pieces
from onrecord.stages.figures.ranges import Amount
from onrecord.stages.figures.words import Words


class Kind(StrEnum):
    """What a number stands for."""

    FIGURE = "figure"
    DURATION = "duration"
    OFFSET = "offset"
    AGE = "age"
    ORDINAL = "ordinal"
    YEAR = "year"
    DATE = "date"
    TIME = "time"
    NAME = "name"
    SCORE = "score"
    ADDRESS = "address"
    PHONE = "phone"


_MAIL = r"|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w{1,64}"
_FORMS = r"""
    (?P<name>https?://\S+|www\.\S+MAIL)
    |(?P<phone>(?:\+?\d{1,3}[-.\ ])?\(?\d{3}\)?[-.\ ]\d{3}[-.\ ]\d{4}\b|\+\d[\d\ /()-]{7,}\d|\b\d{3}-\d{4}\b
        |\b\d{4,}-\d{5,}(?:-\d+)*|\b\d{4}-\d{4}-\d{4}\b)
    |(?P<date>\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}[-/]\d{1,2}[-/]\d{1,2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b
        |\b\d{3,4}0['’]?s\b|['’]\d0s\b|\b[1-9]0s\b|['’]\d\d\b(?!['’]))
    |(?P<time>\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.\s?m\b|[ap]m\b)|\b\d{1,2}:\d{2}(?::\d{2})?\b
        |\b\d{1,2}\s?(?:[ap]\.\s?m\b|[ap]m\b(?!\ is))|\b\d{1,2}\ o['’\ ]{1,2}clock)
    |(?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
    |(?P<label>\b\d+(?:\.\d+){2,}\b)
    """
_SPECIAL = re.compile(rf"(?=[\d+('’hw])(?:{_FORMS.replace('MAIL', '')})", re.IGNORECASE | re.VERBOSE)
_SPECIAL_AND_MAIL = re.compile(_FORMS.replace("MAIL", _MAIL), re.IGNORECASE | re.VERBOSE)
"""Where a text has no "@", an eighth of the time: what a stretch may begin with is seen at once."""
_KINDS = {
    "name": Kind.NAME,
    "phone": Kind.PHONE,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "ordinal": Kind.ORDINAL,
    "label": Kind.NAME,
}
_DASHES = frozenset("-–‐‑")
_LONGEST_COUNT = 15
_OLDEST = 115
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


def find_special(text: str) -> tuple[list[int], list[tuple[int, int, Kind]]]:
    """Return stretches whose digits are no figures by their form alone, with their starts for look-up."""
    special = _SPECIAL_AND_MAIL if "@" in text else _SPECIAL
    rows = [(*m.span(), _KINDS[m.lastgroup or "name"]) for m in special.finditer(text)]
    return [row[0] for row in rows], rows


def special_at(
    special: tuple[list[int], list[tuple[int, int, Kind]]], start: int, end: int
) -> tuple[int, int, Kind] | None:
    """Return the stretch that touches ``[start, end)`` with its kind, or None."""
    starts, rows = special
    i = bisect_right(starts, end - 1) - 1
    return rows[i] if i >= 0 and rows[i][1] > start else None


def find_kind(pieces: Pieces, amount: Amount, words: Words, *, cased: bool) -> Kind:
    """Return what a number stands for, from the words around it.

    Args:
        pieces: The text.
        amount: The number with its unit.
        words: The word lists.
        cased: Whether capital letters tell names in this text.
    """
    if _is_name(pieces, amount, words, cased=cased):
        return Kind.NAME
    if _is_age(pieces, amount, words, cased=cased):
        return Kind.AGE
    if amount.unit in words.context["durations"]:
        return Kind.OFFSET if _is_offset(pieces, amount, words) else Kind.DURATION
    if amount.unit is not None:
        return Kind.FIGURE
    if pieces.word(amount.first - 1) == "or" and pieces.word(amount.first - 2) in words.context["durations"]:
        return Kind.OFFSET
    if _is_date(pieces, amount, words):
        return Kind.DATE
    if _is_year(pieces, amount, words):
        return Kind.YEAR
    if cased and _is_address(pieces, amount, words):
        return Kind.ADDRESS
    if _is_score(pieces, amount, words):
        return Kind.SCORE
    return Kind.FIGURE


def counts_next(pieces: Pieces, end: int, words: Words, *, reach: int = 4) -> bool:
    """Tell whether a plural noun follows within a few words, so that the number counts it."""
    stops = words.context["chunk_stops"]
    for j in range(end, end + reach):
        word = pieces.word(j)
        if word in words.context["people"]:
            return True
        if not word.isalpha() or word in stops:
            return False
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return pieces.raw(j)[0].islower() or pieces.raw(j).isupper() or j > end
    return False


def _is_name(pieces: Pieces, amount: Amount, words: Words, *, cased: bool) -> bool:
    """Tell whether the number is part of a name: ``G7``, ``M-16``, ``Flight 370``, ``Boeing 737``."""
    first, end = amount.core, amount.core_end
    if amount.first < first:
        return False
    before, raw = pieces.word(first - 1), pieces.raw(first - 1)
    if pieces.glued(first) and (
        before.isalpha() or (before in {"#", "_", "@", "/"} and pieces.value(first - 2) is None)
    ):
        return True
    if (
        pieces.glued(first)
        and before in _DASHES
        and pieces.glued(first - 1)
        and pieces.raw(first - 2)[-1:].isalnum()
        and not amount.joined
    ):
        return pieces.word(first - 2) not in words.before
    text = pieces.text[pieces.starts[first] : pieces.ends[end - 1]]
    listed = text in words.context["names"] and amount.unit is None
    if listed and ("/" in text or not counts_next(pieces, end, words)):
        return True
    if text.isdecimal() and (len(text) > _LONGEST_COUNT or (len(text) > 1 and text[0] == "0")):
        return True
    if before == "top" and amount.unit is None and not counts_next(pieces, end, words):
        return True
    if amount.unit is None and _runs_on(pieces, end, words):
        return True
    if amount.unit is not None:
        return _is_label(pieces, amount, words, cased=cased) and raw[:1].isupper() and cased
    if pieces.word(end) == ")" and not any(pieces.word(k) == "(" for k in range(first - 6, first)):
        return amount.number.digits and amount.low is not None and amount.low < 30
    if _is_label(pieces, amount, words, cased=cased):
        return True
    return cased and _is_capital_name(pieces, amount, words)


def _runs_on(pieces: Pieces, end: int, words: Words) -> bool:
    """Tell whether letters run on after the digits (``777F``, ``5G``), or a tail makes it a name."""
    if pieces.glued(end) and pieces.raw(end)[:1].isalnum():
        return True
    dashed = pieces.word(end) in _DASHES
    tail = pieces.word(end + 1) if dashed else pieces.word(end)
    if dashed and pieces.glued(end) and pieces.glued(end + 1) and pieces.raw(end + 1)[:1].isupper() and len(tail) == 1:
        return True
    return tail in words.context["label_tails"]


def _is_label(pieces: Pieces, amount: Amount, words: Words, *, cased: bool) -> bool:
    """Tell whether a noun before the number is numbered by it."""
    i = amount.core - 1
    if pieces.word(i) == "." and pieces.glued(i):
        i -= 1
    word = pieces.word(i)
    if word.endswith("s") and word[:-1] in words.context["labels"] - words.context["weak_labels"]:
        return not counts_next(pieces, amount.core_end, words)
    if word not in words.context["labels"] or amount.joined == "escalation":
        return False
    lettered = pieces.raw(amount.core_end - 1).isalpha() and pieces.glued(amount.core_end - 1)
    if lettered:
        return True
    if word in words.context["weak_labels"] and not (cased and pieces.raw(i)[:1].isupper() and not _starts(pieces, i)):
        return False
    capital = cased and pieces.raw(i)[:1].isupper() and not _starts(pieces, i)
    if word in {"no", "nr", "nos", "nrs"} and i < amount.core - 1:
        return True
    if word == "no":
        return capital
    return capital or not counts_next(pieces, amount.core_end, words)


def _starts(pieces: Pieces, i: int) -> bool:
    """Tell whether a piece begins a sentence."""
    return pieces.word(i - 1) in {"", ".", "!", "?", "“", '"', ":", "‘", "”", ")", "]", ">", "—"}


def _is_capital_name(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether a capitalised word before makes it a name: ``Windows 10``, ``Air Force One``."""
    first, end = amount.core, amount.core_end
    i = first - 1
    raw = pieces.raw(i)
    own = pieces.raw(first)
    if own[:1].isupper() and not _starts(pieces, first) and raw[:1].isupper():
        return not counts_next(pieces, end, words)
    if not raw[:1].isupper() or _starts(pieces, i) or not amount.number.digits or amount.joined or len(raw) < 2:
        return False
    known = pieces.word(i) in words.context["months"] or pieces.word(i) in words.context["weekdays"]
    if known or counts_next(pieces, end, words) or _is_year(pieces, amount, words):
        return False
    return pieces.word(end) not in words.context["percents"] and pieces.word(i) not in words.before_ends


def _is_age(pieces: Pieces, amount: Amount, words: Words, *, cased: bool) -> bool:
    """Tell whether it is an age: ``five years old``, ``aged 40``, ``Ms Novak, 32,``."""
    j = amount.end
    if amount.unit in words.context["durations"]:
        step = 1 if pieces.word(j) in _DASHES else 0
        if pieces.word(j + step) in words.context["of_age"]:
            return True
        return pieces.word(j) == "of" and pieces.word(j + 1) == "age"
    j = amount.end
    told = pieces.word(amount.first - 1) in {"was", "is", "turned", "turns"} and pieces.word(amount.first - 2) in {
        "he",
        "she",
        "who",
    }
    if (
        amount.unit is None
        and told
        and amount.low is not None
        and pieces.word(j) in {"", ".", ",", ";", "when", "and", "at"}
    ):
        return amount.low <= _OLDEST
    if amount.unit is None and _is_age_limit(pieces, amount, words):
        return True
    if amount.unit is not None or amount.low is None or not 0 <= amount.low <= 115 or amount.number.fraction:
        return False
    if (
        pieces.word(j) in {"yo", "y"}
        and pieces.word(j + 1) in {"", ".", "man", "woman", "boy", "girl", "male", "female", "/"}
    ) or pieces.word(j) == "yo":
        return True
    i = amount.first - 1
    while pieces.word(i) in {",", "and", "or", "-"} or (pieces.value(i) is not None and i > amount.first - 12):
        if pieces.word(i) in {",", "and", "or"} and pieces.value(i - 1) is None:
            break
        i -= 1
    if pieces.word(i) in {"aged", "age", "ages"} or (pieces.word(i) == "of" and pieces.word(i - 1) == "age"):
        return not counts_next(pieces, amount.core_end, words, reach=2)
    return _is_apposed(pieces, amount, cased=cased)


def _is_age_limit(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether people are set apart by age: ``voters under 30``."""
    if pieces.word(amount.core - 1) not in {"under", "over", "above", "below"}:
        return False
    aged = pieces.word(amount.core - 2) in words.context["aged_nouns"]
    return aged and not counts_next(pieces, amount.core_end, words)


def _is_apposed(pieces: Pieces, amount: Amount, *, cased: bool) -> bool:
    """Tell whether a bare number stands between commas after a name."""
    if not cased or not amount.number.digits or amount.joined:
        return False
    before, after = pieces.word(amount.first - 1), pieces.word(amount.end)
    named = pieces.raw(amount.first - 2)[:1].isupper() and len(pieces.raw(amount.first - 2)) > 1
    closed = (before == "," and after in {",", ";", ".", ""}) or (before == "(" and after == ")")
    return named and closed and amount.low is not None and amount.low > 0


def _is_offset(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether a length of time only says when: ``three years ago``, ``the past week``."""
    after, before = pieces.word(amount.end), pieces.word(amount.first - 1)
    if after in words.context["time_after"] and pieces.word(amount.end + 1) not in {"his", "her", "their"}:
        return True
    definite = before in {"the", "these", "those"} and pieces.word(amount.end - 2) not in _DASHES
    return definite or before in words.context["time_before"]


def _is_date(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether a month stands at the number."""
    if amount.low is None or amount.high is None or not amount.number.digits or amount.low != int(amount.low):
        return False
    months = words.context["months"]
    i = amount.core - 1
    if pieces.word(i) == "." and pieces.glued(i):
        i -= 1
    j = amount.core_end
    if pieces.word(i) in months:
        if pieces.value(i - 1) is not None and counts_next(pieces, j, words):
            return False
        day = amount.high <= 31 or pieces.value(i - 1) is not None or _FIRST_YEAR <= amount.high <= _LAST_YEAR
        return day and not (pieces.word(i) in {"may", "march"} and pieces.word(j) in words.context["people"])
    if amount.high <= 31 and (pieces.word(j) in months or (pieces.word(j) == "of" and pieces.word(j + 1) in months)):
        return True
    return (
        pieces.word(i) == ","
        and pieces.value(i - 1) is not None
        and pieces.word(i - 2) in months
        and amount.low >= _FIRST_YEAR
    )


def _is_year(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether four digits are a year."""
    if not amount.number.digits or amount.low is None or amount.low != int(amount.low):
        return False
    if not _FIRST_YEAR <= amount.low <= _LAST_YEAR or len(pieces.raw(amount.core)) != 4:
        return False
    if (amount.joined and amount.high is not None and amount.high > _LAST_YEAR) or amount.first < amount.core:
        return (
            bool(amount.joined)
            and amount.high is not None
            and amount.high <= _LAST_YEAR
            and pieces.word(amount.first) in {"from", "between"}
        )
    modern = 1850 <= amount.low <= 2060
    before = pieces.word(amount.core - 1)
    if before in words.context["year_before"] or before in words.context["months"]:
        people = pieces.word(amount.core_end) in words.context["people"]
        return not people or before in {"in", "since"}
    if counts_next(pieces, amount.core_end, words, reach=2):
        named = before in {"the", "his", "her", "their", "its", "(", "'", "’"}
        people = pieces.word(amount.core_end) in words.context["people"]
        return modern and (named or (amount.low % 50 != 0 and not people))
    return modern or before in {"(", ","}


def _is_address(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether a street follows: ``12 Elm Street``, ``the 400 block of``."""
    if not amount.number.digits:
        return False
    j = amount.core_end
    if pieces.word(j) == "block":
        return True
    for k in range(j, j + 4):
        raw = pieces.raw(k)
        if not raw[:1].isupper():
            return False
        if k > j and pieces.word(k) in words.context["streets"]:
            return True
    return False


def _is_score(pieces: Pieces, amount: Amount, words: Words) -> bool:
    """Tell whether two numbers with a dash are a score or a vote: ``won 3-1``, ``a 5-4 ruling``."""
    if amount.joined == "score":
        return True
    if amount.joined != "dash" or amount.unit is not None:
        return False
    near = {pieces.word(k) for k in range(max(0, amount.first - 5), amount.first)}
    if near & words.context["sports"]:
        return not counts_next(pieces, amount.end, words)
    return pieces.word(amount.end) in words.context["votes"]


def find_ordinals(pieces: Pieces, words: Words) -> list[tuple[int, int, float]]:
    """Return (first piece, end, value) of ordinals in words."""
    rows = []
    for i, word in enumerate(pieces.words):
        if word in words.ordinals:
            tens = (
                words.tens.get(pieces.word(i - 2))
                if pieces.word(i - 1) in _DASHES
                else words.tens.get(pieces.word(i - 1))
            )
            if tens and words.ordinals[word] < 10:
                rows.append((i - 2 if pieces.word(i - 1) in _DASHES else i - 1, i + 1, tens + words.ordinals[word]))
            else:
                rows.append((i, i + 1, words.ordinals[word]))
    return rows
