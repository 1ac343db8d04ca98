"""Finds as of when a figure holds, the event it belongs to, and how it changed."""

import re
from collections.abc import Sequence
from itertools import islice

from onrecord.model import Event, Parse, Reading, Span, Timex, TimexType
from onrecord.stages.figures.drafts import Draft
from onrecord.stages.figures.words import Words

_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+(?:the\s+|early\s+|late\s+)?$", re.IGNORECASE)
_NOT_WHEN = re.compile(
    r"\b(?:since|before|after|than|than\s+in|from|as\s+in|until)\s+(?:the\s+|early\s+|late\s+)?$", re.IGNORECASE
)
_BREAK = re.compile(r"[,;:.]|\b(?:who|which|that)\b")
_EARLIER = re.compile(r"\b(?:earlier|ago|before|previous|prior|last|\d{4})\b", re.IGNORECASE)
_EARLIER_THAN = re.compile(r"\b(?:earlier|ago|before|previous|prior)\b", re.IGNORECASE)
_BESIDE = 16
_STRETCH = 60


def find_time(reading: Reading, drafts: Sequence[Draft], i: int, timexes: Sequence[Timex]) -> Timex | None:
    """Return the time that a figure is as of.

    Tried in order: an ``as of`` phrase; the time of its own clause; the time of a clause above it, such as the
    time at which it was said. The start of a period (``since May``) is none.

    Args:
        reading: With its parse.
        drafts: All figures of the report.
        i: Which one of them.
        timexes: Those of the figure's sentence, in order.
    """
    draft, text, parse = drafts[i], reading.report.text, reading.parse
    dated = [t for t in timexes if _is_date(text, t) and not t.span.overlaps(draft.quantity.number)]
    if not dated or (draft.root >= 0 and _is_earlier_value(parse, draft)):
        dated = [
            t
            for t in dated
            if 0 <= t.span.start - draft.quantity.span.end < _BESIDE and _EARLIER.search(t.span.cut(text))
        ]
    named = [t for t in dated if _AS_OF.search(text[max(0, t.span.start - 12) : t.span.start])]
    if named:
        return named[0]
    if draft.root < 0 or draft.upper:
        return dated[0] if len(dated) == 1 else None
    clause = _clause(parse, draft.root)
    free = [t for t in dated if not _is_taken(text, drafts, i, t)]
    own = [t for t in free if _clause_of_timex(parse, t) == clause or _inside_counted(draft, t)]
    near = own or [t for t in free if _governs(parse, t, draft.root) or _same_stretch(text, draft, t)]
    return min(near, key=lambda t: _distance(t.span, draft.quantity.span)) if near else None


def _is_date(text: str, timex: Timex) -> bool:
    """Tell whether a time says when, and not from when on or before what."""
    if timex.type not in {TimexType.DATE, TimexType.TIME} or (timex.value or "").endswith("_REF"):
        return False
    if timex.span.cut(text).lower().startswith(("since", "after", "before", "until")):
        return False
    found = _NOT_WHEN.search(text[max(0, timex.span.start - 14) : timex.span.start])
    return not found or (timex.type is TimexType.TIME and "after" in found[0].lower())


def _is_earlier_value(parse: Parse, draft: Draft) -> bool:
    """Tell whether the number is what something rose or fell from."""
    above = next((up for up in islice(parse.ancestors(draft.root), 2) if parse.pos[up] == "ADP"), None)
    return (above is not None and parse.lowers[above] == "from") or (
        draft.first > 0 and parse.lowers[draft.first - 1] == "from"
    )


def _is_taken(text: str, drafts: Sequence[Draft], i: int, timex: Timex) -> bool:
    """Tell whether a time belongs to a neighbour alone: ``up from 450 a week earlier``, ``14 on Monday and 9``."""
    here = drafts[i].quantity.span
    if _EARLIER_THAN.search(timex.span.cut(text)) and not _is_from(text, drafts[i]):
        near = (d for d in drafts[max(0, i - 4) : i + 5] if d.sentence == drafts[i].sentence)
        if any(_is_from(text, d) for d in near):
            return True
    for other in (drafts[k] for k in (i - 1, i + 1) if 0 <= k < len(drafts)):
        span = other.quantity.span
        end = max(span.end, other.counted.end if other.counted and other.counted.start >= span.end else 0)
        beside = 0 <= timex.span.start - end < _BESIDE
        earlier = bool(_EARLIER.search(timex.span.cut(text)))
        before_me = span.end <= here.start and timex.span.end <= here.start
        after_me = span.start >= here.end and text[max(0, span.start - 5) : span.start].lower() == "from "
        if beside and (before_me or (after_me and earlier)):
            return True
    return False


