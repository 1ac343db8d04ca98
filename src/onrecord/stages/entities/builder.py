"""Puts names, governments, descriptions and pronouns together into drafts."""

from dataclasses import replace

from onrecord.model import EntityType, MentionForm, Parse, Span
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.governments import acts
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.naming import find_named
from onrecord.stages.entities.nominals import country_after
from onrecord.stages.entities.offices import OfficeTable
from onrecord.stages.entities.people import Group, link_names, same_key
from onrecord.stages.entities.tables import Known, Tables
from onrecord.stages.entities.titles import BODIES, known_before, read_title

TYPES = {
    "person": EntityType.PERSON,
    "organisation": EntityType.ORGANISATION,
    "place": EntityType.PLACE,
    "other": EntityType.OTHER,
}


def cast_names(parse: Parse, tables: Tables, table: OfficeTable) -> Cast:
    """Return the drafts of everything that is named."""
    cast = Cast()
    named = find_named(parse, tables)
    unknown = [n for n in named if n.known is None]
    known = [n for n in named if n.known is not None]
    groups = link_names(parse, unknown, tables, table)
    persons = _person_words(groups)
    short = _short_forms(known)
    rows: list[tuple[int, Named, Group | None]] = [(n.first, n, g) for g in groups for n in g.names]
    rows += [(n.first, n, None) for n in known]
    for _, name, group in sorted(rows, key=lambda row: row[0]):
        if group is not None:
            _cast_group(parse, tables, cast, name, group, short)
        else:
            _cast_known(parse, tables, cast, name, persons)
    return cast


def _person_words(groups: list[Group]) -> dict[str, Group]:
    """Return the words of full names of people, for names such as Jordan that are also places."""
    out: dict[str, Group] = {}
    for group in groups:
        if group.kind == "person":
            for word in group.fullest.split():
                out.setdefault(word, group)
    return out


def _span(parse: Parse, name: Named) -> Span:
    return parse.span(name.first, name.last)


def _short_forms(known: list[Named]) -> dict[str, Named]:
    """Return the last words of the media that the report names in full ("Post" for the Washington Post)."""
    media = [n for n in known if n.known and n.known.sector == "JRN" and " " in n.known.name]
    return {n.known.name.split()[-1]: n for n in media if n.known}


def _cast_group(parse: Parse, tables: Tables, cast: Cast, name: Named, group: Group, short: dict[str, Named]) -> None:
    if name.label == "NORP" and group.kind != "person":
        _cast_members(parse, tables, cast, name)
        return
    text = name.text(parse)
    if text in short and group.kind != "person":
        _cast_known(parse, tables, cast, replace(name, known=short[text].known), {})
        return
    kind = TYPES[group.kind]
    if kind is EntityType.PERSON and parse.tags[name.last] == "NNPS" and name.first == name.last:
        kind = EntityType.GROUP
    draft = cast.get(f"{kind.value}:{same_key(group.texts)}{group.tag}", kind)
    draft.plural = kind is EntityType.GROUP
    draft.aside = group.aside
    draft.gender = draft.gender or group.gender
    modifier = known_before(parse, tables, name) if kind is EntityType.ORGANISATION else None
    draft.country = draft.country or (modifier.country if modifier else None) or name.country
    if draft.country is None and kind is EntityType.ORGANISATION:
        draft.country = country_after(parse, tables, name.last)
    tokens = range(name.first, name.last + 1)
    cast.place(draft, _span(parse, name), MentionForm.NAME, tokens, text=text, head=name.head(parse))
    if kind is EntityType.PERSON:
        read_title(parse, tables, name, draft)


def _cast_members(parse: Parse, tables: Tables, cast: Cast, name: Named) -> None:
    """Make a group of "the Democrats" or "Latinos"; the same words before a noun only describe it."""
    if parse.tags[name.last] not in {"NNPS", "NNS"}:
        return
    text = name.text(parse)
    draft = cast.get(f"people:{text.casefold()}", EntityType.GROUP)
    noun = tables.nouns.get(parse.lemmas[name.last].lower()) or tables.nouns.get(text.casefold().removesuffix("s"))
    draft.sector = noun.sector if noun else "CVL"
    draft.country, draft.plural = draft.country or name.country, True
    tokens = range(name.first, name.last + 1)
    cast.place(draft, _span(parse, name), MentionForm.NAME, tokens, text=text)


