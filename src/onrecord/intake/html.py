"""HTML to text: trafilatura, and simpler readers where it finds nothing or the page is built to break it."""

from onrecord.intake.decode import decode_text
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.html_meta import read_metadata


def read_html(document: Document) -> Extract:
    """Read a page.

    Raises:
        Refusal: ``empty``: no reader finds text in it.
    """
    from trafilatura import extract

    decoded = decode_text(document.data, document.charset)
    meta = read_metadata(decoded.text, document.url)
    text = extract(decoded.text, url=document.url) or ""
    if not text.strip():
        raise Refusal(
            "empty", "shows no article text; save the article itself, or copy its text into a .txt file"
        )
    return Extract(
        text=text, format=document.kind, notes=decoded.notes, own_hash=document.member is not None, **meta
    )