def _is_from(text: str, draft: Draft) -> bool:
    start = draft.quantity.span.start
    return text[max(0, start - 5) : start].lower() == "from "


def _same_stretch(text: str, draft: Draft, timex: Timex) -> bool:
    """Tell whether a time follows within the same stretch between commas."""
    gap = text[draft.quantity.span.end : timex.span.start]
    return 0 < len(gap) <= _STRETCH and not _BREAK.search(gap)


def _inside_counted(draft: Draft, timex: Timex) -> bool:
    return draft.counted is not None and draft.counted.contains(timex.span)


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _clause(parse: Parse, token: int) -> int:
    """Return the verb of the clause that a token stands in, or the root of its sentence."""
    if parse.pos[token] in {"VERB", "AUX"}:
        return token
    last = token
    for up in parse.ancestors(token):
        last = up
        if parse.pos[up] in {"VERB", "AUX"}:
            return up
    return last


def _clause_of_timex(parse: Parse, timex: Timex) -> int:
    """Return the clause that a time stands in, -1 outside of all."""
    tokens = parse.tokens_in(timex.span)
    return _clause(parse, _timex_root(parse, tokens)) if tokens else -1


def _timex_root(parse: Parse, tokens: range) -> int:
    for token in tokens:
        if not tokens[0] <= parse.heads[token] <= tokens[-1]:
            return token
    return tokens[-1]


def _governs(parse: Parse, timex: Timex, token: int) -> bool:
    """Tell whether a time hangs on a clause above the number's own: ``In 2016, it said 12 had died``."""
    tokens = parse.tokens_in(timex.span)
    if not tokens:
        return False
    clause = _clause(parse, _timex_root(parse, tokens))
    return clause in set(parse.ancestors(token))


def find_event(parse: Parse, draft: Draft, by_token: dict[int, Event]) -> Event | None:
    """Return the event that governs the figure, nearest first, inside its sentence."""
    if draft.root < 0:
        return None
    start = draft.head if draft.head is not None and parse.sentence_of(draft.head) == draft.sentence else draft.root
    for token in (start, draft.root):
        for up in (token, *parse.ancestors(token)):
            if up in by_token:
                return by_token[up]
    return None


def find_change(parse: Parse, draft: Draft, words: Words) -> str | None:
    """Return ``rose``, ``fell``, ``revised up`` or ``revised down``, as the verb above the number says it.

    The earlier value (``from 30``) carries no change.
    """
    if draft.root < 0:
        return None
    preposition = ""
    for up in parse.ancestors(draft.root):
        lower, lemma = parse.lowers[up], parse.lemmas[up]
        if parse.pos[up] == "ADP" and not preposition:
            preposition = lower
            if preposition == "from":
                return None
        revised = _revision(parse, up, lemma, words)
        if revised:
            return revised
        if lemma == "raise" and preposition not in {"to", "by"}:
            return None
        if lemma in words.context["rise_words"] and parse.pos[up] in {"VERB", "NOUN", "ADV"}:
            return _guarded("rose", preposition, parse, up, draft)
        if lemma in words.context["fall_words"] and parse.pos[up] in {"VERB", "NOUN", "ADV"}:
            return _guarded("fell", preposition, parse, up, draft)
        if parse.pos[up] in {"VERB", "AUX"}:
            break
    return _beside(parse, draft)


def _guarded(change: str, preposition: str, parse: Parse, verb: int, draft: Draft) -> str | None:
    """Leave out numbers that only stand beside a verb of change: in its subject or another phrase."""
    if preposition not in {"", "to", "by", "at", "of", "past", "above"} or (
        parse.left_edge[verb] <= draft.root < verb and parse.pos[verb] == "VERB" and draft.quantity.unit is None
    ):
        return None
    return change


def _revision(parse: Parse, verb: int, lemma: str, words: Words) -> str | None:
    if lemma not in words.context["revise_words"]:
        return None
    near = set(parse.lowers[max(0, verb - 2) : verb + 4])
    if "down" in near or "downward" in near or "downwards" in near:
        return "revised down"
    return "revised up" if near & {"up", "upward", "upwards"} else None


def _beside(parse: Parse, draft: Draft) -> str | None:
    """Read ``45, up from 30`` and ``45, revised down from 60``."""
    after = parse.lowers[draft.last + 1 : draft.last + 8]
    for k, word in enumerate(after):
        if word not in {"up", "down", "revised"}:
            continue
        rest = after[k : k + 4]
        if "from" not in rest:
            continue
        if word == "revised":
            return "revised down" if "down" in rest else "revised up" if "up" in rest else None
        return "rose" if word == "up" else "fell"
    return None
