"""WARC files: a page a record, damage passed over and said.

Libraries accept a truncated file in silence and stop at the first damage. Here the file is cut into records first;
behind damage the cut goes on at the next place where a record begins.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import Document, Part, Passed, Refusal
from onrecord.intake.members import too_large, within
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import Readable

MAGIC = b"\x1f\x8b\x08"

SLACK = 100_000
"""Bytes that the headers of a record may have."""

CHUNK = 1 << 18

_MARK = b"\r\nWARC/1."
_LENGTH = re.compile(rb"\r?\nContent-Length:\s*(\d+)", re.IGNORECASE)


def take_warc(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the pages of a crawl."""
    del depth
    buffer = _Buffer(stream)
    packed = buffer.starts(MAGIC)
    passed = 0
    cuts = (
        _packed_records(buffer, options.max_bytes + SLACK)
        if packed
        else _plain_records(buffer, options.max_bytes + SLACK)
    )
    for record in cuts:
        if isinstance(record, Refusal):
            yield whole, record
            continue
        found = list(_documents(record, whole, options))
        passed += not found
        yield from found
    if passed:
        yield Passed(f"{passed:,} records of the crawl are no pages (requests, pictures, scripts, errors)")


class _Buffer:
    """A window on a stream: looks ahead, never back."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.data = b""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        """Read on; tell whether there was more."""
        chunk = b"" if self.ended else self._stream.read(CHUNK)
        self.ended = not chunk
        self.data += chunk
        return bool(chunk)

    def drop(self, size: int) -> None:
        """Leave so many bytes behind."""
        self.data = self.data[size:]
        self.at += size

    def starts(self, mark: bytes) -> bool:
        """Tell whether the window begins with a mark."""
        while len(self.data) < len(mark) and self.more():
            pass
        return self.data.startswith(mark)

    def seek(self, mark: bytes, start: int) -> int:
        """Return where a mark stands, reading on until it is found; -1 at the end. Forgets what is before it."""
        while (place := self.data.find(mark, start)) < 0:
            keep = len(mark) - 1
            self.drop(max(0, len(self.data) - keep))
            start = 0
            if not self.more():
                return -1
        return place


def _packed_records(buffer: _Buffer, limit: int) -> Iterator[bytes | Refusal]:
    """Yield the records of a WARC of gzip members, going on at the next member behind damage."""
    while buffer.data or buffer.more():
        start = buffer.at
        if not buffer.starts(MAGIC):
            if not buffer.data.strip(b"\x00\r\n") and buffer.ended:
                return
            if not _next_member(buffer):
                yield _damage(start, buffer.at)
                return
            yield _damage(start, buffer.at)
            continue
        yield from _member(buffer, limit, start)


def _member(buffer: _Buffer, limit: int, start: int) -> Iterator[bytes | Refusal]:
    """Yield the records of one gzip member; they are cut off as they come when it holds more than one may have."""
    unpack = zlib.decompressobj(31)
    plain, taken = b"", 0
    while not unpack.eof:
        if taken == len(buffer.data):
            if taken > limit:
                buffer.drop(taken)
                taken = 0
            if not buffer.more() and not unpack.unconsumed_tail:
                yield from _cut(plain)[0]
                buffer.drop(len(buffer.data))
                yield Refusal(
                    "damaged", f"is cut off after byte {start:,}; what stood before was read; fetch the crawl again"
                )
                return
        chunk = buffer.data[taken : taken + CHUNK]
        try:
            plain += unpack.decompress(chunk, 16 * CHUNK)
        except zlib.error:
            yield from _cut(plain)[0]
            buffer.drop(1)
            _next_member(buffer)
            yield _damage(start, buffer.at)
            return
        taken += len(chunk) - len(unpack.unconsumed_tail) - len(unpack.unused_data)
        if len(plain) > limit:
            records, plain = _cut(plain)
            yield from records
            if not records:
                yield Refusal(
                    "too-large", f"a record at byte {start:,} is larger than one document may be; it was passed over"
                )
                plain = plain[-len(_MARK) :]
    buffer.drop(taken)
    records, rest = _cut(plain)
    yield from records
    if rest.startswith(b"WARC/"):
        yield Refusal("damaged", f"holds a record at byte {start:,} that ends too early; it was passed over")


def _next_member(buffer: _Buffer) -> bool:
    """Go to the next gzip member that holds a record; tell whether there is one."""
    place = 0
    while (place := buffer.seek(MAGIC, place)) >= 0:
        while len(buffer.data) - place < 4096 and buffer.more():
            pass
        try:
            head = zlib.decompressobj(31).decompress(buffer.data[place : place + 4096], 64)
        except zlib.error:
            head = b""
        if head.startswith(b"WARC/"):
            buffer.drop(place)
            return True
        place += 1
    buffer.drop(len(buffer.data))
    return False


def _cut(plain: bytes) -> tuple[list[bytes | Refusal], bytes]:
    """Cut unpacked bytes into records; return them and what is left of the last one."""
    records: list[bytes | Refusal] = []
    while plain:
        if not plain.startswith(b"WARC/"):
            place = plain.find(_MARK)
            if place < 0:
                break
            plain = plain[place + 2 :]
        end = plain.find(b"\r\n\r\n")
        match = _LENGTH.search(plain, 0, end) if end >= 0 else None
        if match is None or len(match[1]) > 15 or end + 4 + int(match[1]) > len(plain):
            break
        stop = end + 4 + int(match[1])
        records.append(plain[:stop])
        plain = plain[stop:].lstrip(b"\r\n")
    return records, plain


def _plain_records(buffer: _Buffer, limit: int) -> Iterator[bytes | Refusal]:
    """Yield the records of a WARC that is not packed, going on at the next record behind damage."""
    while buffer.data or buffer.more():
        while buffer.data[:1] in {b"\r", b"\n"}:
            buffer.drop(1)
            if not buffer.data and not buffer.more():
                return
        start = buffer.at
        size = _record_size(buffer)
        if size is None:
            buffer.drop(1)
            place = buffer.seek(b"\nWARC/1.", 0)
            buffer.drop(place + 1 if place >= 0 else len(buffer.data))
            yield _damage(start, buffer.at)
            continue
        if size > limit:
            yield Refusal(
                "too-large", f"a record at byte {start:,} is larger than one document may be; it was passed over"
            )
            _pass_over(buffer, size)
            continue
        while len(buffer.data) < size and buffer.more():
            pass
        if len(buffer.data) < size:
            yield Refusal(
                "damaged", f"is cut off after byte {start:,}; what stood before was read; fetch the crawl again"
            )
            return
        yield buffer.data[:size]
        buffer.drop(size)


def _record_size(buffer: _Buffer) -> int | None:
    """Return the bytes of the record at the window's start, None when none begins there."""
    while b"\r\n\r\n" not in buffer.data[:SLACK] and len(buffer.data) < SLACK and buffer.more():
        pass
    end = buffer.data.find(b"\r\n\r\n", 0, SLACK)
    match = _LENGTH.search(buffer.data, 0, end) if end >= 0 and buffer.data.startswith(b"WARC/") else None
    return end + 4 + int(match[1]) if match and len(match[1]) < 16 else None


