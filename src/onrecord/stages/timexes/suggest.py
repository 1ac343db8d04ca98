"""What a report's own text suggests about its publication date: reasons for a person, never applied by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.model import Published, PublishedMethod, Reading, Span, Timex, TimexType
from onrecord.model.anchoring.relative import parse_relative
from onrecord.model.dates import parse_date
from onrecord.stages.timexes.tense import direction_of

_LINE = re.compile(r"[^\r\n]{6,60}")
_TOP = 2000
_YEARS_AHEAD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A publication date that the text speaks for.

    Attributes:
        published: The date as EDTF, method ``inferred``, with its confidence.
        reason: One sentence for the person who decides.
        spans: The words it rests on.
    """

    published: Published
    reason: str
    spans: tuple[Span, ...] = ()


def suggest_published(reading: Reading) -> tuple[Suggestion, ...]:
    """Return what a report's text suggests about its publication date, most confident first.

    Args:
        reading: A reading after the timexes stage.

    Returns:
        Suggestions with reasons: a line near the top that is a date; a weekday that fits a date of the calendar
        in few years; the latest date that the report looks back on, which it is no older than.

    Cost: linear in the text.
    """
    found = [*_date_lines(reading), *_weekday_dates(reading), *_latest(reading)]
    found.sort(key=lambda s: -s.published.confidence)
    return tuple(found)


def _suggest(value: str, confidence: float, reason: str, *spans: Span) -> Suggestion:
    published = Published(value=value, method=PublishedMethod.INFERRED, confidence=confidence)
    return Suggestion(published=published, reason=reason, spans=spans)


def _date_lines(reading: Reading) -> Iterator[Suggestion]:
    """Yield lines near the top that hold a date and nothing else."""
    text = reading.report.text
    for match in _LINE.finditer(text, 0, min(len(text), _TOP)):
        made = parse_date(match.group())
        if made and made[1] == "day":
            yield _suggest(
                made[0], 0.8, f"the line {match.group().strip()!r} near the top is a date", Span(*match.span())
            )


def _weekday_dates(reading: Reading) -> Iterator[Suggestion]:
    """Yield years in which "Thursday, April 6" falls on that weekday, from the latest year spoken of."""
    latest = max((_year(t) for t in _past(reading)), default=None)
    if latest is None:
        return
    weekdays = reading.report.text
    for timex in reading.timexes:
        words = timex.span.cut(weekdays)
        pattern = _pattern(timex)
        if pattern is None or not (name := re.match(r"[A-Z][a-z]+day\b", words)):
            continue
        for year in range(latest, latest + _YEARS_AHEAD):
            day = _real_date(f"{year}{pattern[4:]}")
            if day and f"{day:%A}" == name.group():
                reason = f"{words!r} fits the calendar of {year}, the first year from {latest}, the latest spoken of"
                yield _suggest(str(year), 0.4, reason, timex.span)
                break


def _latest(reading: Reading) -> Iterator[Suggestion]:
    """Yield the latest dated past: the report is no older than it."""
    past = [t for t in _past(reading) if t.earliest]
    if past:
        last = max(past, key=lambda t: t.earliest or "")
        words = last.span.cut(reading.report.text)
        yield _suggest(f"{last.edtf}/..", 0.2, f"the report speaks of {words!r}, so it is hardly older", last.span)


def _past(reading: Reading) -> list[Timex]:
    """Return the dates with their own year that no verb puts in the future."""
    dated = (t for t in reading.timexes if t.type is TimexType.DATE and t.relative is None and t.earliest and t.latest)
    return [t for t in dated if not _is_coming(reading, t)]


def _is_coming(reading: Reading, timex: Timex) -> bool:
    tokens = reading.parse.tokens_in(timex.span)
    return bool(tokens) and direction_of(reading.parse, tokens.start).endswith("future")


def _year(timex: Timex) -> int:
    return int((timex.earliest or "0001")[:4])


def _pattern(timex: Timex) -> str | None:
    """Return the calendar pattern of a date without its year, ``XXXX-04-06``."""
    if not timex.relative:
        return None
    steps = parse_relative(timex.relative).steps
    return next((s[1] for s in steps if s[0] == "fill" and len(s[1]) == 10 and s[1][5] != "X"), None)


def _real_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
