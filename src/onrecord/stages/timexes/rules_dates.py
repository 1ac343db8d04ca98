"""Dates by name and number: "March 3, 2019", "the 1970s", "Q3 2019", "summer of 1964", "3/4/19"."""

from dataclasses import replace

from onrecord.model import TimexType
from onrecord.model.anchoring import bounds
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft

DATE = TimexType.DATE
WEEKDAY = "(?:<weekday=wd><comma>?<the>?)?"
YEAR = "(?:<comma>?(?:<of>|<in>)?(?P<year><yyyy|clock4>)(?!<units|unit>|<hyphen><unit>))"
OF_YEAR = "(?:<comma>?(?:<of>|<in>)?<fiscal>?(?P<year><yyyy|clock4>)(?!<units|unit>|<hyphen><unit>))"
ERA = "(?:<comma>?<ad><int=ad>)"
SHORT = "(?:<comma>?<apostrophe><int2=yy>)"


def _month(hit: Hit) -> str:
    return f"{int(hit.value('mo', 'month')):02d}"


def _day(hit: Hit) -> str:
    digits = "".join(c for c in hit.word("day") + hit.word("spoken") if c.isdigit())
    return f"{int(digits or hit.value('spoken', 'ordinal')):02d}"


def short_year(text: str) -> str:
    """Return the year that two digits after an apostrophe mean in print: '98 is 1998, '05 is 2005."""
    return ("19" if int(text) >= 30 else "20") + text.zfill(2)


def _year_of(hit: Hit) -> str | None:
    if hit.has("year"):
        return hit.word("year")
    if "ad" in hit.match.re.groupindex and hit.has("ad"):
        return hit.word("ad").zfill(4)
    if "yy" in hit.match.re.groupindex and hit.has("yy"):
        return short_year(hit.word("yy"))
    return None


def month_day(hit: Hit) -> Draft | None:
    """Read "March 3", "Tuesday, March 3rd, 2019", "3 March 2019", "the 3rd of March"."""
    month, day, year = _month(hit), _day(hit), _year_of(hit)
    if not bounds(f"2000-{month}-{day}"):
        return None
    if year:
        value = f"{year}-{month}-{day}"
        return draft(hit, "month-day-year", DATE, value, grain="D") if bounds(value) else None
    pattern = f"XXXX-{month}-{day}"
    return draft(hit, "month-day", DATE, pattern, hangs="year", steps=[("fill", pattern, "?")], grain="D")


def month_year(hit: Hit) -> Draft:
    """Read "March 2019", "March of '98"."""
    return draft(hit, "month-year", DATE, f"{_year_of(hit)}-{_month(hit)}", grain="M")


def month(hit: Hit) -> Draft | None:
    """Read "March": hangs on a year."""
    pattern = f"XXXX-{_month(hit)}"
    return draft(hit, "month", DATE, pattern, hangs="year", steps=[("fill", pattern, "?")], grain="M")


def year(hit: Hit) -> Draft:
    """Read "2019", "the year 2019"."""
    return draft(hit, "year", DATE, hit.word("year"), grain="Y")


def short_year_alone(hit: Hit) -> Draft:
    """Read "'98"."""
    return draft(hit, "year-of-two-digits", DATE, short_year(hit.word("yy")), grain="Y")


def spoken_year(hit: Hit) -> Draft | None:
    """Read "nineteen ninety-six", "two thousand" after "the year"."""
    values = hit.classes.values
    words = [w for w in hit.words("said") if w in values["number"]]
    numbers = [int(values["number"][w]) for w in words]
    if hit.has("thousand"):
        value = numbers[0] * int(hit.value("thousand", "scale")) + sum(numbers[1:])
    else:
        value = numbers[0] * 100 + sum(numbers[1:])
    return draft(hit, "spoken-year", DATE, str(value), grain="Y") if 1000 <= value <= 2199 else None


def year_bc(hit: Hit) -> Draft | None:
    """Read "44 BC"."""
    number = int(hit.word("n"))
    return draft(hit, "year-bc", DATE, f"BC{number:04d}", grain="Y") if 1 <= number <= 9999 else None


def year_ad(hit: Hit) -> Draft | None:
    """Read "AD 70", "70 AD"."""
    number = int(hit.word("n") or hit.word("n2"))
    return draft(hit, "year-ad", DATE, f"{number:04d}", grain="Y") if 1 <= number <= 2199 else None


def split_year(hit: Hit) -> Draft | None:
    """Read "2018/19": a season or a fiscal year over two years."""
    text = hit.word("both")
    first = int(text[:4])
    if int(text[5:]) != (first + 1) % 100:
        return None
    return draft(hit, "split-year", DATE, f"{first}/{first + 1}", grain="Y")


def decade(hit: Hit) -> Draft:
    """Read "the 1970s", "the '80s"."""
    digits = "".join(c for c in hit.word("dec") if c.isdigit())
    if len(digits) == 4:
        return draft(hit, "decade", DATE, digits[:3], grain="DE")
    return draft(hit, "decade-of-two-digits", DATE, short_year(digits)[:3], grain="DE")


