"""CSV: a row a line of the record, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from onrecord.exports.records import Selection, iter_records
from onrecord.model.codec import encode_json
from onrecord.store import Story

COLUMNS = (
    "kind",
    "id",
    "report",
    "quote",
    "said_by",
    "evidence",
    "review",
    "sentence",
    "start",
    "end",
    "type",
    "factuality",
    "date",
    "earliest",
    "latest",
    "low",
    "high",
    "approximate",
    "unit",
    "marks",
    "fields",
)

LINES = frozenset({"entity", "quotation", "timex", "event", "figure"})

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so may run as a formula: it is given a leading apostrophe, as spreadsheets expect."""


def write_csv(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write every line as a row; what has no column of its own stands as JSON in ``fields``."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="surrogatepass", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in iter_records(story, selection):
        if record["kind"] in LINES:
            writer.writerow([safe(cell) for cell in row_of(record)])
    text.flush()
    text.detach()


def row_of(record: dict[str, Any]) -> Sequence[Any]:
    """Return the cells of a record."""
    span = record.get("span") or [None, None]
    taken = {*COLUMNS, "span", "edtf"}
    rest = {k: v for k, v in record.items() if k not in taken}
    own = {
        "quote": record.get("quote", record.get("name")),
        "said_by": " < ".join(record.get("said_by", ())),
        "start": span[0],
        "end": span[1],
        "date": record.get("edtf") or record.get("value") if record["kind"] == "timex" else None,
        "marks": " ".join(record.get("marks", ())),
        "fields": encode_json(rest).decode(),
    }
    return [own[c] if c in own else record.get(c) for c in COLUMNS]


def safe(cell: Any) -> str:
    """Return a cell that no spreadsheet runs.

    Example:
        >>> safe("=1+1"), safe(None), safe(-5)
        ("'=1+1", '', '-5')
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(RISKY):
        return "'" + cell
    return str(cell)
