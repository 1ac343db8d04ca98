"""Makes the report of what a format's reader found: residue, title, date and identity, the same for every format."""

import hashlib
from dataclasses import replace
from typing import Any

from onrecord.intake.bylines import find_byline
from onrecord.intake.dates import date_in_url, judge_dates, signal
from onrecord.intake.decode import odd_characters
from onrecord.intake.documents import DateSignal, Document, Extract, Refusal
from onrecord.intake.options import IntakeOptions
from onrecord.intake.residue import Judged, judge_lines, mark_residue
from onrecord.intake.stated import stated_dates
from onrecord.intake.titles import pick_title
from onrecord.model import FoundBy, Note, Published, Report, Residue, Span
from onrecord.model.ids import digest_text

LOST = "\ufffd"

HALVES = "halves of characters stood alone and show as \ufffd; the text was cut or coded wrongly"


def make_report(extract: Extract, document: Document, options: IntakeOptions) -> Report:
    """Make a report.

    Args:
        extract: What the format's reader found.
        document: The bytes it was read from.
        options: What the user gave.

    Raises:
        Refusal: ``empty`` or ``too-large``: there is nothing to read, or too much.
    """
    extract = _readable(extract)
    text = extract.text
    if not text.strip():
        raise Refusal("empty", "has no text; if it is a scan or a film, give its transcript as a text file")
    if len(text) > options.max_bytes:
        raise Refusal("too-large", f"has {len(text):,} characters; the limit is {options.max_bytes:,}; split it")
    found_by = list(extract.found_by)
    judged = judge_lines(text, options.lexicon)
    title = extract.title or pick_title(judged)
    if title and not extract.title:
        found_by.append(FoundBy(field="title", signal="text", confidence=0.8))
    byline = extract.byline or find_byline(judged.lines, judged.first)
    if byline and not extract.byline:
        found_by.append(FoundBy(field="byline", signal="text", confidence=0.9))
    published, candidates, modified = _dates(extract, document, options, judged, found_by)
    sha = digest_text(text) if extract.own_hash else hashlib.sha256(document.data).hexdigest()
    return Report(
        id=extract.id or f"r-{sha[:12]}",
        path=document.path,
        sha256=sha,
        text=text,
        title=title,
        outlet=options.outlet or extract.outlet,
        byline=byline,
        section=extract.section,
        language=extract.language,
        url=extract.url or document.url,
        published=published,
        candidates=candidates,
        modified=modified,
        residue=_residue(extract, judged, title),
        format=extract.format,
        left_out=extract.left_out,
        member=extract.member or document.member,
        outcome=extract.outcome,
        found_by=tuple(found_by),
        notes=(*extract.notes, *odd_characters(text)),
        source_map=extract.source_map,
    )


def _residue(extract: Extract, judged: Judged, title: str | None) -> tuple[Residue, ...]:
    """Return the residue of a text; in mails also what the mail program put around the message."""
    marked = mark_residue(judged, title)
    if extract.format != "eml":
        return marked
    from onrecord.intake.mail import find_mail_residue

    mail = find_mail_residue(extract.text)
    starts = {r.span.start for r in mail}
    return tuple(sorted((*mail, *(r for r in marked if r.span.start not in starts)), key=lambda r: r.span))


def _readable(extract: Extract) -> Extract:
    """Replace lone halves of characters, which no UTF-8 can hold and no record could quote; in the text it is noted."""
    names = ("text", "id", "title", "outlet", "byline", "section", "language", "url", "member")
    given = {n: v for n in names if (v := getattr(extract, n)) is not None and not v.isascii()}
    changes: dict[str, Any] = {n: whole for n, v in given.items() if (whole := whole_characters(v)) != v}
    if not changes:
        return extract
    notes = extract.notes
    if "text" in changes and (place := changes["text"].find(LOST)) >= 0:
        notes = (*notes, Note(code="lone-surrogate", message=HALVES, span=Span(place, place + 1)))
    return replace(extract, notes=notes, **changes)


def whole_characters(value: str) -> str:
    r"""Return a text with halves of characters joined where they fit and replaced where they stand alone.

    Example:
        >>> whole_characters("a\ud83d b") == "a\ufffd b"
        True
    """
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _dates(
    extract: Extract, document: Document, options: IntakeOptions, judged: Judged, found_by: list[FoundBy]
) -> tuple[Published, tuple[Published, ...], Published | None]:
    """Return the publication date, its candidates and the date of the last change."""
    stated, changed = stated_dates(judged.lines, judged.first)
    url = extract.url or document.url
    signals = (
        *_given(extract, options),
        *extract.dates,
        *signal(date_in_url(url) if url else None, "url"),
        *stated,
    )
    published, candidates, names = judge_dates(signals)
    if names:
        found_by.append(FoundBy(field="published", signal=names, confidence=published.confidence))
    modified, _, how = judge_dates((*extract.modified, *changed))
    if how:
        found_by.append(FoundBy(field="modified", signal=how, confidence=modified.confidence))
    return published, candidates, modified if modified.value else None


def _given(extract: Extract, options: IntakeOptions) -> tuple[DateSignal, ...]:
    """Return the date that the user gave, unless the input itself gives one for this report."""
    given = options.published
    if given is None or given.value is None or any(d.signal == "given" for d in extract.dates):
        return ()
    return (DateSignal(value=given.value, signal="given", confidence=given.confidence or 1.0),)
