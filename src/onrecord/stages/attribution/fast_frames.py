"""Finds the content that a cue word governs, frame by frame, in the dependency parse."""

from collections.abc import Iterator

from onrecord.model import Parse

Range = tuple[int, int]
"""First and last token, both inclusive."""

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def clause_contents(p: Parse, verb: int) -> Iterator[tuple[str, list[Range]]]:
    """Yield (frame, content) for every dependent of a verb that may be its content."""
    for kid in p.children[verb]:
        dep = p.deps[kid]
        if dep == "ccomp":
            yield _ccomp_frame(p, verb, kid), clause_range(p, verb, kid)
        elif dep == "xcomp":
            yield _xcomp_frame(p, kid), [_after(p, verb, kid)]
        elif dep == "advcl" and kid > verb and _for_infinitive(p, kid):
            yield "for", [_after(p, verb, kid)]
        elif dep in ("dobj", "obj"):
            yield _object_frame(p, verb, kid), [object_range(p, verb, kid)]
        elif dep in ("oprd", "acomp", "attr") and p.child(verb, "dobj") is None:
            yield "as", [_after(p, verb, kid)]
        elif dep == "prep":
            target = p.child(kid, "pobj", "pcomp", "prep")
            if target is not None:
                yield p.lowers[kid], [_after(p, kid, target)]


def _ccomp_frame(p: Parse, verb: int, kid: int) -> str:
    """A clause with a subject is ``clause``; with an infinitive ``inf``; without a verb ``as``."""
    if p.pos[kid] not in ("VERB", "AUX"):
        has_copula = any(p.deps[c] in ("mark", "aux", "cop") for c in p.children[kid])
        return "clause" if has_copula or kid < verb else "as"
    if p.tags[kid] == "VB" and _infinitive(p, kid):
        return "inf"
    finite = p.tags[kid] in ("VBD", "VBZ", "VBP", "MD") or any(
        p.tags[c] in ("VBD", "VBZ", "VBP", "MD") and p.deps[c] in ("aux", "auxpass") for c in p.children[kid]
    )
    if not finite:
        return "ger" if p.tags[kid] == "VBG" else "bare"
    return "clause"


def _infinitive(p: Parse, verb: int) -> bool:
    return any(p.tags[c] == "TO" for c in p.children[verb])


def _for_infinitive(p: Parse, kid: int) -> bool:
    """Tell whether a clause is of the form "for them to leave"."""
    return _infinitive(p, kid) and any(p.lowers[c] == "for" and p.deps[c] == "mark" for c in p.children[kid])


def _xcomp_frame(p: Parse, kid: int) -> str:
    if _infinitive(p, kid):
        return "inf"
    return "ger" if p.tags[kid] == "VBG" else "as"


def _object_frame(p: Parse, verb: int, kid: int) -> str:
    for other in p.children[verb]:
        if other > kid and p.deps[other] in ("oprd", "xcomp"):
            return "as" if p.deps[other] == "oprd" else "obj+inf"
        if other > kid and p.deps[other] == "prep" and p.lowers[other] == "as":
            return "as"
    return "np"


def object_range(p: Parse, verb: int, kid: int) -> Range:
    """Return the object with what follows it under the same verb, up to a clause that hangs loosely."""
    first, last = p.left_edge[kid], p.right_edge[kid]
    for other in p.children[verb]:
        if other <= kid or p.left_edge[other] != last + 1:
            continue
        if p.deps[other] not in _TIGHT or p.lowers[other] in _LOOSE:
            break
        last = p.right_edge[other]
    return first, last


_TIGHT = frozenset({"oprd", "prep", "xcomp", "acl", "relcl", "prt"})
_LOOSE = frozenset({"in", "on", "at", "during", "after", "before", "while", "since", "by"})


def clause_range(p: Parse, verb: int, kid: int) -> list[Range]:
    """Return the content of a clause that a verb governs: its subtree without the verb's own words."""
    first, last = p.left_edge[kid], p.right_edge[kid]
    if first <= verb <= last:
        return [r for r in ((first, p.left_edge[verb] - 1), (p.right_edge[verb] + 1, last)) if r[0] <= r[1]]
    return [(first, last)]


def _after(p: Parse, governor: int, kid: int) -> Range:
    first, last = p.left_edge[kid], p.right_edge[kid]
    return (first, last) if not first <= governor <= last else (governor + 1, last)


def host_content(p: Parse, verb: int) -> list[Range]:
    """Return the content of a cue that stands inside what it reports ("The tax, he said, will rise")."""
    host = p.heads[verb]
    if host == verb:
        return []
    first, last = p.left_edge[host], p.right_edge[host]
    start = inserted_start(p, verb)
    return [r for r in ((first, start - 1), (p.right_edge[verb] + 1, last)) if r[0] <= r[1]]


def inserted_start(p: Parse, verb: int) -> int:
    """Return where an inserted clause begins: at its own subject, when it took the sentence's subject, too."""
    own = [k for k in p.children[verb] if p.deps[k] == "nsubj" and k < verb]
    return p.left_edge[own[-1]] if len(own) > 1 else p.left_edge[verb]


def _own_subject(p: Parse, verb: int) -> int | None:
    """Return the verb's own subject: the nearest before it, or one that an inserted clause took from it."""
    own = [k for k in p.children[verb] if p.deps[k] in _SUBJECTS]
    if own:
        before = [k for k in own if k < verb]
        return before[-1] if before else own[0]
    for kid in p.children[verb]:
        if kid < verb and p.deps[kid] == "parataxis":
            taken = [k for k in p.children[kid] if p.deps[k] == "nsubj" and k < kid]
            if len(taken) > 1:
                return taken[0]
    return None


def subject_of(p: Parse, verb: int) -> int | None:
    """Return the token that heads the subject of a verb, through co-ordination and control; None if none."""
    token = verb
    for _ in range(6):
        own = _own_subject(p, token)
        if own is not None:
            return own
        dep, head = p.deps[token], p.heads[token]
        if head == token:
            return None
        if dep == "pcomp" and p.lowers[head] == "as":
            target = p.child(p.heads[head], "dobj", "nsubjpass")
            if target is not None:
                return target
        if dep in ("acl", "relcl") and p.pos[head] not in ("VERB", "AUX"):
            if dep == "relcl" or not _infinitive(p, token):
                return head
            owner = p.child(head, "poss")
            if owner is not None:
                return owner
            token = p.heads[head]
            if token == head or p.pos[token] not in ("VERB", "AUX"):
                return None
            continue
        if dep not in ("conj", "xcomp", "advcl", "ccomp", "dep", "aux", "prep", "pcomp", "parataxis", "acl"):
            return None
        if dep == "conj" and p.pos[head] not in ("VERB", "AUX"):
            return None
        token = head
    return None


def without(p: Parse, host: int, first: int, last: int) -> list[Range]:
    """Return the subtree of a host without one stretch of it."""
    left, right = p.left_edge[host], p.right_edge[host]
    return [r for r in ((left, min(right, first - 1)), (max(left, last + 1), right)) if r[0] <= r[1]]
