"""The two values that travel inside intake: the bytes of one document, and what a format's reader found in them."""

from dataclasses import dataclass
from datetime import date

from onrecord.model import FoundBy, Note, SourceMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes of one document.

    Attributes:
        data: Its bytes.
        path: The file it stands in.
        kind: The format, as :mod:`onrecord.intake.kinds` names it.
        member: Its place in the file, None when it is the whole file.
        url: Where it was published, if the container says so.
        charset: The encoding that a container or header declares.
        attempt: 0 at first; each attempt after a crash or timeout uses a simpler reader.
        dates: What the container says of when it was published or fetched.
    """

    data: bytes
    path: str
    kind: str
    member: str | None = None
    url: str | None = None
    charset: str | None = None
    attempt: int = 0
    dates: tuple["DateSignal", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSignal:
    """A date that one signal gives.

    Attributes:
        value: EDTF.
        signal: ``given``, ``json-ld``, ``meta``, ``url``, ``time``, ``feed``, ``dateline``, ``text``.
        confidence: 0 to 1.
    """

    value: str
    signal: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the reader of a format found; :func:`onrecord.intake.assemble.make_report` makes the report of it.

    Attributes:
        text: The text that all spans will point into.
        title: As the metadata state it; None to look for it in the text.
        dates: Signals of the publication date.
        modified: Signals of the last change.
        id: Given by the input.
        own_hash: Take the hash of the text, not of the document: several reports share its bytes.
    """

    text: str
    format: str
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    dates: tuple[DateSignal, ...] = ()
    modified: tuple[DateSignal, ...] = ()
    left_out: tuple[str, ...] = ()
    outcome: str = "ok"
    notes: tuple[Note, ...] = ()
    found_by: tuple[FoundBy, ...] = ()
    source_map: SourceMap | None = None
    own_hash: bool = False
    member: str | None = None


class Refusal(Exception):
    """A document that cannot be read: becomes a :class:`onrecord.model.Rejection`.

    Args:
        code: Stable, for programs: ``empty``, ``binary``, ``too-large`` …
        reason: A sentence that says what is wrong and what to do.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Passed:
    """What a container holds that is no document, in a sentence."""

    note: str


Part = Document | tuple[Document, Refusal] | Passed
"""What a file is taken apart into: a document, one that cannot be taken out and why, or what was passed over."""


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return the EDTF of a day, or None when the calendar has no such day.

    Example:
        >>> iso_day(2019, 3, 1), iso_day(2019, 2, 30)
        ('2019-03-01', None)
    """
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
