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
class Report:
    """One report.

    Attributes:
        id: Given by the input, else made from the hash; stable across runs on the same input.
        path: Where it was read from, as given by the user.
        sha256: Of the input's bytes (of the text in UTF-8 for a JSON line).
        text: The text exactly as decoded; every span of a reading points into it.
        published: The date used to anchor relative times.
        candidates: Other dates that signals suggested; never applied by themselves.
        modified: The date of the last change, if stated.
        residue: Site furniture in ``text``.
        format: ``txt``, ``html``, ``jsonl`` and so on.
        left_out: Texts of the source that extraction left out, with the reason.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A file or record that could not be read, and why, in a sentence that says what to do."""

    path: str
    code: str
    reason: str
    sha256: str | None = None
