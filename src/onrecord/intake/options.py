"""What a user may set for intake, and the values that intake hands on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.model import Published, Rejection, Report

MEGABYTE = 1_000_000

Item = Report | Rejection


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOptions:
    """What a user may set for intake.

    Attributes:
        published: The date that the user gave for every report that does not carry a given one itself.
        outlet: The outlet that the user gave.
        isolate: Parse in child processes with limits of time and memory; off, one bad file may take long.
        max_bytes: Bytes that one document may have; a file that holds many may be of any size.
        max_members: Documents that one file may hold.
        max_expanded: Bytes that one archive may unpack to, in all.
        seconds: Processor time that one document may take.
        memory: Bytes of memory that one child may take.
        workers: Child processes.
        known: ``(path, size, mtime in ns) -> bool``: a file that it knows is passed over unread.
        follow_links: Follow symbolic links that lead out of a given folder.
        lexicon: The word lists of the residue.
    """

    published: Published | None = None
    outlet: str | None = None
    isolate: bool = True
    max_bytes: int = 10 * MEGABYTE
    max_members: int = 1_000_000
    max_expanded: int = 20_000 * MEGABYTE
    seconds: float = 30.0
    memory: int = 1_000 * MEGABYTE
    workers: int = 2
    known: Callable[[str, int, int], bool] | None = None
    follow_links: bool = False
    lexicon: Lexicon = field(default_factory=load_lexicon)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file to read, as the file system shows it: what a store compares to pass it over.

    Attributes:
        path: As given by the user, or below a folder that the user gave; ``-`` is standard input.
        size: Bytes.
        mtime_ns: Last change in nanoseconds since 1970.
        real: What is opened instead: the copy of standard input, or a name that is no Unicode; empty for most files.
    """

    path: str
    size: int = 0
    mtime_ns: int = 0
    real: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One stretch of input bytes with what was read from it.

    A file of one document gives one source. A file of many (JSON lines, mail box, crawl, archive) gives one source
    a document, in order, and at the end one without items that has ``complete`` set.

    Attributes:
        path: The file.
        data: The document's own bytes, or None where no report was read from them.
        items: Its reports and rejections.
        size: Bytes of the file.
        mtime_ns: Last change of the file.
        complete: No further source of this file follows.
        notes: Sentences on what was passed over, such as the images in a crawl.
    """

    path: str
    data: bytes | None
    items: tuple[Item, ...]
    size: int = 0
    mtime_ns: int = 0
    complete: bool = True
    notes: tuple[str, ...] = ()
