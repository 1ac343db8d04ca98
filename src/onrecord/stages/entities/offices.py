"""Who held which office when: the open table that ships, and a user's own.

The table ends at a day (:attr:`OfficeTable.known_until`). Who held an office on that day may have left it since: after
it the answer is "unknown", never "former". What the text of a report says always outranks the table.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.errors import InputError
from onrecord.lexicon import Lexicon
from onrecord.model.names import name_parts, same_name
from onrecord.resources import Resources
from onrecord.stages.entities.tables import load_tables

COLUMNS = ("person", "names", "office", "country", "from", "to", "gender", "source")
_LEADING = frozenset({"leader", "dictator", "ruler"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One row of the table: a person held an office from a day to a day.

    Attributes:
        person: The name shown.
        names: Every name form, ``person`` first.
        office: As the lexicon shows it (``prime minister``).
        country: ISO alpha-3, or ``UNO``, ``EUR``, ``IGO`` for bodies of states.
        start, end: ISO dates of any precision; ``end`` is empty while the office was held when the table ends.
        gender: ``m``, ``f`` or empty.
        source: Where the row comes from.
    """

    person: str
    names: tuple[str, ...]
    office: str
    country: str
    start: str
    end: str = ""
    gender: str = ""
    source: str = ""

    def holds(self, date: str, known_until: str) -> bool | None:
        """Tell whether the office was held on a date (ISO, any precision); None when the table cannot know.

        Example:
            >>> row = Holding(person="A", names=("A",), office="mayor", country="FRA", start="2001", end="2004-05")
            >>> row.holds("2003-01-01", "2020"), row.holds("2004-06", "2020"), row.holds("2004", "2020")
            (True, False, None)
        """
        if _before(date, self.start):
            return False
        if self.end and _before(self.end, date):
            return False
        if not self.end and _before(known_until, date):
            return None
        inside = _before(self.start, date) and (not self.end or _before(date, self.end))
        return True if inside or (self.start <= date and (not self.end or date < self.end[: len(date)])) else None


def _before(left: str, right: str) -> bool:
    """Tell whether a date of any precision is surely before another."""
    size = min(len(left), len(right))
    return left[:size] < right[:size]


@dataclass(frozen=True, eq=False)
class OfficeTable:
    """All holdings, found by a word of the name or by office.

    Attributes:
        known_until: ISO date after which the table knows nothing.
        government_leads: Countries whose "leader" is the head of government.
    """

    by_word: dict[str, tuple[Holding, ...]]
    by_office: dict[tuple[str, str], tuple[Holding, ...]]
    known_until: str
    government_leads: frozenset[str] = frozenset()

    def of_person(self, name: str) -> tuple[Holding, ...]:
        """Return the holdings of the one person who bears a full name, by start; empty for nobody or several."""
        parts = name_parts(name)
        if len(parts) < 2:
            rows = [h for p in parts for h in self.by_word.get(p, ()) if name.casefold() in map(str.casefold, h.names)]
        else:
            near = dict.fromkeys(h for p in (parts[-1], parts[0]) for h in self.by_word.get(p, ()))
            rows = [h for h in near if any(same_name(n, name) for n in h.names)]
        return tuple(sorted(rows, key=lambda h: h.start)) if len({h.person for h in rows}) == 1 else ()

    def of_surname(self, word: str) -> tuple[Holding, ...]:
        """Return the holdings of everybody whose surname (or one-word name) is the word."""
        folded = name_parts(word)
        if len(folded) != 1:
            return ()
        return tuple(h for h in self.by_word.get(folded[0], ()) if folded[0] in _surnames(h))

    def of_office(self, country: str, office: str) -> tuple[Holding, ...]:
        """Return everybody who held an office of a country, by start."""
        return self.by_office.get((country, office), ())


def _surnames(holding: Holding) -> set[str]:
    """Return the words that a holder is called by alone: the last, or the first where the family name leads."""
    family_first = holding.country in {"CHN", "PRK", "KOR", "VNM", "TWN", "HKG", "KHM"}
    return {name_parts(n)[0 if family_first and len(name_parts(n)) > 1 else -1] for n in holding.names}


def load_offices(resources: Resources) -> OfficeTable:
    """Return the table that ships with the user's own CSV files over it.

    Raises:
        InputError: A user's file lacks a column.
    """
    return _load(resources.lexicon, resources.options.offices)


