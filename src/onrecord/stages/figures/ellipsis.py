"""Fills in what a number counts where its noun stands elsewhere: ``those 886``, ``Five were allowed``."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Parse, Span
from onrecord.stages.figures.drafts import Draft, harm_class
from onrecord.stages.figures.words import Words

_DEFINITE = re.compile(r"\b(?:the|those|these|all)\s+$", re.IGNORECASE)
_OF_WHICH = re.compile(r"\s*of\s+(?:which|whom)\b", re.IGNORECASE)
_NOUN_BEFORE = re.compile(r"([^\W\d_]+),?\s+(?:at\s+least\s+|only\s+)?$")


def resolve_back(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Give ``those 886`` and ``the 13`` what the earlier figure of the same value counts."""
    filled = list(drafts)
    for i, draft in enumerate(drafts):
        if draft.counted is not None or draft.quantity.unit is not None:
            continue
        start = draft.quantity.span.start
        if not _DEFINITE.search(text[max(0, start - 10) : start]):
            continue
        for k in range(i - 1, max(-1, i - 12), -1):
            same = filled[k].quantity.low == draft.quantity.low and filled[k].quantity.high == draft.quantity.high
            if same and filled[k].quantity.unit is None and filled[k].counted is not None:
                filled[i] = replace(draft, counted=filled[k].counted, head=filled[k].head)
                break
    return filled


def fill_counted(drafts: Sequence[Draft], wholes: Sequence[int | float | None]) -> list[Draft]:
    """Give parts that name nothing what their whole counts, and wholes what their part counts."""
    filled = list(drafts)
    for i, whole in enumerate(wholes):
        if isinstance(whole, float) or whole is None:
            continue
        mine, other = filled[i], filled[whole]
        if mine.counted is None and other.counted is not None:
            filled[i] = replace(mine, counted=other.counted, head=other.head)
        elif whole == i + 1 and other.counted is None and mine.counted is not None and mine.quantity.unit is None:
            filled[whole] = replace(other, counted=mine.counted, head=mine.head)
    return filled


def inherit_counted(parse: Parse, text: str, drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """Give a number without a noun the noun of the figure before it: ``killed nine people and injured 36``.

    Cost: linear in the drafts.
    """
    filled = list(drafts)
    for i, draft in enumerate(filled):
        if draft.counted is not None or draft.root < 0:
            continue
        if draft.quantity.unit == "percent":
            filled[i] = _same_share(parse, filled, i)
        if draft.quantity.unit is not None:
            continue
        before = _antecedent(parse, filled, i, words)
        if before is not None:
            filled[i] = replace(draft, counted=before.counted, head=before.head)
        elif _OF_WHICH.match(text, draft.quantity.span.end):
            filled[i] = _of_which(parse, text, draft)
    return filled


def _same_share(parse: Parse, drafts: Sequence[Draft], i: int) -> Draft:
    """Return a bare percentage as a share of what the one before it is of: ``40 percent chose the other``."""
    here = drafts[i]
    if parse.deps[here.root] not in {"nsubj", "nsubjpass"}:
        return here
    for other in reversed(drafts[max(0, i - 3) : i]):
        near = here.sentence - other.sentence <= 1 and other.quantity.unit == "percent"
        if near and other.counted is not None:
            return replace(here, counted=other.counted, head=other.head)
    return here


def _of_which(parse: Parse, text: str, draft: Draft) -> Draft:
    """Return a draft with the noun before ``, two of which``."""
    start = draft.quantity.span.start
    noun = _NOUN_BEFORE.search(text, max(0, start - 40), start)
    if noun is None:
        return draft
    span = Span(noun.start(1), noun.end(1))
    tokens = parse.tokens_in(span)
    return replace(draft, counted=span, head=tokens[-1] if tokens else None)


def _antecedent(parse: Parse, drafts: Sequence[Draft], i: int, words: Words) -> Draft | None:
    """Return the figure before a bare number whose noun the number leaves out."""
    here = drafts[i]
    harm = bool(harm_class(parse, here, words))
    follows = _verb_follows(parse, here) and (here.upper or parse.deps[here.root] != "pobj")
    subject = parse.deps[here.root] in {"nsubj", "nsubjpass"} or follows
    for k in range(i - 1, max(-1, i - 4), -1):
        other = drafts[k]
        beside = here.sentence == other.sentence and _noun_is_left_out(parse, here)
        if here.sentence - other.sentence > 1 or not (harm or subject or beside):
            return None
        fits = other.counted is not None and other.quantity.unit is None
        if fits and (not harm or here.upper or harm_class(parse, other, words)):
            return other
    return None


def _noun_is_left_out(parse: Parse, draft: Draft) -> bool:
    """Tell whether nothing that could be counted follows in the clause: ``damaged a further 120``."""
    j = draft.last + 1
    return (
        j >= len(parse) or parse.pos[j] in {"PUNCT", "ADP", "CCONJ", "SCONJ"} or parse.sentence_of(j) != draft.sentence
    )


def _verb_follows(parse: Parse, draft: Draft) -> bool:
    j = draft.last + 1
    return j < len(parse) and (
        parse.pos[j] == "AUX" or parse.lowers[j] in {"were", "was", "are", "had", "have", "died"}
    )
