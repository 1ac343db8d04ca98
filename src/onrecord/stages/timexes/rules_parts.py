"""Parts named with their whole: "the 11th of that month", "the last decade of the 19th century"."""

from onrecord.model import TimexType
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft, no_time
from onrecord.stages.timexes.rules_dates import ordinal

DATE = TimexType.DATE


def day_of_month(hit: Hit) -> Draft | None:
    """Read "the 11th of that month", "the 3rd of last month", "the first of the following month"."""
    day = ordinal(hit, "day")
    if hit.value("u", "unit") != "M" or not 1 <= day <= 31:
        return None
    count = -1 if hit.has("last") or hit.has("prev") else 1 if hit.has("next") or hit.has("foll") else 0
    hangs = "published" if hit.has("this") or hit.has("last") or hit.has("next") else "date"
    pattern = f"XXXX-XX-{day:02d}"
    steps = [("shift", str(count), "M"), ("fill", pattern, "same")]
    return draft(hit, "day-of-month", DATE, pattern, hangs=hangs, steps=steps, grain="D", need="M")


def decade_of_century(hit: Hit) -> Draft | None:
    """Read "the first decade of the 20th century", "the last decade of the 19th century"."""
    number = 10 if hit.word("which") in {"last", "final", "closing"} else ordinal(hit, "which")
    century = ordinal(hit, "nth")
    if not 1 <= number <= 10 or not 1 <= century <= 22:
        return None
    return draft(hit, "decade-of-century", DATE, f"{century - 1:02d}{number - 1}", grain="DE")


def turn_of_century(hit: Hit) -> Draft:
    """Read "the turn of the century", "the turn of the 20th century": the year that begins it, or near it."""
    if hit.has("nth"):
        number = ordinal(hit, "nth")
        return draft(hit, "turn", DATE, f"{number - 1:02d}00", grain="Y", mod="APPROX")
    return draft(
        hit, "turn", DATE, "XX00", hangs="running", steps=[("turn", "?")], grain="Y", mod="APPROX", need="Y"
    )  # fmt: skip


def early_hours(hit: Hit) -> Draft:
    """Read "the early hours of" before a day; alone it is no time."""
    if not hit.has("of"):
        return no_time(hit)
    steps = [("clock", "TMO")]
    return draft(hit, "early-hours", TimexType.TIME, "XXXX-XX-XXTMO", hangs="clock", steps=steps, grain="T")


def edge_units(hit: Hit) -> Draft | None:
    """Read "the first week", "the closing years" before "of" and a date, with which it is joined."""
    word, values = hit.word("which"), hit.classes.values
    unit = values["units"].get(hit.word("u")) or hit.value("u", "unit")
    if unit not in {"D", "W", "M", "Y", "DE"} and not (unit == "Q" and word in values["final"]):
        return None
    if word in values["last"] or word in values["final"] or word in values["late"]:
        mod: str | None = "END"
    else:
        mod = "START" if word in values["opening"] or ordinal(hit, "which") == 1 else None
    return draft(hit, "edge-units", DATE, None, grain="", need=unit, mod=mod)


_NTH = "<ordinal>|<tens><hyphen><ordinal>"

RULES = (
    Rule(
        name="day-of-month",
        pattern="<the>?(?P<day><daynth|ordinal>)<of>(?:<that><same>?|<the>(?:<same>|(?P<prev><previous>)|(?P<foll><following>))"
        "|(?P<this><this>)|(?P<last><last>)|(?P<next><next>))<unit=u>",
        build=day_of_month,
    ),
    Rule(
        name="decade-of-century",
        pattern=f"<the>?(?P<which><ordinal|last|final>)<decadeword><of><the>?(?P<nth>{_NTH})<hyphen>?<centuryword>",
        build=decade_of_century,
    ),
    Rule(
        name="turn",
        pattern=f"<the>?<turn><of><the>(?:(?P<nth>{_NTH})<hyphen>?)?<centuryword>",
        build=turn_of_century,
    ),
    Rule(
        name="edge-units",
        pattern="<the>?(?P<which><ordinal|opening|early|last|final|late>)<unit|units=u>(?=<of><the>?<yyyy|clock4|month|decades|ordinal>)",
        build=edge_units,
    ),
    Rule(name="early-hours", pattern="<the><early|opening><subunits>(?P<of>(?=<of>))?", build=early_hours),
)
"""The rules of this module."""
