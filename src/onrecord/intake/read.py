"""Bytes of one document -> its reports or the rejection: the table of formats."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.intake.assemble import make_report
from onrecord.intake.decode import decode_text
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.members import failed_reading, too_large
from onrecord.intake.options import IntakeOptions, Item
from onrecord.model import Rejection

Found = Extract | Refusal

Reader = Callable[[Document], Extract | Iterable[Found]]


def read_document(document: Document, options: IntakeOptions) -> tuple[Item, ...]:
    """Read one document.

    Args:
        document: Its bytes and format.
        options: What the user gave.

    Returns:
        Its reports, or one rejection. Never raises for what the bytes hold.
    """
    try:
        _check_size(document, options)
        found = _reader(document.kind)(document)
        extracts: list[Found] = [found] if isinstance(found, Extract) else list(found)
        return tuple(_items(extracts, document, options))
    except Refusal as refusal:
        return (reject(document, refusal),)
    except Exception as error:  # noqa: BLE001 - a library's fault on one file is recorded and must not end the run
        return _once_more(document, options) or (reject(document, failed_reading(error)),)


def _check_size(document: Document, options: IntakeOptions) -> None:
    """Refuse what holds nothing, or more than one document may.

    Raises:
        Refusal: ``empty`` or ``too-large``.
    """
    if not document.data.strip():
        raise Refusal("empty", "is empty; nothing was read")
    if len(document.data) > options.max_bytes:
        raise too_large(len(document.data), options)


def _once_more(document: Document, options: IntakeOptions) -> tuple[Item, ...]:
    """Read with the simpler reader of the format, if it has one that was not tried yet."""
    if document.attempt or document.kind not in {"html", "mhtml", "pdf"}:
        return ()
    return read_document(replace(document, attempt=1), options)


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


def _items(extracts: list[Found], document: Document, options: IntakeOptions) -> Iterable[Item]:
    if not extracts:
        yield reject(document, Refusal("empty", "holds no report"))
    for extract in extracts:
        if isinstance(extract, Refusal):
            yield reject(document, extract)
            continue
        try:
            yield make_report(extract, document, options)
        except Refusal as refusal:
            yield reject(document, refusal)


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
    if kind in {"docx", "odt"}:
        from onrecord.intake import office

        return office.read_docx if kind == "docx" else office.read_odt
    if kind in {"eml", "mhtml"}:
        from onrecord.intake import mail

        return mail.read_mail if kind == "eml" else mail.read_mhtml
    if kind == "pdf":
        from onrecord.intake.pdf import read_pdf

        return read_pdf
    if kind in {"feed", "newsml"}:
        from onrecord.intake import feeds, newsml

        return feeds.read_feed if kind == "feed" else newsml.read_newsml
    raise Refusal("no-report", f"is no report ({kind}); save or convert what it says as text, HTML or PDF")
