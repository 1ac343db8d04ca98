"""What the table of offices says of the people of a report, and which of them a description of an office means."""

import re
from dataclasses import replace

from onrecord.model import EntityType, Office, Parse, Report
from onrecord.resources import Resources
from onrecord.stages.entities.binding import are_apart
from onrecord.stages.entities.drafts import Cast, Draft
from onrecord.stages.entities.nominals import Nominal
from onrecord.stages.entities.offices import Holding, OfficeTable, load_offices, offices_meant
from onrecord.stages.entities.salience import Track
from onrecord.stages.entities.tables import Tables

_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_LED = frozenset({"president", "prime minister", "chancellor", "king", "queen", "pope", "supreme leader", "leader"})
LEAST = 0.3
"""Below this a description of an office stays an entity of its own."""


def report_date(report: Report) -> str | None:
    """Return the publication date as an ISO date of any precision, or None when unknown."""
    found = _ISO.match(report.published.value or "")
    return found[0] if found else None


def add_holdings(cast: Cast, tables: Tables, resources: Resources, date: str | None) -> None:
    """Give people what the table knows: country and gender always, office and sector for the report's date."""
    table = load_offices(resources)
    for draft in cast.drafts.values():
        if draft.type is not EntityType.PERSON or not draft.forms:
            continue
        rows = _rows(draft, table, date)
        if not rows or (draft.country and draft.country not in {h.country for h in rows}):
            continue
        draft.holdings = rows
        draft.gender = draft.gender or rows[0].gender
        countries = {h.country for h in rows if len(h.country) == 3 and h.country not in {"UNO", "EUR", "IGO"}}
        if len(countries) == 1:
            draft.country = draft.country or next(iter(countries))
        _add_current(draft, rows, table, date, tables)


def _rows(draft: Draft, table: OfficeTable, date: str | None) -> tuple[Holding, ...]:
    full = max(draft.forms, key=lambda t: (len(t.split()), len(t)))
    rows = table.of_person(full)
    if not rows and " " not in full:
        rows = table.of_surname(full)
        titled = {o.office for o in draft.offices}
        if len({h.person for h in rows}) == 1 and date and not _is_known_by_surname(rows, titled, table, date):
            return ()
        if len({h.person for h in rows}) > 1:
            held = [h for h in rows if date and h.holds(date, table.known_until)]
            fits = [h for h in held or rows if h.office in titled]
            rows = tuple(fits or held)
    return rows if len({h.person for h in rows}) == 1 else ()


def _is_known_by_surname(rows: tuple[Holding, ...], titled: set[str], table: OfficeTable, date: str) -> bool:
    """Tell whether a bare surname may mean a holder: one who led, is titled so, or may be in office on the date."""
    return any(h.office in _LED or h.office in titled or h.holds(date, table.known_until) is not False for h in rows)


def _add_current(draft: Draft, rows: tuple[Holding, ...], table: OfficeTable, date: str | None, tables: Tables) -> None:
    """Add the office held at the report's date, unless the text gives one."""
    sectors = tables.office_sectors
    draft.offices = [_with_owner(o, rows, tables) for o in draft.offices]
    held = [h for h in rows if date and h.holds(date, table.known_until)]
    if held and not draft.offices:
        draft.offices += [
            Office(office=h.office, of=tables.country_names.get(h.country, h.country), source=h.source) for h in held
        ]
    if draft.sector is None:
        if held:
            draft.sector = sectors.get(held[-1].office)
        elif date is None:
            kinds = {sectors.get(h.office) for h in rows}
            draft.sector = kinds.pop() if len(kinds) == 1 else None
        elif any(h.end and h.end < date for h in rows):
            draft.sector = "ELI"


def _with_owner(office: Office, rows: tuple[Holding, ...], tables: Tables) -> Office:
    """Return an office of the text with whose it is, where only the table says so."""
    codes = {h.country for h in rows if h.office == office.office}
    if office.of is not None or len(codes) != 1:
        return office
    code = codes.pop()
    return replace(office, of=tables.country_names.get(code, code))


def find_holder(
    parse: Parse, track: Track, nominal: Nominal, resources: Resources, date: str | None
) -> tuple[Draft, float] | None:
    """Return the person whom "the president", "the Japanese prime minister" or "the tyrant" means, and how surely.

    Cost: a bounded number of earlier mentions.
    """
    if nominal.office is None:
        return None
    best: tuple[float, int, Draft] | None = None
    sentence = parse.sentence_of(nominal.head)
    seen: set[str] = set()
    for rank, (token, draft) in enumerate(track.before(nominal.head, 60)):
        if draft.key in seen or draft.type is not EntityType.PERSON or not draft.forms:
            continue
        seen.add(draft.key)
        if are_apart(parse, token, nominal.head):
            continue
        fit = _fit(draft, nominal, resources, date)
        if fit <= 0:
            continue
        score = fit - 0.02 * min(8, sentence - parse.sentence_of(token)) - 0.002 * rank
        if best is None or score > best[0]:
            best = (score, -rank, draft)
    if best is None or best[0] < LEAST:
        return None
    return best[2], round(min(1.0, best[0]), 2)


def _fit(draft: Draft, nominal: Nominal, resources: Resources, date: str | None) -> float:
    """Return how well a person fits an office, 0 when not at all: the text first, then the table."""
    assert nominal.office is not None
    if nominal.country and draft.country and nominal.country != draft.country:
        return 0.0
    meant = set(offices_meant(nominal.country or draft.country or "", nominal.office.name, resources))
    meant.add(nominal.office.name)
    if nominal.former:
        return _fit_former(draft, nominal, meant, date)
    stated = [o for o in draft.offices if o.status != "former" and o.source == "text"]
    if any(o.office in meant for o in stated):
        exact = any(o.office == nominal.office.name for o in stated)
        return (1.0 if exact else 0.85) - (0.4 if nominal.country and draft.country is None else 0.0)
    by_table = _fit_table(draft, nominal, meant, resources, date)
    if by_table:
        return by_table
    if nominal.office.head and nominal.office.name in {"leader", "dictator"} and _heads(draft, resources):
        return 0.9 if nominal.country else 0.5
    return 0.0


def _heads(draft: Draft, resources: Resources) -> bool:
    """Tell whether the text gives a person an office that leads a state."""
    from onrecord.stages.entities.tables import load_tables

    offices = load_tables(resources.lexicon).offices
    return any(o.office in offices and offices[o.office].head for o in draft.offices if o.status != "former")


def _fit_former(draft: Draft, nominal: Nominal, meant: set[str], date: str | None) -> float:
    """Return how well a person fits a former office: said so by the text, or ended by the table."""
    if any(o.office in meant and o.status == "former" for o in draft.offices):
        return 1.0
    ended = [h for h in draft.holdings if h.office in meant and h.end and nominal.country in {None, h.country}]
    if any(date is None or h.end < date for h in ended):
        again = any(h.office in meant and not h.end for h in draft.holdings)
        return 0.4 if again else 0.8
    return 0.0


def _fit_table(draft: Draft, nominal: Nominal, meant: set[str], resources: Resources, date: str | None) -> float:
    rows = [h for h in draft.holdings if h.office in meant and nominal.country in {None, h.country}]
    if not rows or draft.aside:
        return 0.0
    if date is None:
        return 0.75 if any(not h.end for h in rows) else 0.6
    known = load_offices(resources).known_until
    answers = [h.holds(date, known) for h in rows]
    if any(answers):
        return 0.95
    return 0.5 if None in answers else 0.0
