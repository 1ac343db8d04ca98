"""Days and years by name: holidays, other calendars, and periods that things are dated by."""

from onrecord.model import TimexType
from onrecord.model.anchoring.steps import holiday_date
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft

DATE = TimexType.DATE


def holiday(hit: Hit) -> Draft | None:
    """Read "Thanksgiving", "last Christmas", "Easter 2019", "Christmas Eve night" (its day)."""
    country, day = hit.classes.names.holidays[hit.word("h")]
    if country == "=":
        return draft(hit, "named-day", DATE, day, grain="D")
    year = hit.word("year") if hit.has("year") else ""
    bare = f"{year or 'XXXX'}-{day if len(day) == 5 and day[2] == '-' else 'XX-XX'}"
    if country == "?":
        return draft(hit, "holiday-open", DATE, bare, grain="D" if year else "")
    direction = "last" if hit.has("last") else "next" if hit.has("next") else "same" if hit.has("this") else "?"
    if year:
        return draft(hit, "holiday-year", DATE, holiday_date(country, day, int(year)) or year, grain="D")
    steps = [("holiday", country, day.replace(" ", "_"), direction)]
    hangs = "date" if hit.has("that") else "year"
    return draft(hit, "holiday", DATE, bare, hangs=hangs, steps=steps, grain="D", need="Y")


def era_year(hit: Hit) -> Draft | None:
    """Read "Reiwa 7", "Juche 108", "1445 AH": years of other calendars."""
    number = int(hit.word("n"))
    kind = hit.value("era", "era") if hit.has("era") else hit.value("after", "eraafter")
    if kind == "islamic":
        value = _islamic(number)
    elif kind.isdigit():
        value = f"{number + int(kind):04d}" if 1 <= number <= 300 else None
    else:
        value = _japanese(kind, number)
    return draft(hit, "era-year", DATE, value, grain="Y") if value else None


def _japanese(name: str, number: int) -> str | None:
    """Return the Gregorian year of a year of a modern Japanese era, None if the era was over by then."""
    from japanera import ERA_DATA_GENERAL

    for era in ERA_DATA_GENERAL:
        if era.english == name and era.since and era.since.year >= 1868:
            year = int(era.since.year) + number - 1
            return f"{year:04d}" if number >= 1 and (era.until is None or year <= era.until.year) else None
    return None


def _islamic(number: int) -> str | None:
    """Return the two Gregorian years that an Islamic year touches, as an interval of days."""
    from convertdate import islamic

    if not 1 <= number <= 1600:
        return None
    first, after = (islamic.to_gregorian(n, 1, 1) for n in (number, number + 1))
    return f"{first[0]:04d}-{first[1]:02d}-{first[2]:02d}/{after[0]:04d}-{after[1]:02d}-{max(1, after[2] - 1):02d}"


def since_period(hit: Hit) -> Draft:
    """Read "after World War II": a stretch that is open on one side."""
    first, last = hit.classes.names.periods[hit.word("h")]
    after = hit.value("side", "sincesign") == "1"
    return draft(hit, "since-period", DATE, f"{last}/.." if after else f"../{first}")


RULES = (
    Rule(
        name="holiday",
        pattern="(?:(?P<last><last>)|(?P<next><next>)|(?P<this><this>)|(?P<that><that>))?<holiday=h>"
        "(?:<comma>?<of>?<yyyy=year>)?",
        build=holiday,
    ),
    Rule(name="era-year", pattern="<era=era>(?:<year>)?<int=n>", build=era_year),
    Rule(name="era-after", pattern="<int=n><eraafter=after>", build=era_year),
    Rule(name="since-period", pattern="<sincesign=side><the>?<historic=h>", build=since_period),
)
"""The rules of this module."""
