"""Descriptions that mean the one person a passage is about ("the actress", "the teenager")."""

from onrecord.model import EntityType, Parse
from onrecord.stages.entities.binding import are_apart
from onrecord.stages.entities.drafts import Draft
from onrecord.stages.entities.nominals import Nominal
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

REACH = 2
"""How many sentences back the person must have been named."""
SCORE = 0.55
"""How sure such a link is; measured on ECB+ train."""


def find_person_meant(parse: Parse, tables: Tables, track: Track, nominal: Nominal) -> tuple[Draft, float] | None:
    """Return the only named person of the last sentences, when a definite description without owner can mean them.

    Descriptions that as a rule bring in somebody else ("the witness", "the judge") mean nobody named.
    """
    lemma = parse.lemmas[nominal.head].lower()
    if nominal.noun.kind != "person" or nominal.owner is not None or nominal.office is not None or nominal.former:
        return None
    if parse.lowers[nominal.first] != "the" or lemma in tables.contexts["unlike"]:
        return None
    if any(parse.deps[k] in {"prep", "relcl"} for k in parse.children[nominal.head] if k > nominal.head):
        return None
    gender = "m" if lemma in tables.contexts["male"] else "f" if lemma in tables.contexts["female"] else ""
    sentence = parse.sentence_of(nominal.head)
    people: dict[str, Draft] = {}
    for token, draft in track.before(nominal.head):
        if sentence - parse.sentence_of(token) > REACH:
            break
        if draft.type is not EntityType.PERSON or not draft.forms:
            continue
        clash = bool(gender and draft.gender and gender != draft.gender)
        if clash or are_apart(parse, token, nominal.head):
            continue
        people[draft.key] = draft
    return (next(iter(people.values())), SCORE) if len(people) == 1 else None
