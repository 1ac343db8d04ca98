"""Anchors relative times: from what the words say and a base to calendar values, without the text.

Everything here is a pure function of stored fields, so a report that a person dates later is anchored without
reading it again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.model.anchoring.edtf import edtf_bounds
from onrecord.model.anchoring.relative import Relative, format_relative, parse_relative
from onrecord.model.anchoring.steps import take_step
from onrecord.model.anchoring.values import Bounds, bounds, narrow, to_edtf
from onrecord.model.report import Published
from onrecord.model.timexes import Timex, TimexType

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

__all__ = ["Relative", "anchor_timexes", "bounds", "edtf_bounds", "format_relative", "parse_relative", "to_edtf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """What a timex hangs on, once known: its days, and its value where that is one."""

    days: Bounds
    value: str | None


def anchor_timexes(timexes: tuple[Timex, ...], published: Published) -> tuple[Timex, ...]:
    """Give every relative timex the value it has under a publication date.

    Timexes that hang on others follow them. With ``Published(value=None)`` the underspecified values come back
    exactly; precision is never invented: when the base is wider than the answer, the value stays underspecified
    and EDTF says "one of" (``[2019-03-04..2019-03-10]``).

    Args:
        timexes: All timexes of one report.
        published: Its publication date; the value may be any EDTF date or interval, or None.

    Returns:
        The same timexes in the same order, only ``value``, ``edtf``, ``earliest``, ``latest`` and ``anchor`` changed.

    Cost: linear in the timexes.

    Example:
        >>> from onrecord.model import Span
        >>> t = Timex(id="T1", span=Span(0, 9), type=TimexType.DATE,
        ...           relative="base:published bare:XXXX-XX-XX shift:-1:D")
        >>> anchor_timexes((t,), Published(value="2019-03-01"))[0].value
        '2019-02-28'
        >>> anchor_timexes((t,), Published(value="2019-03"))[0].edtf
        '[2019-02-28..2019-03-30]'
    """
    by_id = {t.id: t for t in timexes}
    done: dict[str, Timex] = {}
    for timex in timexes:
        _anchor_chain(timex, by_id, done, published)
    return tuple(done[t.id] for t in timexes)


def _anchor_chain(timex: Timex, by_id: Mapping[str, Timex], done: dict[str, Timex], published: Published) -> None:
    """Anchor a timex after those it hangs on; a circle is broken where it closes."""
    chain, seen = [timex], {timex.id}
    while (below := _base_timex(chain[-1], by_id)) and below.id not in done and below.id not in seen:
        chain.append(below)
        seen.add(below.id)
    for item in reversed(chain):
        if item.id not in done:
            done[item.id] = _anchor(item, done, published)


def _base_timex(timex: Timex, by_id: Mapping[str, Timex]) -> Timex | None:
    return by_id.get(parse_relative(timex.relative).base) if timex.relative else None


def _anchor(timex: Timex, done: Mapping[str, Timex], published: Published) -> Timex:
    if timex.relative is None:
        return timex
    relative = parse_relative(timex.relative)
    base = _find_base(relative.base, done, published)
    bare = replace(timex, value=relative.bare, edtf=None, earliest=None, latest=None, anchor=relative.base)
    if (below := done.get(relative.base)) and (year := _before_era(below.value, relative)):
        return replace(bare, value=year, edtf=to_edtf(year))
    if base is None:
        return bare
    names = {step[0] for step in relative.steps}
    if timex.type is TimexType.DURATION and names & {"ends", "begins"}:
        return _stretch(bare, base, backwards="ends" in names)
    if names & {"before", "after"}:
        return _one_sided(bare, base, past="before" in names)
    return _dated(bare, relative, base)


def _before_era(value: str | None, relative: Relative) -> str | None:
    """Return the year that lies so many years from a year before the era (``BC0218``), which no date can hold."""
    if not value or not re.fullmatch(r"BC\d{4}", value) or len(relative.steps) != 1:
        return None
    name, *rest = relative.steps[0]
    if name != "shift" or rest[1] != "Y":
        return None
    year = 1 - int(value[2:]) + int(rest[0])
    return f"BC{1 - year:04d}" if year <= 0 else f"{year:04d}"


def _find_base(name: str, done: Mapping[str, Timex], published: Published) -> _Base | None:
    if name == "published":
        stretch = edtf_bounds(published.value) if published.value else None
        return _Base(days=stretch, value=published.value) if stretch else None
    timex = done.get(name)
    if timex is None or timex.earliest is None or timex.latest is None:
        return None
    if timex.value and (whole := bounds(timex.value)):
        return _Base(days=whole, value=timex.value)
    return _Base(days=(date.fromisoformat(timex.earliest), date.fromisoformat(timex.latest)), value=None)


def _dated(timex: Timex, relative: Relative, base: _Base) -> Timex:
    """Walk the steps from the first and from the last day of the base; where they meet, the value is known."""
    steps = [s for s in relative.steps if s[0] not in {"no-later", "no-earlier"}]
    first, last = (_walk(steps, day, base) for day in _edges(relative, base))
    if first is None or last is None:
        return timex
    low, high = bounds(first), bounds(last)
    if low is None or high is None:
        return timex
    cut = {s[0] for s in relative.steps}
    if first == last:
        earliest, latest = narrow(low, timex.mod)
        if "no-later" in cut:
            earliest, latest = low[0], max(low[0], min(low[1], base.days[1]))
        if "no-earlier" in cut:
            earliest, latest = min(low[1], max(low[0], base.days[0])), low[1]
        return replace(
            timex, value=first, edtf=to_edtf(first, timex.mod), earliest=earliest.isoformat(), latest=latest.isoformat()
        )
    return replace(timex, edtf=_one_of(first, last), earliest=low[0].isoformat(), latest=high[1].isoformat())


def _edges(relative: Relative, base: _Base) -> Bounds:
    """Return the days of the base to walk from: "the following summer" after a whole year is the next year's."""
    step = relative.steps[0] if relative.steps else ("",)
    of_story = relative.base != "published" and re.fullmatch(r"\d{4}", base.value or "")
    if not of_story or step[0] != "fill" or step[-1] not in {"next", "last"}:
        return base.days
    edge = base.days[1 if step[-1] == "next" else 0]
    return edge, edge


