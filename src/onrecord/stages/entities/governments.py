"""Countries and capitals: does a mention mean the government, or the place?"""

from onrecord.model import Parse
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.tables import Tables

LOCATIVE = frozenset(
    ["in", "at", "near", "from", "outside", "around", "inside", "across", "through", "into", "via", "throughout", "within", "over", "off", "above", "toward"]
)
DEALING = frozenset(["with", "against", "towards", "toward", "by", "between", "among", "on", "for", "of"])
MOTION = frozenset(
    ["go", "travel", "fly", "return", "come", "head", "move", "drive", "trip", "visit", "flight", "journey", "arrive", "bring", "send", "deport", "sail", "march", "back", "tour", "way", "migrate", "flee", "escape", "route", "road", "export", "shipment", "transfer", "relocate", "extradite", "emigrate"]
)
REACHED = frozenset(["visit", "leave", "reach", "enter", "tour", "flee", "depart", "invade", "occupy", "cross"])
STILL = frozenset(["be", "have", "lie", "remain", "border"])
SPEECH = frozenset(["say", "accuse", "urge", "warn", "expect", "believe", "ask", "blame", "condemn", "criticize", "tell", "think", "report", "know", "see"])
POLICY = frozenset(
    ["government", "policy", "diplomacy", "position", "decision", "offer", "demand", "response", "claim", "refusal", "proposal", "stance", "approach", "request", "foreign", "minister", "ambassador", "envoy", "leader", "president", "official", "concern", "view", "support", "commitment", "relation", "relationship", "tie", "interest", "effort", "plan", "ambition", "threat", "move", "leadership", "announcement", "reaction", "alliance", "ally", "rival"]
)
HAPPENINGS = frozenset(
    "summit talk meeting conference game olympics attack bombing crash flood fire earthquake election trip visit "
    "trial airport street court police hospital university suburb hotel office embassy resident mayor".split()
)
AGENT_KINDS = frozenset({"country", "capital", "seat"})


def acts(parse: Parse, name: Named, tables: Tables) -> bool:
    """Tell whether a mention of a country or capital means its government.

    A country means its government unless the words around it make it a place; a capital only when it acts.
    """
    assert name.known is not None
    if name.known.kind == "seat":
        return True
    capital = name.known.kind == "capital"
    head = name.last
    while parse.deps[head] == "conj" and parse.heads[head] != head:
        head = parse.heads[head]
    dep = parse.deps[head]
    above = parse.heads[head]
    if dep in {"pobj", "pcomp"}:
        return _acts_after(parse, above, capital=capital)
    if dep in {"nsubj", "agent", "csubj"}:
        return not capital or parse.lemmas[above] not in STILL
    if dep == "nsubjpass":
        return not capital or parse.lemmas[above] in SPEECH
    if dep == "poss":
        return not capital or parse.lemmas[above].lower() in POLICY
    if dep in {"dobj", "obj"}:
        return parse.lemmas[above] not in REACHED and (not capital or parse.lemmas[above] in SPEECH)
    if dep in {"compound", "nmod", "amod"} and parse.lemmas[above].lower() in HAPPENINGS:
        return _paired(parse, name)
    if dep in {"npadvmod", "appos"} or (dep == "ROOT" and capital):
        return False
    return not capital


def _paired(parse: Parse, name: Named) -> bool:
    """Tell whether a hyphen or dash joins the name to another ("the Chad-Sudan talks")."""
    around = (*parse.words[max(0, name.first - 1) : name.first], *parse.words[name.last + 1 : name.last + 2])
    return bool({"-", "–", "/", "‑"} & set(around))


def _acts_after(parse: Parse, prep: int, *, capital: bool) -> bool:
    """Tell the same of a mention after a preposition."""
    word = parse.lowers[prep]
    above = parse.lemmas[parse.heads[prep]].lower()
    if word in {"toward", "towards", "against", "with", "by", "between"}:
        return not (capital and word == "by" and above in {"pass", "sit"})
    if word == "from":
        received = {"hear", "receive", "demand", "response", "pressure", "letter", "message", "threat", "request"}
        return above in received | {"concession", "support", "statement", "reaction", "invitation"}
    if word in LOCATIVE:
        return False
    if word == "to":
        return above not in MOTION and not (capital and parse.pos[parse.heads[prep]] == "VERB" and above in MOTION)
    return not capital
