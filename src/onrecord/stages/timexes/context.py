"""Decides what each draft hangs on: the publication date, an earlier timex, or nothing known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.model import Parse, Timex, TimexType
from onrecord.model.anchoring import Relative, bounds, edtf_bounds, format_relative, to_edtf
from onrecord.model.anchoring.values import narrow
from onrecord.stages.timexes.grammar import Draft
from onrecord.stages.timexes.negatives import token_at
from onrecord.stages.timexes.tense import direction_of
from onrecord.stages.timexes.tokens import Sentence

FINER = {
    need: frozenset(fine.split())
    for need, fine in {
        "D": "T D",
        "W": "T D W WE",
        "WE": "T D W WE",
        "M": "T D W WE M",
        "Q": "T D W WE M Q",
        "Y": "T D W WE M Q S H Y",
        "DE": "T D W WE M Q S H Y DE",
        "CE": "T D W WE M Q S H Y DE CE",
    }.items()
}
"""Precision that is needed -> precisions of dates that will do."""


REACH = {"that-unit": 4, "same-unit": 4, "earlier-in": 4, "beside-unit": 4, "unit-before": 4, "later": 4}
"""Sentences that a date stays spoken of in news, by rule of what goes on from it."""


GOING_ON = {"the-next": 1, "turn": 0, "the-year": 0, "edge-unit": 0, "year-end": 0}
"""Sentences that a full date stays spoken of for what else would hang on the day of writing, by rule."""


def hang_drafts(
    drafts: Sequence[Draft], sentences: Mapping[int, Sentence], parse: Parse, *, narrative: bool
) -> tuple[Timex, ...]:
    """Turn drafts into timexes whose ``relative`` says what they hang on; none is anchored yet.

    Args:
        drafts: Of the whole report, in text order.
        sentences: Their sentences.
        parse: The report's parse.
        narrative: Whether dates without a year go on from the date before, as in a history.
    """
    out: list[Timex] = []
    for i, item in enumerate(drafts):
        sentence = sentences[item.sentence]
        base = _spoken_of(drafts, i, sentence, parse) or _base(drafts, i, narrative=narrative)
        steps = _settle(item, sentence, parse, base)
        span = sentence.span(item.first, item.end)
        timex = Timex(id=f"T{i + 1}", span=span, type=item.type, value=item.value, mod=item.mod, rule=item.rule)
        out.append(_hung(timex, base, steps) if item.hangs else _absolute(timex))
    return tuple(out)


def _hung(timex: Timex, base: str, steps: tuple[tuple[str, ...], ...]) -> Timex:
    relative = Relative(base=base, bare=timex.value, steps=steps)
    return replace(timex, anchor=base, relative=format_relative(relative))


def _absolute(timex: Timex) -> Timex:
    """Give a timex that hangs on nothing its EDTF text and bounds."""
    value = timex.value or ""
    if timex.type in {TimexType.DURATION, TimexType.SET}:
        return timex
    if value.startswith("["):
        options = value[1:-1].split(",")
        return replace(timex, value=None, edtf=value, earliest=options[0], latest=options[-1])
    if "/" in value:
        return _interval(timex, value)
    if (stretch := bounds(value)) is None:
        return replace(timex, edtf=to_edtf(value))
    first_day, last_day = narrow(stretch, timex.mod)
    return replace(timex, edtf=to_edtf(value, timex.mod), earliest=first_day.isoformat(), latest=last_day.isoformat())


def _interval(timex: Timex, value: str) -> Timex:
    """Give an interval its bounds; one that is open has no TIMEX3 value."""
    first, _, last = value.partition("/")
    if ".." in {first, last}:
        earliest, latest = (None if end == ".." else end for end in (first, last))
        return replace(timex, value=None, edtf=value, earliest=earliest, latest=latest)
    stretch = edtf_bounds(value)
    if stretch is None:
        return timex
    return replace(timex, edtf=value, earliest=stretch[0].isoformat(), latest=stretch[1].isoformat())


def _base(drafts: Sequence[Draft], i: int, *, narrative: bool) -> str:
    """Return what a draft hangs on: ``published``, the id of another, or ``none``."""
    item = drafts[i]
    if item.target is not None:
        return f"T{item.target + 1}"
    match item.hangs:
        case "published":
            weekday = narrative and item.rule in {"weekday", "weekday-part"}
            return (_before(drafts, i, "D") if weekday else None) or "published"
        case "year" | "running":
            return (_before(drafts, i, item.need or "Y") if narrative else None) or "published"
        case "clock":
            return _day_of(drafts, i, narrative=narrative) or "published"
        case "date":
            reach = 10_000 if narrative else REACH.get(item.rule, 3)
            if item.rule in {"that-unit", "same-unit", "earlier-in"} and item.grain == "D" and not narrative:
                reach = int(item.rule == "same-unit")  # "that day" two sentences on is seldom the day dated last
            back = item.rule == "later" and item.steps[0][1].startswith("-")
            return _before(drafts, i, item.need or "Y", reach) or ("published" if back and not narrative else "none")
    return "none"


def _spoken_of(drafts: Sequence[Draft], i: int, sentence: Sentence, parse: Parse) -> str | None:
    """Return the full date that "the end of the year" or "the next year" goes on from where the verb is past.

    "In 1853 war broke out; by the end of the year the straits were closed."
    """
    item = drafts[i]
    if item.hangs != "running" or item.rule not in GOING_ON or (item.rule == "the-year" and not item.mod):
        return None
    token = token_at(item, sentence, parse, 0)
    if token >= len(parse) or direction_of(parse, token) not in {"past", "plain-past"}:
        return None
    for j in range(i - 1, max(-1, i - 6), -1):
        spoken = drafts[j]
        if item.sentence - spoken.sentence > GOING_ON[item.rule]:
            return None
        if spoken.type is TimexType.DATE and not spoken.hangs and spoken.grain in FINER[item.need or "Y"]:
            return None if spoken.aside else f"T{j + 1}"
    return None


def _before(drafts: Sequence[Draft], i: int, need: str, reach: int = 10_000) -> str | None:
    """Return the id of the date before that a draft goes on from.

    The last one of its own sentence, or of the precision needed in the two sentences before; else the last date
    there is, so that a coarse date is not passed over for a finer one long ago. A day hangs on a day.
    """
    last = None
    for j in range(i - 1, max(-1, i - 40), -1):
        item = drafts[j]
        if drafts[i].sentence - item.sentence > reach:
            break
        if (
            item.type not in {TimexType.DATE, TimexType.TIME}
            or item.grain not in FINER["CE"]
            or _steps_back(item)
            or item.hangs == "clock"
            or item.aside
        ):
            continue
        near = drafts[i].sentence - item.sentence <= 2
        here = drafts[i].sentence == item.sentence and need != "D"
        if here or (item.grain in FINER[need] and (near or last is None)):
            return f"T{j + 1}"
        last = j if last is None else last
        if not near:
            break
    return f"T{last + 1}" if last is not None else None


def _steps_back(item: Draft) -> bool:
    """Tell whether a date is only a comparison, which nothing goes on from ("a year earlier")."""
    return item.rule in {"a-year-ago-quarter", "year-ago-quarter", "year-ago"} or (
        item.rule == "later" and item.steps[0][1].startswith("-")
    )


def _day_of(drafts: Sequence[Draft], i: int, *, narrative: bool) -> str | None:
    """Return the day that a clock time belongs to: the nearest of its sentence, else the last one before."""
    here = drafts[i].sentence
    near = [
        j
        for j in range(max(0, i - 6), min(len(drafts), i + 7))
        if j != i and drafts[j].sentence == here and drafts[j].grain in {"D", "T"} and drafts[j].hangs != "clock"
    ]
    if near:
        return f"T{min(near, key=lambda j: abs(j - i)) + 1}"
    for j in range(i - 1, max(-1, i - 8), -1):
        if not narrative and here - drafts[j].sentence > 2:
            return None
        if drafts[j].grain in {"D", "T"} and drafts[j].hangs != "clock":
            return f"T{j + 1}"
    return None


def _settle(item: Draft, sentence: Sentence, parse: Parse, base: str) -> tuple[tuple[str, ...], ...]:
    """Settle the open direction of a draft's steps by tense."""
    if not any("?" in step for step in item.steps):
        return item.steps
    token = _head(item, sentence, parse)
    side = direction_of(parse, token) if token < len(parse) else "near"
    choice = _direction(item, side, base)
    return tuple(tuple(choice if part == "?" else part for part in step) for step in item.steps)


def _head(item: Draft, sentence: Sentence, parse: Parse) -> int:
    """Return the token of a draft that its verb governs: "GMT" in "10:00 GMT on Friday"."""
    token, last = (token_at(item, sentence, parse, which) for which in (0, -1))
    while token < len(parse) and token < parse.heads[token] <= last:
        token = parse.heads[token]
    return token


def _direction(item: Draft, side: str, base: str) -> str:
    """Return the direction of the open step.

    A day or a quarter of the calendar may lie on the other side when that is much nearer; a weekday or a month
    without a sign of the future is past.
    """
    step = next(s for s in item.steps if "?" in s)
    if base not in {"published", "none"}:
        return "future" if step[0] == "weekday" else "flow"
    if step[0] == "holiday" or step[0] == "fill":
        return {
            "plain-past": "past",
            "plain-future": "future",
            "past": "pastish",
            "future": "futureish",
            "present": "futureish",
        }.get(side, "near")
    if item.rule == "this-weekend" and side == "near":
        return "future"
    return "future" if side in {"future", "plain-future", "present"} else "past"
