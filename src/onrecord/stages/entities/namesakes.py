"""Names of countries that mean something else here: a state of that name, a town abroad, a person."""

from dataclasses import replace

from onrecord.model import Parse
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.tables import Known, Tables

_AHEAD = 6
_MISTER = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms."})


def settle_namesakes(parse: Parse, tables: Tables, names: list[Named]) -> list[Named]:
    """Return the names with what their report and neighbours say of those that several things bear.

    Cost: linear in the tokens; the words of the report are looked through only where an ambiguous name stands.
    """
    meant = _other_meanings(parse, tables, names)
    return [_settle(parse, tables, name, meant) for name in names]


def _other_meanings(parse: Parse, tables: Tables, names: list[Named]) -> dict[str, str]:
    """Return for each ambiguous name the other country that the words of the report speak for."""
    seen = {n.known.name for n in names if n.known is not None} & set(tables.ambiguous)
    out = {}
    for text in sorted(seen):
        other, its, own = tables.ambiguous[text]
        words = set(parse.lowers)
        if len(words & its) > len(words & own):
            out[text] = other
    return out


def country_overrides(parse: Parse, tables: Tables) -> dict[str, str]:
    """Return for the code of each ambiguous country that the report does not mean the code that it means."""
    if not tables.ambiguous.keys() & set(parse.words):
        return {}
    words = set(parse.lowers)
    codes = {name: code for code, name in tables.country_names.items()}
    rows = [(codes[text], *row) for text, row in tables.ambiguous.items() if text in parse.words]
    return {code: other for code, other, its, own in rows if len(words & its) > len(words & own)}


def _settle(parse: Parse, tables: Tables, name: Named, meant: dict[str, str]) -> Named:
    known = name.known
    if known is None and name.label in {"GPE", "ORG", "LOC"} and name.first == name.last:
        return _town_of_state(parse, tables, name)
    if known is None or known.kind not in {"country", "capital", "city"}:
        return name
    if known.kind == "country" and known.name in meant:
        return replace(name, known=Known("city", known.name, meant[known.name]))
    state = _state_after(parse, tables, name)
    if state is not None and known.country != state:
        return replace(name, known=Known("city", name.text(parse), state))
    borne = parse.words[name.first] in tables.given_places
    if name.first == name.last and borne and _is_bearer(parse, tables, name):
        return replace(name, known=None, label="PERSON")
    return name


def _state_after(parse: Parse, tables: Tables, name: Named) -> str | None:
    """Return the country of a state that follows after a comma ("Paris, Texas"), only where states are written so."""
    at = name.last + 2
    if at >= len(parse) or parse.words[at - 1] != ",":
        return None
    for words, known in tables.names.get(parse.lowers[at], ()):
        if known.kind == "city" and known.country in {"USA", "CAN"} and parse.words[at : at + len(words)] == words:
            return known.country
    return None


def _town_of_state(parse: Parse, tables: Tables, name: Named) -> Named:
    """Take a word between a comma and a state in commas for a town ("Lincoln, Nebraska, …")."""
    state, end = _state_after(parse, tables, name), name.last + 3
    closed = state is not None and end < len(parse) and parse.words[end] in {",", "."}
    return replace(name, known=Known("city", name.text(parse), state), label="GPE") if closed else name


def _is_bearer(parse: Parse, tables: Tables, name: Named) -> bool:
    """Tell whether a place's name is a person's here: by "who" or a "he" that follows, or "her son" before it."""
    if name.first and parse.lowers[name.first - 1] in _MISTER:
        return True
    near = parse.lemmas[name.first - 1].lower() if name.first else ""
    if near in tables.contexts["kin"] or near in tables.contexts["companion"]:
        return parse.pos[name.first - 1] == "NOUN" and parse.entity[name.last] not in {"GPE", "LOC"}
    after = parse.lowers[name.last + 1 : name.last + 3]
    if after[:1] == ("who",) or after == (",", "who"):
        return True
    if parse.deps[name.last] != "nsubj":
        return False
    ahead = parse.lowers[name.last + 2 : name.last + _AHEAD]
    return bool({"he", "she"} & set(ahead)) and "," not in ahead
