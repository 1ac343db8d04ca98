"""Joins neighbours that are one expression: "Friday" + "night", "10 p.m." + "Wednesday", "June" + "last year"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import TimexType
from onrecord.model.anchoring import bounds
from onrecord.model.anchoring.steps import take_step
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.tokens import Sentence

LEADING = frozenset({"week-of", "early-hours", "edge-units"})
"""Rules of words that are nothing without the date behind them."""

SIZES = ("D", "W", "M", "Y", "DE", "CE")

ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")
"""Units of lengths, coarse to fine."""

PARTS = frozenset({"beside-part", "part-of-day", "deictic-part", "weekday-part"})
GAPS = frozenset({"", ",", "on", "of", "at", "'s", "’s", "and", ", and"})


def join_drafts(drafts: Sequence[Draft], sentence: Sentence) -> list[Draft]:
    """Return the drafts of a sentence with the parts of one expression joined."""
    out: list[Draft] = []
    for item in drafts:
        if out and (whole := _join(out[-1], item, sentence)):
            out[-1] = whole
        else:
            out.append(item)
    for n in range(1, len(out)):
        out[n] = _short_decade(out[n - 1], out[n])
    return [replace(i, aside=_is_aside(i, sentence)) for i in out if i.rule not in LEADING]


def _short_decade(left: Draft, right: Draft) -> Draft:
    """Give "'70s" the century of the decade before it in "the 1860s and '70s"."""
    if right.rule != "decade-of-two-digits" or left.rule != "decade" or right.first - left.end > 1:
        return right
    return replace(right, value=f"{(left.value or '')[:2]}{(right.value or '')[2:]}")


def _is_aside(item: Draft, sentence: Sentence) -> bool:
    """Tell whether a date is background: alone in brackets ("(1939)"), after "as of" or "since"."""
    before, after = sentence.lower(item.first - 1), sentence.lower(item.end)
    return (
        (before == "(" and after == ")")
        or before == "since"
        or (before == "of" and sentence.lower(item.first - 2) == "as")
    )


def _join(left: Draft, right: Draft, sentence: Sentence) -> Draft | None:
    gap = " ".join(sentence.lowers[left.end : right.first])
    if gap not in GAPS or "numeric-ambiguous" in {left.rule, right.rule}:
        return None  # a day with two readings takes no clock time
    if left.grain == "T" and left.hangs == "clock" and right.grain == "D" and gap in {"", ",", "on", "of"}:
        return _clock_of_day(left, right, left, right)
    if left.grain == "T" and left.hangs == "clock" and right.rule in PARTS and gap in {"", "on"}:
        return _clock_of_part(left, right)
    if right.grain == "T" and right.hangs == "clock" and left.grain == "D" and gap in {"", ",", "at"}:
        return _clock_of_day(right, left, left, right) if gap != "," else None
    if left.grain == "Q" and right.grain == "CE" and gap == "of":  # "the last quarter of the 16th century"
        return replace(right, first=left.first, mod="START" if sentence.lower(left.end - 2) == "first" else "END")
    if left.rule == "length" and right.rule == "length":
        return _sum(left, right, sentence)
    if (
        "Q" in {left.grain, left.need}
        and left.rule in {"near-unit", "edge-units"}
        and right.grain == "Y"
        and gap == "of"
    ):
        return _last_quarter(left, right, sentence)
    if left.rule == "edge-units" and gap == "of":
        return _edge_of(left, right, sentence)
    if left.rule == "week-of" and right.grain == "D" and gap == "of":
        return _week_of(left, right)
    if left.rule == "weekday" and right.rule == "near-unit" and right.grain == "W" and gap == "of":
        return _day_of_week(left, right)
    if left.rule in {"month", "month-day", "season", "quarter", "half"} and right.grain == "Y" and right.steps:
        return _fill_in(left, right, left, right) if gap in {"", "of", ","} else None
    if (
        right.rule in {"month", "month-day", "season", "quarter", "half"}
        and left.grain == "Y"
        and (left.steps or left.rule == "year")
        and gap in {"'s", "’s"}
    ):
        return _fill_in(right, left, left, right)
    return None


def _sum(left: Draft, right: Draft, sentence: Sentence) -> Draft | None:
    """Add up "two years and six months", "63 years, seven months and two days": each unit finer than the one before."""
    one, two = (re.fullmatch(r"P((?:[1-9]\d*[YMWD])*)(?:T((?:[1-9]\d*[HMS])*))?", i.value or "") for i in (left, right))
    if one is None or two is None or sentence.lower(right.first) in {"a", "an", "another"}:
        return None
    order = [
        ("T" if part == 2 else "") + unit
        for m in (one, two)
        for part in (1, 2)
        for unit in re.findall("[A-Z]", m[part] or "")
    ]
    if [ORDER.index(u) for u in order] != sorted({ORDER.index(u) for u in order}):
        return None
    clock = (one[2] or "") + (two[2] or "")
    value = f"P{one[1]}{two[1]}" + (f"T{clock}" if clock else "")
    return replace(left, end=right.end, value=value)


def _clock_of_day(clock: Draft, day: Draft, left: Draft, right: Draft) -> Draft:
    """Give a clock time its day."""
    time = clock.steps[-1][1]
    value = f"{day.value}{time}" if day.value else None
    if not day.steps:
        return replace(
            day, first=left.first, end=right.end, type=TimexType.TIME, value=value, grain="T", rule="clock-of-day"
        )
    return replace(
        day, first=left.first, end=right.end, type=TimexType.TIME, value=value, grain="T",
        rule="clock-of-day", steps=(*day.steps, clock.steps[-1]),
    )  # fmt: skip


def _clock_of_part(clock: Draft, part: Draft) -> Draft:
    """Give a clock time the day of a part of the day ("9 o'clock last night", "04:30 the next morning")."""
    time = clock.steps[-1][1]
    if part.steps[-1][1] in {"TAF", "TEV", "TNI"} and time[1:3] < "12":
        time = f"T{int(time[1:3]) + 12}{time[3:] or ':00'}"
    value = f"{(part.value or '').partition('T')[0]}{time}"
    return replace(
        part, first=clock.first, value=value, steps=(*part.steps[:-1], ("clock", time)), rule="clock-of-part"
    )


def _day_of_week(day: Draft, week: Draft) -> Draft:
    """Give "Monday of last week" the week that is named."""
    step = ("weekday", day.steps[0][1], "same")
    return replace(week, first=day.first, value=day.value, grain="D", steps=(*week.steps, step), rule="day-of-week")


def _last_quarter(quarter: Draft, year: Draft, sentence: Sentence) -> Draft | None:
    """Give "the last quarter of 1990" its fourth quarter."""
    if sentence.lower(quarter.end - 2) not in {"last", "final"}:
        return None
    whole = replace(year, first=quarter.first, grain="Q", rule="quarter-of-year")
    if year.steps:
        return replace(whole, value="XXXX-Q4", steps=(*year.steps, ("fill", "XXXX-Q4", "same")))
    return replace(whole, value=f"{year.value}-Q4")


def _edge_of(edge: Draft, whole: Draft, sentence: Sentence) -> Draft | None:
    """Give "the first week of August 1914" its month, "the last day of May 2018" its day."""
    if whole.grain not in SIZES or edge.need not in SIZES or SIZES.index(edge.need) >= SIZES.index(whole.grain):
        return None
    day = edge.need == "D" and sentence.lower(edge.end - 1) == "day"
    if not day:
        return replace(whole, first=edge.first, mod=edge.mod)
    stretch = bounds(whole.value or "") if not whole.steps else None
    if stretch is None or edge.mod is None:
        return None
    value = stretch[0 if edge.mod == "START" else 1].isoformat()
    return replace(whole, first=edge.first, value=value, grain="D", rule="edge-day")


def _week_of(week: Draft, day: Draft) -> Draft:
    """Give "the week of" the week of its day."""
    step = week.steps[0]
    if day.steps:
        return replace(day, first=week.first, value=week.value, grain="W", steps=(*day.steps, step), rule="week-of-day")
    stretch = bounds(day.value or "")
    value = take_step(step, stretch[0], day.value, 0) if stretch else None
    return replace(day, first=week.first, value=value or week.value, grain="W", rule="week-of-day")


def _fill_in(name: Draft, year: Draft, left: Draft, right: Draft) -> Draft:
    """Give a date without its year the year that stands beside it."""
    step = name.steps[-1]
    if not year.steps:  # "1989's third quarter"
        value = f"{year.value}{(name.value or '')[4:]}"
        return replace(name, first=left.first, end=right.end, hangs="", steps=(), value=value)
    step = (*step[:-1], "same") if step[0] == "fill" else step
    return replace(
        name,
        first=left.first,
        end=right.end,
        hangs=year.hangs,
        steps=(*year.steps, step),
        rule=f"{name.rule}-of-year",
        need="Y",
    )
