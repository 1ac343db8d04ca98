"""CSV: one report a row, by the names in the first line."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

from onrecord.intake.decode import decode_text
from onrecord.intake.documents import Document, Part, Refusal
from onrecord.intake.members import iter_lines, within
from onrecord.intake.options import IntakeOptions
from onrecord.intake.records import TEXTS
from onrecord.intake.streams import Readable, Rewound

SAMPLE = 65536


def take_csv(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the rows of a table as records; the columns are named as the fields of a JSON line."""
    del depth
    csv.field_size_limit(options.max_bytes)
    try:
        head = stream.read(SAMPLE)
        encoding = decode_text(head[: head.rfind(b"\n") + 1] or head).encoding
        lines = _text_lines(head, stream, encoding, options)
        first = next(lines, "")
        rows = csv.reader(_again(first, lines), delimiter=_delimiter(first))
        names = [name.strip().lower() for name in next(rows, [])]
        if not set(names) & {t.lower() for t in TEXTS}:
            yield whole, Refusal("contract", "has no column named 'text'; name the column of the texts so")
            return
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                record = dict(zip(names, row, strict=False))
                data = json.dumps({k: v for k, v in record.items() if v}).encode()
                yield replace(whole, data=data, kind="csv", member=within(whole, f"row {number}"))
    except csv.Error as error:
        yield whole, Refusal("csv", f"is no well-formed table ({error}); look for a quotation mark that is not closed")
    except Refusal as refusal:
        yield whole, refusal


def _text_lines(head: bytes, stream: Readable, encoding: str, options: IntakeOptions) -> Iterator[str]:
    """Yield decoded lines with their ends.

    Raises:
        Refusal: ``too-large``: a line is longer than a document may be.
    """
    wide = encoding.startswith(("utf-16", "utf-32"))
    if wide:
        data = head + stream.read(options.max_bytes)
        yield from data.decode(encoding, "replace").lstrip("\ufeff").splitlines(keepends=True)
        return
    for number, line, _ in iter_lines(Rewound(head, stream), options.max_bytes):
        if line is None:
            raise Refusal(
                "too-large", f"has a line ({number}) longer than a document may be; was it written by a table program?"
            )
        text = line.decode(encoding, "replace") + "\n"
        yield text.removeprefix("\ufeff") if number == 1 else text


def _again(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _delimiter(first: str) -> str:
    """Return the delimiter that parts most names in the first line."""
    return max(",;\t|", key=first.count)
