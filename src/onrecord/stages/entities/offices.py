"""Who held which office when: the open table that ships, and a user's own."""

from dataclasses import dataclass

from onrecord.model.names import name_parts, same_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One row of the table: a person held an office from a day to a day.

    Attributes:
        person: The name shown.
        names: Every name form.
        office: Word of the lexicon's offices.
        country: ISO alpha-3, or the PLOVER code of a body of states.
        sector: PLOVER sector.
        start, end: ISO dates of any precision; ``end`` is empty while the office is held, as far as the table knows.
        gender: ``m``, ``f`` or empty.
        source: The table.
    """

    person: str
    names: tuple[str, ...]
    office: str
    country: str
    sector: str
    start: str
    end: str
    gender: str
    source: str


@dataclass(frozen=True, eq=False)
class OfficeTable:
    """All holdings, found by name or by office.

    Attributes:
        known_until: The day after which the table knows nothing.
    """

    by_word: dict[str, tuple[Holding, ...]]
    by_office: dict[tuple[str, str], tuple[Holding, ...]]
    known_until: str

    def of_person(self, name: str) -> tuple[Holding, ...]:
        """Return the holdings of whoever bears the name; empty when nobody or several people do."""
        parts = name_parts(name)
        if not parts:
            return ()
        rows = [h for h in self.by_word.get(parts[-1], ()) + self.by_word.get(parts[0], ())]
        found = [h for h in dict.fromkeys(rows) if any(same_name(n, name) for n in h.names)]
        return tuple(found) if len({h.person for h in found}) == 1 else ()
