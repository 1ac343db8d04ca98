"""Titles before a name: the office, whose it is, whether it is past, and gender."""

from onrecord.model import Office, Parse
from onrecord.stages.entities.drafts import Draft
from onrecord.stages.entities.names import Named
from onrecord.stages.entities.tables import Known, Tables

BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
"""Codes that are no country's."""
_PAST = frozenset({"former", "ex", "late", "ousted", "then", "deposed"})
_OWNERS = frozenset({"adjective", "country", "capital", "city", "seat", "institution"})
_WINDOW = 6
_JOINED = frozenset({"ADJ", "PROPN", "PART", "NOUN", "ADV"})


def read_title(parse: Parse, tables: Tables, name: Named, draft: Draft) -> None:
    """Read the title before a name into its draft: the longest office that ends right before it."""
    before = name.first
    if before and parse.lowers[before - 1] in tables.honorifics:
        draft.gender = draft.gender or tables.honorifics[parse.lowers[before - 1]]
        before -= parse.lowers[before - 1] not in tables.offices
    elect = before > 2 and parse.lowers[before - 2 : before] == ("-", "elect")
    before -= 2 * elect
    for size in (4, 3, 2, 1):
        start = before - size
        if start < 0 or parse.sentence_of(start) != parse.sentence_of(name.first):
            continue
        office = tables.offices.get(" ".join(parse.lowers[start:before]))
        if office:
            _add_office(parse, tables, draft, office.name, start, before - 1, "future" if elect else "current")
            draft.sector = draft.sector or office.sector
            return


def _add_office(parse: Parse, tables: Tables, draft: Draft, office: str, first: int, last: int, status: str) -> None:
    owner = None
    at = first - 1
    while at >= max(0, first - _WINDOW) and _joined(parse, at):
        if parse.lowers[at] in _PAST:
            status = "former"
        owner = _known_at(parse, tables, at) or owner
        at -= 1
    if owner is not None:
        draft.country = draft.country or owner.country
    of = owner.name if owner else None
    same = [i for i, o in enumerate(draft.offices) if o.office == office and (of is None or o.of in {None, of})]
    if not same:
        draft.offices.append(Office(office=office, of=of, mention=parse.span(first, last), status=status))
    elif draft.offices[same[0]].of is None and of is not None:
        draft.offices[same[0]] = Office(office=office, of=of, mention=parse.span(first, last), status=status)


def _joined(parse: Parse, token: int) -> bool:
    """Tell whether a token may belong to a title: no mark but a hyphen inside a word."""
    if parse.pos[token] != "PUNCT":
        return parse.pos[token] in _JOINED
    return parse.words[token] in {"-", "‑"} and parse.ends[token] == parse.starts[token + 1]


def _known_at(parse: Parse, tables: Tables, token: int) -> Known | None:
    """Return the country, town or institution whose name begins at a token."""
    for words, known in tables.names.get(parse.lowers[token], ()):
        owns = known.kind in _OWNERS and known.sector != "JRN"
        if owns and parse.words[token : token + len(words)] == words:
            return known
    return None


def known_before(parse: Parse, tables: Tables, name: Named) -> Known | None:
    """Return the country or people right before a name that modifies it ("Iran's", "the Nigerian")."""
    at = name.first - 1
    if at >= 0 and parse.lowers[at] in {"'s", "’s", "’", "'"}:
        at -= 1
    for start in range(at, max(-1, at - 4), -1):
        for words, known in tables.names.get(parse.lowers[start], ()):
            fits = start + len(words) - 1 == at and parse.words[start : at + 1] == words
            if fits and known.kind in {"adjective", "country", "capital", "city"} and _modifies(parse, at, name):
                return known
    return None


def _modifies(parse: Parse, token: int, name: Named) -> bool:
    """Tell whether the head of a token, at most two steps up, lies in the name."""
    above = parse.heads[token]
    return name.first <= above <= name.last or name.first <= parse.heads[above] <= name.last
