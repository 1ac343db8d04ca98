"""Finds what a figure is a part of: ``17 of those 886``, ``Five were allowed to return``."""

import re
from collections.abc import Sequence

from onrecord.model import Parse
from onrecord.stages.figures.drafts import Draft, harm_class
from onrecord.stages.figures.words import Words

_DETERMINERS = r"(?:(?:the|those|these|its|his|her|their|our|a\s+total\s+of|all|some|about|at\s+least)\s+){0,2}"
_DIRECT = re.compile(
    rf"\s+(?:out\s+)?(?:of|from\s+among|among)\s+{_DETERMINERS}(?:(?:[\w-]+\s+){{0,2}}[\w-]+['’]s?\s+)?(?:[a-z]+\s+)?",
    re.IGNORECASE,
)
_NOUN_BETWEEN = re.compile(
    r"(?:\s+[\w'’-]+){1,3}\s+(?:out\s+of|among|from\s+among|of)\s+(?:a\s+total\s+of\s+|the\s+|those\s+|these\s+|its\s+|their\s+)(?:total\s+of\s+)?",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"(?:\s+[\w'’-]+){1,4}\s+out\s+of\s+(?:the\s+|a\s+total\s+of\s+|some\s+)?", re.IGNORECASE)
_BEFORE_WHOLE = re.compile(
    r"(?:^|[.;,:“\"—–-]\s*|\band\s+|\bbut\s+)(?:of|among|out\s+of)\s+(?!whom|which|them\b)(?:(?:the|those|these|its|their|his|her|our|all|some|about|a\s+total\s+of)\s+)*(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"\b(?:including|among\s+them|of\s+whom|of\s+which|of\s+them|of\s+these|of\s+those|included|among\s+these|among\s+those"
    r"|they\s+include|the\s+dead\s+include|the\s+dead\s+included|the\s+remaining|the\s+other|all\s+but)\s+"
    r"(?:at\s+least\s+|only\s+|about\s+|some\s+|the\s+)?$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(r"\s*(?:\w+\s+)?of\s+(?:whom|which|them|these|those)\b", re.IGNORECASE)
_WINDOW = 48
_SENTENCES = 2

Whole = str | float | None


def find_wholes(parse: Parse, text: str, drafts: Sequence[Draft], words: Words) -> list[int | float | None]:
    """Return for each draft the index of the draft it is a part of, a number, or None.

    Cost: linear in the drafts; only those of two sentences back are looked at.
    """
    found: list[int | float | None] = []
    for i, draft in enumerate(drafts):
        ratio = draft.quantity.ratio
        if ratio is not None:
            found.append(ratio)
            continue
        found.append(_whole_of(parse, text, drafts, i, words))
    return found


def _whole_of(parse: Parse, text: str, drafts: Sequence[Draft], i: int, words: Words) -> int | None:
    here = drafts[i]
    share = here.quantity.unit in {None, "percent"}
    if not share:
        return None
    if i + 1 < len(drafts) and _takes_next(text, here, drafts[i + 1]):
        return i + 1
    return (
        (_in_same_sentence(text, drafts, i) if (found := _by_cue(text, drafts, i)) is None else found)
        if here.first < 0
        else _with_parse(parse, text, drafts, i, words)
    )


def _with_parse(parse: Parse, text: str, drafts: Sequence[Draft], i: int, words: Words) -> int | None:
    for found in (_in_same_sentence(text, drafts, i), _by_cue(text, drafts, i), _same_group(parse, drafts, i)):
        if found is not None:
            return found
    return _by_ellipsis(parse, text, drafts, i, words)


def _fits(part: Draft, whole: Draft) -> bool:
    """Tell whether a whole is large enough, and a count."""
    if whole.quantity.unit is not None or whole.quantity.fraction or whole.quantity.ratio:
        return False
    if part.quantity.unit == "percent" or part.quantity.fraction:
        return whole.value > 1
    top = whole.quantity.high or whole.quantity.low or 0.0
    return part.value < top or (whole.quantity.high is None and part.value >= 1)


def _takes_next(text: str, here: Draft, following: Draft) -> bool:
    """Tell whether the next number is the whole: ``17 of those 886``, ``two men out of 30``."""
    gap = text[here.quantity.span.end : following.quantity.span.start]
    if len(gap) > _WINDOW or not _fits(here, following):
        return False
    return any(pattern.fullmatch(gap) for pattern in (_DIRECT, _NOUN_BETWEEN, _OUT_OF))


def _in_same_sentence(text: str, drafts: Sequence[Draft], i: int) -> int | None:
    """Return the whole in ``Of the 30 killed, five were …``."""
    here = drafts[i]
    for k in range(i - 1, max(-1, i - 5), -1):
        whole = drafts[k]
        if whole.sentence != here.sentence or not _fits(here, whole):
            continue
        start = whole.quantity.span.start
        if _BEFORE_WHOLE.search(text[max(0, start - _WINDOW) : start]):
            return k
    return None


def _by_cue(text: str, drafts: Sequence[Draft], i: int) -> int | None:
    """Return the whole before ``including five``, ``five of whom``, ``the remaining five``."""
    here = drafts[i]
    start, end = here.quantity.span.start, here.quantity.span.end
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    cue = _PART_BEFORE.search(before)
    after_cue = _PART_AFTER.match(after)
    if not cue and not after_cue:
        return None
    for k in range(i - 1, max(-1, i - 6), -1):
        whole = drafts[k]
        if here.sentence - whole.sentence <= _SENTENCES and _fits(here, whole) and not _is_sibling(text, whole, here):
            return k
    return None


def _is_sibling(text: str, other: Draft, here: Draft) -> bool:
    """Tell whether another part stands in the same list: ``including five men and two women``."""
    start = other.quantity.span.start
    listed = _PART_BEFORE.search(text[max(0, start - _WINDOW) : start])
    return bool(listed) and other.sentence == here.sentence


def _same_group(parse: Parse, drafts: Sequence[Draft], i: int) -> int | None:
    """Return the whole in ``five of the abductees`` when the abductees were counted before."""
    here = drafts[i]
    if here.head is None or here.last + 2 >= len(parse) or parse.lowers[here.last + 1] != "of":
        return None
    if parse.lowers[here.last + 2] not in {"the", "those", "these", "its", "their"}:
        return None
    for k in range(i - 1, max(-1, i - 8), -1):
        whole = drafts[k]
        same = whole.head is not None and parse.lemmas[whole.head] == parse.lemmas[here.head]
        if same and here.sentence - whole.sentence <= 2 * _SENTENCES and _fits(here, whole):
            return k
    return None


def _contrasts(parse: Parse, text: str, whole: Draft, here: Draft, words: Words) -> bool:
    """Tell whether two numbers stand side by side: ``12 were killed. Five were injured``, ``A; roughly five B``."""
    if here.sentence == whole.sentence or ";" in text[whole.quantity.span.end : here.quantity.span.start]:
        before = text[max(0, here.quantity.span.start - 8) : here.quantity.span.start].lower()
        return not before.rstrip().endswith(("only", "just", "but"))
    mine, other = harm_class(parse, here, words), harm_class(parse, whole, words)
    return bool(mine and other and mine != other)


def _by_ellipsis(parse: Parse, text: str, drafts: Sequence[Draft], i: int, words: Words) -> int | None:
    """Return the whole of a number that stands alone as a subject: ``Five were allowed to return``."""
    here = drafts[i]
    if here.counted is not None or here.quantity.unit is not None or here.upper:
        return None
    if parse.deps[here.root] not in {"nsubj", "nsubjpass"} or (
        here.quantity.high is None and here.quantity.low is None
    ):
        return None
    if here.first < len(parse) - 1 and parse.lowers[here.last + 1] in {"more", "-"}:
        return None
    for k in range(i - 1, max(-1, i - 6), -1):
        whole = drafts[k]
        near = here.sentence - whole.sentence <= _SENTENCES and not _contrasts(parse, text, whole, here, words)
        if near and whole.head is not None and _fits(here, whole) and here.value < whole.value:
            return k
    return None
