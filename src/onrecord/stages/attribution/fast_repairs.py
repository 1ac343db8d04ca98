"""Content that the parse hides: what sentences of news show by their order where the grammar model errs."""

from onrecord.model import Parse
from onrecord.stages.attribution.fast_frames import Range

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVES = frozenset({"who", "whom", "which", "that"})
_BREAKS = frozenset({"–", "—", "--", ";", "-"})
_TURNS = frozenset({"but", "yet", "while", "although", "though", "however"})


def late_that(p: Parse, verb: int, content: list[Range] | None) -> list[Range] | None:
    """Return a that-clause that an adjunct separates from its verb: "said in a note that …".

    The model likes to hang such a clause on the noun of the adjunct, or to begin it too late.

    Args:
        p: The grammar.
        verb: The cue.
        content: What the parse gave, or None.
    """
    if content and content[0][0] < verb:
        return None
    stop = content[0][0] if content else p.right_edge[verb] + 1
    first = verb + 1
    if first >= stop or p.pos[first] not in ("ADP", "SCONJ", "ADV", "PROPN", "NOUN", "DET", "PRON"):
        return None
    if p.lowers[first] == "that":
        return None
    for i in range(first + 1, min(stop, first + 15)):
        if p.pos[i] == "VERB" and p.deps[i] not in ("prep", "amod"):
            return None
        if p.lowers[i] == "that" and _explains_object(p, verb, i):
            return None
        if p.lowers[i] == "that" and _opens_clause(p, i, alone=not content):
            return [(i, content[-1][1] if content else p.right_edge[verb])]
    return None


def _explains_object(p: Parse, verb: int, that: int) -> bool:
    """Tell whether a that-clause hangs on the verb's object: "denied the claim that …"."""
    noun = p.heads[p.heads[that]]
    return p.deps[noun] == "dobj" and p.heads[noun] == verb


def _opens_clause(p: Parse, that: int, *, alone: bool) -> bool:
    """Tell whether "that" begins a whole clause: a subject after it, and a verb that lacks nothing.

    A cue that has no other content is ``alone``: it needs the clause, whatever its verb seems to lack.
    """
    verb = p.heads[that]
    if p.deps[that] == "nsubj" or p.pos[verb] not in ("VERB", "AUX") or verb < that:
        return False
    subject = any(p.deps[k] in ("nsubj", "nsubjpass", "expl") and that < k < verb for k in p.children[verb])
    return subject and (alone or p.deps[that] == "mark" or p.right_edge[verb] - verb >= 2)


def named_claim(p: Parse, verb: int, content: list[Range]) -> list[Range]:
    """Stretch a that-clause to the noun it explains: "denied the claim that …", where the verb got both."""
    target = p.child(verb, "dobj")
    if target is None or target < verb or len(content) != 1 or p.lowers[content[0][0]] != "that":
        return content
    if p.right_edge[target] + 1 == content[0][0] and p.lemmas[target] in ("claim", "report", "charge", "rumor"):
        return [(p.left_edge[target], content[0][1])]
    return content


def after_stop(p: Parse, verb: int, content: list[Range]) -> bool:
    """Tell whether a semicolon parts content from a cue after it: then each has its own speaker."""
    last = content[-1][1] if content else verb
    return any(p.lowers[i] == ";" for i in range(last + 1, verb))


def relative_gap(p: Parse, verb: int) -> list[Range] | None:
    """Return the content in "homes which she said were lost": the relative word and the predicate."""
    after = verb + 1
    if after >= len(p) or p.tags[after] not in _FINITE:
        return None
    first = next((i for i in range(verb - 1, max(-1, verb - 8), -1) if p.lowers[i] in _RELATIVES), None)
    if first is None or first == verb - 1 or any(p.pos[i] == "VERB" for i in range(first + 1, verb)):
        return None
    head = after if p.pos[after] == "VERB" or p.deps[after] not in ("aux", "auxpass") else p.heads[after]
    return [(first, first), (after, max(after, p.right_edge[head]))]


def cut_turn(p: Parse, verb: int, content: list[Range]) -> list[Range]:
    """Cut content where a dash or semicolon and a turn of voice end it: "… had died – but relatives doubt it"."""
    out = []
    for first, last in content:
        stop = last
        if first > verb:
            for i in range(first + 1, last):
                if p.lowers[i] in _BREAKS and p.lowers[i + 1] in _TURNS:
                    stop = i - 1
                    break
        out.append((first, max(first, stop)))
    return out


def reduced_noun(p: Parse, verb: int) -> Range | None:
    """Return the noun phrase right before a bare participle: "people believed to be trapped"."""
    before = verb - 1
    if before < 0 or p.pos[before] not in ("NOUN", "PROPN", "PRON") or p.tags[verb] != "VBN":
        return None
    first = before
    while first > 0 and p.left_edge[before] < first and p.pos[first - 1] in ("ADJ", "NOUN", "PROPN", "NUM", "DET"):
        first -= 1
    return first, before


def tail_content(p: Parse, verb: int, subject: int, first: int) -> list[Range] | None:
    """Return all of a sentence before a tail that reports it ("…, the agency reported on Monday").

    Args:
        p: The grammar.
        verb: The cue.
        subject: The head of its subject.
        first: First token of the sentence.
    """
    start = p.left_edge[subject]
    if subject > verb or verb - start > 12 or start - first < 4 or p.lowers[start - 1] != ",":
        return None
    last = p.sentences[p.sentence_of(verb)][1] - 1
    if last - verb > 7 or any(p.pos[i] in ("VERB", "AUX") for i in range(verb + 1, last + 1)):
        return None
    if any(p.deps[k] in ("dobj", "ccomp", "xcomp", "attr") and k > verb for k in p.children[verb]):
        return None
    said = any(p.deps[k] == "ccomp" and k < start for k in p.children[verb])
    rooted = any(p.heads[i] == i for i in range(first, start))
    if not said and not rooted:
        return None
    return [(first, start - 2)]
