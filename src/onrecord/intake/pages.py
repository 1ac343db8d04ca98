"""Pages to text: trafilatura, and simpler readers where it finds nothing or the page is built to break it.

Which reader gave the text is the report's ``outcome``. The text is the extractor's own, so that its measured quality
holds; what it left out is listed, and a map leads from every word back into the page.
"""

import re
from collections.abc import Callable, Iterator

from onrecord.intake.decode import Decoded, decode_text
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.page_map import map_page
from onrecord.intake.page_meta import PageFacts, read_facts
from onrecord.intake.page_plain import is_deep, is_wide, read_plain

TINY = 40
"""Characters below which what was found in a page may be a lone link."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def read_html(document: Document) -> Extract:
    """Read a page.

    Raises:
        Refusal: ``empty``: no reader finds text in it; ``binary``.
    """
    decoded = decode_page(document)
    page = decoded.text.replace("\x00", " ")
    reason = "the first reader did not finish" if document.attempt else ""
    if is_wide(page):
        reason = f"{page.count('<'):,} tags are too many for other readers"
    if reason:
        text, facts, outcome = (
            read_plain(page),
            PageFacts(),
            f"fallback: {reason}; read with the plain reader",
        )
    else:
        text, facts, outcome = _read_usual(page, document)
    if len(text) < TINY and len(text.split()) < 5:
        raise Refusal("empty", "shows no article text; save the article itself, or copy its text into a .txt file")
    found, left_out = map_page(text, page, decoded.encoding)
    return Extract(
        text=text,
        format=document.kind,
        title=facts.title,
        outlet=facts.outlet,
        byline=facts.byline,
        section=facts.section,
        language=facts.language,
        url=facts.url or document.url,
        dates=facts.dates,
        modified=facts.modified,
        found_by=facts.found_by,
        left_out=left_out,
        outcome=outcome,
        notes=decoded.notes,
        source_map=found,
        own_hash=document.member is not None,
    )


def decode_page(document: Document) -> Decoded:
    """Decode a page: as a text, with the encoding that its own head declares as the second witness.

    Raises:
        Refusal: ``binary``.
    """
    declared = document.charset
    if declared is None and (match := _CHARSET.search(document.data[:4096])):
        declared = match[1].decode("ascii")
    return decode_text(document.data, declared)


def _read_usual(page: str, document: Document) -> tuple[str, PageFacts, str]:
    """Return the text, the facts and the outcome of the first reader that finds text."""
    from trafilatura import extract, load_html

    tree = load_html(page)
    facts = read_facts(tree, document.url) if tree is not None else PageFacts()
    text = extract(tree, url=facts.url, include_comments=False) if tree is not None else None
    if text and text.strip():
        return text, facts, "ok"
    for name, read in _others(page):
        text = read(page)
        if text.strip():
            return text, facts, f"fallback: trafilatura found nothing; read with {name}"
    return "", facts, "ok"


def _others(page: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield the further readers; the second hangs on pages that are nested very deeply."""
    if not is_deep(page):
        yield "resiliparse", _read_resiliparse
    yield "the plain reader", read_plain


def _read_resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False, links=False, form_fields=False))
