"""Finds whose count a figure is: the words first, then the entity that they name."""

import re
from collections.abc import Sequence

from onrecord.model import MentionIndex, Parse, Quotation, Reading, Span
from onrecord.stages.figures.drafts import Draft
from onrecord.stages.figures.words import Words

_SUBJECTS = ("nsubj", "nsubjpass")
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_BY_COUNT = re.compile(
    r"\bby\s+((?:the\s+)?[^,.;]{2,40}?)['’]s?\s+(?:own\s+)?(?:count|tally|estimate|reckoning)\b", re.IGNORECASE
)
_TAIL = re.compile(
    r",\s+((?:[\w'’.-]+\s+){0,7}?[\w'’.-]+)\s+(?:estimates?|says?|said|reports?|reported|warns?|warned|shows?|showed"
    r"|believes?|claims?|claimed)\s*\.?\s*$"
)
_ACCORDING = re.compile(
    r"\b(?:according\s+to|by\s+the\s+(?:count|tally|estimate)\s+of|per|as\s+reported\s+by|citing|figures\s+from|data\s+from)\s+",
    re.IGNORECASE,
)


def find_owner_words(reading: Reading, draft: Draft, quotation: Quotation | None, words: Words) -> Span | None:
    """Return the words that name whose count a figure is, or None.

    Tried in order: the subject or agent of a verb of counting above the number; ``according to`` in the
    sentence; the possessor of the count ("the ministry's toll of 12"); the quotation that it stands in;
    a verb of saying above it.

    Cost: bounded by the depth and length of the sentence.
    """
    parse = reading.parse
    if draft.root < 0:
        return quotation.source[0] if quotation and quotation.source else None
    by_count = _counting_subject(parse, draft, words)
    if by_count is not None:
        return by_count
    quoted = quotation is not None and bool(quotation.source)
    return (
        _according_to(reading, draft)
        or _possessor(parse, draft, words)
        or (quotation.source[0] if quotation is not None and quoted else None)
        or _saying_subject(parse, draft, words)
        or _saying_tail(reading, draft, words)
    )


def _noun_span(parse: Parse, token: int) -> Span:
    """Return a noun with the words before it that belong to it, without what follows but names."""
    left = parse.left_edge[token]
    right = token
    while right + 1 < len(parse) and parse.pos[right + 1] == "PROPN" and parse.words[right + 1][:1].isupper():
        if parse.sentence_of(right + 1) != parse.sentence_of(token):
            break
        right += 1
    for kid in parse.children[token]:
        if kid > token and parse.lowers[kid] in {"of", "for"} and (inner := parse.child(kid, "pobj")) is not None:
            right = max(right, inner)
    return parse.span(left, right)


def _counting_subject(parse: Parse, draft: Draft, words: Words) -> Span | None:
    """Return who counts: the subject (or agent) of ``lists``, ``identified``, ``put the toll at``."""
    child = draft.root
    for up in parse.ancestors(draft.root):
        if parse.pos[up] == "VERB":
            if _counts(parse, up, child, words) and (owner := _subject_of(parse, up, words)) is not None:
                return owner
            if parse.lemmas[up] in words.context["count_verbs"] and (agent := _agent(parse, up)) is not None:
                return _noun_span(parse, agent)
            if parse.deps[up] in {"ccomp", "ROOT", "advcl", "parataxis"}:
                return None
        child = up
    return None


def _counts(parse: Parse, verb: int, child: int, words: Words) -> bool:
    """Tell whether the subject of a verb makes the count: ``lists 17``, ``a study found 12``."""
    if parse.deps[child] in {*_SUBJECTS, "advcl", "npadvmod"}:
        return False
    lemma = parse.lemmas[verb]
    if lemma in words.context["count_verbs"]:
        return True
    subject, thing = parse.child(verb, "nsubj"), parse.child(verb, "dobj")
    if lemma in words.context["document_verbs"] and subject is not None:
        return parse.lemmas[subject] in words.context["documents"] or parse.tags[subject] == "WDT"
    return (
        thing is not None
        and thing != child
        and lemma in words.context["setting_verbs"]
        and parse.lemmas[thing] in words.context["tallies"]
    )


def _agent(parse: Parse, verb: int) -> int | None:
    by = parse.child(verb, "agent")
    return parse.child(by, "pobj") if by is not None else None


def _subject_of(parse: Parse, verb: int, words: Words) -> Span | None:
    """Return the one who acts in a clause; a document stands for who made it."""
    subject = parse.child(verb, "nsubj")
    if subject is None and parse.deps[verb] in {"conj", "xcomp"}:
        subject = parse.child(parse.heads[verb], "nsubj")
    if subject is not None and parse.tags[subject] in {"WDT", "WP"} and parse.deps[verb] == "relcl":
        subject = parse.heads[verb]
    if subject is None and parse.deps[verb] == "acl" and parse.tags[verb] == "VBG":
        subject = parse.heads[verb]
    if subject is None or parse.pos[subject] not in _NOUNS:
        return None
    return (
        _maker(parse, subject, words)
        if parse.lemmas[subject] in words.context["documents"]
        else _speaker(parse, subject, words)
    )


def _speaker(parse: Parse, subject: int, words: Words) -> Span | None:
    """Return the span of a subject that can count; None for ``it``, ``we`` and things."""
    if parse.lowers[subject] in words.context["no_owner"]:
        return None
    if any(parse.pos[k] == "NUM" for k in parse.children[subject]) or parse.lowers[subject] == "percent":
        return None
    return _noun_span(parse, subject)


