"""Gives descriptions to the entities they describe, or makes entities of them."""

from onrecord.model import EntityType, MentionForm, Parse
from onrecord.resources import Resources
from onrecord.stages.entities.actors import resolve_actor
from onrecord.stages.entities.binding import are_apart
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.epithets import find_person_meant
from onrecord.stages.entities.holders import find_holder
from onrecord.stages.entities.nominals import Nominal, find_nominals
from onrecord.stages.entities.predicates import add_office, read_predicates
from onrecord.stages.entities.rulers import find_government, is_land
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

_KINDS = {
    "person": EntityType.PERSON,
    "group": EntityType.GROUP,
    "organisation": EntityType.ORGANISATION,
    "other": EntityType.OTHER,
}
_CLASSES = frozenset({"organization", "organisation", "group", "agency", "company", "newspaper", "network", "party"})
_QUOTES = frozenset("\"“”‘’'")
_SAME_HEAD = 40
"""How many earlier mentions a repeated description looks back."""


def cast_descriptions(parse: Parse, tables: Tables, cast: Cast, resources: Resources, date: str | None) -> Track:
    """Add every description to the cast and return the track of all mentions.

    Cost: linear in the descriptions; each looks at a bounded number of earlier mentions.
    """
    track = Track([(seen.token, draft) for draft in cast.drafts.values() for seen in draft.mentions])
    read_predicates(parse, tables, cast)
    for nominal in list(find_nominals(parse, tables, cast)):
        if is_land(parse, nominal) and find_government(parse, tables, cast, track, nominal) is None:
            continue
        draft, score = _resolve(parse, tables, cast, track, nominal, resources, date)
        span = parse.span(nominal.first, nominal.head)
        cast.place(draft, span, MentionForm.NOMINAL, range(nominal.head, nominal.head + 1), score)
        track.add(nominal.head, draft)
    return track


def _resolve(
    parse: Parse,
    tables: Tables,
    cast: Cast,
    track: Track,
    nominal: Nominal,
    resources: Resources,
    date: str | None,
) -> tuple[Draft, float]:
    """Return the draft that a description means and how sure that is."""
    partner = _apposed(parse, cast, nominal) or _named_after(parse, tables, cast, nominal)
    if partner is not None:
        _describe(parse, tables, partner, nominal)
        return partner, 0.95
    found = find_government(parse, tables, cast, track, nominal)
    if found is None and nominal.definite and not nominal.plural:
        found = find_holder(parse, track, nominal, resources, date)
    if found is None and nominal.definite:
        found = _repeated(parse, track, nominal)
    if found is None and nominal.definite and not nominal.plural:
        found = find_person_meant(parse, tables, track, nominal)
    return found or (_own(parse, cast, nominal, resources), 1.0)


def _repeated(parse: Parse, track: Track, nominal: Nominal) -> tuple[Draft, float] | None:
    """Return the entity of an earlier description with the same head ("a man … the man")."""
    if parse.pos[nominal.first] == "PRON":
        return None
    lemma = parse.lemmas[nominal.head]
    mine = _modifiers(parse, nominal.first, nominal.head)
    for token, draft in track.before(nominal.head, _SAME_HEAD):
        if not draft.key.startswith("nominal:") or parse.lemmas[token] != lemma or draft.plural != nominal.plural:
            continue
        if nominal.country and draft.country != nominal.country:
            continue
        if mine <= draft.words and nominal.owner is None and not are_apart(parse, token, nominal.head):
            return draft, 0.8 if mine else 0.7
    return None


def _modifiers(parse: Parse, first: int, head: int) -> frozenset[str]:
    return frozenset(
        parse.lowers[i] for i in range(first, head) if parse.pos[i] in {"ADJ", "NOUN", "PROPN", "NUM", "VERB"}
    )


