"""Grammar that the event rules share: subjects through control, objects, antecedents, light verbs."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from onrecord.lexicon import Lexicon
from onrecord.model import Parse

OBJECT = ("dobj", "obj", "nsubjpass", "dative")
CLAUSAL = ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "csubj", "conj")
_PARTY_NAMES = frozenset({"PERSON", "GPE", "NORP", "ORG", "FAC", "LOC"})
_ALWAYS_DONE_TO = frozenset(
    {"arrest", "jail", "sentence", "detain", "deport", "evacuate", "rescue", "expel", "kill", "send"}
)
"""Verbs that never go without an object: in a headline without one, the subject is it ("Army sent to valley")."""
_PARTITIVE = frozenset({"part", "round", "series", "wave", "state", "number", "set", "act", "form"})
_LIGHT_PREPS = frozenset({"in", "on", "under", "into", "out", "to", "with", "through", "from", "at"})


@lru_cache(maxsize=4)
def load_roles(lexicon: Lexicon) -> Mapping[str, frozenset[str]]:
    """Return the word lists for roles; ``light`` comes from the cues.

    Raises:
        ResourceMissing: A list is not there.
    """
    lists = dict(lexicon.entries("events/roles"))
    lists["light"] = lexicon.entries("events/cues")["light"]
    return {name: frozenset(map(str, words)) for name, words in lists.items()}


def is_passive(parse: Parse, verb: int) -> bool:
    """Tell whether a verb is passive, also as a participle after its noun."""
    kids = parse.children[verb]
    if any(parse.deps[k] in {"auxpass", "nsubjpass", "agent"} for k in kids):
        return True
    if parse.tags[verb] == "VBD" and parse.lemmas[verb].lower() in _ALWAYS_DONE_TO and own_subjects(parse, verb):
        return not any(parse.deps[k] in {"dobj", "dative", "aux", "ccomp", "xcomp"} for k in kids)
    if parse.tags[verb] != "VBN":
        return False
    if parse.deps[verb] in {"acl", "amod", "advcl", "xcomp", "oprd"}:
        return not any(parse.deps[k] in {"aux", "dobj"} for k in kids)
    return parse.deps[verb] == "conj" and not own_subjects(parse, verb) and is_passive(parse, parse.heads[verb])


def own_subjects(parse: Parse, verb: int) -> tuple[int, ...]:
    """Return the subjects that hang on the verb itself."""
    return tuple(k for k in parse.children[verb] if parse.deps[k] in {"nsubj", "nsubjpass", "csubj", "expl"})


def subjects(parse: Parse, verb: int, roles: Mapping[str, frozenset[str]] | None = None) -> tuple[int, ...]:
    """Return the grammatical subjects of a verb, through coordination, control and relative clauses.

    Args:
        parse: The grammar.
        verb: Token of a verb, adjective or any predicate.
        roles: Word lists; without them no object control is known.
    """
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        own = own_subjects(parse, verb)
        if own:
            return tuple(_beside(parse, verb, t) for t in _through_relative(parse, verb, own))
        dep, head = parse.deps[verb], parse.heads[verb]
        if (
            dep in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "oprd", "auxpass", "dep", "acomp", "attr"}
            and head != verb
        ):
            controlled = _object_control(parse, verb, head, roles)
            if controlled:
                return controlled
            if dep == "advcl" and is_passive(parse, verb) != is_passive(parse, head) and own_subjects(parse, head):
                return own_subjects(parse, head)
            verb = head
            continue
        if dep in {"acl", "relcl"} and parse.pos[head] in {"NOUN", "PROPN", "PRON", "NUM"}:
            return _noun_controls(parse, verb, head, roles)
        owner = parse.child(verb, "poss")
        if owner is not None and parse.pos[verb] == "NOUN":
            return (owner,)
        if parse.pos[verb] == "ADP" or (dep in {"pobj", "dobj"} and parse.tags[verb] == "VBG"):
            verb = head
            continue
        return ()
    return ()


def _beside(parse: Parse, verb: int, subject: int) -> int:
    """Return the subject, or the noun right before a participle that a parser took for an absolute clause."""
    marked = any(parse.deps[k] == "mark" and parse.lowers[k] == "with" for k in parse.children[verb])
    return _nearest(parse, verb, subject) if marked and parse.tags[verb] in {"VBN", "VBD"} else subject


def _through_relative(parse: Parse, verb: int, own: tuple[int, ...]) -> tuple[int, ...]:
    """Replace a relative pronoun by what it stands for."""
    out: list[int] = []
    for token in own:
        if parse.tags[token] in {"WDT", "WP"} and parse.deps[verb] in {"relcl", "ccomp", "conj"}:
            base = verb
            while parse.deps[base] == "conj":
                base = parse.heads[base]
            out.append(_not_the_place(parse, parse.heads[base]) if parse.deps[base] == "relcl" else token)
        else:
            out.append(token)
    return tuple(out)


def _not_the_place(parse: Parse, noun: int) -> int:
    """Return what a relative clause tells of: in "the fire in Lima that killed ten" the fire, whatever it hangs on."""
    place = noun
    while parse.deps[place] in {"appos", "compound"}:
        place = parse.heads[place]
    prep = parse.heads[place]
    named = {parse.entity[noun], parse.entity[place]} & {"GPE", "LOC", "FAC"}
    if named and parse.deps[place] == "pobj" and parse.lowers[prep] in {"in", "at", "near"}:
        above = parse.heads[prep]
        if parse.pos[above] == "NOUN":
            return above
    return noun


def _object_control(parse: Parse, verb: int, head: int, roles: Mapping[str, frozenset[str]] | None) -> tuple[int, ...]:
    """Return the object of "ask X to do" when the infinitive hangs on such a verb."""
    if roles and parse.deps[verb] == "prep" and parse.lowers[verb] in {"of", "for"}:
        return _accused(parse, head, roles)
    if not roles or parse.deps[verb] not in {"xcomp", "advcl", "ccomp"}:
        return ()
    if parse.lemmas[head].lower() not in roles["object_control"]:
        return ()
    if is_passive(parse, head):
        return own_subjects(parse, head)
    direct = [
        k
        for k in parse.children[head]
        if parse.deps[k] in {"dobj", "dative"} and k < verb and is_party(parse, k, roles)
    ]
    if direct:
        return tuple(direct)
    for kid in parse.children[head]:
        if parse.deps[kid] == "prep" and parse.lowers[kid] in {"on", "upon", "for", "to"} and kid < verb:
            return tuple(k for k in parse.children[kid] if parse.deps[k] == "pobj")
    return ()


def _accused(parse: Parse, head: int, roles: Mapping[str, frozenset[str]]) -> tuple[int, ...]:
    """Return who does what follows in "accused the council of lying"."""
    if parse.lemmas[head].lower() not in roles["accusing"] or is_passive(parse, head):
        return ()
    return tuple(k for k in parse.children[head] if parse.deps[k] == "dobj")


def _noun_controls(parse: Parse, verb: int, noun: int, roles: Mapping[str, frozenset[str]] | None) -> tuple[int, ...]:
    """Return who does it in "Trump's decision to walk away", "the man who fled", "victims taken by …"."""
    infinitive = any(parse.tags[k] == "TO" for k in parse.children[verb])
    if parse.deps[verb] == "relcl" and not infinitive:
        return (noun,)
    if not infinitive:
        return (noun,)
    owners = [k for k in parse.children[noun] if parse.deps[k] == "poss"]
    if owners:
        return tuple(owners)
    for prep in parse.children[noun]:
        if parse.lowers[prep] in {"by", "of", "for"} and prep < verb:
            return tuple(k for k in parse.children[prep] if parse.deps[k] == "pobj")
    above = parse.heads[noun]
    if parse.deps[noun] in {"dobj", "attr", "nsubjpass"} and parse.pos[above] in {"VERB", "AUX"}:
        return subjects(parse, above, roles)
    return (noun,)


def antecedents(parse: Parse, verb: int) -> tuple[int, ...]:
    """Return the noun that a passive participle or an object relative clause describes."""
    if parse.deps[verb] in {"acl", "amod"} and parse.tags[verb] == "VBN":
        return (_nearest(parse, verb, parse.heads[verb]),)
    if parse.deps[verb] == "relcl" and not any(
        parse.lowers[k] in {"where", "when", "why"} for k in parse.children[verb]
    ):
        subject_is_relative = any(parse.tags[s] in {"WDT", "WP"} for s in own_subjects(parse, verb))
        if is_passive(parse, verb) or not subject_is_relative:
            return (parse.heads[verb],)
    if parse.deps[verb] == "xcomp" and parse.tags[verb] in {"VBN", "VB"} and is_passive(parse, verb):
        return antecedents(parse, parse.heads[verb])
    return ()


def _nearest(parse: Parse, verb: int, noun: int) -> int:
    """Return the noun right before a participle: "families of citizens taken by …" tells of the citizens."""
    before = verb - 1
    inside = noun < before and parse.left_edge[noun] <= before and parse.pos[before] in {"NOUN", "PROPN"}
    return before if inside and parse.deps[before] in {"pobj", "conj"} else noun


def objects(parse: Parse, verb: int, *, prepositional: bool = True) -> tuple[int, ...]:
    """Return what a verb acts on: direct and passive objects, and those of its prepositions if wanted."""
    out: list[int] = []
    for kid in parse.children[verb]:
        if parse.deps[kid] in OBJECT:
            out.extend(coordinated(parse, kid))
        elif prepositional and parse.deps[kid] in {"prep", "agent", "prt"}:
            out.extend(c for k in parse.children[kid] if parse.deps[k] == "pobj" for c in coordinated(parse, k))
    small = parse.tags[verb] == "VBN" and parse.deps[verb] in {"ccomp", "xcomp"}
    if small and not any(parse.deps[k] == "aux" for k in parse.children[verb]):  # "wanted the ban lifted"
        out.extend(own_subjects(parse, verb))
    if not own_subjects(parse, verb) and parse.deps[verb] == "conj" and is_passive(parse, verb):
        out.extend(own_subjects(parse, parse.heads[verb]))
    return tuple(out)


def coordinated(parse: Parse, token: int) -> tuple[int, ...]:
    """Return a noun and those joined to it by "and" or a comma, in order."""
    out = [token]
    for current in out:
        out.extend(
            k for k in parse.children[current] if parse.deps[k] == "conj" and parse.pos[k] not in {"VERB", "AUX"}
        )
    return tuple(sorted(out))


def nominal_parts(parse: Parse, noun: int) -> tuple[int, ...]:
    """Return the modifiers of a noun that may carry its sense: compounds, "of" phrases, owners, numerals."""
    out: list[int] = []
    for kid in parse.children[noun]:
        if parse.deps[kid] in {"compound", "nmod", "amod", "conj", "poss", "nummod"}:
            out.append(kid)
        elif parse.deps[kid] == "prep" and parse.lowers[kid] in {"of", "in", "for", "worth"}:
            out.extend(k for k in parse.children[kid] if parse.deps[k] == "pobj")
    return tuple(out)


def party_phrases(parse: Parse, noun: int) -> Iterator[tuple[str, int]]:
    """Yield (relation, token) of what hangs on an event noun: owner, nationality, prepositional objects."""
    for kid in parse.children[noun]:
        dep = parse.deps[kid]
        if dep == "poss":
            yield "poss", kid
        elif dep in {"compound", "amod", "nmod"}:
            names = [k for k in (*parse.children[kid], kid) if parse.entity[k] in _PARTY_NAMES]
            parts = [k for k in names if k == kid or (parse.deps[k] == "compound" and _stands_apart(parse, k))]
            paired = any(k != kid for k in parts) and parse.pos[kid] == "PROPN"
            yield from (("mod", k) for k in dict.fromkeys((*parts, *((kid,) if paired else ()))))
        elif dep in {"prep", "agent"}:
            for inner in parse.children[kid]:
                if parse.deps[inner] == "pobj":
                    yield parse.lowers[kid], inner
        elif dep in {"acl", "relcl"} and is_passive(parse, kid):
            for agent in parse.children[kid]:
                if parse.deps[agent] == "agent":
                    yield from (("by", k) for k in parse.children[agent] if parse.deps[k] == "pobj")


def _stands_apart(parse: Parse, token: int) -> bool:
    """Tell whether a dash follows: "the Trump-Kim summit" has two parties, "the South Korea summit" one."""
    return token + 1 < len(parse) and parse.words[token + 1] in {"-", "–", "—", "/"}


def carrier_of(parse: Parse, noun: int, roles: Mapping[str, frozenset[str]] | None) -> int:
    """Return the light verb that carries an event noun ("took part in talks"), or the noun itself."""
    token = noun
    light = roles["light"] if roles else frozenset()
    if roles and parse.lemmas[noun].lower() in roles["posture_noun"]:
        light |= roles["posture_verb"]
    for _ in range(4):
        dep, head = parse.deps[token], parse.heads[token]
        if head == token:
            return noun
        if dep in {"dobj", "obj", "nsubjpass", "dative", "oprd"} and parse.pos[head] in {"VERB", "AUX"}:
            return head if light & {parse.lemmas[head].lower(), parse.lemmas[head].lower() + "e"} else noun
        if dep == "pobj" and parse.deps[head] in {"prep", "prt", "agent"}:
            owner = parse.heads[head]
            if parse.pos[owner] == "VERB" and parse.lowers[head] in _LIGHT_PREPS:
                return owner if parse.lemmas[owner].lower() in light else noun
            if parse.lemmas[owner].lower() not in _PARTITIVE:
                return noun
            token = owner
        elif dep in {"conj", "compound"}:
            token = head
        else:
            return noun
    return noun


def is_light(parse: Parse, verb: int, noun: int, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a verb stands so near to its event noun that both are one trigger."""
    return verb != noun and carrier_of(parse, noun, roles) == verb


def is_party(parse: Parse, token: int, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a noun names people, a body or a country."""
    if parse.entity[token] in {"PERSON", "GPE", "NORP", "ORG"}:
        return True
    return parse.lemmas[token].lower() in roles["party_noun"] or parse.lowers[token] in roles["party_noun"]


def is_mishap(parse: Parse, verb: int, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether what befell somebody has no agent but a disaster ("killed in a flood", "when the bus crashed")."""
    if not is_passive(parse, verb) or any(parse.deps[k] == "agent" for k in parse.children[verb]):
        return False
    joined = [g for k in parse.children[verb] if parse.deps[k] == "conj" for g in parse.children[k]]
    for kid in (*parse.children[verb], *joined):
        if parse.deps[kid] == "prep" and parse.lowers[kid] in {"in", "during", "after", "following"}:
            things = [k for k in parse.children[kid] if parse.deps[k] == "pobj"]
        elif parse.deps[kid] == "advcl" and parse.lemmas[kid].lower() in roles["mishap"]:
            return True
        elif parse.deps[kid] == "advcl":
            things = list(own_subjects(parse, kid))
        else:
            continue
        if any(parse.lemmas[t].lower() in roles["nature"] for t in things):
            return True
    return False