def _pass_over(buffer: _Buffer, size: int) -> None:
    left = size
    while left > 0 and (buffer.data or buffer.more()):
        step = min(left, len(buffer.data))
        buffer.drop(step)
        left -= step


def _damage(start: int, end: int) -> Refusal:
    return Refusal("damaged", f"is damaged from byte {start:,} to {end:,}; what stands there was passed over")


def _documents(record: bytes, whole: Document, options: IntakeOptions) -> Iterator[Part]:
    """Yield the document of a record, nothing when it is none."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource
    try:
        for found in ArchiveIterator(BytesIO(record), record_types=wanted, parse_http=True, auto_decode="all"):
            yield from _document(found, whole, options)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        yield whole, Refusal("damaged", f"holds a record that cannot be read ({str(error)[:100]}); it was passed over")


def _document(found: Any, whole: Document, options: IntakeOptions) -> Iterator[Part]:
    kind = _kind(found.http_content_type or found.headers.get("Content-Type") or "")
    if not kind or (found.http_headers is not None and found.http_headers.status_code not in {200, None}):
        return
    url = (found.headers.get("WARC-Target-URI") or "").strip("<>")
    fetched = signal(parse_stamp(found.headers.get("WARC-Date") or ""), "crawl")
    charset = found.http_charset
    document = replace(whole, kind=kind, member=within(whole, url), url=url, charset=charset, dates=fetched)
    data = found.reader.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        yield document, too_large(len(data), options)
    elif data.strip():
        yield replace(document, data=data)


def _kind(content_type: str) -> str:
    """Return the format of a media type, empty when it is no document."""
    name = content_type.partition("/")[2].partition(";")[0].strip().lower()
    known = {"html": "html", "pdf": "pdf", "plain": "txt", "rss": "feed", "atom": "feed"}
    return known.get(name.removesuffix("+xml").removeprefix("x"), "")