def _apposed(parse: Parse, cast: Cast, nominal: Nominal) -> Draft | None:
    """Return the person or body that stands in apposition to a description."""
    for kid in parse.children[nominal.head]:
        if parse.deps[kid] == "appos" and kid in cast.by_token:
            return _fitting(cast.by_token[kid], nominal)
        if parse.deps[kid] in {"compound", "nmod"} and parse.lemmas[nominal.head].lower() in _CLASSES:
            body = cast.by_token.get(kid)
            if body is not None and body.type is EntityType.ORGANISATION:
                return body
    above = parse.heads[nominal.head]
    if parse.deps[nominal.head] == "appos" and above in cast.by_token:
        return _fitting(cast.by_token[above], nominal)
    return None


def _named_after(parse: Parse, tables: Tables, cast: Cast, nominal: Nominal) -> Draft | None:
    """Return the person named behind what a role is for: "a spokesman for Diaz, Tom Reyes".

    The grammar hangs the name on the nearest noun, but a name stands beside no other name, and no person beside a body.
    """
    if nominal.noun.kind != "person" or nominal.plural:
        return None
    for kid in parse.children[nominal.head]:
        if parse.deps[kid] != "prep" or parse.lowers[kid] not in {"for", "of", "at", "with", "from", "to"}:
            continue
        for token in range(kid + 1, parse.right_edge[kid] + 1):
            named = cast.by_token.get(token)
            if parse.deps[token] != "appos" or named is None or parse.lowers[parse.left_edge[token] - 1] != ",":
                continue
            beside = parse.heads[token]
            noun = tables.nouns.get(parse.lemmas[beside].lower())
            if parse.pos[beside] == "PROPN" or (noun is not None and noun.kind != "person"):
                return named if named.type is EntityType.PERSON else None
    return None


def _fitting(draft: Draft, nominal: Nominal) -> Draft | None:
    if nominal.country and draft.country and nominal.country != draft.country:
        return None
    person = draft.type is EntityType.PERSON
    if nominal.noun.kind == "person":
        return draft if person and not nominal.plural else None
    if draft.type is EntityType.ORGANISATION and nominal.plural and nominal.noun.kind == "organisation":
        return None
    return draft if draft.type in {EntityType.ORGANISATION, EntityType.GROUP} else None


def _describe(parse: Parse, tables: Tables, draft: Draft, nominal: Nominal) -> None:
    """Note office, country and sector that a description gives."""
    if nominal.office is not None:
        add_office(parse, tables, draft, nominal, "former" if nominal.former else "current")
    draft.country = draft.country or nominal.country


def _own(parse: Parse, cast: Cast, nominal: Nominal, resources: Resources) -> Draft:
    """Return an entity of the description itself; repeated definite ones are one."""
    words = parse.lowers[nominal.first : nominal.head + 1]
    content = [w for i, w in enumerate(words) if parse.pos[nominal.first + i] not in {"DET", "PUNCT"}]
    key = " ".join(content)
    if not (nominal.definite or nominal.plural or nominal.noun.kind != "person"):
        key = f"{key}@{nominal.head}"
    kind = _KINDS[nominal.noun.kind]
    if nominal.plural and kind is not EntityType.OTHER:
        kind = EntityType.GROUP
    new = f"nominal:{key}" not in cast.drafts
    draft = cast.get(f"nominal:{key}", kind)
    draft.plural = nominal.plural
    draft.words |= _modifiers(parse, nominal.first, nominal.head)
    if new:
        draft.shown = _shown(parse, nominal)
        owner = cast.by_token.get(nominal.owner) if nominal.owner is not None else None
        country, sector = resolve_actor(draft.shown, None, resources)
        draft.country = nominal.country or country or (owner.country if owner is not None else None)
        draft.sector = sector or (nominal.office.sector if nominal.office else nominal.noun.sector)
    return draft


def _shown(parse: Parse, nominal: Nominal) -> str:
    first = nominal.first
    if parse.pos[first] == "DET" and first < nominal.head:
        first += 1
    out = parse.words[first]
    for i in range(first + 1, nominal.head + 1):
        if parse.words[i] in _QUOTES:
            continue
        out += (" " if parse.starts[i] > parse.ends[i - 1] else "") + parse.words[i]
    return out
