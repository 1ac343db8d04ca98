"""Which two mentions of one clause cannot mean the same: grammar's part of coreference."""

from onrecord.model import Parse

_DOWN = frozenset({"pobj", "prep", "dobj", "dative", "agent", "pcomp", "oprd", "iobj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def clause_verb(parse: Parse, token: int) -> int | None:
    """Return the verb whose object or adjunct a token is, or None when it is no such thing."""
    at, steps = token, 0
    while parse.deps[at] == "conj" and parse.heads[at] != at and parse.pos[at] != "VERB":
        at = parse.heads[at]
    if parse.deps[at] not in _DOWN:
        return None
    while parse.deps[at] in _DOWN and parse.heads[at] != at and steps < 6:
        at, steps = parse.heads[at], steps + 1
    return at if parse.pos[at] in {"VERB", "AUX"} else None


def subject_of(parse: Parse, verb: int) -> int | None:
    """Return the subject of a verb, also the one it shares with the verb it is joined to or governed by."""
    for _ in range(4):
        found = parse.child(verb, "nsubj", "nsubjpass")
        if found is not None:
            return found
        if parse.deps[verb] not in {"conj", "xcomp", "advcl"} or parse.heads[verb] == verb:
            return None
        verb = parse.heads[verb]
    return None


def are_apart(parse: Parse, earlier: int, token: int) -> bool:
    """Tell whether grammar keeps two mentions apart: subject and object of one verb, or parts of one phrase.

    Example: in "Osei met the minister" the minister is not Osei.
    """
    verb = clause_verb(parse, token)
    if verb is not None:
        subject = subject_of(parse, verb)
        if subject is not None and _covers(parse, subject, earlier):
            return True
        if clause_verb(parse, earlier) == verb and parse.pos[verb] == "VERB":
            return True
    if parse.deps[token] == "conj" and _conjoined(parse, token, earlier):
        return True
    return parse.deps[earlier] == "poss" and parse.heads[earlier] == token


def _covers(parse: Parse, head: int, token: int) -> bool:
    """Tell whether a token heads a phrase, alone or in a list."""
    return head == token or (parse.deps[token] == "conj" and _conjoined(parse, token, head))


def _conjoined(parse: Parse, token: int, head: int) -> bool:
    at = token
    for _ in range(8):
        if parse.deps[at] != "conj":
            return False
        at = parse.heads[at]
        if at == head:
            return True
    return False
