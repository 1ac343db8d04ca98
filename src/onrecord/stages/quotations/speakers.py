"""Whose words they are: from the words of the source to an entity of the report."""

from dataclasses import dataclass

from onrecord.model import Entity, EntityType, Mention, MentionForm, MentionIndex, Parse, Span, Spans, cover
from onrecord.stages.quotations.words import Words

THRESHOLD = 0.5
"""A speaker less sure than this is left open: a wrong speaker is worse than none."""

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves", "mine", "ours"})
_RELATIVES = frozenset({"who", "which", "whom", "that", "whose"})
_FORM_SCORE = {MentionForm.NAME: 1.0, MentionForm.NOMINAL: 0.9, MentionForm.PRONOUN: 0.95}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A resolved speaker.

    Attributes:
        entity: The entity's id, or None when not known well enough.
        score: How sure, 0 to 1.
        rule: What resolved it, or why it was left open.
        words: The words that name who it is.
    """

    entity: str | None = None
    score: float = 0.0
    rule: str = "no-source"
    words: str = ""


def resolve_speaker(text: str, p: Parse, index: MentionIndex, words: Words, source: Spans) -> Speaker:
    """Return the entity that the words of a source mean.

    Args:
        text: The report's text.
        p: Its grammar.
        index: The mentions of its entities.
        words: Word lists.
        source: The words of the source; may be empty.

    Cost: linear in the source.
    """
    tokens = [i for span in source for i in p.tokens_in(span)]
    if not tokens:
        return Speaker()
    said = cover(source).cut(text)
    head = head_of(p, tokens)
    if p.lowers[head] in _FIRST_PERSON:
        return Speaker(rule="first-person", words=said)
    if p.lowers[head] in _RELATIVES and p.tags[head] in ("WP", "WDT", "WP$", "IN"):
        return _antecedent(text, p, index, head)
    if _several(p, tokens, head):
        return Speaker(rule="several-speakers", words=said)
    found = _mention_of(p, index, head)
    written = p.lemmas[head].lower() in words.documents
    if written and (found is None or found[0].form is not MentionForm.NAME):
        owner = _owner(p, index, head)
        if owner is not None:
            return _speaker(owner, said, "document-of")
    if found is not None:
        return _speaker(found, said, "mention")
    named = _apposed(p, index, tokens, head)
    if named is not None:
        return _speaker(named, said, "apposition")
    return Speaker(rule="unknown-source", words=said)


def head_of(p: Parse, tokens: list[int]) -> int:
    """Return the token that heads a phrase: the first whose head stands outside it."""
    inside = set(tokens)
    tops = [i for i in tokens if p.heads[i] not in inside or p.heads[i] == i]
    nominal = [i for i in tops if p.pos[i] in ("NOUN", "PROPN", "PRON")]
    return (nominal or tops or tokens)[0]


def _speaker(found: tuple[Mention, Entity], said: str, rule: str) -> Speaker:
    mention, entity = found
    score = round(mention.score * _FORM_SCORE[mention.form], 3)
    if score < THRESHOLD:
        return Speaker(score=score, rule="unsure-mention", words=said)
    return Speaker(entity=entity.id, score=score, rule=rule, words=said)


def _mention_of(p: Parse, index: MentionIndex, head: int) -> tuple[Mention, Entity] | None:
    """Return the mention that holds the head of the source as its own last words, names first."""
    rows = index.touching(p.span(head, head))
    held = [row for row in rows if _heads(p, row[0].span, head)]
    held.sort(key=lambda row: (row[0].form is not MentionForm.NAME, -len(row[0].span)))
    return held[0] if held else None


def _heads(p: Parse, span: Span, head: int) -> bool:
    """Tell whether a mention is headed by the token, and is not a mere part of a longer phrase."""
    tokens = list(p.tokens_in(span))
    return bool(tokens) and (head_of(p, tokens) == head or tokens[-1] == head or len(tokens) == 1)


def _apposed(p: Parse, index: MentionIndex, tokens: list[int], head: int) -> tuple[Mention, Entity] | None:
    """Return the name set beside a description: "the mayor, Ann Lee"; "mayor Ann Lee"."""
    inside = set(tokens)
    for kid in p.children[head]:
        if p.deps[kid] == "appos" and kid in inside:
            found = _mention_of(p, index, kid)
            if found is not None:
                return found
    return None


def _owner(p: Parse, index: MentionIndex, head: int) -> tuple[Mention, Entity] | None:
    """Return whose a document is: "a Kestrel News translation", "the bank's report", "a study by the bank"."""
    for kid in p.children[head]:
        if p.deps[kid] in ("compound", "poss", "amod", "nmod"):
            found = _mention_of(p, index, kid)
            if found is not None:
                return found
        if p.deps[kid] == "prep" and p.lowers[kid] in ("by", "from", "of"):
            target = p.child(kid, "pobj")
            found = _mention_of(p, index, target) if target is not None else None
            if found is not None and found[1].type is not EntityType.PLACE:
                return found
    return None


def _antecedent(text: str, p: Parse, index: MentionIndex, head: int) -> Speaker:
    """Return what a relative pronoun stands for: the noun that its clause hangs on."""
    for up in p.ancestors(head):
        if p.deps[up] in ("relcl", "acl"):
            noun = p.heads[up]
            found = _mention_of(p, index, noun) or _apposed(p, index, list(p.subtree(noun)), noun)
            said = p.span(noun, noun).cut(text)
            return _speaker(found, said, "relative") if found else Speaker(rule="unknown-source", words=said)
    return Speaker(rule="unknown-source", words=p.words[head])


def _several(p: Parse, tokens: list[int], head: int) -> bool:
    """Tell whether the source names more than one: "Ann Lee and Bob Ray"."""
    inside = set(tokens)
    joined = [k for k in p.children[head] if p.deps[k] == "conj" and k in inside]
    return any(p.pos[k] in ("PROPN", "NOUN", "PRON") for k in joined)
