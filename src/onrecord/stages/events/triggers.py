"""Finds the words that name events, by the trigger lexicon."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.lexicon import Lexicon
from onrecord.model import EventType, Parse
from onrecord.stages.events import clauses

FILES = tuple(kind.value.lower() for kind in EventType)
"""One list a type below ``lexicon/data/events/triggers``."""

_FIELDS = frozenset({"lemma", "pos", "type", "mode", "example", "firm"})
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_OBJECTS = ("dobj", "nsubjpass", "obj", "attr", "oprd", "dative")
_CONTENTFUL = frozenset({"NOUN", "PROPN", "NUM", "VERB", "ADJ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEntry:
    """One line of the trigger lexicon.

    Attributes:
        lemma, pos: What stands in the text; ``pos`` is ``verb``, ``noun`` or ``adj``.
        type: PLOVER type, STATE or DENY.
        mode: PLOVER mode, or None.
        needs: What must stand beside it, by the name of the condition.
        example: A sentence in which it holds.
        firm: Whether the words leave the trained head no say.
    """

    lemma: str
    pos: str
    type: EventType
    mode: str | None
    needs: Mapping[str, Any]
    example: str
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A place where an event is named.

    Attributes:
        token: The word that the lexicon knows.
        carrier: The verb whose subject is the actor: the token itself, or the light verb around a noun.
        tokens: All words of the trigger, in order.
        entry: The line of the lexicon that holds best.
        others: Other types that the lexicon allows here.
    """

    token: int
    carrier: int
    tokens: tuple[int, ...]
    entry: TriggerEntry
    others: tuple[EventType, ...] = ()


TriggerIndex = Mapping[tuple[str, str], Sequence[TriggerEntry]]


@lru_cache(maxsize=4)
def load_triggers(lexicon: Lexicon) -> TriggerIndex:
    """Return the trigger lexicon by part of speech and lemma, the most demanding lines first.

    Raises:
        ResourceMissing: A list is not there.
    """
    index: dict[tuple[str, str], list[TriggerEntry]] = {}
    for name in FILES:
        for row in lexicon.entries(f"events/triggers/{name}"):
            needs = {k: v for k, v in row.items() if k not in _FIELDS}
            entry = TriggerEntry(
                lemma=row["lemma"],
                pos=row["pos"],
                type=EventType(row["type"]),
                mode=row.get("mode"),
                needs=needs,
                example=row["example"],
                firm=row.get("firm", False),
            )
            index.setdefault((entry.pos, entry.lemma), []).append(entry)
    for entries in index.values():
        entries.sort(key=lambda e: -sum(2 if isinstance(v, list) else 1 for v in e.needs.values()))
    return index


def find_triggers(parse: Parse, first: int, end: int, lexicon: Lexicon) -> list[Trigger]:
    """Return the triggers of one sentence in text order; a light verb and its noun are one.

    Args:
        parse: The grammar.
        first, end: The sentence as a half-open token range.
        lexicon: The word lists.

    Cost: linear in the tokens.
    """
    index = load_triggers(lexicon)
    roles = clauses.load_roles(lexicon)
    found: dict[int, Trigger] = {}
    for token in range(first, end):
        entries = _entries_at(parse, token, index)
        held = [e for e in entries if _holds(parse, token, e, roles)]
        if held:
            found[token] = _make(parse, token, held, roles)
    return [t for t in map(found.get, sorted(found)) if t and not _swallowed(t, found)]


def _entries_at(parse: Parse, token: int, index: TriggerIndex) -> Sequence[TriggerEntry]:
    pos = _POS.get(parse.pos[token], "")
    if pos == "adj" and parse.tags[token] in {"VBN", "VBG"}:
        pos = "verb"
    lemma = parse.lemmas[token].lower()
    entries = index.get((pos, lemma), ())
    if not entries and pos == "verb":  # the lemmatiser takes too much from "hopes" and "fined"
        entries = index.get((pos, lemma + "e"), ())
    if not entries and lemma.endswith("ed") and parse.deps[token] in {"amod", "acomp", "acl"}:
        entries = index.get(("verb", lemma.removesuffix("ed")), ()) or index.get(("verb", lemma[:-1]), ())
    return entries


def _make(parse: Parse, token: int, held: Sequence[TriggerEntry], roles: Mapping[str, frozenset[str]]) -> Trigger:
    entry = held[0]
    carrier = clauses.carrier_of(parse, token, roles) if entry.pos == "noun" else token
    words = {token, carrier}
    for kid in parse.children[token]:
        if parse.deps[kid] == "prt" or (parse.deps[kid] == "advmod" and "adverb" in entry.needs):
            words.add(kid)
        if parse.deps[kid] in {"compound", "amod"} and parse.lowers[kid] in entry.needs.get("compound", ()):
            words.add(kid)
    words.update(_object_words(parse, token, entry))
    others = dict.fromkeys(e.type for e in held[1:] if e.type is not entry.type)
    return Trigger(token=token, carrier=carrier, tokens=tuple(sorted(words)), entry=entry, others=tuple(others))


