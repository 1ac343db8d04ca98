"""CSV: a row a line of the record, safe to open in a spreadsheet."""

import csv
import io
from typing import Any, BinaryIO, Self

from onrecord.exports.rows import COLUMNS, iter_rows
from onrecord.exports.view import Selection, open_view
from onrecord.store import Story

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
"""A cell that begins so may run as a formula (also full-width and DDE): it is given a leading apostrophe."""


def write_csv(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write every line as a row; what has no column of its own stands as JSON in ``fields``."""
    with csv_writer(out) as writer:
        writer.row(COLUMNS)
        for row in iter_rows(open_view(story, selection)):
            writer.row(row.values())


class csv_writer:  # noqa: N801 - used as a context manager, like open()
    """Write rows as UTF-8 CSV (RFC 4180) to a binary stream, which stays open.

    Args:
        raw: Keep cells as they are, for tables that only programs read.
    """

    def __init__(self, out: BinaryIO, *, raw: bool = False) -> None:
        self._cell = str if raw else safe
        self._text = io.TextIOWrapper(out, encoding="utf-8", errors="surrogatepass", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.flush()
        self._text.detach()

    def row(self, cells: Any) -> None:
        """Write one row."""
        self._writer.writerow([self._cell(cell) for cell in cells])


def safe(cell: Any) -> str:
    """Return a cell that no spreadsheet runs.

    Spreadsheets skip leading blanks, and NUL ends a cell for some: both are looked through.

    Example:
        >>> safe("=1+1"), safe(None), safe(-5), safe("  @SUM(A1)")
        ("'=1+1", '', '-5', "'  @SUM(A1)")
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    text: str = cell.replace("\0", "")
    bare = text.lstrip(" \u00a0\u3000\ufeff")
    return "'" + text if text.startswith(RISKY) or bare.startswith(RISKY) else text
