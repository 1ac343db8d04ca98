"""PDF to text with pdfium, and with pypdf where pdfium gives up; every line keeps its page and box."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any

from onrecord.intake.dates import parse_stamp
from onrecord.intake.documents import DateSignal, Document, Extract, Refusal
from onrecord.model import Note, SourceMap

MOST_PAGES = 5_000

Box = tuple[int, float, float, float, float]

_BREAK = re.compile(r"[-\u00ad\x02\ufffe]$")
_JUNK = re.compile(r"^(microsoft word|untitled|document\d*$)|\.(docx?|indd|pdf|qxd|pages|odt)$", re.IGNORECASE)
_PDF_DATE = re.compile(r"D:((?:19|20)\d\d)(\d\d)(\d\d)")


@dataclass(slots=True)
class _Row:
    """One line of a page."""

    text: str
    box: Box | None


def read_pdf(document: Document) -> Iterable[Extract | Refusal]:
    """Read a PDF.

    Raises:
        Refusal: ``encrypted``, ``damaged``, ``scanned``: all pages are pictures; ``too-large``.
    """
    outcome = "ok"
    if document.attempt == 0:
        try:
            pages, meta = _with_pdfium(document.data)
        except _Damaged as error:
            pages, meta = _with_pypdf(document.data)
            outcome = f"fallback: pdfium failed ({error}); read with pypdf"
    else:
        pages, meta = _with_pypdf(document.data)
        outcome = "fallback: pdfium did not finish; read with pypdf"
    scans = [number for number, rows in enumerate(pages, 1) if not any(row.text.strip() for row in rows)]
    if len(scans) == len(pages):
        raise Refusal(
            "scanned", "is a scan: its pages are pictures without text; run a text recognition and add the result"
        )
    return _extracts(document, pages, meta, scans, outcome)


class _Damaged(Exception):
    """The first reader cannot open the file."""


def _extracts(
    document: Document, pages: list[list[_Row]], meta: dict[str, str], scans: list[int], outcome: str
) -> Iterator[Extract | Refusal]:
    text, boxes = _flow(pages)
    title = meta.get("Title", "").strip()
    made = _PDF_DATE.match(meta.get("CreationDate", ""))
    day = parse_stamp("-".join(made.groups())) if made else None
    yield Extract(
        text=text,
        format="pdf",
        title=title if title and not _JUNK.search(title) and title.casefold()[:30] in text[:3000].casefold() else None,
        byline=meta.get("Author", "").strip() or None,
        dates=(DateSignal(value=day, signal="text", confidence=0.4),) if day else (),
        outcome=outcome,
        notes=tuple(Note(code="scanned-page", message=f"page {n} is a picture without text") for n in scans),
        source_map=SourceMap(unit="page", boxes=tuple(boxes)) if boxes else None,
        own_hash=document.member is not None,
    )
    for number in scans:
        yield Refusal("scanned", f"page {number} is a scan without text; run a text recognition and add the result")


def _with_pdfium(data: bytes) -> tuple[list[list[_Row]], dict[str, str]]:
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal("encrypted", "is encrypted; save it without a password and add it again") from error
        raise _Damaged(str(error)) from error
    try:
        if len(file) > MOST_PAGES:
            raise Refusal("too-large", f"has {len(file):,} pages; the limit is {MOST_PAGES:,}; split it")
        return [_rows(file, number) for number in range(len(file))], dict(file.get_metadata_dict(skip_empty=True))
    except pypdfium2.PdfiumError as error:
        raise _Damaged(str(error)) from error
    finally:
        file.close()


def _rows(file: Any, number: int) -> list[_Row]:
    """Return the lines of a page with their boxes."""
    page = file[number]
    shown = page.get_textpage()
    try:
        text = shown.get_text_range() if shown.count_chars() else ""
        exact = len(text) == shown.count_chars()
        rows, cursor = [], 0
        for line in re.split(r"(\r\n|\r|\n)", text):
            if line.strip():
                box = _box(shown, number, cursor, len(line)) if exact else None
                rows.append(_Row(line.strip(), box))
            cursor += len(line)
        return rows
    finally:
        shown.close()
        page.close()


def _box(shown: Any, number: int, start: int, length: int) -> Box | None:
    """Return the box around the characters of a line, in points from the lower left corner."""
    rects = [shown.get_rect(i) for i in range(min(shown.count_rects(start, length), 50))]
    if not rects:
        return None
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    return number + 1, round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)


def _with_pypdf(data: bytes) -> tuple[list[list[_Row]], dict[str, str]]:
    """Read with pypdf, which repairs what pdfium refuses.

    Raises:
        Refusal: ``damaged``, ``encrypted``.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        file = pypdf.PdfReader(BytesIO(data), strict=False)
        if file.is_encrypted and not file.decrypt(""):
            raise Refusal("encrypted", "is encrypted; save it without a password and add it again")
        pages = [[_Row(x.strip(), None) for x in p.extract_text().splitlines() if x.strip()] for p in file.pages]
        meta = {k.lstrip("/"): str(v) for k, v in (file.metadata or {}).items()}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, AssertionError) as error:
        raise Refusal(
            "damaged", f"is a damaged PDF ({str(error)[:100] or type(error).__name__}); save it again"
        ) from error
    if not pages:
        raise Refusal("damaged", "is a PDF without a page; save it again")
    return pages, meta


def _flow(pages: list[list[_Row]]) -> tuple[str, list[tuple[int, int, int, float, float, float, float]]]:
    """Join lines to paragraphs; return the text and the box of every line in it."""
    parts: list[str] = []
    boxes: list[tuple[int, int, int, float, float, float, float]] = []
    size, before = 0, None
    rows = [row for page in pages for row in page]
    width = _column(rows)
    for row in rows:
        joiner = _joiner(before, row, width)
        if joiner == "" and parts and before is not None:
            cut = parts[-1].rstrip("-\u00ad\x02\ufffe")
            size -= len(parts[-1]) - len(cut)
            parts[-1] = cut
        parts.append(joiner)
        size += len(joiner)
        text = row.text.replace("\x02", "-").replace("\ufffe", "-")
        if row.box:
            boxes.append((size, size + len(text), *row.box))
        parts.append(text)
        size += len(text)
        before = row
    return "".join(parts), boxes


def _column(rows: list[_Row]) -> float:
    """Return the usual length of a full line, in characters."""
    lengths = sorted(len(row.text) for row in rows)
    return lengths[int(0.8 * len(lengths))] if lengths else 0.0


def _joiner(before: _Row | None, row: _Row, width: float) -> str:
    """Return what stands between two lines: nothing (a broken word), a space (one paragraph) or a blank line."""
    if before is None:
        return ""
    if before.box and row.box and _apart(before.box, row.box):
        return "\n\n"
    if _BREAK.search(before.text) and row.text[:1].islower():
        return ""
    ended = before.text.rstrip("\"'”’)").endswith((".", "!", "?", ":"))
    full = len(before.text) >= 0.75 * width
    if (not ended and row.text[:1].islower()) or full:
        return " "
    return "\n\n"


def _apart(before: Box, row: Box) -> bool:
    """Tell whether a gap of more than a line, or another size of letters, parts two lines of one page."""
    if before[0] != row[0]:
        return False
    height, other = before[4] - before[2], row[4] - row[2]
    gap = before[2] - row[4]
    return gap > 0.9 * median((height, other)) or max(height, other) > 1.5 * min(height, other) > 0
