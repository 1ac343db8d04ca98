"""Dates that a plain text states: labelled lines ("Published: 1 March 2019") and datelines ("ORLE, March 1 -")."""

import re
from collections.abc import Sequence

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import DateSignal, iso_day
from onrecord.intake.lines import Line
from onrecord.model.dates import month_number

HEAD = 25
"""Lines from the start among which a stated date is looked for."""

_LABEL = re.compile(
    r"(?P<label>(?:first |originally |date |time |article |story )?"
    r"(?:published|posted|issued|released|publication date|date)"
    r"|(?:last |page )?(?:updated|modified|last modified))(?: on| at| date)?\s*:?\s*(?P<rest>.{6,60})",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\(?(?P<place>[A-Z][\w.'’-]+(?:[ ,/]+[A-Z][\w.'’-]*){0,5}?),? +\(?(?P<date>"
    r"(?:(?P<m1>[A-Z][a-z]{2,8})\.? (?P<d1>\d{1,2})(?:,? (?P<y1>(?:19|20)\d\d))?)"
    r"|(?:(?P<d2>\d{1,2}) (?P<m2>[A-Z][a-z]{2,8})\.?(?:,? (?P<y2>(?:19|20)\d\d))?)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))\)?,?"
    r"(?: ?[(/\[](?P<agency>[\w .&/’'-]{2,40})[)/\]])? ?(?:[-–—]{1,3}|:|\.(?= ))(?=\s|[A-Z\"“])"
)


def stated_dates(lines: Sequence[Line], body: int) -> tuple[tuple[DateSignal, ...], tuple[DateSignal, ...]]:
    """Return the publication dates and the dates of change that a text states.

    Args:
        lines: The text's lines.
        body: Index of the first real paragraph.

    Example:
        >>> from onrecord.intake.lines import split_lines
        >>> found, _ = stated_dates(split_lines("ORLE, March 1, 2019 (ZNA) - The dam at Orle broke."), 0)
        >>> [(d.value, d.signal) for d in found]
        [('2019-03-01', 'dateline')]
        >>> [d.value for d in stated_dates(split_lines("ORLE, March 1 (ZNA) - The dam broke."), 0)[0]]
        ['XXXX-03-01']
    """
    published: list[DateSignal] = []
    modified: list[DateSignal] = []
    for line in lines[: min(HEAD, body)]:
        match = _LABEL.match(line.text) if len(line.words) <= 14 else None
        if match and (day := parse_stamp(match["rest"].lstrip(" :–-"))):
            changed = match["label"].lower().endswith(("updated", "modified"))
            (modified if changed else published).extend(signal(day, "stated"))
        elif len(line.words) <= 8 and (day := parse_stamp(line.text)) and len(day) == 10:
            published.extend(signal(day, "text"))
    for line in lines[max(0, body - 1) : body + 2]:  # a dateline may be taken for a headline
        if day := read_dateline(line.text):
            published.extend(signal(day, "dateline"))
            break
    return tuple(published), tuple(modified)


def read_dateline(paragraph: str) -> str | None:
    """Return the EDTF of the date in a paragraph's dateline, its year ``XXXX`` where none is written.

    Example:
        >>> read_dateline("TOKYO, March 1 (Kyodo) - Ministers met."), read_dateline("In March, 17 people met.")
        ('XXXX-03-01', None)
    """
    match = _DATELINE.match(paragraph[:160])
    if match is None:
        return None
    if match["iso"]:
        return parse_stamp(match["iso"])
    number, day, year = (
        month_number(match["m1"] or match["m2"]),
        int(match["d1"] or match["d2"]),
        match["y1"] or match["y2"],
    )
    if number is None:
        return None
    full = iso_day(int(year or 2000), number, day)
    return full and (full if year else f"XXXX{full[4:]}")
