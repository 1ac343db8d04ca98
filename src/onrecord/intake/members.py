"""Takes files of many documents apart, one document at a time, so that a file may be larger than memory."""

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.intake.documents import Document, Refusal
from onrecord.intake.kinds import MANY, find_kind
from onrecord.intake.options import IntakeOptions

Part = Document | tuple[Document, Refusal]
"""A document, or what is left of one that cannot be taken out and why."""

HEAD = 8192


def iter_parts(stream: BinaryIO, path: str, size: int, options: IntakeOptions) -> Iterator[Part]:
    """Yield the documents of a file.

    Args:
        stream: The file, open for reading.
        path: Its name, as the user gave it.
        size: Its bytes, 0 when unknown.
        options: Limits.
    """
    head = stream.read(HEAD)
    kind = find_kind(path, head)
    whole = Document(data=b"", path=path, kind=kind)
    if kind not in MANY and size > options.max_bytes:
        yield whole, too_large(size, options)
        return
    if kind == "jsonl":
        yield from _lines(head, stream, path, options)
        return
    data = head + stream.read(options.max_bytes + 1)
    yield Document(data=data, path=path, kind=kind)


def too_large(size: int, options: IntakeOptions) -> Refusal:
    """Return the refusal of a document above the limit."""
    return Refusal(
        "too-large",
        f"has {size / 1e6:,.1f} MB; one document may have {options.max_bytes / 1e6:,.0f} MB; "
        "split it, or raise the limit if it really is one report",
    )


def _lines(head: bytes, stream: BinaryIO, path: str, options: IntakeOptions) -> Iterator[Part]:
    """Yield the lines of a JSON lines file; a line above the limit is passed over without being kept."""
    buffer, number, limit = head, 0, options.max_bytes
    ended = False
    while buffer or not ended:
        cut = buffer.find(b"\n")
        if cut < 0 and not ended and len(buffer) <= limit:
            more = stream.read(1 << 20)
            ended = not more
            buffer += more
            continue
        number += 1
        if cut < 0 and len(buffer) > limit:
            size, buffer, ended = _skip_line(buffer, stream)
            yield (
                Document(data=b"", path=path, kind="jsonl", member=f"line {number}"),
                too_large(size, options),
            )
            continue
        line, buffer = (buffer[:cut], buffer[cut + 1 :]) if cut >= 0 else (buffer, b"")
        if line.strip(b" \t\r\xef\xbb\xbf"):
            yield Document(data=line, path=path, kind="jsonl", member=f"line {number}")


def _skip_line(buffer: bytes, stream: BinaryIO) -> tuple[int, bytes, bool]:
    """Pass over the rest of a line; return its length, what follows it, and whether the file ended."""
    size = len(buffer)
    while chunk := stream.read(1 << 20):
        cut = chunk.find(b"\n")
        if cut >= 0:
            return size + cut, chunk[cut + 1 :], False
        size += len(chunk)
    return size, b"", True
