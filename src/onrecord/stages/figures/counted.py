"""Finds what a figure counts: the noun it stands at, the thing that rose, the group it is taken from."""

from dataclasses import replace

from onrecord.model import Parse, Span
from onrecord.stages.figures.drafts import Draft
from onrecord.stages.figures.nouns import noun_after
from onrecord.stages.figures.pieces import cut_pieces
from onrecord.stages.figures.words import Words

_MODIFIES = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "poss", "det", "advmod"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_TIMES = frozenset({"year", "month", "week", "day", "night", "today", "yesterday", "evening", "morning", "weekend"})
_REACH = 60
_FAR = 8


def with_counted(parse: Parse, text: str, draft: Draft, words: Words) -> Draft:
    """Return a draft with what it counts, as far as its own sentence says it.

    Cost: bounded by the longest noun phrase.
    """
    multiple = draft.quantity.unit == "times" and parse.lowers[draft.last + 1 : draft.last + 2] == ("as",)
    if draft.root < 0 or draft.upper or multiple:
        return _from_text(parse, text, draft, words)
    head = _head_noun(parse, draft, words)
    if head is not None:
        return _with_head(parse, draft, head)
    if _stands_alone(parse, draft) or draft.quantity.unit is not None:
        head = _subject_noun(parse, draft, words)
        return _with_head(parse, draft, head) if head is not None else draft
    return _from_text(parse, text, draft, words)


def _stands_alone(parse: Parse, draft: Draft) -> bool:
    """Tell whether nothing that could be a noun follows the number."""
    j = draft.last + 1
    return j >= len(parse) or parse.pos[j] not in {"NOUN", "PROPN", "ADJ"} or parse.sentence_of(j) != draft.sentence


def _from_text(parse: Parse, text: str, draft: Draft, words: Words) -> Draft:
    """Find the noun without grammar, in the words right after the number."""
    end = draft.quantity.span.end
    pieces = cut_pieces(text[end : end + _REACH])
    found = noun_after(pieces, 0, words, one=draft.value == 1)
    if found is None:
        return draft
    span = Span(end + pieces.starts[found[0]], end + pieces.ends[found[1] - 1])
    tokens = parse.tokens_in(span) if len(parse) else range(0)
    if span.end - end == _REACH or (
        len(parse) and (not tokens or (parse.sentence_of(tokens[-1]) != draft.sentence and not draft.upper))
    ):
        return draft
    return replace(draft, counted=span, head=tokens[-1] if tokens else None)


def _head_noun(parse: Parse, draft: Draft, words: Words) -> int | None:
    """Return the noun that the number modifies or takes from: ``17 citizens``, ``five of the men``."""
    root = draft.root
    head = parse.heads[root]
    hyphened = draft.last + 2
    if hyphened < len(parse) and draft.quantity.unit is None and parse.words[draft.last + 1] in {"-", "–"}:
        return hyphened if _is_noun(parse, hyphened) else None
    bare = draft.quantity.unit is None
    if parse.deps[root] in _MODIFIES and _is_noun(parse, head) and draft.last < head <= draft.last + _FAR:
        return _climb(parse, head, draft)
    partitive = _after_of(parse, draft, words)
    if partitive is not None:
        return partitive
    if bare and root < len(parse) - 1 and _is_noun(parse, root) and root > draft.last:
        return root
    return None


def _is_noun(parse: Parse, token: int) -> bool:
    if parse.lowers[token] in {"percent", "cent"} or (parse.entity[token] == "DATE" and parse.lemmas[token] in _TIMES):
        return False
    return parse.pos[token] in _NOUNS or parse.tags[token] in {"NN", "NNS"} or parse.lowers[token] in {"others", "more"}


def _climb(parse: Parse, head: int, draft: Draft) -> int:
    """Go up from a modifier of the noun to the noun: ``12-cent dividend``."""
    for _ in range(3):
        up = parse.heads[head]
        if parse.deps[head] in {"compound", "nmod", "amod"} and _is_noun(parse, up) and head < up <= draft.last + _FAR:
            head = up
    return head


