"""Reports: what intake gives, with everything known about where it came from."""

from dataclasses import dataclass, field
from enum import StrEnum

from onrecord.model.spans import Span


class PublishedMethod(StrEnum):
    """How a publication date is known."""

    GIVEN = "given"
    METADATA = "metadata"
    DATELINE = "dateline"
    URL = "url"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication date with how it is known.

    Attributes:
        value: EDTF text, for example ``2019-03-01``, or None when unknown.
        method: The signal that gave it.
        confidence: 0 to 1.
    """

    value: str | None = None
    method: PublishedMethod = PublishedMethod.UNKNOWN
    confidence: float = 0.0


class Grade(StrEnum):
    """How sure intake is that a stretch is site furniture."""

    RESIDUE = "residue"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """A stretch of site furniture: marked with its reason, never deleted.

    Stretches of grade ``residue`` are not read; those of grade ``suspect`` are read and flagged.
    """

    span: Span
    reason: str
    grade: Grade = Grade.RESIDUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What intake noticed while it read a report; no reason to refuse it.

    Attributes:
        code: For example ``controls``, ``direction-override``, ``decoded-with-loss``.
        message: A sentence for people.
        span: Where in the text, if it is one place.
    """

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBy:
    """Which signal gave a field of a report.

    Attributes:
        field: ``title``, ``published`` and so on.
        signal: ``given``, ``json-ld``, ``meta``, ``url``, ``time``, ``dateline``, ``text``, ``feed`` …
        confidence: 0 to 1.
    """

    field: str
    signal: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """Where the characters of an extracted text stand in the source.

    Attributes:
        unit: ``chars``: code points of the source decoded with ``encoding``; ``page``: boxes on pages.
        encoding: How the source's bytes become code points; empty for pages.
        runs: ``(text start, source start, length)``, ascending: stretches copied as they stand.
        boxes: ``(text start, text end, page from 1, left, bottom, right, top)`` in points, one a line of text.
    """

    unit: str
    encoding: str = ""
    runs: tuple[tuple[int, int, int], ...] = ()
    boxes: tuple[tuple[int, int, int, float, float, float, float], ...] = ()

    def locate(self, span: Span) -> tuple[int, int] | None:
        """Return the half-open stretch of the source that holds a span, or None if none of it is mapped.

        Example:
            >>> SourceMap(unit="chars", encoding="utf-8", runs=((0, 10, 5), (6, 20, 4))).locate(Span(3, 8))
            (13, 22)
        """
        hits = [(t, s, n) for t, s, n in self.runs if t < span.end and span.start < t + n]
        if not hits:
            return None
        first, last = hits[0], hits[-1]
        start = first[1] + max(0, span.start - first[0])
        end = last[1] + min(last[2], span.end - last[0])
        return (start, end) if start < end else None

    def locate_boxes(self, span: Span) -> tuple[tuple[int, float, float, float, float], ...]:
        """Return ``(page, left, bottom, right, top)`` of every line of the source that a span touches."""
        return tuple(box[2:] for box in self.boxes if box[0] < span.end and span.start < box[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report.

    Attributes:
        id: Given by the input, else made from the hash; stable across runs on the same input.
        path: Where it was read from, as given by the user.
        sha256: Of the file's bytes; of the text in UTF-8 where one file holds many reports.
        text: The text exactly as decoded; every span of a reading points into it.
        published: The date used to anchor relative times.
        candidates: Other dates that signals suggested; never applied by themselves.
        modified: The date of the last change, if stated.
        residue: Site furniture in ``text``.
        format: ``txt``, ``html``, ``jsonl`` and so on.
        left_out: Texts of the source that extraction left out, one a block.
        member: Its place in a file that holds many: ``line 3``, a name in an archive, a URL of a crawl.
        outcome: ``ok``, or ``fallback: …`` with what failed and what read it instead.
        found_by: Which signal gave which field.
        notes: What was odd about the input.
        source_map: From ``text`` back to the source; None where the text is the source.
    """

    id: str
    path: str
    sha256: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    published: Published = field(default_factory=Published)
    candidates: tuple[Published, ...] = ()
    modified: Published | None = None
    residue: tuple[Residue, ...] = ()
    format: str = "txt"
    left_out: tuple[str, ...] = ()
    member: str | None = None
    outcome: str = "ok"
    found_by: tuple[FoundBy, ...] = ()
    notes: tuple[Note, ...] = ()
    source_map: SourceMap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A file or record that could not be read, and why, in a sentence that says what to do."""

    path: str
    code: str
    reason: str
    sha256: str | None = None
    member: str | None = None
