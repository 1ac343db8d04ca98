"""Paths -> sources -> reports: what the store and the command line call."""

import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from onrecord.intake.documents import Document, Refusal
from onrecord.intake.files import list_files
from onrecord.intake.members import Part, iter_parts
from onrecord.intake.options import FileEntry, IntakeOptions, Item, Source
from onrecord.intake.read import read_document, reject
from onrecord.model import Rejection


def read_paths(paths: Iterable[Path | str], options: IntakeOptions | None = None) -> Iterator[Item]:
    """Read files and folders lazily, in a stable order.

    Args:
        paths: Files, folders, or ``-`` for standard input.
        options: What the user gave.

    Returns:
        Reports and rejections.

    Cost: bounded memory: one document at a time a child process.
    """
    for source in read_sources(paths, options):
        yield from source.items


def read_sources(paths: Iterable[Path | str], options: IntakeOptions | None = None) -> Iterator[Source]:
    """Read files and folders lazily, each with the bytes that its reports were read from."""
    options = options or IntakeOptions()
    for entry in list_files(paths, options):
        if isinstance(entry, Rejection):
            yield Source(path=entry.path, data=None, items=(entry,))
        else:
            yield from read_file(entry, options)


def read_report(data: bytes, path: str, options: IntakeOptions | None = None) -> list[Item]:
    """Read bytes as the file that ``path`` names would be read; touches no file and starts no process.

    Example:
        >>> [item.text for item in read_report(b"The dam broke.", "a.txt")]
        ['The dam broke.']
    """
    options = options or IntakeOptions()
    return [
        i for part in iter_parts(BytesIO(data), path, len(data), options) for i in read_part(part, options)
    ]


def read_part(part: Part, options: IntakeOptions) -> tuple[Item, ...]:
    """Read one document of a file."""
    if isinstance(part, Document):
        return read_document(part, options)
    return (reject(*part),)


def read_file(entry: FileEntry, options: IntakeOptions) -> Iterator[Source]:
    """Read one file in this process: one source a document, the last one marked complete."""
    try:
        with _open(entry) as stream:
            yield from _sources(entry, stream, options)
    except OSError as error:
        refusal = Refusal("unreadable", f"cannot be read: {error.strerror or error}; was it moved or locked?")
        yield _source(entry, (reject(Document(data=b"", path=entry.path, kind=""), refusal),), None)


def _open(entry: FileEntry) -> BinaryIO:
    if entry.path == "-":
        return sys.stdin.buffer
    return os.fdopen(os.open(entry.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")


def _sources(entry: FileEntry, stream: BinaryIO, options: IntakeOptions) -> Iterator[Source]:
    waiting: Source | None = None
    for part in iter_parts(stream, entry.path, entry.size, options):
        if waiting is not None:
            yield waiting
        data = part.data if isinstance(part, Document) else part[0].data or None
        waiting = _source(entry, read_part(part, options), data, complete=False)
    if waiting is None:
        empty = Document(data=b"", path=entry.path, kind="")
        waiting = _source(entry, (reject(empty, Refusal("empty", "is empty; nothing was read")),), None)
    yield _source(entry, waiting.items, waiting.data)


def _source(
    entry: FileEntry, items: tuple[Item, ...], data: bytes | None, *, complete: bool = True
) -> Source:
    return Source(
        path=entry.path, data=data, items=items, size=entry.size, mtime_ns=entry.mtime_ns, complete=complete
    )
