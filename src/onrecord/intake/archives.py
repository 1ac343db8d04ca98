"""Zip and tar archives: members in order of name, in memory, bounded; nothing is ever written to disk."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from onrecord.intake.documents import Document, Part, Passed, Refusal
from onrecord.intake.kinds import MANY, find_kind
from onrecord.intake.members import DEEPEST, iter_parts, nested_too_deeply, too_large, within
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import Limited, Readable, TooMuch, expanded_limit, shown_name

_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    ValueError,
    OSError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
)


def take_zip(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the documents of a zip archive, or of the crawl in a WACZ file."""
    if depth >= DEEPEST:
        yield whole, nested_too_deeply()
        return
    with SpooledTemporaryFile(max_size=options.max_bytes) as copy:
        packed = _copy(stream, copy, options.max_expanded)
        try:
            file = zipfile.ZipFile(copy)
            infos = sorted((i for i in file.infolist() if i.filename and not i.is_dir()), key=lambda i: i.filename)
        except _DAMAGE as error:
            yield whole, Refusal("damaged", f"is a damaged archive ({error}); pack it again")
            return
        if len(infos) > options.max_members:
            yield whole, Refusal("too-large", f"holds {len(infos):,} files; the limit is {options.max_members:,}")
            return
        crawls = [i for i in infos if i.filename.startswith("archive/") and ".warc" in i.filename]
        if crawls and any(i.filename == "datapackage.json" for i in infos):
            infos = crawls
        yield from _members(file, infos, whole, options, depth, expanded_limit(packed, options.max_expanded))


def _copy(stream: Readable, copy: IO[bytes], limit: int) -> int:
    """Copy an archive to where it can be searched: in memory, or on disk when it is large."""
    size = 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > limit:
            raise TooMuch(f"has more than {limit / 1e6:,.0f} MB; unpack it yourself and add the files")
        copy.write(chunk)
    return size


def _members(
    file: zipfile.ZipFile, infos: list[zipfile.ZipInfo], whole: Document, options: IntakeOptions, depth: int, left: int
) -> Iterator[Part]:
    most = left
    for info in infos:
        name = shown_name(info.filename)
        inner = replace(whole, kind="", member=within(whole, name))
        if info.flag_bits & 1:
            yield inner, Refusal("encrypted", "is encrypted; unpack it with its password and add the file")
            continue
        try:
            with file.open(info) as stream:
                limited = Limited(stream, left, most)
                yield from _inner(limited, name, info.file_size, inner, options, depth)
                left = limited.left
        except _DAMAGE as error:
            yield inner, Refusal("damaged", f"is damaged in its archive ({error}); pack it again")


def _inner(
    stream: Readable, name: str, size: int, inner: Document, options: IntakeOptions, depth: int
) -> Iterator[Part]:
    """Yield the documents of one member: itself, or those in it when it is an archive again."""
    if name.rpartition("/")[2].startswith(".") or name.startswith("__MACOSX/"):
        yield Passed("hidden files of the archive")
        return
    if size > options.max_bytes and find_kind(name, b"") not in MANY:
        yield inner, too_large(size, options)
        return
    yield from iter_parts(stream, name, size, options, inner, depth + 1)


def take_tar(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the documents of a tar archive, packed or not, in the order they stand in."""
    if depth >= DEEPEST:
        yield whole, nested_too_deeply()
        return
    left = options.max_expanded
    try:
        packed: Any = stream
        with tarfile.open(fileobj=packed, mode="r|*") as file:
            for number, info in enumerate(file):
                name = shown_name(info.name)
                inner = replace(whole, kind="", member=within(whole, name))
                left -= info.size
                if left < 0 or number >= options.max_members:
                    yield (
                        inner,
                        Refusal(
                            "bomb", "and what follows in the archive is more than may be unpacked; unpack it yourself"
                        ),
                    )
                    return
                yield from _tar_member(file, info, name, inner, options, depth)
    except _DAMAGE as error:
        yield whole, Refusal("damaged", f"is a damaged archive ({error}); what stood before the damage was read")


def _tar_member(
    file: tarfile.TarFile, info: tarfile.TarInfo, name: str, inner: Document, options: IntakeOptions, depth: int
) -> Iterator[Part]:
    if info.isdir():
        return
    if not info.isreg():
        yield inner, Refusal("link", "is a link or device in the archive, not a file; add its target")
        return
    if info.size > options.max_bytes and find_kind(name, b"") not in MANY:
        yield inner, too_large(info.size, options)
        return
    member = file.extractfile(info)
    assert member is not None
    content: Readable = BytesIO(member.read()) if info.size <= options.max_bytes else member
    yield from _inner(content, name, info.size, inner, options, depth)