def _after_of(parse: Parse, draft: Draft, words: Words) -> int | None:
    """Return the noun in ``of the men``, ``in damages``, ``miles of road``."""
    for token in range(draft.first, draft.last + 2):
        if token >= len(parse):
            break
        for kid in parse.children[token]:
            if kid != draft.last + 1 + (parse.lowers[min(draft.last + 1, len(parse) - 1)] == ",") or (
                parse.deps[kid] != "prep" and parse.lowers[kid] != "of"
            ):
                continue
            money = parse.lowers[kid] == "in" and draft.quantity.unit is not None
            if parse.lowers[kid] not in {"of", "among"} and not money:
                continue
            noun = parse.child(kid, "pobj")
            if (
                noun is not None
                and (not money or parse.lowers[noun] in words.context["money_kinds"])
                and _is_noun(parse, noun)
            ):
                return noun
    return None


def _subject_noun(parse: Parse, draft: Draft, words: Words) -> int | None:
    """Return the subject that has or reaches the number: ``the death toll rose to 45``."""
    root, verb = draft.root, None
    if parse.deps[root] in _SUBJECTS:
        return None
    for up in parse.ancestors(root):
        if parse.pos[up] in {"VERB", "AUX"}:
            verb = up
            break
        if parse.lowers[up] == "worth":
            return parse.heads[up] if _is_noun(parse, parse.heads[up]) and parse.heads[up] < draft.first else None
        if parse.pos[up] not in {"ADP", "NUM", "SYM", "ADV", "PART"} and parse.lowers[up] not in {"percent", "%"}:
            measured = draft.quantity.unit is not None or parse.lemmas[up] in words.context["measure_nouns"]
            return _number_of(parse, up, words) if _is_noun(parse, up) and measured and up < draft.first else None
    if verb is None:
        return None
    thing = parse.child(verb, "dobj")
    if (
        thing is not None
        and thing < draft.first
        and parse.lemmas[verb] in words.context["setting_verbs"]
        and parse.deps[root] == "pobj"
    ):
        return _number_of(parse, thing, words)
    if draft.quantity.unit in words.context["durations"]:
        return parse.child(verb, *_SUBJECTS) if parse.lemmas[verb] in {"last", "take"} else None
    if parse.lemmas[verb] not in words.context["measure_verbs"] and draft.quantity.unit is None:
        return None
    if parse.lemmas[verb] not in words.context["measure_verbs"] | words.context["money_verbs"]:
        return None
    subject = parse.child(verb, *_SUBJECTS)
    if subject is None and parse.deps[verb] in {"relcl", "acl"}:
        subject = parse.heads[verb]
    if subject is None and parse.deps[verb] in {"conj", "xcomp"}:
        subject = parse.child(parse.heads[verb], *_SUBJECTS)
    if subject is None or not _is_noun(parse, subject):
        return None
    return _number_of(parse, subject, words)


def _number_of(parse: Parse, noun: int, words: Words) -> int:
    """Step from ``the number of deaths`` to ``deaths``."""
    if parse.lemmas[noun] in words.context["number_nouns"]:
        for kid in parse.children[noun]:
            inner = parse.child(kid, "pobj", "pcomp", "amod") if parse.lowers[kid] in {"of", "for"} else None
            if inner is not None and (_is_noun(parse, inner) or parse.lowers[inner] in words.context["people"]):
                return inner
    return noun


def _with_head(parse: Parse, draft: Draft, head: int) -> Draft:
    """Return a draft with the noun phrase around a head: its modifiers and its ``of`` phrases."""
    left = _left_of(parse, draft, head)
    right = _right_of(parse, draft, head)
    return replace(draft, counted=parse.span(left, right), head=head)


def _left_of(parse: Parse, draft: Draft, head: int) -> int:
    left = parse.left_edge[head]
    if left <= draft.last < head:
        left = draft.last + 1
        while left < head and parse.words[left] in {"-", "of", "–"}:
            left += 1
    numbers = [k for k in range(left, head) if parse.pos[k] == "NUM" and parse.deps[k] == "nummod"]
    left = numbers[-1] + 1 if numbers else left
    while left < head and (parse.pos[left] in {"DET", "PUNCT", "SYM", "NUM"} or parse.tags[left] == "PRP$"):
        left += 1
    return left


def _right_of(parse: Parse, draft: Draft, head: int) -> int:
    """Return the last token of the ``of`` phrase at a head, without clauses that hang on it, or the number itself."""
    right = head
    for kid in parse.children[head]:
        if kid <= head or parse.lowers[kid] != "of" or (noun := parse.child(kid, "pobj")) is None:
            continue
        if noun - head <= _FAR and not kid < draft.first <= noun + 1:
            right = max(right, noun)
    return right
