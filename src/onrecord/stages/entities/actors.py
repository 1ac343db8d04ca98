"""An actor phrase to country and sector, without a parse: for descriptions, and for coding tables of actors."""

from collections.abc import Iterator

from onrecord.lexicon import Lexicon
from onrecord.resources import Resources
from onrecord.stages.entities.offices import Holding, OfficeTable, load_offices
from onrecord.stages.entities.tables import Known, Tables, load_tables, split_words

_RANK = {
    "country": 0,
    "adjective": 0,
    "people": 0,
    "seat": 1,
    "institution": 1,
    "breakaway": 1,
    "capital": 2,
    "city": 3,
}
_SELF = frozenset({"IGO", "UNO", "NGO", "EUR"})
_STOP = frozenset({"the", "a", "an", "of", "and", "for", "in", "to", "at", "by", "'s", "s", "'"})
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "late"})

Actor = tuple[str | None, str | None]


def resolve_actor(phrase: str, date: str | None, resources: Resources, *, context: str = "") -> Actor:
    """Return the country and PLOVER sector of an actor phrase.

    Args:
        phrase: A name or description: "Slovak soldiers", "the Lebanese president's office", "Kyiv police".
        date: ISO date of the report; decides whether an office-holder is in office (``GOV``) or not (``ELI``).
        resources: The lexicon and the tables of offices.
        context: Words around it that may name the country when the phrase does not.

    Returns:
        ISO alpha-3 (or ``UNO``, ``EUR``, ``IGO``, ``NGO``) and sector; None for what neither the phrase, the lexicon
        nor the tables tell. A bare country has no sector, a bare capital means the government.

    Cost: linear in the words of the phrase.

    Example:
        >>> resolve_actor("Slovak soldiers", None, Resources()), resolve_actor("CANBERRA", None, Resources())
        (('SVK', 'MIL'), ('AUS', 'GOV'))
    """
    found = _Phrase(phrase, resources.lexicon)
    holder = _holder_actor(found, date, load_offices(resources))
    if holder is not None:
        return holder
    country = found.country
    if country is None and context:
        country = _Phrase(context, resources.lexicon).country
    return country, found.sector(country)


class _Phrase:
    """A phrase cut into words, with what the lexicon knows of them."""

    def __init__(self, phrase: str, lexicon: Lexicon) -> None:
        self.tables: Tables = load_tables(lexicon)
        self.words = split_words(phrase.strip())
        self.lowers = tuple(w.lower() for w in self.words)
        self.known = list(_match(self.words, self.tables))
        ranked = [(r, k) for r, (_, _, k) in enumerate(self.known) if k.country and k.kind != "region"]
        owned = [row for row in ranked if row[1].country not in _SELF]
        ranked = owned if owned and ranked[0][1].kind != "institution" else ranked
        ranked = sorted(ranked, key=lambda row: (_RANK.get(row[1].kind, 4) > 2, row[0]))
        self.country = ranked[0][1].country if ranked else None

    def name(self) -> str:
        """Return the words after titles, honorifics and adjectives of country."""
        at, size = 0, len(self.words)
        moved = True
        while moved and at < size:
            moved = False
            for step in (5, 4, 3, 2, 1):
                chunk = " ".join(self.lowers[at : at + step])
                if at + step < size and (
                    chunk in self.tables.offices or chunk in self.tables.honorifics or chunk in _FORMER | _STOP
                ):
                    at, moved = at + step, True
                    break
            else:
                for first, end, known in self.known:
                    if first == at and end < size and known.kind in {"adjective", "country"}:
                        at, moved = end, True
        return " ".join(self.words[at:]).replace(" - ", "-").replace(" ' ", "'")

    def sector(self, country: str | None) -> str | None:
        """Return the sector that the words tell, the strongest first."""
        del country
        whole = self.known[0] if len(self.known) == 1 else None
        rest = [w for i, w in enumerate(self.lowers) if not any(a <= i < b for a, b, _ in self.known)]
        content = [w for w in rest if w not in _STOP and w[0].isalpha()]
        named = next((k.sector for _, _, k in self.known if k.sector), None)
        if whole and not content:
            return _bare(whole[2])
        former = bool(_FORMER & set(self.lowers)) or any(w.startswith("ex-") for w in self.lowers)
        text = f" {' '.join(self.lowers)} "
        by_phrase = _phrase_sector(text, self.tables)
        by_office = _office_sector(self.lowers, self.tables, named)
        if former and (by_office in {"GOV", "LEG", "JUD", "SPY", "MIL"} or by_phrase == "GOV"):
            return "ELI"
        head = _head_sector(self.lowers, self.tables)
        if named and named not in {"IGO", "GOV"} and by_phrase in {None, "GOV", "PTY", "NGO"}:
            return named
        return _first(by_phrase if by_phrase != "GOV" else None, by_office, head, by_phrase, named)