def _cast_known(parse: Parse, tables: Tables, cast: Cast, name: Named, persons: dict[str, Group]) -> None:
    """Give a name that the lexicon knows to its draft."""
    known = name.known
    assert known is not None
    text = name.text(parse)
    tokens = range(name.first, name.last + 1)
    if text in persons and (name.label == "PERSON" or _is_bearer(parse, tables, name, persons[text])):
        draft = cast.get(f"person:{same_key(persons[text].texts)}{persons[text].tag}", EntityType.PERSON)
        cast.place(draft, _span(parse, name), MentionForm.NAME, tokens, 0.8, text=text)
        return
    if known.kind == "adjective" or (known.kind == "people" and _is_modifier(parse, name)):
        if _is_people(parse, name):
            _cast_people(parse, cast, name)
        return
    if known.kind == "people":
        _cast_people(parse, cast, name)
        return
    if known.kind in {"country", "capital", "seat"} and acts(parse, name, tables):
        draft = government(cast, tables, known.country or "")
    else:
        prefix, kind = {
            "institution": ("organisation", _institution(known)),
            "seat": ("organisation", EntityType.ORGANISATION),
        }.get(known.kind, ("place", EntityType.PLACE))
        country = _country_of(parse, tables, name, known)
        own = "" if country == known.country else f":{country}"
        draft = cast.get(f"{prefix}:{known.name.casefold()}{own}", kind)
        draft.country, draft.sector = country, known.sector
    cast.place(draft, _span(parse, name), MentionForm.NAME, tokens, text=text, head=name.head(parse))


def _country_of(parse: Parse, tables: Tables, name: Named, known: Known) -> str | None:
    """Return the country of a known name; a modifier outranks the lexicon ("the Nigerian Senate")."""
    if known.kind != "institution" or known.country in {None, *BODIES}:
        return known.country
    modifier = known_before(parse, tables, name)
    return modifier.country if modifier else known.country


def _institution(known: Known) -> EntityType:
    """Ministries and armed forces of a state are parts of its government; parliaments and courts are not."""
    state = known.country is not None and known.country not in BODIES
    return EntityType.GOVERNMENT if state and known.sector in {"GOV", "MIL"} else EntityType.ORGANISATION


def government(cast: Cast, tables: Tables, code: str) -> Draft:
    """Return the draft of a country's government."""
    draft = cast.get(f"gov:{code}", EntityType.GOVERNMENT)
    draft.country, draft.sector = code, "GOV"
    country = tables.country_names.get(code, code)
    draft.shown = f"Government of {'the ' if code in tables.articles else ''}{country}"
    draft.forms.setdefault(country, 0)
    return draft


def _is_locative(parse: Parse, name: Named) -> bool:
    above = parse.heads[name.last]
    return parse.deps[name.last] == "pobj" and parse.lowers[above] in {"in", "at", "near", "from", "to"}


def _is_bearer(parse: Parse, tables: Tables, name: Named, group: Group) -> bool:
    """Tell whether "Jordan" can be Jordan Osei or Mira Jordan: no place one goes to, the surname, named before."""
    reached = parse.deps[name.last] == "dobj" and parse.lemmas[parse.heads[name.last]] in tables.contexts["reached"]
    if reached or _is_locative(parse, name):
        return False
    full = [n for n in group.names if n.last > n.first]
    surname = any(parse.words[n.last] == name.text(parse) for n in full)
    return not full or (surname and min(n.first for n in full) < name.first)


def _is_modifier(parse: Parse, name: Named) -> bool:
    return parse.deps[name.last] in {"amod", "compound", "nmod"} and parse.heads[name.last] > name.last


def _is_people(parse: Parse, name: Named) -> bool:
    """Tell whether an adjective is used as a noun for the people ("the Japanese say")."""
    if parse.pos[name.last] not in {"PROPN", "NOUN", "ADJ"} or _is_modifier(parse, name):
        return False
    return parse.deps[name.last] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "agent"} and (
        (name.first > 0 and parse.pos[name.first - 1] in {"DET", "NUM", "ADJ"}) or parse.tags[name.last] == "NNPS"
    )


def _cast_people(parse: Parse, cast: Cast, name: Named) -> None:
    """Make or find the group of a country's people."""
    assert name.known is not None
    first = name.first
    while first and parse.heads[first - 1] == name.last and parse.deps[first - 1] in {"det", "nummod", "amod"}:
        first -= 1
    words = parse.lowers[first : name.last + 1]
    single = words[0] in {"a", "an", "one"}
    key = f"people:{' '.join(words)}" + (f"@{first}" if single else "")
    draft = cast.get(key, EntityType.PERSON if single else EntityType.GROUP)
    draft.country, draft.sector, draft.plural = name.known.country, "CVL", not single
    draft.shown = draft.shown or " ".join(parse.words[first : name.last + 1])
    cast.place(draft, parse.span(first, name.last), MentionForm.NOMINAL, range(first, name.last + 1))