@lru_cache(maxsize=4)
def _load(lexicon: Lexicon, extra: tuple[Path, ...]) -> OfficeTable:
    about = lexicon.entries("offices/about")
    tables = load_tables(lexicon)
    rows: list[Holding] = []
    for path in (*(lexicon.path(f"offices/{t}", ".csv") for t in about["tables"]), *extra):
        for row in _read(path):
            word = tables.office(row.office)
            rows.append(_with_office(row, word.name if word else row.office.lower()))
    by_word: defaultdict[str, dict[Holding, None]] = defaultdict(dict)
    by_office: defaultdict[tuple[str, str], list[Holding]] = defaultdict(list)
    for row in rows:
        by_office[row.country, row.office].append(row)
        for name in row.names:
            for part in name_parts(name):
                by_word[part][row] = None
    return OfficeTable(
        by_word={k: tuple(v) for k, v in by_word.items()},
        by_office={k: tuple(sorted(v, key=lambda h: h.start)) for k, v in by_office.items()},
        known_until=about["known_until"],
        government_leads=frozenset(about["government_leads"]),
    )


def _with_office(row: Holding, office: str) -> Holding:
    return Holding(
        person=row.person,
        names=row.names,
        office=office,
        country=row.country,
        start=row.start,
        end=row.end,
        gender=row.gender,
        source=row.source,
    )


def _read(path: Path) -> Iterator[Holding]:
    """Yield the rows of one CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the table of offices cannot be read: {error}") from error
    for line, row in enumerate(csv.DictReader(text.splitlines()), 2):
        missing = [c for c in ("person", "office", "country", "from") if not row.get(c)]
        if missing:
            raise InputError(f"{path}, line {line}: the table of offices lacks {', '.join(missing)}")
        names = [n.strip() for n in (row.get("names") or "").split(";") if n.strip()]
        yield Holding(
            person=row["person"],
            names=(row["person"], *names),
            office=row["office"],
            country=row["country"],
            start=row["from"],
            end=row.get("to") or "",
            gender=row.get("gender") or "",
            source=f"{path.stem}: {row.get('source') or 'user'}",
        )


def office_holders(country: str, office: str, resources: Resources, *, date: str | None = None) -> tuple[Holding, ...]:
    """Return who held an office of a country, on a date or ever.

    Args:
        country: ISO alpha-3, or ``UNO``, ``EUR``.
        office: As in the lexicon, or another word for it (``premier``).
        resources: The lexicon and the user's tables.
        date: ISO date of any precision; None for all holders.

    Returns:
        Holdings by start; only those that the table is sure of on the date.

    Example:
        >>> [h.person for h in office_holders("DEU", "chancellor", Resources(), date="2010-05-01")]
        ['Angela Merkel']
        >>> office_holders("DEU", "chancellor", Resources(), date="2099")
        ()
    """
    table = load_offices(resources)
    word = load_tables(resources.lexicon).office(office)
    rows = table.of_office(country, word.name if word else office.lower())
    return tuple(h for h in rows if date is None or h.holds(date, table.known_until))


def resolve_office(country: str, office: str, date: str | None, resources: Resources) -> str | None:
    """Return the one person who held an office on a date, or None when unknown or not unique.

    "leader" means the office of the state that leads: president, prime minister, supreme leader.

    Example:
        >>> resolve_office("GBR", "premier", "2017-01-31", Resources())
        'Theresa May'
        >>> resolve_office("JPN", "leader", "2008-01", Resources())
        'Yasuo Fukuda'
    """
    if date is None:
        return None
    for word in offices_meant(country, office, resources):
        people = {h.person for h in office_holders(country, word, resources, date=date)}
        if len(people) == 1:
            return people.pop()
    return None


def offices_meant(country: str, office: str, resources: Resources) -> Iterable[str]:
    """Return the offices that a word can mean in a country, the likeliest first ("leader" of a state)."""
    if office.lower() not in _LEADING:
        return (office,)
    table = load_offices(resources)
    state = ("leader", "supreme leader", "president", "king", "emir")
    government = ("prime minister", "chancellor")
    return (*government, *state) if country in table.government_leads else (*state, *government)