def _walk(steps: list[tuple[str, ...]], day: date, base: _Base) -> str | None:
    """Return the value that the steps reach, or None where a step in between has two answers."""
    value, days, width = base.value, (day, day), (base.days[1] - base.days[0]).days
    for step in steps:
        reached = {take_step(step, d, value, width) for d in days}
        if len(reached) != 1 or (value := reached.pop()) is None or (stretch := bounds(value)) is None:
            return None
        days, width = stretch, (stretch[1] - stretch[0]).days
    return value


def _one_of(first: str, last: str) -> str | None:
    """Return EDTF for one unknown member of a run of values."""
    low, high = to_edtf(first), to_edtf(last)
    if low is None or high is None:
        return None
    return f"[{low.partition('/')[0]}..{high.rpartition('/')[2]}]"


def _one_sided(timex: Timex, base: _Base, *, past: bool) -> Timex:
    first, last = base.days
    if past:
        return replace(timex, edtf=f"../{last.isoformat()}", latest=last.isoformat())
    return replace(timex, edtf=f"{first.isoformat()}/..", earliest=first.isoformat())


def _stretch(timex: Timex, base: _Base, *, backwards: bool) -> Timex:
    """Bound a duration that ends or begins at the base; its value stays the length."""
    length = _length(timex.value or "")
    if length is None:
        return timex
    first, last = base.days
    try:
        earliest, latest = (first - length, last) if backwards else (first, last + length)
    except (OverflowError, ValueError):
        return timex  # before the year 1 or after 9999
    return replace(
        timex,
        edtf=_interval(earliest, latest, timex.value or ""),
        earliest=earliest.isoformat(),
        latest=latest.isoformat(),
    )


_UNITS = {"D": ("days", 1), "W": ("weeks", 1), "M": ("months", 1), "Q": ("months", 3), "Y": ("years", 1),
          "DE": ("years", 10), "CE": ("years", 100)}  # fmt: skip


def _length(value: str) -> "relativedelta | None":
    """Return a TIMEX3 period as a step in the calendar, or None if it is not counted or is of hours."""
    from dateutil.relativedelta import relativedelta

    match = re.fullmatch(r"P(\d{1,5})(D|W|M|Q|Y|DE|CE)", value)
    if match is None:
        return None
    name, size = _UNITS[match[2]]
    return relativedelta(**{name: int(match[1]) * size})  # type: ignore[arg-type]


def _interval(earliest: date, latest: date, value: str) -> str:
    """Write an interval at the precision of the period's unit."""
    size = 10 if value[-1] in "DWH" else 7 if value[-1] in "MQ" else 4
    return f"{earliest.isoformat()[:size]}/{latest.isoformat()[:size]}"
