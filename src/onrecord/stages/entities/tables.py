"""The word lists of this stage, compiled once a lexicon."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.lexicon import Lexicon

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|['’]s\b|\w[\w.]*(?:['’](?!s\b)\w+)*\+?|[^\w\s]")


_WITH_ARTICLE = frozenset({"Republic", "Islands", "Kingdom", "Emirates", "See"})


def split_words(name: str) -> tuple[str, ...]:
    """Split a name of the lexicon as the grammar model splits text: hyphens and 's stand alone.

    Example:
        >>> split_words("People's Liberation Army")
        ('People', "'s", 'Liberation', 'Army')
    """
    return tuple(_TOKEN.findall(name.replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the lexicon knows.

    Attributes:
        kind: ``country``, ``capital``, ``city``, ``region``, ``breakaway``, ``adjective``, ``people``, ``seat``
            or ``institution``.
        name: The name shown.
        country: ISO alpha-3, or a PLOVER code for bodies of states.
        sector: PLOVER sector or None.
    """

    kind: str
    name: str
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Noun:
    """A head of descriptions: kind ``person``, ``group``, ``organisation`` or ``other``, and its sector."""

    kind: str
    sector: str | None


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """An office: the word shown, its sector and whether its holder leads a state."""

    name: str
    sector: str
    head: bool


@dataclass(frozen=True)
class Tables:
    """Everything the rules look up.

    Attributes:
        names: First word (lower case) -> (words, what it is), longest first.
        country_names: Code -> name shown.
        articles: Codes of countries named with "the".
        nouns: Lemma or phrase in lower case -> its meaning.
        offices: Office words in lower case, joined by a space -> office.
        office_sectors: Office as shown -> PLOVER sector.
        honorifics: Lower-case word -> ``m``, ``f`` or empty.
        genders: Lower-case given name -> ``m`` or ``f``.
        given_places: Names of places that are given names too.
        contexts: Sets of words around a name (``motion``, ``policy`` …).
        ambiguous: Country name -> (other country, words for it, words for the country).
        phrases: (words between spaces, sector) in order of strength.
    """

    names: dict[str, list[tuple[tuple[str, ...], Known]]] = field(default_factory=dict)
    country_names: dict[str, str] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    nouns: dict[str, Noun] = field(default_factory=dict)
    offices: dict[str, OfficeWord] = field(default_factory=dict)
    office_sectors: dict[str, str] = field(default_factory=dict)
    honorifics: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    given_places: frozenset[str] = frozenset()
    contexts: dict[str, frozenset[str]] = field(default_factory=dict)
    ambiguous: dict[str, tuple[str, frozenset[str], frozenset[str]]] = field(default_factory=dict)
    phrases: tuple[tuple[str, str], ...] = ()

    def office(self, words: str) -> OfficeWord | None:
        """Return the office that words name in any of its forms, or None."""
        return self.offices.get(" ".join(split_words(words.lower())))


@lru_cache(maxsize=4)
def load_tables(lexicon: Lexicon) -> Tables:
    """Compile the word lists of a lexicon.

    Cost: a few thousand words, some milliseconds, once.
    """
    tables = Tables(
        ambiguous={
            name: (row["other"], frozenset(row["its"]), frozenset(row["own"]))
            for name, row in lexicon.entries("countries/ambiguous").items()
        },
        contexts={name: frozenset(words) for name, words in lexicon.entries("entities/contexts").items()},
        given_places=lexicon.words("entities/place_given_names"),
        phrases=tuple(
            (f" {phrase} ", row["sector"]) for row in lexicon.entries("entities/phrases") for phrase in row["any"]
        ),
    )
    _add_countries(tables, lexicon)
    _add_bodies(tables, lexicon)
    _add_people(tables, lexicon)
    for rows in tables.names.values():
        rows.sort(key=lambda row: -len(row[0]))
    return tables


def _add(tables: Tables, text: str, known: Known) -> None:
    words = split_words(text)
    rows = tables.names.setdefault(words[0].lower(), [])
    if all(row[0] != words for row in rows):
        rows.append((words, known))


def _add_countries(tables: Tables, lexicon: Lexicon) -> None:
    for code, row in lexicon.entries("countries/countries").items():
        tables.country_names[code] = row["name"]
        if f"the {row['name']}" in row.get("names", ()) or row["name"].split()[-1] in _WITH_ARTICLE:
            tables.articles.add(code)
        for form in (row["name"], *row.get("names", ())):
            _add(tables, form, Known("country", row["name"], code))
        for form in row.get("capital", ()):
            _add(tables, form, Known("capital", row["capital"][0], code))
        for form in row.get("adj", ()):
            _add(tables, form, Known("adjective", row["name"], code))
        for form in row.get("people", ()):
            _add(tables, form, Known("people", row["name"], code))
    for code, forms in lexicon.entries("countries/unrecognised").items():
        for form in forms:
            _add(tables, form, Known("breakaway", form, code, "PRE"))
    for code, cities in lexicon.entries("countries/cities").items():
        for form in cities:
            _add(tables, form, Known("city", form, code))
    for form in lexicon.entries("entities/regions"):
        _add(tables, form, Known("region", form))


def _add_bodies(tables: Tables, lexicon: Lexicon) -> None:
    for code, sectors in lexicon.entries("entities/seats").items():
        for sector, forms in sectors.items():
            for form in forms:
                if sector == "government":
                    _add(tables, form, Known("seat", form, code, "GOV"))
                else:
                    _add(tables, form, Known("institution", _full_form(form, forms), code, sector))
    for row in lexicon.entries("entities/bodies"):
        for form in row["names"]:
            _add(tables, form, Known("institution", row["names"][0], row["code"], row["sector"]))


def _full_form(form: str, forms: list[str]) -> str:
    """Return the longest form that begins with this one or that it abbreviates.

    Example:
        >>> _full_form("CIA", ["CIA", "Central Intelligence Agency"])
        'Central Intelligence Agency'
    """
    long = [f for f in forms if f.startswith(f"{form} ") or _initials(f) == form.replace(".", "")]
    return max(long, key=len, default=form)


def _initials(name: str) -> str:
    return "".join(w[0] for w in split_words(name) if w[0].isupper())


def _add_people(tables: Tables, lexicon: Lexicon) -> None:
    for kind, sectors in lexicon.entries("entities/nouns").items():
        for sector, words in sectors.items():
            for word in words:
                tables.nouns.setdefault(word, Noun(kind, None if sector == "-" else sector))
    for name, row in lexicon.entries("entities/offices").items():
        office = OfficeWord(name, row["sector"], bool(row.get("head")))
        tables.office_sectors[name] = row["sector"]
        for form in (name, *row["forms"]):
            tables.offices[" ".join(w.lower() for w in split_words(form))] = office
    for gender, words in lexicon.entries("entities/honorifics").items():
        for word in words:
            tables.honorifics[word] = gender
    for gender, words in lexicon.entries("entities/first_names").items():
        for word in words:
            tables.genders[word.lower()] = gender
