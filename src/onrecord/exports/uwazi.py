"""Uwazi: one CSV for its importer, a row a statement, event or figure."""

from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.csvfile import csv_writer
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import CLAIM_KINDS, Selection, open_view
from onrecord.store import Story

COLUMNS = (
    *(
        "title",
        "kind",
        "words",
        "sentence",
        "said_by",
        "strength",
        "negated",
        "evidence",
        "review",
        "status",
        "date_text",
    ),
    *("date_from", "date_to", "date_range", "value", "report", "outlet", "published", "source_place", "onrecord_id"),
)
"""Name the properties of your template so; ``|`` parts several values, ``:`` the ends of a range, as Uwazi expects."""


def write_uwazi(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write rows that Uwazi's CSV import takes; dates with a doubt have their bounds beside their words."""
    with csv_writer(out) as writer:
        writer.row(COLUMNS)
        for row in iter_rows(open_view(story, selection), CLAIM_KINDS):
            cells = _cells(row)
            writer.row(cells[name] for name in COLUMNS)


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    first, last = ((row[bound] or "").replace("-", "/") for bound in ("earliest", "latest"))
    return {
        "title": wording.one_line(wording.claim(row))[:180] + f" ({row['id']})",
        "kind": row["kind"],
        "words": row["quote"],
        "sentence": row["sentence"],
        "said_by": "|".join(map(_value, (row["said_by"] or "").split(" < "))),
        "strength": row["strength"],
        "negated": {True: "yes", False: "no"}.get(row["negated"]),
        "evidence": row["evidence"],
        "review": row["review"],
        "status": row["factuality"],
        "date_text": wording.when(row),
        "date_from": first,
        "date_to": last,
        "date_range": f"{first}:{last}" if first or last else "",
        "value": wording.value(row),
        "report": row["title"] or row["report"],
        "outlet": row["outlet"],
        "published": wording.published(row),
        "source_place": wording.place(row),
        "onrecord_id": row["id"],
    }


def _value(voice: str) -> str:
    """Return one of several values: ``|`` would part it, ``::`` would make it the child of another."""
    return voice.replace("|", "/").replace("::", ":")