def _object_words(parse: Parse, token: int, entry: TriggerEntry) -> list[int]:
    """Return the object that the entry asks for, so that the trigger reads whole ("lift" … "ban")."""
    if entry.pos != "verb":
        return []
    wanted, acting = entry.needs.get("object", ()), entry.needs.get("subject", ())
    out = [o for o in clauses.objects(parse, token) if parse.lemmas[o].lower() in wanted]
    return out + [s for s in clauses.own_subjects(parse, token) if acting and parse.lemmas[s].lower() in acting]


def _swallowed(trigger: Trigger, found: Mapping[int, Trigger]) -> bool:
    """Tell whether another trigger says the same: the object it names, or the noun it is light verb of."""
    if not trigger.entry.needs and any(t.carrier == trigger.token != t.token for t in found.values()):
        return True
    return any(
        trigger.token in other.tokens and other.entry.needs.keys() & {"object", "subject"}
        for other in found.values()
        if other is not trigger
    )


def _holds(parse: Parse, token: int, entry: TriggerEntry, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether everything that the entry needs stands beside the token."""
    if parse.deps[token] == "compound" and entry.pos == "noun" and not _compound_names_event(parse, token):
        return False
    if not _may_name(parse, token, entry):
        return False
    loose = "prep" in entry.needs or "particle" in entry.needs
    return all(
        (_object_anywhere if loose and name == "object" else _CHECKS[name])(parse, token, wanted, roles)
        for name, wanted in entry.needs.items()
    )


_HEADS = frozenset({"attempt", "plot", "case", "bid", "campaign", "spree", "effort", "package"})
_NAMES = frozenset({"ORG", "PERSON", "FAC", "LAW", "WORK_OF_ART", "PRODUCT", "GPE", "NORP"})
_DONE_TO = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.RETREAT})


def _may_name(parse: Parse, token: int, entry: TriggerEntry) -> bool:
    """Tell whether a word can name an event here: no part of a name, no order to the reader, no epithet."""
    if parse.entity[token] in _NAMES and entry.pos == "noun":
        return False
    if entry.pos != "verb":
        return True
    if parse.tags[token] == "VBG" and parse.deps[token] == "conj" and parse.pos[parse.heads[token]] == "NOUN":
        return False
    if parse.deps[token] == "amod" or (parse.deps[token] == "conj" and parse.deps[parse.heads[token]] == "amod"):
        return parse.tags[token] == "VBN" and entry.type in _DONE_TO
    imperative = parse.deps[token] == "ROOT" and parse.tags[token] == "VB" and not parse.children[token]
    polite = parse.deps[token] in {"ROOT", "conj"} and parse.tags[token] == "VB"
    if imperative or (polite and not clauses.subjects(parse, token)):
        return any(parse.tags[k] in {"MD", "TO"} for k in parse.children[token])
    return True


def _compound_names_event(parse: Parse, token: int) -> bool:
    """Tell whether a noun before a noun still names the event: "assassination attempt", "abduction case"."""
    head = parse.heads[token]
    return parse.lemmas[head].lower() in _HEADS


def _object(parse: Parse, token: int, wanted: Any, _: Any, prepositional: bool = False) -> bool:
    return any(
        parse.lemmas[o].lower() in wanted
        or any(parse.lemmas[c].lower() in wanted for c in clauses.nominal_parts(parse, o))
        for o in clauses.objects(parse, token, prepositional=prepositional)
    )


def _object_anywhere(parse: Parse, token: int, wanted: Any, roles: Any) -> bool:
    return _object(parse, token, wanted, roles, prepositional=True)


def _object_is(parse: Parse, token: int, _wanted: Any, roles: Mapping[str, frozenset[str]]) -> bool:
    return any(
        clauses.is_party(parse, o, roles)
        for o in (*clauses.objects(parse, token, prepositional=False), *clauses.antecedents(parse, token))
    )


def _prep(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    kids = [k for k in parse.children[token] if parse.deps[k] != "punct"]
    marks = [  # "called for the army to leave" hangs "for" on "leave"
        m for k in kids if parse.deps[k] in {"ccomp", "advcl", "xcomp"} for m in parse.children[k] if m == token + 1
    ]
    return any(parse.lowers[k] in wanted for k in (*kids, *marks))


def _particle(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(parse.lowers[k] in wanted for k in parse.children[token] if parse.deps[k] in {"prt", "advmod", "prep"})


def _particle_not(parse: Parse, token: int, wanted: Any, roles: Any) -> bool:
    return not _particle(parse, token, wanted, roles)


def _clause(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    if any(parse.deps[k] in {"xcomp", "ccomp"} for k in parse.children[token]):
        return True
    # "called on the people to vote" hangs the infinitive on "people"
    return any(parse.tags[k] == "TO" for o in clauses.objects(parse, token) for k in parse.subtree(o))


def _no_clause(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    return not any(parse.deps[k] == "ccomp" for k in parse.children[token]) and parse.deps[token] != "parataxis"


def _no_infinitive(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    return not any(parse.deps[k] in {"xcomp", "advcl"} for k in parse.children[token])


def _object_not(parse: Parse, token: int, wanted: Any, roles: Any) -> bool:
    direct = clauses.objects(parse, token, prepositional=False) or clauses.antecedents(parse, token)
    return bool(direct) and not _object(parse, token, wanted, roles)


def _transitive(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    return bool(clauses.objects(parse, token, prepositional=False))


def _object_complement(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(parse.lowers[k] in wanted for t in (token, *parse.children[token]) for k in parse.children[t])


def _complement(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(parse.lemmas[k] in wanted for k in parse.children[token] if parse.deps[k] in {"xcomp", "ccomp"})


def _bare(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    kids = parse.children[token]
    other = any(
        parse.deps[k] in {"prt", "ccomp", "oprd"} or (parse.deps[k] == "xcomp" and parse.pos[k] != "VERB") for k in kids
    )
    return not other and (len(clauses.objects(parse, token, prepositional=False)) < 2)


def _subject(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(
        parse.lemmas[s].lower() in wanted
        or any(parse.lemmas[c].lower() in wanted for c in clauses.nominal_parts(parse, s))
        for s in clauses.subjects(parse, token)
    )


def _compound(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(
        parse.lowers[k] in wanted for k in parse.children[token] if parse.deps[k] in {"compound", "amod", "nmod"}
    )


def _not_compound(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return not _compound(parse, token, wanted, _)


def _subject_not(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    carrier = parse.heads[token]
    return not any(parse.lemmas[s].lower() in wanted for s in clauses.subjects(parse, carrier))


def _prep_not(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return not _prep(parse, token, wanted, _)


def _plural(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    return parse.tags[token] in {"NNS", "NNPS"} or "-" in parse.words[token]


def _of(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return any(parse.lemmas[c].lower() in wanted for c in clauses.nominal_parts(parse, token))


def _under(parse: Parse, token: int, wanted: Any, _: Any) -> bool:
    return parse.lowers[parse.heads[token]] in wanted


def _args(parse: Parse, token: int, _wanted: Any, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a noun has a party beside it, or hangs on a verb as its object."""
    return bool(list(clauses.party_phrases(parse, token))) or clauses.carrier_of(parse, token, roles) != token


def _done(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    """Tell whether somebody wants something done: "wanted the ban lifted"."""
    return any(
        parse.tags[k] == "VBN"
        and parse.deps[k] in {"ccomp", "xcomp"}
        and not any(parse.deps[g] in {"aux", "mark"} for g in parse.children[k])
        for k in parse.children[token]
    )


def _with_party(parse: Parse, token: int, _wanted: Any, roles: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether "with" and a party stand at a verb or below its object: "raised the fate of X with Y"."""
    return any(
        parse.lowers[k] == "with" and any(clauses.is_party(parse, p, roles) for p in parse.children[k])
        for o in (token, *clauses.objects(parse, token, prepositional=False))
        for k in (parse.children[token] if o == token else parse.subtree(o))
    )


def _passive(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    return clauses.is_passive(parse, token)


def _epithet(parse: Parse, token: int, _wanted: Any, _: Any) -> bool:
    """Tell whether a verb gives its object a bad name ("called the plan unacceptable")."""
    kids = [k for k in parse.children[token] if parse.deps[k] in {"oprd", "ccomp", "xcomp", "dobj"}]
    return any(parse.pos[k] in {"ADJ", "NOUN"} for k in kids) and (
        any(parse.deps[k] == "oprd" for k in kids) or any(parse.deps[k] == "ccomp" for k in kids)
    )


def _light_only(parse: Parse, token: int, _wanted: Any, roles: Mapping[str, frozenset[str]]) -> bool:
    return clauses.carrier_of(parse, token, roles) != token


_CHECKS: Mapping[str, Callable[[Parse, int, Any, Any], bool]] = {
    "object": _object,
    "object_is": _object_is,
    "prep": _prep,
    "particle": _particle,
    "particle_not": _particle_not,
    "adverb": _particle,
    "clause": _clause,
    "complement": _complement,
    "no_clause": _no_clause,
    "no_infinitive": _no_infinitive,
    "object_not": _object_not,
    "transitive": _transitive,
    "object_complement": _object_complement,
    "bare": _bare,
    "subject": _subject,
    "compound": _compound,
    "not_compound": _not_compound,
    "prep_not": _prep_not,
    "subject_not": _subject_not,
    "plural": _plural,
    "of": _of,
    "under": _under,
    "args": _args,
    "done": _done,
    "with_party": _with_party,
    "passive": _passive,
    "epithet": _epithet,
    "light_only": _light_only,
}


def iter_entries(lexicon: Lexicon) -> Iterator[TriggerEntry]:
    """Yield every line of the trigger lexicon."""
    for entries in load_triggers(lexicon).values():
        yield from entries
