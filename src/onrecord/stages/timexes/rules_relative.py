"""Times that hang on others: "yesterday", "last week", "that year", "two days later", "now"."""

from dataclasses import replace

from onrecord.model import TimexType
from onrecord.stages.timexes.amounts import NUM, period, read_number
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft

DATE, TIME, DURATION = TimexType.DATE, TimexType.TIME, TimexType.DURATION

BARE = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}
"""The TIMEX3 value of an unknown day, week, month and so on."""


def _shift(hit: Hit, rule: str, count: int, unit: str, hangs: str, need: str = "") -> Draft | None:
    if unit not in BARE:
        return None
    steps = [("shift", str(count), unit)]
    return draft(hit, rule, DATE, BARE[unit], hangs=hangs, steps=steps, grain=unit, need=need or unit)


def deictic(hit: Hit) -> Draft:
    """Read "today", "yesterday", "tomorrow", each with a part of the day."""
    count = hit.value("d", "deictic")
    steps: list[tuple[str, ...]] = [("shift", count, "D")]
    if hit.has("part"):
        part = "T" + hit.value("part", "daypart")
        steps.append(("clock", part))
        return draft(hit, "deictic-part", TIME, f"XXXX-XX-XX{part}", hangs="published", steps=steps, grain="T")
    return draft(hit, "deictic", DATE, "XXXX-XX-XX", hangs="published", steps=steps, grain="D")


def day_beside(hit: Hit) -> Draft:
    """Read "the day before yesterday", "the day after tomorrow"."""
    count = 2 * int(hit.value("d", "deictic"))
    return draft(
        hit, "day-beside", DATE, "XXXX-XX-XX", hangs="published", steps=[("shift", str(count), "D")], grain="D"
    )


def tonight(hit: Hit) -> Draft:
    """Read "tonight", "last night", "this morning", "this evening"."""
    count = "-1" if hit.has("last") else "0"
    part = "T" + (hit.value("part", "daypart") if hit.has("part") else "NI")
    steps = [("shift", count, "D"), ("clock", part)]
    return draft(hit, "part-of-day", TIME, f"XXXX-XX-XX{part}", hangs="published", steps=steps, grain="T")


def weekday(hit: Hit) -> Draft:
    """Read "Friday", "last Friday", "next Tuesday", "the previous Monday", each with a part of the day."""
    number = hit.value("wd", "weekday")
    hangs, direction = "published", "?"
    if hit.has("last"):
        direction = "last"
    elif hit.has("next"):
        direction = "next"
    elif hit.has("this"):
        direction = "near"
    elif hit.has("prev"):
        hangs, direction = "date", "last"
    elif hit.has("foll"):
        hangs, direction = "date", "next"
    elif hit.has("that"):
        hangs, direction = "date", "near"
    steps: list[tuple[str, ...]] = [("weekday", number, direction)]
    if hit.has("part"):
        part = "T" + hit.value("part", "daypart")
        steps.append(("clock", part))
        return draft(
            hit, "weekday-part", TIME, f"XXXX-WXX-{number}{part}", hangs=hangs, steps=steps, grain="T", need="D"
        )
    return draft(hit, "weekday", DATE, f"XXXX-WXX-{number}", hangs=hangs, steps=steps, grain="D", need="D")


def near_unit(hit: Hit) -> Draft | None:
    """Read "last week", "this month", "next year", "the current quarter", "the coming weekend"."""
    unit = hit.value("u", "unit")
    if hit.has("last") and hit.has("the"):
        # "the last week", "the past year": a stretch up to now
        return _near_stretch(hit, unit, "ends") if unit != "Q" else _shift(hit, "near-unit", -1, unit, "published")
    count = -1 if hit.has("last") else 1 if hit.has("next") else 0
    if unit == "WE" and not count:
        steps = [("weekend", "?")]
        return draft(hit, "this-weekend", DATE, BARE[unit], hangs="published", steps=steps, grain=unit)
    if hit.has("next") and hit.has("the"):
        return _shift(hit, "the-next", 1, unit, "date" if unit == "D" else "running")
    return _shift(hit, "near-unit", count, unit, "published")


def _near_stretch(hit: Hit, unit: str, side: str) -> Draft:
    value = period(1, unit if unit != "DE" else "10Y") if unit != "DE" else "P10Y"
    if unit == "CE":
        value = "P100Y"
    return draft(hit, "near-stretch", DURATION, value, hangs="published", steps=[(side,)])


def that_unit(hit: Hit) -> Draft | None:
    """Read "that year", "the same day", "that weekend": hang on an earlier date."""
    return _shift(hit, "that-unit" if hit.has("that") else "same-unit", 0, hit.value("u", "unit"), "date")


