"""Offices that a sentence gives its subject: "became prime minister", "is the foreign minister of Kenya"."""

from onrecord.model import EntityType, Office, Parse
from onrecord.stages.entities.binding import subject_of
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.nominals import Nominal, describe_noun
from onrecord.stages.entities.tables import Tables

_LINKS = frozenset({"be", "become", "remain", "stay"})
_NAMED = frozenset({"appoint", "name"})


def read_predicates(parse: Parse, tables: Tables, cast: Cast) -> None:
    """Add the offices that predicates give people who are named as subjects.

    Past "was" gives none: whether it still holds is not said. Cost: linear in the tokens.
    """
    for token, dep in enumerate(parse.deps):
        if dep not in {"attr", "oprd"} or parse.pos[token] not in {"NOUN", "PROPN"}:
            continue
        status = _status(parse, parse.heads[token])
        subject = subject_of(parse, parse.heads[token]) if status else None
        draft = cast.by_token.get(subject) if subject is not None else None
        if status is None or draft is None or draft.type is not EntityType.PERSON:
            continue
        nominal = describe_noun(parse, tables, token)
        if nominal is not None and nominal.office is not None and not nominal.plural:
            add_office(parse, tables, draft, nominal, "former" if nominal.former else status)


def _status(parse: Parse, verb: int) -> str | None:
    """Return what a linking verb says of an office: current, future, or None when it says nothing sure."""
    kids = parse.children[verb]
    if parse.lemmas[verb] not in _LINKS | _NAMED or any(parse.deps[k] == "neg" for k in kids):
        return None
    auxiliaries = {parse.lowers[k] for k in kids if parse.deps[k] in {"aux", "auxpass"}}
    if auxiliaries & {"will", "'ll", "’ll"}:
        return "future"
    if auxiliaries & {"would", "could", "may", "might", "should", "can", "must", "to"}:
        return None
    if parse.lemmas[verb] in _NAMED:
        return "current" if auxiliaries & {"was", "is", "been", "were"} else None
    if parse.lemmas[verb] == "be" and parse.tags[verb] == "VBD":
        return None
    return "current"


def add_office(parse: Parse, tables: Tables, draft: Draft, nominal: Nominal, status: str) -> None:
    """Give a person the office of a description; the text replaces what the table said of the same office."""
    assert nominal.office is not None
    draft.country = draft.country or nominal.country
    draft.sector = draft.sector or nominal.office.sector
    if any(o.office == nominal.office.name and o.source == "text" for o in draft.offices):
        return
    of = tables.country_names.get(nominal.country or "", nominal.country)
    span = parse.span(nominal.first, nominal.head)
    others = [o for o in draft.offices if o.office != nominal.office.name]
    draft.offices = [*others, Office(office=nominal.office.name, of=of, mention=span, status=status)]