def _maker(parse: Parse, document: int, words: Words) -> Span | None:
    """Return who made a document: its possessor, ``by``/``from`` phrase, or the subject that made it."""
    owner = parse.child(document, "poss")
    if owner is not None and parse.pos[owner] in {"PROPN", "NOUN"}:
        return parse.span(parse.left_edge[owner], owner)
    for kid in parse.children[document]:
        if kid > document and parse.lowers[kid] in {"by", "from", "of"} and parse.deps[kid] in {"prep", "agent"}:
            inner = parse.child(kid, "pobj")
            if inner is not None and (
                parse.entity[inner] in {"ORG", "GPE", "PERSON", "NORP"} or parse.lowers[kid] == "by"
            ):
                return _noun_span(parse, inner)
        if kid > document and parse.deps[kid] == "acl" and (agent := _agent(parse, kid)) is not None:
            return _noun_span(parse, agent)
    verb = parse.heads[document]
    if parse.deps[document] == "dobj" and parse.lemmas[verb] in words.context["making_verbs"]:
        subject = parse.child(verb, "nsubj")
        if subject is not None and parse.pos[subject] in {"PROPN", "NOUN"}:
            return _noun_span(parse, subject)
    named = [
        k
        for k in parse.children[document]
        if parse.deps[k] in {"compound", "nmod"}
        and (parse.entity[k] in {"ORG", "GPE", "PERSON"} or parse.lemmas[k] in words.context["bodies"])
    ]
    if named:
        return parse.span(parse.left_edge[named[0]], named[-1])
    return _noun_span(parse, document)


def _according_to(reading: Reading, draft: Draft) -> Span | None:
    """Return who stands after ``according to`` in the sentence, nearest to the number's clause."""
    parse, text = reading.parse, reading.report.text
    sentence = parse.sentence_span(draft.sentence)
    counted = _BY_COUNT.search(sentence.cut(text))
    if counted:
        return Span(sentence.start + counted.start(1), sentence.start + counted.end(1))
    match = _ACCORDING.search(sentence.cut(text))
    if not match:
        return None
    tokens = (
        parse.tokens_in(Span(sentence.start + match.end(), sentence.end)) if match.end() < len(sentence) else range(0)
    )
    noun = next((t for t in tokens if parse.deps[t] in {"pobj", "dobj", "poss"}), None)
    if noun is None or noun - tokens[0] > 12:
        return None
    if match[0].lower().startswith("per") and parse.entity[noun] not in {"ORG", "GPE", "PERSON"}:
        return None
    return _noun_span(parse, noun)


def _possessor(parse: Parse, draft: Draft, words: Words) -> Span | None:
    """Return whose number it is in ``the ministry's count of 12`` and ``a government estimate of 12``."""
    for up in (draft.root, *parse.ancestors(draft.root)):
        if parse.pos[up] == "VERB":
            return None
        if parse.lemmas[up] in words.context["tallies"]:
            owner = parse.child(up, "poss", "compound", "nmod", "amod")
            if (
                owner is not None
                and (parse.deps[owner] == "poss" or parse.entity[owner])
                and parse.pos[owner] in {"PROPN", "NOUN", "ADJ"}
            ):
                return parse.span(parse.left_edge[owner], owner)
            return None
    return None


def _saying_subject(parse: Parse, draft: Draft, words: Words) -> Span | None:
    """Return who says the clause with the number, where no quotation has been found."""
    child = draft.root
    for up in parse.ancestors(draft.root):
        said = parse.lemmas[up] in words.context["say_verbs"] and parse.pos[up] == "VERB"
        stated = parse.deps[child] == "dobj" and parse.lemmas[up] in words.context["stating_verbs"]
        if said and (stated or parse.deps[child] in {"ccomp", "xcomp", "parataxis"}):
            subject = _subject_of(parse, up, words)
            if subject is not None and not (subject.start <= draft.quantity.span.start < subject.end):
                return subject
        child = up
    for kid in parse.children[child]:
        if parse.deps[kid] == "parataxis" and parse.lemmas[kid] in words.context["say_verbs"]:
            return _subject_of(parse, kid, words)
    return None


def _saying_tail(reading: Reading, draft: Draft, words: Words) -> Span | None:
    """Return who stands in ``…, fishermen estimate.`` where the parse took the verb for a noun."""
    sentence = reading.parse.sentence_span(draft.sentence)
    match = _TAIL.search(reading.report.text, sentence.start, sentence.end)
    if match is None or match.start() < draft.quantity.span.end:
        return None
    first = match[1].split()[0].lower()
    if first in words.context["no_owner"] or first in {"which", "who", "that", "as", "including", "with", "but"}:
        return None
    return Span(match.start(1), match.end(1))


def owner_entity(index: MentionIndex, owner: Span | None, quotation: Quotation | None) -> str | None:
    """Return the entity that the words name: the longest mention inside, else one around."""
    if owner is None:
        return quotation.speaker if quotation else None
    if quotation is not None and quotation.speaker and any(s.overlaps(owner) for s in quotation.source):
        return quotation.speaker
    inside = index.within(owner)
    if inside:
        last = max(inside, key=lambda row: (len(row[0].span), -row[0].span.start))
        return last[1].id
    around = [row for row in index.touching(owner) if row[0].span.contains(owner)]
    return min(around, key=lambda row: len(row[0].span))[1].id if around else None


def innermost_quotation(quotations: Sequence[Quotation], span: Span) -> Quotation | None:
    """Return the shortest quotation whose content holds a span, or None."""
    holding = [q for q in quotations if any(c.contains(span) for c in q.content)]
    return min(holding, key=lambda q: (sum(map(len, q.content)), q.id)) if holding else None