def beside_unit(hit: Hit) -> Draft | None:
    """Read "the previous day", "the following year", "the next day", "the day before", "the year after"."""
    count = -1 if hit.has("prev") else 1
    return _shift(
        hit,
        "unit-before" if hit.word("u") == hit.sentence.lower(hit.match.end() - 2) else "beside-unit",
        count,
        hit.value("u", "unit"),
        "date",
    )


def near_name(hit: Hit) -> Draft | None:
    """Read "last March", "next summer", "this September", "this past spring", "that winter"."""
    direction = "same"
    if hit.has("last") or hit.has("prev"):
        direction = "last"
    elif hit.has("next") or hit.has("foll"):
        direction = "next"
    if hit.has("mo"):
        pattern, grain = f"XXXX-{int(hit.value('mo', 'month')):02d}", "M"
        if hit.has("day"):
            day = "".join(c for c in hit.word("day") if c.isdigit()) or hit.value("day", "ordinal")
            pattern, grain = f"{pattern}-{int(day):02d}", "D"
    else:
        pattern, grain = f"XXXX-{hit.value('se', 'season')}", "S"
    hangs = "date" if hit.has("that") or hit.has("prev") or hit.has("foll") else "published"
    steps = [("fill", pattern, direction)]
    return draft(hit, "near-name", DATE, pattern, hangs=hangs, steps=steps, grain=grain, need="Y")


def ago(hit: Hit) -> Draft | None:
    """Read "three years ago", "a week ago", "two days earlier", "six weeks later", "months ago"."""
    if hit.has("bare"):
        return draft(hit, "vague-later", DURATION, period(None, hit.value("bare", "units")))
    unit = hit.value("u", "units") if hit.word("u") in hit.classes.values["units"] else hit.value("u", "unit")
    number = read_number(hit.words("num"), hit.classes) if hit.has("num") else 1.0
    hangs = "published" if hit.has("ago") or hit.has("fromnow") else "date"
    sign = -1 if hit.has("ago") or hit.has("back") else 1
    if unit == "2W":
        unit, number = "W", None if number is None else 2 * number
    if number is None or number != int(number) or unit not in BARE:
        if number is None and hit.has("fromnow"):
            return draft(hit, "vague-from-now", DATE, "FUTURE_REF", hangs="published", steps=[("after",)])
        if number is None and hit.has("ago"):
            return draft(hit, "vague-ago", DATE, "PAST_REF", hangs="published", steps=[("before",)])
        return replace(draft(hit, "vague-later", DURATION, period(number, unit)), end=hit.match.end() - 1)
    return _shift(hit, "ago" if hangs == "published" else "later", sign * int(number), unit, hangs)


def clock_ago(hit: Hit) -> Draft:
    """Read "two hours ago", "minutes later": clocks are seldom known, so the length is kept."""
    name = hit.word("u")
    unit = hit.classes.values["subunits"].get(name) or hit.classes.values["subunit"][name]
    number = read_number(hit.words("num"), hit.classes) if hit.has("num") else (1.0 if hit.has("one") else None)
    whole = draft(hit, "clock-later", DURATION, period(number, "T" + unit))
    return whole if hit.has("ago") else replace(whole, end=whole.end - 1)


def earlier_in(hit: Hit) -> Draft | None:
    """Read "earlier this year", "later this month", "earlier in the week"."""
    unit = hit.value("u", "unit")
    if unit not in BARE:
        return None
    back = hit.has("back")
    steps = [("shift", "0", unit), ("no-later" if back else "no-earlier",)]
    return draft(
        hit,
        "earlier-in",
        DATE,
        BARE[unit],
        hangs="date" if hit.has("that") or hit.has("that2") else "published",
        steps=steps,
        grain=unit,
        mod="START" if back else "END",
        need=unit,
    )


def reference(hit: Hit) -> Draft:
    """Read "now", "recently", "soon", "the future", "the current", "recent"."""
    for name in ("present", "presentadj", "past", "recent", "future", "futureword", "pastword"):
        if (value := hit.classes.values[name].get(hit.word("w"))) is not None:
            break
    steps = {"PAST_REF": [("before",)], "FUTURE_REF": [("after",)]}.get(value or "", [])
    hangs = "published" if steps else ""
    return draft(hit, "reference", DATE, value, hangs=hangs, steps=steps)


def week_of(hit: Hit) -> Draft | None:
    """Read "the week of", to be joined with the day behind it."""
    unit = hit.value("u", "unit")
    return draft(hit, "week-of", DATE, BARE[unit], steps=[("shift", "0", unit)], grain=unit) if unit == "W" else None


