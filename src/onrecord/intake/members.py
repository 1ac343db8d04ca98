"""Takes files of many documents apart, one document at a time, so that a file may be larger than memory."""

import gzip
import json
import lzma
import zlib
from bz2 import BZ2File
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from onrecord.intake.documents import Document, Part, Refusal
from onrecord.intake.kinds import MANY, find_kind
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import Limited, Readable, Rewound, TooMuch

HEAD = 8192

DEEPEST = 3
"""Archives within archives that are opened."""

Taker = Callable[[Readable, Document, IntakeOptions, int], Iterator[Part]]


def iter_parts(
    stream: Readable, path: str, size: int, options: IntakeOptions, whole: Document | None = None, depth: int = 0
) -> Iterator[Part]:
    """Yield the documents of a file.

    Args:
        stream: The file, open for reading.
        path: Its name, which with its first bytes tells the format.
        size: Its bytes, 0 when unknown.
        options: Limits.
        whole: What is known of it when it stands in an archive itself.
        depth: How many archives are around it.

    Returns:
        Documents, refusals with the document they are of, and sentences on what was passed over.
    """
    head = stream.read(HEAD)
    kind = find_kind(path, head)
    whole = whole or Document(data=b"", path=path, kind=kind)
    whole = Document(data=b"", path=whole.path, kind=kind, member=whole.member, url=whole.url, dates=whole.dates)
    if kind not in MANY:
        yield _alone(head, stream, whole, size, options)
        return
    taker = _taker(kind)
    try:
        yield from taker(Rewound(head, stream), whole, options, depth)
    except TooMuch as error:
        yield whole, Refusal("bomb", str(error))
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        yield whole, Refusal("damaged", f"is damaged or cut off ({error}); what stood before the damage was read")
    except Exception as error:  # noqa: BLE001 - a library's fault on one file is recorded and must not end the run
        yield whole, failed_reading(error)


def failed_reading(error: Exception) -> Refusal:
    """Return the refusal of a document on which a reader broke."""
    if isinstance(error, RecursionError | MemoryError):
        shown = type(error).__name__
        return Refusal("too-complex", f"is built so that reading it fails ({shown}); save it as plain text")
    shown = f"{type(error).__name__}: {str(error)[:100]}"
    return Refusal("reader-failed", f"made its reader fail ({shown}); save it as plain text")


def too_large(size: int, options: IntakeOptions) -> Refusal:
    """Return the refusal of a document above the limit."""
    most = f"{options.max_bytes / 1e6:,.0f} MB"
    has = f"{size / 1e6:,.1f} MB" if size > options.max_bytes + 1 else f"more than {most}"
    reason = f"has {has}; one document may have {most}; split it into its reports, or give them as JSON lines"
    return Refusal("too-large", reason)


def _alone(head: bytes, stream: Readable, whole: Document, size: int, options: IntakeOptions) -> Part:
    """Return a file of one document, unless it is too large to be one."""
    if size > options.max_bytes:
        return whole, too_large(size, options)
    data = head + stream.read(options.max_bytes + 1 - len(head))
    if len(data) > options.max_bytes:
        return whole, too_large(max(size, len(data)), options)
    return Document(data=data, path=whole.path, kind=whole.kind, member=whole.member, url=whole.url, dates=whole.dates)


def _taker(kind: str) -> Taker:
    """Return what takes a format apart, importing its library only now."""
    if kind in {"zip", "tar"}:
        from onrecord.intake import archives

        return archives.take_zip if kind == "zip" else archives.take_tar
    if kind == "warc":
        from onrecord.intake.crawls import take_warc

        return take_warc
    if kind in {"mbox", "eml"}:
        from onrecord.intake import mail

        return mail.take_mbox if kind == "mbox" else mail.take_mail
    if kind == "csv":
        from onrecord.intake.tables import take_csv

        return take_csv
    return {"jsonl": take_lines, "json": take_json}.get(kind, take_packed)


def take_packed(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Unpack a file that gzip, bzip2 or xz packed, and go on with what is in it."""
    if depth >= DEEPEST:
        yield whole, nested_too_deeply()
        return
    packed: Any = stream
    if whole.kind == "gzip":
        unpacked: Readable = gzip.GzipFile(fileobj=packed)
    else:
        unpacked = BZ2File(packed) if whole.kind == "bzip2" else lzma.LZMAFile(packed)  # noqa: SIM115
    name = (whole.member or whole.path).removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz")
    inner = Document(data=b"", path=whole.path, kind="", member=whole.member, url=whole.url, dates=whole.dates)
    yield from iter_parts(Limited(unpacked, options.max_expanded), name, 0, options, inner, depth + 1)


def nested_too_deeply() -> Refusal:
    """Return the refusal of an archive in too many archives."""
    return Refusal("nested", f"is an archive in more than {DEEPEST} archives; unpack it first")


def take_json(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the objects of a JSON file: one, a list of them, or one a line."""
    del depth
    data = stream.read(10 * options.max_bytes + 1)
    if len(data) > 10 * options.max_bytes:
        yield whole, Refusal("too-large", "is a JSON file too large to read at once; write one object a line (.jsonl)")
        return
    try:
        value = json.loads(data.decode("utf-8-sig", "surrogatepass"))
    except (ValueError, RecursionError):
        if b"\n" in data.strip() and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
            yield from take_lines(BytesIO(data), whole, options, 0)
        else:
            yield Document(data=data[: options.max_bytes], path=whole.path, kind="json", member=whole.member)
        return
    items = _items(value)
    if items is None:
        yield Document(data=data, path=whole.path, kind="json", member=whole.member, url=whole.url)
        return
    for number, item in enumerate(items, 1):
        inner = json.dumps(item, ensure_ascii=True).encode()
        member = within(whole, f"item {number}")
        document = Document(data=inner, path=whole.path, kind="json", member=member)
        yield document if len(inner) <= options.max_bytes else (document, too_large(len(inner), options))


def _items(value: Any) -> list[Any] | None:
    """Return the reports of a list, or of an object that only wraps one."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and "text" not in value:
        lists = [value.get(key) for key in ("articles", "items", "results", "reports", "news")]
        return next(
            (found for found in lists if isinstance(found, list) and found and isinstance(found[0], dict)), None
        )
    return None


def within(whole: Document, place: str) -> str:
    """Return the name of a place in a document that may stand in an archive itself."""
    return f"{whole.member}: {place}" if whole.member else place


def take_lines(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the lines of a JSON lines file; a line above the limit is passed over without being kept."""
    del depth
    for number, line, size in iter_lines(stream, options.max_bytes):
        member = within(whole, f"line {number}")
        if line is None:
            yield Document(data=b"", path=whole.path, kind="jsonl", member=member), too_large(size, options)
        elif line.strip(b" \t\r\xef\xbb\xbf"):
            yield Document(data=line, path=whole.path, kind="jsonl", member=member)


def iter_lines(stream: Readable, limit: int) -> Iterator[tuple[int, bytes | None, int]]:
    """Yield ``(number from 1, line, bytes)``; the line is None when it is longer than the limit."""
    chunks: list[bytes] = []
    size, number = 0, 1
    while chunk := stream.read(1 << 16):
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            whole = b"".join((*chunks, line)) if size + len(line) <= limit else None
            yield number, whole, size + len(line)
            chunks, size, number = [], 0, number + 1
        size += len(rest)
        if size <= limit:
            chunks.append(rest)
        else:
            chunks = []
    if size:
        yield number, b"".join(chunks) if size <= limit else None, size
