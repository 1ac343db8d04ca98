"""Word and OpenDocument files: paragraphs and table cells in their order, by zip and XML."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from onrecord.intake.dates import parse_stamp
from onrecord.intake.documents import DateSignal, Document, Extract, Refusal
from onrecord.intake.xmlsafe import local, parse_xml

LARGEST = 50_000_000
"""Bytes that one part may unpack to."""

_DAMAGE = (
    zipfile.BadZipFile,
    ValueError,
    OSError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
)

_ASIDE = frozenset({"footnotes.xml", "endnotes.xml", "comments.xml"})


def read_docx(document: Document) -> Extract:
    """Read a Word file; footnotes, comments, headers and footers are listed as left out.

    Raises:
        Refusal: ``damaged``, ``encrypted``, ``too-large``, ``entities``.
    """
    with _open(document) as file:
        root = parse_xml(_part(file, "word/document.xml"))
        names = [n for n in file.namelist() if n.startswith("word/") and _is_aside(n.removeprefix("word/"))]
        aside = [" ".join(_lines(parse_xml(_part(file, name)), _DOCX)) for name in sorted(names)]
        return _extract(document, "\n".join(_lines(root, _DOCX)), file, "docProps/core.xml", aside)


def read_odt(document: Document) -> Extract:
    """Read an OpenDocument text.

    Raises:
        Refusal: ``damaged``, ``encrypted``, ``too-large``, ``entities``.
    """
    with _open(document) as file:
        root = parse_xml(_part(file, "content.xml"))
        body = next((e for e in root.iter() if local(e) == "body"), root)
        return _extract(document, "\n".join(_lines(body, _ODT)), file, "meta.xml", [])


_DOCX = {"p": "block", "tr": "row", "t": "text", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ODT = {
    "p": "block",
    "h": "block",
    "table-row": "row",
    "tab": "\t",
    "line-break": "\n",
    "s": " ",
    "tracked-changes": "skip",
}


def _is_aside(name: str) -> bool:
    return name in _ASIDE or (name.startswith(("header", "footer")) and name.endswith(".xml"))


def _open(document: Document) -> zipfile.ZipFile:
    if document.data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("encrypted", "is encrypted or of an old format; save it without a password as .docx or .odt")
    try:
        return zipfile.ZipFile(BytesIO(document.data))
    except _DAMAGE as error:
        raise Refusal("damaged", f"is a damaged document ({error}); open and save it again") from error


def _part(file: zipfile.ZipFile, name: str) -> bytes:
    """Return one part of the document, unpacked within bounds."""
    try:
        with file.open(name) as stream:
            data = stream.read(LARGEST + 1)
    except KeyError as error:
        raise Refusal("damaged", f"lacks its part {name}; open and save it again") from error
    except _DAMAGE as error:
        raise Refusal("damaged", f"is a damaged document ({error}); open and save it again") from error
    except RuntimeError as error:
        raise Refusal("encrypted", "is encrypted; save it without a password") from error
    if len(data) > LARGEST:
        raise Refusal("too-large", f"unpacks to more than {LARGEST / 1e6:,.0f} MB; it is too large or built to be")
    return data


def _lines(element: Any, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a document: a paragraph each, a table row each with tabs between its cells."""
    for child in element:
        role = names.get(local(child))
        if role == "skip":
            continue
        if role == "row":
            cells = [" ".join(filter(None, _lines(cell, names))) for cell in child]
            yield "\t".join(cells)
        elif role == "block":
            yield "".join(_characters(child, names))
            yield from _boxes(child, names)
        else:
            yield from _lines(child, names)


def _boxes(paragraph: Any, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the text boxes that hang on a paragraph, once: files keep a second copy for old readers."""
    for box in paragraph.iter():
        if local(box) == "txbxContent" and not any(local(a) == "Fallback" for a in box.iterancestors()):
            yield from _lines(box, names)


def _characters(element: Any, names: dict[str, str]) -> Iterator[str]:
    if "t" not in names and element.text:
        yield element.text
    for child in element:
        name = local(child)
        role = names.get(name)
        if role == "text":
            yield child.text or ""
        elif role and role.isspace() and name == "s":
            count = next((v for k, v in child.attrib.items() if k.endswith("}c")), "1")
            yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, 100)
        elif role is not None and role not in {"block", "row", "skip"}:
            yield role
        elif name not in {"txbxContent", "delText", "instrText", "annotation", "note", "del"}:
            yield from _characters(child, names)
        if "t" not in names and child.tail:
            yield child.tail


def _extract(document: Document, text: str, file: zipfile.ZipFile, meta: str, aside: list[str]) -> Extract:
    facts: dict[str, str] = {}
    if meta in file.namelist():
        for element in parse_xml(_part(file, meta)).iter():
            if element.text and element.text.strip():
                facts.setdefault(local(element), element.text.strip()[:500])
    made = parse_stamp(facts.get("created") or facts.get("creation-date") or "")
    return Extract(
        text=text,
        format=document.kind,
        title=facts.get("title"),
        byline=facts.get("creator") or facts.get("initial-creator"),
        language=(facts.get("language") or "").split("-")[0].lower() or None,
        dates=(DateSignal(value=made, signal="text", confidence=0.4),) if made else (),
        left_out=tuple(filter(None, aside)),
        own_hash=document.member is not None,
    )