def near_term(hit: Hit) -> Draft:
    """Read "the near term", "as soon as possible"."""
    return draft(hit, "near-term", DATE, "FUTURE_REF", hangs="published", steps=[("after",)])


def quarter_of_report(hit: Hit) -> Draft:
    """Read "the quarter", "the latest quarter", "the latest period": the one spoken of, else the last one over."""
    steps = [("shift", "0", "Q")]
    return draft(hit, "the-quarter", DATE, "XXXX-QX", hangs="quarter", steps=steps, grain="Q", need="Q")


def year_ago_quarter(hit: Hit) -> Draft:
    """Read "the year-ago quarter", "the year-earlier period", "year-earlier": a year before the one spoken of."""
    steps = [("shift", "-4", "Q")]
    if hit.has("nth"):
        pattern = f"XXXX-Q{hit.value('nth', 'ordinal')}"
        named = [("fill", pattern, "past"), *steps]
        return draft(hit, "year-ago-quarter", DATE, pattern, hangs="quarter", steps=named, grain="Q", need="Q")
    rule = "year-ago-quarter" if hit.has("q") or hit.has("q2") or hit.has("q3") else "year-ago"
    return draft(hit, rule, DATE, "XXXX-QX", hangs="quarter", steps=steps, grain="Q", need="Q")


def year_quarter(hit: Hit) -> Draft:
    """Read "the 1988 quarter", "the 1988 period": the quarter of that year that answers to the one spoken of."""
    year = hit.word("year")
    return draft(hit, "year-quarter", DATE, f"{year}-QX", hangs="quarter", steps=[("year", year)], grain="Q")


def the_year(hit: Hit) -> Draft:
    """Read "the year", "the full year", "the fiscal year": the one that is running."""
    after, behind = (hit.sentence.lower(hit.match.end() + k) for k in (0, 1))
    if after in hit.classes.values["ended"] or (after == "to" and behind in hit.classes.values["month"]):
        return draft(hit, "year-ended", DURATION, "P1Y")
    if after in {"after", "before", "when"}:
        return draft(hit, "year-of-event", DATE, "XXXX", grain="Y")  # "the year after the war began"
    return draft(hit, "the-year", DATE, "XXXX", hangs="running", steps=[("shift", "0", "Y")], grain="Y", need="Y")


def unit_ended(hit: Hit) -> Draft | None:
    """Read "the week" in "the week ended Oct. 20": a length, as in "the year ended"."""
    if (unit := hit.value("u", "unit")) not in {"W", "M"}:
        return None
    return draft(hit, "unit-ended", DURATION, period(1, unit))


def year_end(hit: Hit) -> Draft:
    """Read "year-end", "year end"."""
    return draft(
        hit, "year-end", DATE, "XXXX", hangs="running", steps=[("shift", "0", "Y")], grain="Y", mod="END", need="Y"
    )


def the_weekend(hit: Hit) -> Draft:
    """Read "the weekend"."""
    return draft(hit, "the-weekend", DATE, "XXXX-WXX-WE", hangs="published", steps=[("weekend", "?")], grain="WE")


def these_days(hit: Hit) -> Draft | None:
    """Read "these days"."""
    return draft(hit, "these-days", DATE, "PRESENT_REF") if hit.word("u") == "days" else None


def edge_unit(hit: Hit) -> Draft | None:
    """Read "the month" in "the end of the month", "the start of the decade": the one that is running."""
    edge = hit.sentence.lower(hit.match.start() - 2)
    values = hit.classes.values
    if not any(edge in values[name] for name in ("startof", "endof", "midof")) or hit.word("u") == "day":
        return None
    return _shift(hit, "edge-unit", 0, hit.value("u", "unit"), "running")


_U = "(?P<u><unit>)"
_UU = "(?P<u><unit|units>)"
_SUB = "(?P<u><subunit|subunits>)"