def spoken_decade(hit: Hit) -> Draft:
    """Read "the nineties", "the nineteen eighties"."""
    century = hit.classes.values["number"].get(hit.word("cent"), "19") if hit.has("cent") else "19"
    return draft(hit, "spoken-decade", DATE, f"{int(century):02d}{hit.value('dec', 'tensies')}", grain="DE")


def century(hit: Hit) -> Draft | None:
    """Read "the 19th century", "the fifth century BC", "a 20th-century poet" (without the poet's article)."""
    number = ordinal(hit, "nth")
    if not 1 <= number <= 22:
        return None
    found = draft(hit, "century", DATE, f"{'BC' if hit.has('bc') else ''}{number - 1:02d}", grain="CE")
    begins = hit.match.start("nth")
    glued = hit.sentence.lower(hit.match.end() - 2) in {"-", "‐", "‑"}
    return replace(found, first=begins) if glued and begins > hit.match.start() else found


def ordinal(hit: Hit, part: str) -> int:
    """Return the value of an ordinal part ("third", "3rd", "twenty-first"), 0 if there is none."""
    total = 0
    for word in hit.words(part):
        if word[:1].isdigit():
            total += int("".join(c for c in word if c.isdigit()))
        else:
            values = hit.classes.values
            total += int(values["ordinal"].get(word, values["number"].get(word, "0")))
    return total


def season_year(hit: Hit) -> Draft:
    """Read "summer 1964", "the winter of 1941-42" (its first year)."""
    return draft(hit, "season-year", DATE, f"{_year_of(hit)}-{hit.value('se', 'season')}", grain="S")


def season(hit: Hit) -> Draft:
    """Read "the summer": hangs on a year."""
    pattern = f"XXXX-{hit.value('se', 'season')}"
    return draft(hit, "season", DATE, pattern, hangs="year", steps=[("fill", pattern, "?")], grain="S")


def quarter(hit: Hit) -> Draft | None:
    """Read "the third quarter", "third-quarter", "the fiscal first quarter of 1990"."""
    number = ordinal(hit, "nth") or ordinal(hit, "nth2")
    if not 1 <= number <= 4:
        return None
    if hit.has("year") or hit.has("before"):
        year_text = hit.word("year") or hit.word("before")
        return draft(hit, "quarter-year", DATE, f"{year_text}-Q{number}", grain="Q")
    pattern = f"XXXX-Q{number}"
    return draft(hit, "quarter", DATE, pattern, hangs="year", steps=[("fill", pattern, "?")], grain="Q")


def half_year(hit: Hit) -> Draft | None:
    """Read "the first half of 1990", "the last half of the year"."""
    number = 2 if hit.word("nth") in {"last", "latter", "final"} else ordinal(hit, "nth")
    if number not in {1, 2}:
        return None
    if hit.has("year"):
        return draft(hit, "half-year", DATE, f"{hit.word('year')}-H{number}", grain="H")
    return draft(hit, "half", DATE, f"XXXX-H{number}", hangs="published", steps=[("half", str(number))], grain="H")


def short_part(hit: Hit) -> Draft | None:
    """Read "Q3 2019", "H1 2019": parts of a year as tables write them."""
    number = int(hit.word("n"))
    letter = hit.word("letter").upper()
    start = hit.match.start()
    if not 1 <= number <= {"Q": 4, "H": 2}[letter] or hit.sentence.ends[start] != hit.sentence.starts[start + 1]:
        return None
    grain, rule = ("Q", "quarter") if letter == "Q" else ("H", "half")
    if hit.has("year"):
        return draft(hit, f"{rule}-year", DATE, f"{hit.word('year')}-{letter}{number}", grain=grain)
    pattern = f"XXXX-{letter}{number}"
    return draft(hit, rule, DATE, pattern, hangs="year", steps=[("fill", pattern, "?")], grain=grain)


def day_alone(hit: Hit) -> Draft:
    """Read "the 5th": a day that hangs on a month."""
    pattern = f"XXXX-XX-{int(hit.word('day')[:-2]):02d}"
    steps = [("fill", pattern, "?")]
    return draft(hit, "day-alone", DATE, pattern, hangs="running", steps=steps, grain="D", need="M")


def early_year(hit: Hit) -> Draft | None:
    """Read "in 410", in a history: years of three digits."""
    text = hit.word("n")
    return draft(hit, "early-year", DATE, text.zfill(4), grain="Y") if len(text) == 3 and text[0] != "0" else None


def iso(hit: Hit) -> Draft | None:
    """Read "2019-03-01", "2019-03-01T10:00Z"."""
    text = hit.word("d").upper()
    if not bounds(text[:10]):
        return None
    return draft(hit, "iso", TimexType.TIME if "T" in text else DATE, text, grain="T" if "T" in text else "D")


