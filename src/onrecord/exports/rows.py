"""Lines as rows of a table: what CSV, Parquet and data frames share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.exports.records import Book, line_record
from onrecord.exports.view import LINE_KINDS, View
from onrecord.model.codec import encode_json
from onrecord.model.decisions import Line

COLUMNS: Mapping[str, type] = {
    "kind": str,
    "id": str,
    "report": str,
    "quote": str,
    "said_by": str,
    "evidence": str,
    "review": str,
    "sentence": str,
    "start": int,
    "end": int,
    "type": str,
    "factuality": str,
    "strength": str,
    "negated": bool,
    "date": str,
    "earliest": str,
    "latest": str,
    "low": float,
    "high": float,
    "approximate": bool,
    "unit": str,
    "marks": str,
    "held": bool,
    "name": str,
    "cluster": str,
    "score": float,
    "outlet": str,
    "title": str,
    "published": str,
    "published_method": str,
    "fields": str,
}
"""Columns with the type of their cells; every cell may be None. ``fields`` holds the rest as JSON."""


def iter_rows(view: View, kinds: Sequence[str] = LINE_KINDS) -> Iterator[dict[str, Any]]:
    """Yield a row a line, report by report, in a stable order.

    Args:
        kinds: Only lines of these kinds.

    ``date``, ``earliest`` and ``latest`` of an event are those of its time; of a report without a date, the
    columns ``published`` and its lines' dates stay empty: nothing is guessed.

    Cost: one report's lines in memory at a time.
    """
    return (row for _, row in iter_line_rows(view, kinds))


def iter_line_rows(view: View, kinds: Sequence[str] = LINE_KINDS) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Yield every line of some kinds that is let out beside its row."""
    for report in view.heads:
        lines = sorted(view.lines_of(report), key=lambda li: LINE_KINDS.index(li.kind))
        clusters = view.clusters_of([li.id for li in lines])
        book = Book(clusters, {li.local: li.id for li in lines if li.local})
        times = {li.local: li.item for li in lines if li.kind == "timex" and (view.selection.held or not li.held)}
        for line in lines:
            if line.kind in kinds and view.takes(line):
                yield line, row_of(line, book, view, times)


def row_of(line: Line, book: Book, view: View, times: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the row of one line.

    Args:
        times: The report's time expressions by their ids inside its reading.
    """
    record = line_record(line, book)
    head = view.heads[line.report]
    when = when_of(line, times)
    span = record["span"] or (None, None)
    row = {
        **{name: record.get(name) for name in COLUMNS},
        "said_by": " < ".join(line.said_by),
        "start": span[0],
        "end": span[1],
        "date": when.get("edtf") or when.get("value"),
        "earliest": when.get("earliest"),
        "latest": when.get("latest"),
        "marks": " ".join(line.marks),
        "cluster": book.cluster.get(line.id),
        "outlet": head.outlet,
        "title": head.title,
        "published": head.published,
        "published_method": head.method,
    }
    rest = {k: v for k, v in record.items() if k not in COLUMNS and k not in {"span", "edtf"}}
    row["fields"] = encode_json(rest).decode()
    return {name: _cell(row[name], kind) for name, kind in COLUMNS.items()}


def when_of(line: Line, times: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the time of a line: its own for a timex, that of an event or a figure; empty when not known."""
    if line.kind == "timex":
        return line.item
    wanted = line.item.get("time") or line.item.get("as_of")
    return times.get(wanted, {}) if isinstance(wanted, str) else {}


def _cell(value: Any, kind: type) -> Any:
    if value is None:
        return None
    return kind(value) if isinstance(value, str | int | float | bool) else str(value)