RULES = (
    Rule(name="deictic", pattern="<deictic=d>(?:<daypart=part>)?", build=deictic),
    Rule(name="day-beside", pattern="<the>?<dayword><before|after><deictic=d>", build=day_beside),
    Rule(name="tonight", pattern="<tonight>|(?:(?P<last><last>)|<this>)<daypart=part>", build=tonight),
    Rule(
        name="weekday",
        pattern="(?:(?P<last><last>)|<the>?(?P<next><next>)|(?P<this><this>)|<the>?(?P<prev><previous>)|<the>(?P<foll><following>)|(?P<that><that>))?<weekday=wd>(?:<daypart=part>)?",
        build=weekday,
    ),
    Rule(
        name="near-unit",
        pattern=f"(?P<the><the>)?(?:<this>(?P<past2><pastword>)?|(?P<last><last>)|(?P<next><next>))<fiscal>?{_U}",
        build=near_unit,
    ),
    Rule(name="that-unit", pattern=f"(?:(?P<that><that>)(?:<same>)?|<the><same>){_U}", build=that_unit),
    Rule(name="beside-unit", pattern=f"<the>?(?:(?P<prev><previous>)|(?P<foll><following>)){_U}", build=beside_unit),
    Rule(name="unit-before", pattern=f"<the>{_U}(?:(?P<prev><before|earlier>)|<after>)", build=beside_unit),
    Rule(
        name="near-name",
        pattern="(?:<this>?(?P<last><last>)|<the>?(?P<next><next>)|<this>|(?P<that><that>)<same>?|<the>(?P<prev><previous>)|<the>(?P<foll><following>))(?:<month=mo>(?:(?P<day><dayno|daynth>))?|<season=se>)",
        build=near_name,
    ),
    Rule(
        name="ago",
        pattern=f"(?:(?:{NUM}|<a>){_UU}(?:<or><so>)?|(?P<bare><units>)(?=<ago|laterword>))(?:(?P<ago><ago>)|(?P<back><earlier>)|<later>|<on>(?=<comma>)|(?P<fromnow><from><now>))",
        build=ago,
    ),
    Rule(
        name="clock-ago", pattern=f"(?:{NUM}|(?P<one><a>))?{_SUB}(?:(?P<ago><ago>)|<earlier>|<later>)", build=clock_ago
    ),
    Rule(
        name="earlier-in",
        pattern=f"(?:(?P<back><earlier>)|<later>)(?:<this>|(?P<that><that>|<the><same>)|<in>(?:<the>|(?P<that2><that>)|<this>)){_U}",
        build=earlier_in,
    ),
    Rule(name="reference", pattern="<right>?<present=w>", build=reference),
    Rule(name="reference-adj", pattern="<presentadj=w>", build=reference),
    Rule(name="reference-past", pattern="<more>?<past=w>", build=reference),
    Rule(name="reference-recent", pattern="<recent=w>", build=reference),
    Rule(
        name="the-past",
        pattern="<the>(?:<recent>|<plainly>{1,3})?<pastword=w>(?!<unit|units|int|number|vague|couple|subunit|subunits|season|month|weekday|weekdays>)",
        build=reference,
    ),
    Rule(
        name="the-quarter",
        pattern="<the>(?:<most><recent>|<latest|same>)?<comparable>?(?:<quarter>)|<the>(?:<latest>|<most><recent>)<period>",
        build=quarter_of_report,
    ),
    Rule(
        name="year-ago-quarter",
        pattern="<the>?<comparable>?<year><hyphen><ago|earlier>(?:<ordinal=nth><hyphen>?)?(?P<q><quarter|period>)|<year><hyphen><ago|earlier>|(?P<last><last>)<year><possessive>(?P<q2><quarter|period>)|<the>?<comparable|same>(?P<q3><period|quarter>)(?:<last><year>|<a><year><ago|earlier>)",
        build=year_ago_quarter,
    ),
    Rule(name="year-quarter", pattern="<the><yyyy=year><quarter|period>", build=year_quarter),
    Rule(name="week-of", pattern="<the><unit=u>(?=<of>)", build=week_of),
    Rule(name="the-year", pattern="<the>(?:<all|fiscal>){0,2}<year>", build=the_year),
    Rule(name="unit-ended", pattern="<the><unit=u>(?=<ended>)", build=unit_ended),
    Rule(
        name="year-end",
        pattern="<year>(?:<hyphen>|<possessive>)?<endof>|<the><year><possessive><endof>",
        build=year_end,
    ),
    Rule(name="these-days", pattern="<these><units=u>", build=these_days),
    Rule(name="edge-unit", pattern="(?<=<of>)<the><unit=u>", build=edge_unit),
    Rule(name="the-weekend", pattern="<the><weekend>", build=the_weekend),
    Rule(name="near-future", pattern="<the|this>?<plainly>{0,2}<futureword=w>", build=reference),
    Rule(name="near-term", pattern="<the>(?:<plainly>|<long>)<term>", build=near_term),
    Rule(name="as-soon", pattern="<as><future><as><possible>", build=near_term),
    Rule(name="spoken-soon", pattern="<future=w>", build=reference),
)
"""The rules of this module."""
