"""Clock times and parts of the day: "10:35 a.m. EST", "4 in the morning", "noon", "the evening"."""

from onrecord.model import TimexType
from onrecord.stages.timexes.grammar import Draft, Hit, Rule, draft

TIME = TimexType.TIME


def _hour(hour: int, minute: str | None, shift: str | None) -> str | None:
    if shift is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if shift == "pm" else 0)
    if hour > 24:
        return None
    return f"T{hour:02d}" + (f":{minute}" if minute else ":00" if shift is not None else "")


def clock(hit: Hit) -> Draft | None:
    """Read "10:35 a.m.", "5 p.m. EST", "18:30 GMT", "4 o'clock", "1430 GMT"."""
    minute = None
    if hit.has("c"):
        hour_text, _, minute = hit.word("c").replace(".", ":").partition(":")
    elif hit.has("four"):
        if len(hit.word("four")) != 4:
            return None
        hour_text, minute = hit.word("four")[:2], hit.word("four")[2:]
    else:
        hour_text = hit.word("h")
        hour_text = hit.classes.values["number"].get(hour_text, hour_text)
    if hit.has("c") and "." in hit.word("c") and not hit.has("mer"):
        return None
    if hit.has("c") and hit.word("c").count(":") == 2 and not (hit.has("mer") or hit.has("zone")):
        return None
    shift = hit.word("mer").replace(".", "").replace(" ", "") if hit.has("mer") else None
    if hit.has("part"):
        shift = "am" if hit.word("part") == "morning" else "pm"
        if int(hour_text) > 12:
            shift = None
    time = _hour(int(hour_text), minute, shift)
    if time is None or (minute and int(minute[:2]) > 59):
        return None
    zone = hit.classes.values["zone"].get(hit.word("zone"), "") if hit.has("zone") else ""
    value = time + (zone if zone == "Z" else "")
    return draft(hit, "clock", TIME, f"XXXX-XX-XX{value}", hangs="clock", steps=[("clock", value)], grain="T")


def military(hit: Hit) -> Draft | None:
    """Read "at 0600 hours"."""
    text = hit.word("four")
    if len(text) != 4 or hit.word("unit") not in {"hours", "hrs"} or text > "2400" or text[2:] > "59":
        return None
    time = f"T{text[:2]}:{text[2:]}"
    return draft(hit, "military", TIME, f"XXXX-XX-XX{time}", hangs="clock", steps=[("clock", time)], grain="T")


def clock_word(hit: Hit) -> Draft:
    """Read "noon", "midnight", "midday"."""
    time = "T" + hit.value("w", "clockword")
    return draft(hit, "clock-word", TIME, f"XXXX-XX-XX{time}", hangs="clock", steps=[("clock", time)], grain="T")


def day_part(hit: Hit) -> Draft:
    """Read "the morning", "that night", "the evening of"."""
    part = "T" + hit.value("part", "daypart")
    hangs = "date" if hit.has("that") else "clock"
    return draft(hit, "day-part", TIME, f"XXXX-XX-XX{part}", hangs=hangs, steps=[("clock", part)], grain="T", need="D")


def mid_part(hit: Hit) -> Draft:
    """Read "mid-afternoon"."""
    part = "T" + hit.value("part", "daypart")
    return draft(
        hit,
        "mid-part",
        TIME,
        f"XXXX-XX-XX{part}",
        hangs="clock",
        steps=[("clock", part)],
        grain="T",
        mod="MID",
        need="D",
    )


def beside_part(hit: Hit) -> Draft:
    """Read "the next morning", "the previous night"."""
    part = "T" + hit.value("part", "daypart")
    count = "-1" if hit.has("prev") else "1"
    return draft(
        hit,
        "beside-part",
        TIME,
        f"XXXX-XX-XX{part}",
        hangs="date",
        steps=[("shift", count, "D"), ("clock", part)],
        grain="T",
        need="D",
    )


def overnight(hit: Hit) -> Draft:
    """Read "overnight"."""
    return draft(hit, "overnight", TIME, "XXXX-XX-XXTNI", hangs="clock", steps=[("clock", "TNI")], grain="T")


_ZONE = "(?:<open>?(?:<local><time>|<zone=zone>))?"

RULES = (
    Rule(name="clock-meridiem", pattern=f"(?:<clock=c>|<hourno|number=h>|(?!))<meridiem=mer>{_ZONE}", build=clock),
    Rule(name="clock", pattern=f"<clock=c>{_ZONE}", build=clock),
    Rule(name="clock-zone", pattern="<clock4|int=four><zone=zone>", build=clock),
    Rule(
        name="oclock", pattern="<hourno|number=h><oclock>(?:<in><the><daypart=part>|<at><daypart=part2>)?", build=clock
    ),
    Rule(name="clock-part", pattern="(?:<clock=c>|<hourno|number=h>)<in><the><daypart=part>", build=clock),
    Rule(name="military", pattern="(?<=<edgesign|from|to|onsign>)<int=four><subunits=unit>", build=military),
    Rule(name="clock-word", pattern="<int2>?<clockword=w>", build=clock_word),
    Rule(name="day-part", pattern="(?:<the|each>|(?P<that><that>))<same>?<daypart=part>", build=day_part),
    Rule(name="day-edge", pattern="(?<=<edgesign>)<dayedge=part>", build=day_part),
    Rule(name="mid-part", pattern="<mid><hyphen>?<daypart=part>", build=mid_part),
    Rule(
        name="beside-part", pattern="<the>?(?:(?P<prev><previous>)|<following|next>)<daypart=part>", build=beside_part
    ),
    Rule(name="overnight", pattern="<overnight>", build=overnight),
)
"""The rules of this module."""
