"""TimelineJS: dated events as slides; dates keep their doubt in ``display_date``."""

from collections.abc import Mapping
from html import escape
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import Selection, open_view
from onrecord.model.codec import encode_json
from onrecord.store import Story


def write_timelinejs(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a slide for each event of the timeline that has a calendar date; the others are listed in ``onrecord``.

    References: https://timeline.knightlab.com/docs/json-format.html
    """
    view = open_view(story, selection)
    rows = {r["id"]: r for r in iter_rows(view, ["event"])}
    slides, undated = [], []
    for entry in view.linked().timeline:
        row = rows.get(entry.event)
        if row is None:
            continue
        start = date_parts(entry.earliest)
        if start is None:
            undated.append({"id": entry.event, "said": wording.claim(row), "said_by": row["said_by"], **_state(row)})
        else:
            slides.append(_slide(row, start, entry.earliest, entry.latest, entry.date, entry.reports))
    title = {"text": {"headline": "The story so far", "text": f"{len(undated)} events have no date and no slide."}}
    out.write(encode_json({"title": title, "events": slides, "onrecord": {"undated": undated}}) + b"\n")


def _state(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: row[k] for k in ("review", "evidence", "factuality", "report", "sentence")}


def date_parts(value: str | None) -> dict[str, int] | None:
    """Return year, month and day of an ISO date as far as it goes, or None.

    Example:
        >>> date_parts("2024-05-01"), date_parts("-0043-03"), date_parts(None)
        ({'year': 2024, 'month': 5, 'day': 1}, {'year': -43, 'month': 3}, None)
    """
    if not value:
        return None
    sign, bare = (-1, value[1:]) if value.startswith("-") else (1, value)
    parts = bare.split("-")
    if not all(p.isdigit() for p in parts):
        return None
    found = dict(zip(("year", "month", "day"), map(int, parts), strict=False))
    return found | {"year": sign * found["year"]}


def _slide(
    row: Mapping[str, Any],
    start: dict[str, int],
    earliest: str | None,
    latest: str | None,
    date: str | None,
    reports: int,
) -> dict[str, Any]:
    exact = earliest == latest
    end = None if exact else date_parts(latest)
    shown = str(date) if exact else f"{date or 'uncertain'} (between {earliest} and {latest or '?'})"
    text = (
        f"<p>{escape(row['sentence'] or row['quote'])}</p>"
        f"<p>{escape(wording.teller(row))}; {escape(wording.status(row))}; in {reports} report(s)</p>"
        f"<p>{escape(row['title'] or row['report'])}, {escape(row['outlet'] or 'outlet not known')}; {row['id']}</p>"
    )
    return {
        "start_date": start,
        **({"end_date": end} if end else {}),
        "display_date": shown,
        "text": {"headline": escape(wording.claim(row)), "text": text},
        "group": row["factuality"],
        "unique_id": row["id"],
        "onrecord": {"said_by": row["said_by"], **_state(row)},
    }
