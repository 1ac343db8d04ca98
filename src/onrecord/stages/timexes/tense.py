"""Which side of its base a time lies on, by the verb that governs it."""

from onrecord.model import Parse

MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "may", "might", "must", "should", "would"})
COMING = frozenset({"schedule", "expect", "plan", "set", "slate", "due", "intend", "payable", "effective", "upcoming"})
SPEECH = frozenset({"say", "report", "tell", "write", "note", "add", "quote"})


def direction_of(parse: Parse, token: int) -> str:
    """Return ``past``, ``future``, ``present`` or ``near`` for the time expression that begins at a token.

    Cost: the depth of the token in its sentence.
    """
    if parse.pos[token] in {"VERB", "AUX"}:
        verdict = _verdict(parse, token)
        return verdict or "near"
    depth = 0
    for i in parse.ancestors(token):
        if parse.lemmas[i].lower() in COMING and parse.tags[i] not in {"VBD"} and not _has_past_aux(parse, i):
            return "future"
        if parse.pos[i] in {"VERB", "AUX"} and (verdict := _verdict(parse, i)):
            return verdict if verdict != "present" or depth < 2 else "near"
        depth += 1
    return "near"


def _has_past_aux(parse: Parse, verb: int) -> bool:
    return any(parse.lowers[k] in {"was", "were", "had"} for k in parse.children[verb] if parse.deps[k].startswith("aux"))


def _verdict(parse: Parse, verb: int) -> str | None:
    """Return what one verb says, or None to ask the verb above it."""
    aux = [k for k in parse.children[verb] if parse.deps[k].startswith("aux")]
    words = {parse.lowers[k] for k in aux}
    tag = parse.tags[verb]
    if words & MODALS:
        return "past" if "have" in words and tag == "VBN" else "future"
    if words & {"had", "has", "have", "'ve", "’ve", "did", "was", "were"} or tag == "VBD":
        return "past"
    if "to" in words:
        return "future" if _looks_ahead(parse, verb) else None
    if tag == "VBG" and words & {"is", "are", "am", "'s", "'re", "’s", "’re"}:
        return "future"
    if tag == "VBN" and words & {"is", "are"} and "been" not in words:
        return "present"
    if tag == "VBN" and not aux:
        return "past"
    if tag in {"VBZ", "VBP"}:
        return "past" if parse.lemmas[verb] in SPEECH else "present"
    return None


def _looks_ahead(parse: Parse, verb: int) -> bool:
    head = parse.heads[verb]
    if head == verb:
        return True
    tag = parse.tags[head]
    return tag != "VBD" or parse.lemmas[head] in COMING or parse.lemmas[head] in {"agree", "order", "want", "decide"}
