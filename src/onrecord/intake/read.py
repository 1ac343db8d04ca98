"""Bytes of one document -> its reports or the rejection: the table of formats."""

import hashlib
from collections.abc import Callable, Iterable

from onrecord.intake.assemble import make_report
from onrecord.intake.decode import decode_text
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.options import IntakeOptions, Item
from onrecord.model import Rejection

Reader = Callable[[Document], Extract | Iterable[Extract]]


def read_document(document: Document, options: IntakeOptions) -> tuple[Item, ...]:
    """Read one document.

    Args:
        document: Its bytes and format.
        options: What the user gave.

    Returns:
        Its reports, or one rejection. Never raises for what the bytes hold.
    """
    try:
        if not document.data.strip():
            raise Refusal("empty", "is empty; nothing was read")
        if len(document.data) > options.max_bytes:
            raise Refusal("too-large", _too_large(len(document.data), options))
        found = _reader(document.kind)(document)
        extracts = [found] if isinstance(found, Extract) else list(found)
        return tuple(_items(extracts, document, options))
    except Refusal as refusal:
        return (reject(document, refusal),)
    except (RecursionError, MemoryError) as error:
        return (
            reject(
                document,
                Refusal("too-complex", f"is built so that reading it fails ({type(error).__name__})"),
            ),
        )


def reject(document: Document, refusal: Refusal) -> Rejection:
    """Return the rejection of a document, its place named in the sentence."""
    where = f"{document.member}: " if document.member else ""
    sha = hashlib.sha256(document.data).hexdigest() if document.data else None
    return Rejection(
        path=document.path,
        code=refusal.code,
        reason=where + refusal.reason,
        sha256=sha,
        member=document.member,
    )


def _items(extracts: list[Extract], document: Document, options: IntakeOptions) -> Iterable[Item]:
    if not extracts:
        yield reject(document, Refusal("empty", "holds no report"))
    for extract in extracts:
        try:
            yield make_report(extract, document, options)
        except Refusal as refusal:
            yield reject(document, refusal)


def _too_large(size: int, options: IntakeOptions) -> str:
    return (
        f"has {size / 1e6:,.1f} MB; one document may have {options.max_bytes / 1e6:,.0f} MB; "
        "split it, or raise the limit if it really is one report"
    )


def read_txt(document: Document) -> Extract:
    """Read a plain text: the text of the report is the decoded file itself, line ends and all.

    Raises:
        Refusal: ``binary``.
    """
    decoded = decode_text(document.data, document.charset)
    return Extract(text=decoded.text, format="txt", notes=decoded.notes, own_hash=document.member is not None)


def _reader(kind: str) -> Reader:
    """Return the reader of a format, importing its library only now."""
    if kind == "txt":
        return read_txt
    if kind == "html":
        from onrecord.intake.pages import read_html

        return read_html
    if kind in {"jsonl", "json", "csv"}:
        from onrecord.intake.records import read_record

        return read_record
    raise Refusal("unknown-format", f"is of a format that onrecord does not read ({kind})")
