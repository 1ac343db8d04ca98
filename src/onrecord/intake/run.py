"""Paths -> sources -> reports: what the store and the command line call."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from onrecord.intake.documents import Document, Passed, Refusal
from onrecord.intake.files import list_files
from onrecord.intake.kinds import MANY
from onrecord.intake.members import iter_parts
from onrecord.intake.options import FileEntry, IntakeOptions, Item, Source
from onrecord.intake.read import read_document, reject
from onrecord.model import Rejection, Report

TRIES = 2
"""Attempts at a page before it is refused; everything else has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where to go on in a file whose reading was cut off.

    Attributes:
        skip: Parts that were read already.
        failed: Part number -> why each attempt at it failed.
    """

    skip: int = 0
    failed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


FROM_START = Resume()


def read_paths(paths: Iterable[Path | str], options: IntakeOptions | None = None) -> Iterator[Item]:
    """Read files and folders lazily, in a stable order.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        options: What the user gave.

    Returns:
        Reports and rejections.

    Cost: bounded memory: a few documents at a time for each child process.
    """
    for source in read_sources(paths, options):
        yield from source.items


def read_sources(paths: Iterable[Path | str], options: IntakeOptions | None = None) -> Iterator[Source]:
    """Read files and folders lazily, each with the bytes that its reports were read from.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        options: What the user gave; with ``isolate`` the reading is done by child processes.
    """
    options = options or IntakeOptions()
    yield from read_sources_of(list_files(paths, options), options)


def read_sources_of(entries: Iterable[FileEntry | Rejection], options: IntakeOptions) -> Iterator[Source]:
    """Read listed files, in this process or in child processes, in the order given.

    Args:
        entries: Files, and rejections which are passed through in their place.
        options: What the user gave.
    """
    if options.isolate:
        from onrecord.intake.supervisor import read_isolated

        yield from read_isolated(entries, options)
        return
    for entry in entries:
        if isinstance(entry, Rejection):
            yield rejected(entry)
        else:
            yield from read_file(entry, options)


def read_report(data: bytes, path: str, options: IntakeOptions | None = None) -> list[Item]:
    """Read bytes as the file that ``path`` names would be read; touches no file and starts no process.

    Example:
        >>> [item.text for item in read_report(b"The dam broke.", "a.txt")]
        ['The dam broke.']
    """
    options = options or IntakeOptions()
    entry = FileEntry(path=path, size=len(data))
    return [item for source in _sources(entry, BytesIO(data), options, FROM_START) for item in source.items]


def read_file(entry: FileEntry, options: IntakeOptions, resume: Resume = FROM_START) -> Iterator[Source]:
    """Read one file in this process.

    Args:
        entry: The file as it was listed.
        options: What the user gave.
        resume: Where to go on.

    Returns:
        One source a document; the last one of the file is marked complete.
    """
    try:
        with _open(entry) as stream:
            yield from _sources(entry, stream, options, resume)
    except OSError as error:
        yield rejected(Rejection(path=entry.path, code="unreadable", reason=_why_not(error)), entry)


def rejected(rejection: Rejection, entry: FileEntry | None = None) -> Source:
    """Return the source of a file of which nothing more can be read."""
    entry = entry or FileEntry(path=rejection.path)
    return Source(path=entry.path, data=None, items=(rejection,), size=entry.size, mtime_ns=entry.mtime_ns)


def spool_input() -> str:
    """Copy standard input to a temporary file, so that it can be read like any other; return its name."""
    with tempfile.NamedTemporaryFile(prefix="onrecord-", delete=False) as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
        return file.name


def _open(entry: FileEntry) -> BinaryIO:
    """Open a file without waiting for what never comes, should it have become a pipe."""
    if entry.path == "-" and not entry.real:
        return sys.stdin.buffer
    return os.fdopen(os.open(entry.real or entry.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")


def _sources(entry: FileEntry, stream: BinaryIO, options: IntakeOptions, resume: Resume) -> Iterator[Source]:
    number = -1
    notes: list[str] = []
    for part in iter_parts(stream, entry.path, entry.size, options):
        if isinstance(part, Passed):
            notes.append(part.note)
            continue
        number += 1
        if number < resume.skip:
            continue
        document = part if isinstance(part, Document) else part[0]
        items = read_part(part, options, resume.failed.get(number, ()))
        alone = number == 0 and document.member is None and document.kind not in MANY
        if alone and _changed(entry, stream):
            refusal = Refusal("changed", "changed while it was read; add it again when it is finished")
            items = (reject(document, refusal),)
        yield _source(entry, items, document.data or None, complete=alone)
        if alone:
            return
    if number < 0 and not notes:
        empty = Document(data=b"", path=entry.path, kind="")
        yield _source(entry, (reject(empty, Refusal("empty", "is empty; nothing was read")),), None, complete=True)
    else:
        yield replace(_source(entry, (), None, complete=True), notes=tuple(dict.fromkeys(notes)))


def read_part(
    part: Document | tuple[Document, Refusal], options: IntakeOptions, failed: tuple[str, ...] = ()
) -> tuple[Item, ...]:
    """Read one document of a file, unless it failed too often.

    Args:
        part: The document, or why it could not be taken out of its file.
        options: What the user gave.
        failed: Why earlier attempts in other processes failed.
    """
    if not isinstance(part, Document):
        return (reject(*part),)
    if failed and len(failed) >= (TRIES if part.kind in {"html", "mhtml", "pdf"} else 1):
        return (reject(part, Refusal("refused", failed[-1])),)
    return read_document(replace(part, attempt=len(failed)), options)


def _changed(entry: FileEntry, stream: BinaryIO) -> bool:
    """Tell whether a file is another than when it was listed."""
    if not entry.mtime_ns:
        return False
    now = os.fstat(stream.fileno())
    return (now.st_size, now.st_mtime_ns) != (entry.size, entry.mtime_ns)


def _source(entry: FileEntry, items: tuple[Item, ...], data: bytes | None, *, complete: bool) -> Source:
    kept = data if any(isinstance(item, Report) for item in items) else None
    return Source(path=entry.path, data=kept, items=items, size=entry.size, mtime_ns=entry.mtime_ns, complete=complete)


def _why_not(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "was there when the folder was listed and is gone now; add it again if it was moved"
    if isinstance(error, PermissionError):
        return "may not be read by you; change the rights of the file and add it again"
    return f"cannot be read: {error.strerror or error}"
