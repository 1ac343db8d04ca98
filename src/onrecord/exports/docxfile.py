"""Word: the fact-check pack, each claim with its provenance as a comment (needs the ``exports`` extra)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from onrecord.errors import ResourceMissing
from onrecord.exports import wording
from onrecord.exports.rows import iter_rows
from onrecord.exports.view import CLAIM_KINDS, Selection, open_view
from onrecord.exports.wording import xml_text
from onrecord.store import Story

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamped on every part: the same record gives the same bytes."""


def write_docx(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a paragraph a claim: the sentence, its claim in bold, and a comment that holds everything else.

    Raises:
        ResourceMissing: python-docx is not installed.

    Cost: the whole document in memory; for thousands of claims choose CSV.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise ResourceMissing("Word needs python-docx: pip install 'onrecord[exports]'") from error
    document = Document()
    document.core_properties.title = "Fact-check pack"
    document.core_properties.author = "onrecord"
    fixed = datetime(2000, 1, 1, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = fixed
    document.add_heading("Fact-check pack", 0)
    report = None
    for row in iter_rows(open_view(story, selection), CLAIM_KINDS):
        if row["report"] != report:
            report = row["report"]
            document.add_heading(xml_text(row["title"] or report), 1)
            document.add_paragraph(
                xml_text(f"{row['outlet'] or 'outlet not known'}; {wording.published(row)}; {report}")
            )
        _claim(document, row)
    draft = io.BytesIO()
    document.save(draft)
    _steady(draft, out)


def _claim(document: Any, row: Mapping[str, Any]) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    sentence, quote = row["sentence"] or row["quote"], row["quote"]
    at = sentence.find(quote)
    before, after = (sentence[:at], sentence[at + len(quote) :]) if at >= 0 else (f"{sentence} — ", "")
    paragraph.add_run(xml_text(before))
    run = paragraph.add_run(xml_text(quote))
    run.bold = True
    paragraph.add_run(xml_text(after))
    told = [
        f"{row['kind']} {row['id']}: {wording.claim(row)}",
        wording.teller(row),
        wording.status(row),
        *([] if row["kind"] == "quotation" else [wording.when(row)]),
        wording.place(row),
    ]
    comment = document.add_comment(run, text=xml_text("\n".join(told)), author="onrecord", initials="or")
    stamp = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date"
    comment._comment_elm.attrib.pop(stamp, None)  # noqa: SLF001 - its moment would change the bytes


def _steady(draft: io.BytesIO, out: BinaryIO) -> None:
    """Copy a zip file without the times in it."""
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
