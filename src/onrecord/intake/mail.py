"""Mail: messages, mail boxes, and saved web pages that are wrapped as mail (MHTML)."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import Document, Extract, Part, Refusal
from onrecord.intake.fragments import fragment_text
from onrecord.intake.kinds import find_kind
from onrecord.intake.members import iter_lines, too_large, within
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import Readable
from onrecord.model import Residue, Span

MOST_PARTS = 200
"""Parts of a message that are looked at."""

_LINE = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"\s{0,3}>")

READ = frozenset({"pdf", "docx", "odt", "html", "txt", "eml", "feed", "newsml", "mhtml"})
"""Formats of attachments that are reports."""


def take_mbox(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield the messages of a mail box with their attachments."""
    del depth
    lines: list[bytes] = []
    size, number, blank = 0, 0, True
    for _, line, length in iter_lines(stream, options.max_bytes):
        if blank and line is not None and line.startswith(b"From "):
            if number:
                yield from _message(lines, size, number, whole, options)
            lines, size, number = [], 0, number + 1
            continue
        blank = line is not None and not line.strip()
        size += length + 1
        if line is not None and size <= options.max_bytes:
            lines.append(line[1:] if line.startswith(b">From ") else line)
    if number:
        yield from _message(lines, size, number, whole, options)
    else:
        yield whole, Refusal("empty", "is no mail box: no line begins a message with 'From '")


def _message(lines: list[bytes], size: int, number: int, whole: Document, options: IntakeOptions) -> Iterator[Part]:
    document = replace(whole, kind="eml", member=within(whole, f"message {number}"))
    if size > options.max_bytes:
        yield document, too_large(size, options)
        return
    yield from _with_attachments(replace(document, data=b"\n".join(lines)))


def take_mail(stream: Readable, whole: Document, options: IntakeOptions, depth: int) -> Iterator[Part]:
    """Yield a message and its attachments."""
    del depth
    data = stream.read(4 * options.max_bytes + 1)
    if len(data) > 4 * options.max_bytes:
        yield whole, too_large(len(data), options)
        return
    for part in _with_attachments(replace(whole, data=data)):
        big = isinstance(part, Document) and len(part.data) > options.max_bytes and part.kind != "eml"
        yield (
            (replace(part, data=b""), too_large(len(part.data), options))
            if isinstance(part, Document) and big
            else part
        )


def _with_attachments(document: Document) -> Iterator[Part]:
    yield document
    try:
        attached = list(_attachments(parse_mail(document.data)))
    except (RecursionError, Refusal):
        return  # reading the message itself says so
    for name, data in attached:
        kind = find_kind(name, data[:8192])
        if kind in READ:
            yield replace(document, data=data, kind=kind, member=within(document, name), charset=None)


def parse_mail(data: bytes) -> EmailMessage:
    """Parse a message.

    Raises:
        Refusal: ``mail``: its headers cannot be made sense of.
    """
    try:
        found = email.message_from_bytes(data, policy=email.policy.default)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, LookupError) as error:
        raise Refusal("mail", f"is no mail that can be read ({str(error)[:100]}); save it as text") from error
    return found


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            return
        name = _safe(part.get_filename) or ""
        if not name or part.is_multipart():
            continue
        data = _payload(part)
        if data:
            yield name, data


def read_mail(document: Document) -> Extract:
    """Read the body of a message; quoted and attached messages are not part of it.

    Raises:
        Refusal: ``empty``, ``mail``, ``nested``.
    """
    message = parse_mail(document.data)
    plain, html = _bodies(message)
    shown = fragment_text(html) if html else ""
    text = shown if len(shown) > 3 * len(plain) else plain
    subject = _header(message, "subject")
    if not text.strip():
        raise Refusal("empty", "is a mail without text in its body; its attachments are read by themselves")
    return Extract(
        text=text.replace("\r\n", "\n"),
        format="eml",
        title=subject,
        byline=_header(message, "from"),
        dates=signal(parse_stamp(_header(message, "date") or ""), "mail"),
        own_hash=document.member is not None,
    )


def find_mail_residue(text: str) -> tuple[Residue, ...]:
    r"""Return what a mail program put around a message: quoted lines, their introduction, the signature.

    Example:
        >>> text = "The dam broke.\n\nOn Friday Ines wrote:\n> Is it true?\n-- \nTomas Reel"
        >>> [r.span.cut(text) for r in find_mail_residue(text)]
        ['On Friday Ines wrote:', '> Is it true?', '--', 'Tomas Reel']
    """
    found: list[Residue] = []
    signed = False
    lines = [m for m in _LINE.finditer(text) if not m[0].isspace()]
    for number, line in enumerate(lines):
        shown, quoted = line[0].strip(), _QUOTED.match(line[0])
        signed = signed or line[0].rstrip("\r") in {"-- ", "--"}
        introduces = number + 1 < len(lines) and _QUOTED.match(lines[number + 1][0]) and shown.endswith(":")
        if signed or quoted or introduces:
            start = line.start() + line[0].index(shown)
            reason = "mail signature" if signed else "quoted mail"
            found.append(Residue(span=Span(start, start + len(shown)), reason=reason))
    return tuple(found)


def _bodies(message: EmailMessage) -> tuple[str, str]:
    """Return the plain and the HTML body; the first of each that is no attachment."""
    plain = html = ""
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise Refusal("nested", f"has more than {MOST_PARTS} parts within parts; save its text as a file")
        if part.is_multipart() or _safe(part.get_filename) or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _text(part)
        elif kind == "text/html" and not html:
            html = _text(part)
    return plain, html


def _text(part: Any) -> str:
    from onrecord.intake.decode import decode_text

    data = _payload(part)
    return decode_text(data, _safe(part.get_content_charset)).text if data else ""


def _payload(part: Any) -> bytes:
    """Return the decoded bytes of a part; what the transfer coding breaks is given as it stands."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError, TypeError):
        return b""
    return data if isinstance(data, bytes) else b""


def _safe(call: Any) -> str | None:
    """Call what parses a header; None where the header cannot be parsed."""
    try:
        value = call()
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, LookupError):
        return None
    return str(value) if value else None


def _header(message: EmailMessage, name: str) -> str | None:
    value = _safe(lambda: message.get(name))
    return " ".join(value.split())[:500] or None if value else None


def read_mhtml(document: Document) -> Extract:
    """Read a page that a browser saved as MHTML.

    Raises:
        Refusal: ``empty``: it holds no page.
    """
    from onrecord.intake.pages import read_html

    message = parse_mail(document.data)
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.get_content_type() == "text/html" and (data := _payload(part)):
            where = _header(message, "snapshot-content-location") or _header(message, "content-location")
            where = where or _safe(lambda: part.get("content-location"))  # noqa: B023 - called at once
            page = replace(document, data=data, url=where, charset=_safe(part.get_content_charset))
            return replace(read_html(page), own_hash=document.member is not None)
    raise Refusal("empty", "holds no page; save the page again as HTML")
