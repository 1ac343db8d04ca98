"""To whom, through what, and on what occasion somebody spoke."""

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import MentionIndex, Parse, Span
from onrecord.stages.attribution.fast_candidates import noun_range
from onrecord.stages.quotations.drafts import SPOKEN, Draft
from onrecord.stages.quotations.speakers import resolve_speaker
from onrecord.stages.quotations.words import Words

FIRST_PERSON = "\x00me"
"""Stands for "me" and "us" until the statement around them is known."""

_ALWAYS_WHEN = frozenset({"after", "before", "following", "during", "amid", "ahead"})
_HEARERS = frozenset({"to", "with"})
_LETTERS = frozenset(
    {"letter", "email", "e-mail", "message", "memo", "note", "address", "speech", "petition", "testimony"}
)
_REACH = 100
_DATES = frozenset({"DATE", "TIME"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What surrounds an act of speech; texts as they stand, or entity ids."""

    addressee: str | None = None
    medium: str | None = None
    occasion: str | None = None


def read_circumstances(text: str, p: Parse, index: MentionIndex, words: Words, draft: Draft) -> Circumstances:
    """Return to whom, through what and on what occasion a draft was said.

    Args:
        text: The report's text.
        p: Its grammar.
        index: The mentions of its entities.
        words: Word lists.
        draft: The draft, whose cue is searched.

    Cost: linear in the sentence of the cue.
    """
    if draft.head is None or p.lowers[draft.head] == "according":
        return Circumstances()
    zone = frozenset(_zone(p, draft))
    preps = list(_prepositions(p, draft.head, zone, words))
    hearer = _addressee(p, draft, zone, words, preps)
    medium = next(_media(p, words, preps, zone), None)
    rest = [i for i in preps if medium is None or i != medium[0]]
    occasion = next(_occasions(p, draft.head, words, rest, zone), None)
    return Circumstances(
        addressee=_named(text, p, index, words, hearer),
        medium=_phrase(text, p, zone, medium),
        occasion=_phrase(text, p, zone, occasion),
    )


def _zone(p: Parse, draft: Draft) -> Iterator[int]:
    """Yield the tokens of the cue's sentence, as far as they are near, outside content and source."""
    assert draft.head is not None
    first, end = p.sentences[p.sentence_of(draft.head)]
    shut = {i for span in (*draft.content, *draft.source) for i in p.tokens_in(span)}
    for i in range(max(first, draft.head - _REACH), min(end, draft.head + _REACH)):
        if i not in shut:
            yield i


def _prepositions(p: Parse, head: int, zone: frozenset[int], words: Words) -> Iterator[int]:
    """Yield the prepositions that belong to the cue, or to an act of speaking that leads it in."""
    for i in sorted(zone):
        adverbial = p.deps[i] in ("prep", "mark", "agent", "dative", "advmod") or p.pos[i] == "ADP"
        known = p.lowers[i] in words.where or p.lowers[i] in words.when or p.lowers[i] in _HEARERS
        if adverbial and known and (_belongs(p, i, head, words) or _touches(p, i, head, zone)):
            yield i


def _belongs(p: Parse, token: int, head: int, words: Words) -> bool:
    """Tell whether a preposition hangs on the cue, or on a word of speaking under it."""
    for up in p.ancestors(token):
        if up == head:
            return True
        if p.pos[up] in ("VERB", "AUX") and p.lemmas[up].lower() not in words.speaking:
            return p.deps[token] == "mark" and p.heads[token] == up and p.heads[up] == head
    return False


def _touches(p: Parse, token: int, head: int, zone: frozenset[int]) -> bool:
    """Tell whether a preposition follows the cue with nothing but names between, whatever the parse says."""
    if not head < token <= head + 6:
        return False
    return all(
        i in zone and p.pos[i] in ("PROPN", "NOUN", "DET", "ADJ", "ADV", "PRON", "ADP", "NUM", "PART")
        for i in range(head + 1, token)
    )


def _object(p: Parse, prep: int) -> int | None:
    target = p.child(prep, "pobj")
    if target is None:
        inner = p.child(prep, "prep")
        target = p.child(inner, "pobj") if inner is not None else None
    return target


def _media(p: Parse, words: Words, preps: list[int], zone: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the phrases that say through what or where."""
    for prep in preps:
        if p.lowers[prep] not in words.where:
            continue
        noun = _object(p, prep)
        if noun is None or noun not in zone:
            continue
        name = p.words[noun].rstrip(".")  # "on X." at the end of a sentence is one token
        known = p.lemmas[noun].lower() in words.media or name in words.media
        if p.entity[noun] in _DATES and not (known and p.child(noun, "prep") is not None):
            continue
        proper = p.lowers[prep] in ("on", "via") and p.pos[noun] == "PROPN"
        if p.lowers[prep] == "to" and p.deps[prep] != "prep":
            continue
        if p.lowers[prep] == "aboard" or proper or (known and p.lowers[prep] != "to"):
            yield prep, _end(p, prep, noun)


def _end(p: Parse, prep: int, noun: int) -> int:
    """Return the last token of a phrase, before another circumstance or a clause begins."""
    last = noun_range(p, noun)[1]
    for kid in p.children[noun]:
        if p.deps[kid] == "acl" and p.child(kid, "agent") is not None:
            continue
        later = p.deps[kid] in ("prep", "acl", "relcl", "appos", "punct") and kid > noun
        if later and (p.lowers[kid] in _ALWAYS_WHEN or p.deps[kid] != "prep" or p.lowers[kid] == "on"):
            last = min(last, p.left_edge[kid] - 1)
    return max(noun, last, prep)


def _occasions(p: Parse, head: int, words: Words, preps: list[int], zone: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the phrases that say at what event, and after them those that say when."""
    dated = []
    for prep in preps:
        noun = _object(p, prep)
        if noun is None:
            if p.deps[prep] == "mark" and p.lowers[prep] in ("after", "before") and p.right_edge[p.heads[prep]] in zone:
                yield prep, p.right_edge[p.heads[prep]]
            continue
        if p.entity[noun] in _DATES:
            dated.append((prep, _end(p, prep, noun)))
        elif p.lowers[prep] in _ALWAYS_WHEN or (
            p.lowers[prep] in words.when and p.lemmas[noun].lower() in words.occasions - words.media
        ):
            yield prep, _end(p, prep, noun)
    yield from dated
    for kid in p.children[head]:
        if p.deps[kid] == "npadvmod" and p.entity[kid] in _DATES:
            yield p.left_edge[kid], p.right_edge[kid]


def _phrase(text: str, p: Parse, zone: frozenset[int], tokens: tuple[int, int] | None) -> str | None:
    """Return the words of a phrase, as far as they stand outside content."""
    if tokens is None:
        return None
    first, last = tokens
    stop = first
    while stop < last and stop + 1 in zone:
        stop += 1
    said = p.span(first, stop).cut(text).strip(" ,;:")
    return said[:-1] if len(p.words[stop]) == 2 and said.endswith(".") else said  # "on X." ends its sentence


def _addressee(p: Parse, draft: Draft, zone: frozenset[int], words: Words, preps: list[int]) -> int | None:
    """Return the token that heads whoever was spoken to."""
    head = draft.head
    assert head is not None
    if p.lemmas[head].lower() in words.telling:
        told = _told(p, head, zone)
        if told is not None:
            return told
    for kid in p.children[head]:
        if p.deps[kid] in ("advcl", "prep") and p.lemmas[kid].lower() in ("address", "tell", "brief"):
            target = p.child(kid, "dobj", "pobj")
            if target is not None:
                return target
    for prep in preps:
        noun = _object(p, prep)
        if noun is None or noun not in zone or p.lowers[prep] != "to":
            continue
        up = p.heads[prep]
        spoken = up == head and draft.strength in SPOKEN
        spoken = spoken or p.lemmas[up].lower() in words.speaking or p.lemmas[up].lower() in _LETTERS
        if spoken and p.entity[noun] not in _DATES and p.lemmas[noun].lower() not in _QUESTIONS:
            return noun
    return None


def _told(p: Parse, head: int, zone: frozenset[int]) -> int | None:
    """Return the object of a verb of telling: "told reporters", "residents were told"."""
    asked = _asked(p, head)
    if asked is not None:
        return asked
    for kid in p.children[head]:
        if kid > head and kid in zone and p.deps[kid] in ("dobj", "dative", "iobj") and p.pos[kid] != "ADP":
            return kid
    beside = _beside(p, head, zone)
    if beside is not None or p.lemmas[head].lower() == "ask":
        return beside
    return p.child(head, "nsubjpass")


def _asked(p: Parse, head: int) -> int | None:
    """Return who is to do something: "urged members to vote"; the words stand in the content, too."""
    for kid in p.children[head]:
        if kid < head or not any(p.tags[c] == "TO" and p.deps[c] == "aux" for c in p.children[kid]):
            continue
        if p.deps[kid] == "ccomp":
            return p.child(kid, "nsubj")
        if p.deps[kid] == "xcomp":
            target = p.child(head, "dobj", "dative")
            return target if target is not None and target > head and p.pos[target] != "ADP" else None
    return None


def _beside(p: Parse, head: int, zone: frozenset[int]) -> int | None:
    """Return the noun between a verb of telling and what is told, where the parse made it a subject."""
    last = head
    while last + 1 in zone and last - head < 6 and p.pos[last + 1] in ("NOUN", "PROPN", "DET", "ADJ", "PRON", "NUM"):
        last += 1
    told = last > head and last + 1 < len(p) and last + 1 not in zone
    return last if told and p.pos[last] in ("NOUN", "PROPN", "PRON") else None


_QUESTIONS = frozenset({"question", "request", "report", "criticism", "allegation", "news", "call", "claim", "poll"})


def _named(text: str, p: Parse, index: MentionIndex, words: Words, token: int | None) -> str | None:
    """Return the entity of an addressee, else the words."""
    if token is None or p.pos[token] not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB"):
        return None
    first, last = noun_range(p, token)
    for kid in p.children[token]:
        if kid > token and p.deps[kid] in ("prep", "acl", "appos") and p.lowers[kid] not in ("of", "for", "from"):
            last = min(last, p.left_edge[kid] - 1)
    span: Span = p.span(first, max(token, last))
    found = resolve_speaker(text, p, index, words, (span,))
    if found.rule == "first-person":
        return FIRST_PERSON
    if found.entity is not None:
        return found.entity
    return None if p.pos[token] == "PRON" and found.rule != "several-speakers" else span.cut(text).strip(" ,")
