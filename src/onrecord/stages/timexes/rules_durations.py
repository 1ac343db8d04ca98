"""Lengths and repetitions: "two years", "the past 20 years", "a three-year period", "every Tuesday"."""

from onrecord.model import TimexType
from onrecord.stages.timexes.amounts import NUM, period, read_number
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft, no_time

DURATION, SET = TimexType.DURATION, TimexType.SET


def unit_of(hit: Hit) -> str:
    """Return the lexicon's unit of the part ``u``, clock units with ``T`` before."""
    word = hit.word("u")
    values = hit.classes.values
    for name in ("units", "unit"):
        if word in values[name]:
            return values[name][word]
    for name in ("subunits", "subunit"):
        if word in values[name]:
            return "T" + values[name][word]
    return "D"


def _value(hit: Hit) -> str:
    plural = hit.word("u") in hit.classes.values["units"] or hit.word("u") in hit.classes.values["subunits"]
    number = read_number(hit.words("num"), hit.classes) if hit.has("num") else None if plural else 1.0
    unit = unit_of(hit)
    if hit.has("half") and number is not None:
        number += 0.5
    if unit == "WE":
        return "P2D" if number in {None, 1.0} else period(number, "WE")
    return period(number, unit)


def length(hit: Hit) -> Draft | None:
    """Read "two years", "a week", "several months", "a year and a half"."""
    if len(hit.word("num")) == 4 and hit.word("num")[0] == "0":
        return None  # a clock time: "0600 hours"
    if hit.word("u") in {"quarter", "quarters"} and len(hit.word("num")) == 4 and hit.word("num").isdigit():
        return None  # "the 1988 quarter"
    return draft(hit, "length", DURATION, _value(hit))


def title(hit: Hit) -> Draft | None:
    """Refuse "'60 Minutes'": a number and a capital in quotation marks name a work."""
    return no_time(hit) if hit.sentence.word(hit.match.start("u"))[:1].isupper() else None


def recent_length(hit: Hit) -> Draft:
    """Read "the past two months", "the next four years": ends or begins with the report."""
    forward = hit.has("next")
    return draft(
        hit, "counted", DURATION, _value(hit), need="Y", hangs="running", steps=[("begins",) if forward else ("ends",)]
    )


def length_before(hit: Hit) -> Draft:
    """Read "the 40 years prior", "the previous three months", "the following two years": counts from another date."""
    forward = hit.has("forth")
    return draft(
        hit,
        "counted-from",
        DURATION,
        _value(hit),
        hangs="date",
        steps=[("begins",) if forward else ("ends",)],
        need="Y",
    )


def bare_length(hit: Hit) -> Draft | None:
    """Read "months", "for decades", "the early years", "the weeks ahead": an unknown number."""
    if unit_of(hit) in {"TM", "TS", "Q"}:
        return None
    return draft(hit, "bare-length", DURATION, period(None, unit_of(hit)))


def hyphenated(hit: Hit) -> Draft | None:
    """Read "two-year", "16-hour", "day-long", "a three-year period"; ages of people are no times."""
    if hit.has("old") and hit.has("num"):
        return no_time(hit)
    if hit.word("u") == "quarters":
        return no_time(hit)
    return draft(hit, "hyphenated", DURATION, _value(hit))


def recent_units(hit: Hit) -> Draft:
    """Read "recent years", "coming months": some time before or after."""
    if hit.has("recent"):
        return draft(hit, "recent-units", DURATION, period(None, unit_of(hit)), hangs="published", steps=[("ends",)])
    return draft(hit, "coming-units", TimexType.DATE, "FUTURE_REF", hangs="published", steps=[("after",)])


