"""Ranges written with one month or one century for both ends: "March 3-5, 2019", "5 to 8 May", "1914-18"."""

from dataclasses import replace

from onrecord.model import TimexType
from onrecord.model.anchoring import bounds
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft
from onrecord.stages.timexes.rules_dates import ordinal

DATE = TimexType.DATE


def _day(hit: Hit, part: str, pattern: str, rule: str) -> Draft:
    """Return one end of a range of days; ``pattern`` is its value, with or without its year."""
    first, end = hit.match.span(part)
    known = pattern[0] != "X"
    whole = draft(
        hit,
        rule,
        DATE,
        pattern,
        hangs="" if known else "year",
        steps=() if known else [("fill", pattern, "?")],
        grain="D",
    )
    return replace(whole, first=first, end=end)


def day_range(hit: Hit) -> Draft | None:
    """Read "March 3-5, 2019", "5 to 8 May 1942", "March 3 and 4": two days, both with the month and the year."""
    month = f"{int(hit.value('mo', 'month')):02d}"
    year = hit.word("year") or "XXXX"
    days = [int("".join(c for c in hit.word(p) if c.isdigit())) for p in ("one", "two")]
    patterns = [f"{year}-{month}-{day:02d}" for day in days]
    if any(not bounds(p.replace("XXXX", "2000")) for p in patterns) or days[0] >= days[1]:
        return None
    left = _day(hit, "left", patterns[0], "day-range-from")
    right = _day(hit, "right", patterns[1], "day-range-to")
    return replace(left, more=(right,))


def year_range(hit: Hit) -> Draft | None:
    """Read "1914-18", "1990–91": two years; "2019-03" is a month."""
    first, second = hit.word("one"), hit.word("two")
    short, glued = int(second), hit.sentence.ends[hit.match.start()] == hit.sentence.starts[hit.match.start() + 1]
    if len(second) != 2 or not glued:
        return None
    if short <= int(first[2:]):
        if not 1 <= short <= 12:
            return None
        return draft(hit, "iso-month", DATE, f"{first}-{second}", grain="M")
    start = hit.match.start()
    left = replace(draft(hit, "year-range-from", DATE, first, grain="Y"), end=start + 1)
    right = replace(draft(hit, "year-range-to", DATE, first[:2] + second, grain="Y"), first=hit.match.end() - 1)
    return replace(left, more=(right,))


def years_before_era(hit: Hit) -> Draft | None:
    """Read "264–146 BC", "between 264 and 241 BC": both are before the era."""
    first, second = int(hit.word("one")), int(hit.word("two"))
    if not 9999 >= first > second >= 1:
        return None
    start = hit.match.start()
    left = replace(draft(hit, "year-bc", DATE, f"BC{first:04d}", grain="Y"), end=start + 1)
    right = replace(draft(hit, "year-bc", DATE, f"BC{second:04d}", grain="Y"), first=start + 2)
    return replace(left, more=(right,))


def centuries(hit: Hit) -> Draft | None:
    """Read "the 16th and 17th centuries", "late 18th and early 19th centuries": two of them."""
    one, two = ordinal(hit, "one"), ordinal(hit, "two")
    if not 1 <= one < two <= 22:
        return None
    left = replace(draft(hit, "century", DATE, f"{one - 1:02d}", grain="CE"), end=hit.match.end("one"))
    right = replace(draft(hit, "century", DATE, f"{two - 1:02d}", grain="CE"), first=hit.match.start("two"))
    return replace(left, more=(right,))


_LINK = "(?:<hyphen|dash|slash|to|and|through|until|or>)"
_YEAR = "(?:<comma>?<of>?<yyyy=year>)?"

RULES = (
    Rule(
        name="day-range",
        pattern=f"(?P<left><month=mo><dayno|daynth=one>){_LINK}(?P<right><dayno|daynth=two>{_YEAR})(?!<units|subunits|unit|meridiem>)",
        build=day_range,
    ),
    Rule(
        name="days-before-month",
        pattern=f"<the>?(?P<left><dayno|daynth=one>){_LINK}<the>?(?P<right><dayno|daynth=two><of>?<month=mo>{_YEAR})",
        build=day_range,
    ),
    Rule(
        name="centuries",
        pattern="<the>?(?P<one><ordinal>)<and|to|hyphen|dash><the>?(?:<early|late|mid><hyphen>?)?(?P<two><ordinal><centurywords|centuryword>)",
        build=centuries,
    ),
    Rule(name="years-bc", pattern="<int=one><hyphen|dash|to|and><int=two><bc>", build=years_before_era),
    Rule(name="year-range", pattern="<yyyy=one><hyphen|dash><int2=two>(?!<hyphen|dash>)", build=year_range),
)
"""The rules of this module."""
