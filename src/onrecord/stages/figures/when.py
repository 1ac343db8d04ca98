"""Finds as of when a figure holds, the event it belongs to, and how it changed."""

import re
from collections.abc import Sequence

from onrecord.model import Event, Parse, Reading, Span, Timex, TimexType
from onrecord.stages.figures.drafts import Draft
from onrecord.stages.figures.words import Words

_AS_OF = re.compile(
    r"\b(?:as\s+of|as\s+at|by|since|until|at\s+the\s+end\s+of|by\s+the\s+end\s+of|up\s+to)\s+(?:the\s+|early\s+|late\s+|mid-)?$",
    re.IGNORECASE,
)
_PREPS = frozenset({"in", "on", "by", "during", "since", "at", "of", "until", "through", "as", "for"})
_CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "csubj", "xcomp"})


def find_time(reading: Reading, draft: Draft, timexes: Sequence[Timex], words: Words) -> Timex | None:
    """Return the time that a figure is as of: an ``as of`` phrase, else the time of its own clause.

    Args:
        reading: With its parse.
        draft: The figure.
        timexes: Those of the figure's sentence, in order.
        words: The word lists.
    """
    text = reading.report.text
    dated = [
        t for t in timexes if t.type in {TimexType.DATE, TimexType.TIME} and not t.span.overlaps(draft.quantity.number)
    ]
    for timex in dated:
        if (
            _AS_OF.search(text[max(0, timex.span.start - 30) : timex.span.start])
            and "as" in text[max(0, timex.span.start - 12) : timex.span.start].lower().split()
        ):
            return timex
    if draft.root < 0 or draft.upper:
        return dated[0] if len(dated) == 1 else None
    parse = reading.parse
    clause = _clause(parse, draft.root)
    near = [t for t in dated if _clause_of_timex(parse, t, words) == clause or _inside_counted(draft, t)]
    if not near:
        near = [t for t in dated if _governs(parse, t, draft.root)]
    return min(near, key=lambda t: _distance(t.span, draft.quantity.span)) if near else None


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


def _clause_of_timex(parse: Parse, timex: Timex, words: Words) -> int:
    """Return the clause that a time stands in, unless it is the time of a verb of saying."""
    tokens = parse.tokens_in(timex.span)
    if not tokens:
        return -1
    clause = _clause(parse, _timex_root(parse, tokens))
    return -1 if parse.lemmas[clause] in words.context["say_verbs"] else clause


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
    return (
        clause in set(parse.ancestors(token))
        and parse.left_edge[clause] <= token <= parse.right_edge[clause]
        and tokens[-1] < token
    )


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
        if lemma in words.context["rise_words"] and parse.pos[up] in {"VERB", "NOUN", "ADV"}:
            return _guarded("rose", preposition, parse, up, draft)
        if lemma in words.context["fall_words"] and parse.pos[up] in {"VERB", "NOUN", "ADV"}:
            return _guarded("fell", preposition, parse, up, draft)
        if parse.pos[up] in {"VERB", "AUX"}:
            break
    return _beside(parse, draft)


def _guarded(change: str, preposition: str, parse: Parse, verb: int, draft: Draft) -> str | None:
    """Leave out numbers that only stand beside a verb of change: in its subject or another phrase."""
    if preposition not in {"", "to", "by", "at", "of"} or (
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