def _first(*sectors: str | None) -> str | None:
    return next((s for s in sectors if s), None)


def _bare(known: Known) -> str | None:
    """Return the sector of a phrase that is only one known name."""
    if known.kind == "institution" and known.sector == "IGO":
        return "IGO"
    return {"capital": "GOV", "city": "CVL", "people": "CVL", "breakaway": "PRE"}.get(known.kind, known.sector)


def _match(words: tuple[str, ...], tables: Tables) -> Iterator[tuple[int, int, Known]]:
    """Yield the longest known names from left to right as (first, end, known)."""
    at, size = 0, len(words)
    while at < size:
        step = 1
        for form, known in tables.names.get(words[at].lower(), ()):
            end = at + len(form)
            if end <= size and all(_same(a, b) for a, b in zip(words[at:end], form, strict=True)):
                yield at, end, known
                step = len(form)
                break
        at += step


def _same(seen: str, form: str) -> bool:
    return seen.replace("’", "'") == form or (seen.isupper() and len(form) > 3 and seen == form.upper())


def _phrase_sector(text: str, tables: Tables) -> str | None:
    """Return the sector of the first phrase of the lexicon that the text holds."""
    return next((sector for words, sector in tables.phrases if words in text), None)


def _office_sector(lowers: tuple[str, ...], tables: Tables, named: str | None) -> str | None:
    """Return the sector of the longest office; the president of a parliament is of the parliament."""
    for size in (4, 3, 2, 1):
        for at in range(len(lowers) - size + 1):
            office = tables.offices.get(" ".join(lowers[at : at + size]))
            if office:
                after = lowers[at + size : at + size + 1] == ("of",)
                return named if after and named and named != "IGO" else office.sector
    return None


def _head_sector(lowers: tuple[str, ...], tables: Tables) -> str | None:
    """Return the sector of the last noun before a preposition."""
    end = next(
        (i for i, w in enumerate(lowers) if i and w in {"of", "in", "from", "at", "on", "with", "who"}), len(lowers)
    )
    for word in reversed(lowers[:end]):
        for form in _singulars(word):
            noun = tables.nouns.get(form)
            if noun:
                return noun.sector
    return None


def _singulars(word: str) -> tuple[str, ...]:
    """Return the word and what its singular may be."""
    out = [word]
    if word.endswith("ies"):
        out.append(word[:-3] + "y")
    if word.endswith("men"):
        out.append(word[:-3] + "man")
    if word.endswith("es"):
        out.append(word[:-2])
    if word.endswith("s"):
        out.append(word[:-1])
    return tuple(out)


def _holder_actor(phrase: _Phrase, date: str | None, table: OfficeTable) -> Actor | None:
    """Return country and sector of an office-holder named by the phrase, by date."""
    name = phrase.name()
    rows = table.of_person(name) if name[:1].isupper() else ()
    if not rows and " " not in name.strip() and name[:1].isupper() and not phrase.known:
        rows = table.of_surname(name)
        if len({h.person for h in rows}) != 1:
            rows = tuple(h for h in rows if date and h.holds(date, table.known_until))
    if not rows or (phrase.country and phrase.country not in {h.country for h in rows}):
        return None
    if len({h.person for h in rows}) > 1:
        return None
    sectors = phrase.tables.office_sectors
    titled = _office_sector(phrase.lowers, phrase.tables, None)
    if titled and date is None and not _FORMER & set(phrase.lowers):
        return rows[-1].country, titled
    return _standing(rows, date, table.known_until, sectors)


def _standing(rows: tuple[Holding, ...], date: str | None, known_until: str, sectors: dict[str, str]) -> Actor:
    """Return what a person is on a date: the office of that day, else one of the elite."""
    if date:
        held = [h for h in rows if h.holds(date, known_until)]
        unknown = [h for h in rows if h.holds(date, known_until) is None]
        if held or unknown:
            row = (held or unknown)[-1]
            return row.country, sectors.get(row.office, "GOV")
        later = [h for h in rows if h.start > date]
        return rows[0].country, None if len(later) == len(rows) else "ELI"
    last = rows[-1]
    return last.country, "ELI" if last.end else sectors.get(last.office, "GOV")
