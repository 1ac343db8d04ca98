"""Which side of its base a time lies on, by the verb that governs it."""

from onrecord.model import Parse

MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "may", "might", "must", "should", "would"})
COMING = frozenset({"schedule", "expect", "plan", "set", "slate", "due", "intend", "payable", "effective", "upcoming"})
PAST_AUX = frozenset({"had", "has", "have", "'ve", "’ve", "did", "was", "were"})
BE = frozenset({"is", "are", "am", "'s", "'re", "’s", "’re"})
ATTRIBUTIVE = frozenset({"poss", "compound", "nmod", "amod"})
LEADING = frozenset({"agree", "order", "want", "decide", "vow", "promise", "threaten"})
SPEECH = frozenset({"say", "report", "tell", "write", "note", "add", "quote"})


def direction_of(parse: Parse, token: int) -> str:
    """Return ``past``, ``future``, ``present`` or ``near`` for the time expression that begins at a token.

    ``plain-past`` and ``plain-future`` say that the verb's own time is given ("was held on April 6").

    A time inside a noun phrase ("Tuesday's vote", "the Friday deadline") says nothing by itself; only a verb
    with a plain sign of the future makes it coming.

    Cost: the depth of the token in its sentence.
    """
    if parse.pos[token] in {"VERB", "AUX"}:
        return _verdict(parse, token) or "near"
    inside = parse.deps[token] in ATTRIBUTIVE
    for depth, i in enumerate(parse.ancestors(token)):
        if parse.lemmas[i].lower() in COMING and _is_coming(parse, i):
            return "future"
        if parse.pos[i] in {"VERB", "AUX"} and (verdict := _verdict(parse, i)):
            plain = depth < 2 and not inside
            if verdict == "present":
                return verdict if plain else "near"
            return f"plain-{verdict}" if plain and _stands_by(parse, token, i) else verdict
    return "near"


def _stands_by(parse: Parse, token: int, verb: int) -> bool:
    """Tell whether a time stands right behind its verb, or before it: then it is surely the verb's own."""
    first = token
    if parse.deps[token] == "pobj":
        first = token - 1
        if first < 0 or parse.lowers[first] not in {"on", "in", "at"}:
            return False
    return first < verb or first == verb + 1


def _is_coming(parse: Parse, word: int) -> bool:
    """Tell whether "scheduled", "expected", "due" and the like speak of what is still to come."""
    if parse.tags[word] == "VBD" or any(parse.lowers[k] == "as" for k in parse.children[word]):
        return False
    return not any(
        parse.lowers[k] in {"was", "were", "had"} for k in parse.children[word] if parse.deps[k].startswith("aux")
    )


def _verdict(parse: Parse, verb: int) -> str | None:
    """Return what one verb says, or None to ask the verb above it."""
    words = {parse.lowers[k] for k in parse.children[verb] if parse.deps[k].startswith("aux")}
    tag = parse.tags[verb]
    if words & MODALS:
        return "past" if "have" in words and tag == "VBN" else "future"
    if words & PAST_AUX or tag == "VBD":
        return "past"
    if "to" in words:
        return "future" if _looks_ahead(parse, verb) else None
    if tag == "VBG" and words & BE:
        return "future"
    if tag == "VBN":
        return "present" if words & BE and "been" not in words else "past"
    if tag in {"VBZ", "VBP"}:
        return "past" if parse.lemmas[verb] in SPEECH else "present"
    return None


def _looks_ahead(parse: Parse, verb: int) -> bool:
    """Tell whether "to" and a verb speak of the future: after "plan", "is set", "a deadline", not after "were able"."""
    head = parse.heads[verb]
    if head == verb:
        return True
    if parse.pos[head] in {"NOUN", "PROPN"}:
        return False
    return parse.tags[head] != "VBD" or parse.lemmas[head] in COMING or parse.lemmas[head] in LEADING