def numeric(hit: Hit) -> Draft | None:
    """Read "2019/03/01", "25/12/2019", "3/14/2019"; "3/4/19" keeps both readings."""
    a, b, c = hit.word("d").replace(".", "/").split("/")
    if len(a) == 4 and len(c) <= 2:
        value = f"{a}-{int(b):02d}-{int(c):02d}"
        return draft(hit, "numeric-ymd", DATE, value, grain="D") if bounds(value) else None
    if len(c) == 3 or len(a) > 2 or ("." in hit.word("d") and len(c) != 4):
        return None
    whole = c if len(c) == 4 else short_year(c)
    options = {
        f"{whole}-{int(m):02d}-{int(d):02d}"
        for m, d in ((a, b), (b, a))
        if bounds(f"{whole}-{int(m):02d}-{int(d):02d}")
    }
    if not options:
        return None
    if len(options) == 1:
        return draft(hit, "numeric-clear", DATE, options.pop(), grain="D")
    low, high = sorted(options)
    return draft(hit, "numeric-ambiguous", DATE, f"[{low},{high}]", grain="D")


def fiscal_year(hit: Hit) -> Draft:
    """Read "fiscal 1989", "fiscal year 2019"."""
    return draft(hit, "fiscal-year", DATE, hit.word("year") or hit.word("before"), grain="Y", mod=None)


RULES = (
    Rule(
        name="month-day",
        pattern=f"{WEEKDAY}<month=mo><the>?<dayno|daynth=day><nth>?(?:{YEAR}|{SHORT}|{ERA})?",
        build=month_day,
    ),
    Rule(
        name="day-month",
        pattern=f"{WEEKDAY}<the>?(?:(?P<day><dayno|daynth>)<of>?|(?P<spoken><ordinal>)<of>)<month=mo>(?:{YEAR}|{SHORT}|{ERA})?",
        build=month_day,
    ),
    Rule(name="month-year", pattern=f"<month=mo>(?:{YEAR}|{SHORT}|{ERA})", build=month_year),
    Rule(name="month", pattern="<month=mo>", build=month),
    Rule(name="year", pattern="(?:<the>?<year>)?<yyyy|clock4=year>(?!<hyphen>?<units>|<hyphen><unit>)", build=year),
    Rule(
        name="year-of-two-digits",
        pattern="<apostrophe><int2=yy>(?!<units|subunits|unit|subunit>)",
        build=short_year_alone,
    ),
    Rule(
        name="spoken-year",
        pattern="(?P<said><teens|tens><hyphen>?<tens|teens>(?:<hyphen>?<number>)?)",
        build=spoken_year,
    ),
    Rule(
        name="spoken-thousand",
        pattern="<the><year>(?P<said><number><scale=thousand>(?:<and>?<number>){0,2})",
        build=spoken_year,
    ),
    Rule(name="year-ad", pattern="<ad><int=n>|<int=n2><ad>", build=year_ad),
    Rule(name="year-bc", pattern="<int=n><bc>", build=year_bc),
    Rule(name="split-year", pattern="<splityear=both>", build=split_year),
    Rule(name="decade", pattern="<the>?<apostrophe>?<decades=dec>", build=decade),
    Rule(name="spoken-decade", pattern="(?:<the>|(?:<the>)?<teens=cent>)<tensies=dec>", build=spoken_decade),
    Rule(
        name="century",
        pattern="<the>?(?P<nth><ordinal>|<tens><hyphen><ordinal>)<hyphen>?<centuryword>(?:(?P<bc><bc>)|<ad>)?",
        build=century,
    ),
    Rule(
        name="season-year",
        pattern="<the>?<season=se>(?:<comma>?<of|in>?)(?:(?P<year><yyyy|clock4>)(?:<hyphen|dash|slash><int2|yyyy>)?|<apostrophe><int2=yy>)",
        build=season_year,
    ),
    Rule(name="season", pattern="<the><season=se><monthwords>?", build=season),
    Rule(
        name="quarter",
        pattern=f"(?:<the>?<fiscal>?(?:(?P<before><yyyy>)<fiscal>?)?(?P<nth><ordinal>)<fiscal>?<quarter>{OF_YEAR}?|<fiscal>?(?P<nth2><ordinal>)<hyphen><quarter>)",
        build=quarter,
    ),
    Rule(name="half", pattern=f"<the>?(?P<nth><ordinal|last>)<hyphen>?<half>{OF_YEAR}?", build=half_year),
    Rule(name="short-part", pattern=f"<q|h=letter><int2=n>{YEAR}?", build=short_part),
    Rule(name="day-alone", pattern="(?<=<onsign>)<the><daynth=day>", build=day_alone),
    Rule(name="early-year", pattern="(?<=<yearsign>)<int=n>", build=early_year),
    Rule(name="iso", pattern="<iso=d>", build=iso),
    Rule(name="numeric", pattern="<numeric=d>", build=numeric),
    Rule(
        name="fiscal-year",
        pattern="(?:<fiscal><year>?|<fy>)<yyyy=year>|<the>?<yyyy=before><fiscal><year>",
        build=fiscal_year,
    ),
)
"""The rules of this module."""