def every(hit: Hit) -> Draft | None:
    """Read "every Tuesday", "each month", "every two years", "every summer"."""
    if hit.has("wd"):
        return draft(hit, "every-weekday", SET, f"XXXX-WXX-{hit.value('wd', 'weekday')}", mod=None)
    if hit.has("mo"):
        return draft(hit, "every-month", SET, f"XXXX-{int(hit.value('mo', 'month')):02d}")
    if hit.has("se"):
        return draft(hit, "every-season", SET, f"XXXX-{hit.value('se', 'season')}")
    if hit.has("part"):
        return draft(hit, "every-part", SET, f"XXXX-XX-XXT{hit.value('part', 'daypart')}")
    value = _value(hit)
    if hit.has("second") and not hit.has("num"):
        value = period(2, unit_of(hit))
    return draft(hit, "every-unit", SET, value)


def weekdays(hit: Hit) -> Draft:
    """Read "Tuesdays"."""
    return draft(hit, "weekdays", SET, f"XXXX-WXX-{hit.value('wd', 'weekdays')}")


def frequency(hit: Hit) -> Draft:
    """Read "daily", "weekly", "annually"."""
    return draft(hit, "frequency", SET, hit.value("w", "frequency"))


def rate(hit: Hit) -> Draft:
    """Read "twice a year", "once per month", "three times a week"."""
    return draft(hit, "rate", SET, _value(hit))


_U = "(?P<u><unit|units|subunit|subunits>)"
_U1 = "(?P<u><unit|subunit>)"

RULES = (
    Rule(
        name="length",
        pattern=f"(?:<another>?{NUM}|<a>)<more|another>?<kind>?{_U}(?P<half><and><a><half>)?(?:<long|period>)?",
        build=length,
    ),
    Rule(name="length-more", pattern=f"<another|a><another>?{_U1}", build=length),
    Rule(name="hyphenated", pattern=f"(?:{NUM})<hyphen>{_U}(?:<hyphen>(?:(?P<old><old>)|<long>))?", build=hyphenated),
    Rule(name="hyphenated-period", pattern=f"<a|the>(?:{NUM})<hyphen>{_U}<period>", build=hyphenated),
    Rule(name="age", pattern=f"(?:{NUM})<hyphen>?{_U}<old>|(?:<poss>)<apostrophe>?<decades|tensies>", build=no_time),
    Rule(name="title", pattern=f"<apostrophe>(?:{NUM}){_U}", build=title),
    Rule(name="fraction", pattern="<a>?<number|int><hyphen>?<quarters><of>", build=no_time),
    Rule(name="all-day", pattern=f"(?:{NUM})<subunits|units><a><unit>", build=no_time),
    Rule(name="unit-long", pattern=f"{_U}<hyphen><long|old>", build=hyphenated),
    Rule(
        name="counted",
        pattern=f"<the|these|those>?(?:<last>|(?P<next><next>))(?:{NUM})<kind>?{_U}",
        build=recent_length,
    ),
    Rule(name="the-counted", pattern=f"(?:<the|poss>)(?:<ordinal|opening|latest>)?(?:{NUM})<kind>?{_U}", build=length),
    Rule(name="counted-from", pattern=f"<the>(?:<previous>|(?P<forth><following>))(?:{NUM}){_U}", build=length_before),
    Rule(name="counted-back", pattern=f"<the>(?:{NUM}){_U}(?:<previous|earlier>)(?P<forth>(?!))?", build=length_before),
    Rule(
        name="bare-length",
        pattern="(?:<the|these|those>(?:<early|late|ordinal|opening|following>)?)?(?P<u><units|subunits>)(?:<hyphen><long>|<ahead>|<or|and><units>)?",
        build=bare_length,
    ),
    Rule(
        name="recent-units",
        pattern="(?:(?P<recent><recent>)|<the|these>?<next|futureword>)(?P<u><units>)",
        build=recent_units,
    ),
    Rule(
        name="every",
        pattern=f"<each>(?P<second><other>)?(?:<weekday=wd>(?:<daypart>)?|<month=mo>|<season=se>|<daypart=part>|(?:{NUM})?{_U})",
        build=every,
    ),
    Rule(name="weekdays", pattern="<weekdays=wd>", build=weekdays),
    Rule(name="frequency", pattern="<frequency=w>", build=frequency),
    Rule(name="rate", pattern=f"(?:<times>|<number|int><times>)(?:<a|per|each>){_U1}", build=rate),
)
"""The rules of this module."""
