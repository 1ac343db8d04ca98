"""RSS and Atom: one report an entry."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.fragments import fragment_text
from onrecord.intake.xmlsafe import mend_xml, xml_text
from onrecord.model import Note

_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)


def read_feed(document: Document) -> Iterable[Extract | Refusal]:
    """Read a feed.

    Raises:
        Refusal: ``entities``: it declares entities, which is how feeds are made to explode; ``empty``.
    """
    text = _DOCTYPE.sub("", xml_text(document.data), count=1)
    found, outcome = _parse(text.encode("utf-8", "replace"))
    entries = found.get("entries") or []
    if not entries:
        raise Refusal("empty", "is XML without a feed entry; onrecord reads RSS, Atom and NewsML-G2")
    feed = found.get("feed") or {}
    return _entries(entries, feed, document, outcome)


def _parse(data: bytes) -> tuple[Mapping[str, Any], str]:
    """Parse a feed, mended first where the library breaks on it as it is; return it with the outcome.

    Raises:
        Refusal: ``xml``.
    """
    import feedparser

    outcome = "ok"
    # sanitising and relative addresses cost half the time and change nothing in plain text
    parse = partial(feedparser.parse, sanitize_html=False, resolve_relative_uris=False)
    try:
        found = parse(data)
    except Exception:  # noqa: BLE001 - the library raises whatever a broken feed makes it trip over
        outcome = "fallback: the feed is malformed; read after it was mended"
        try:
            found = parse(mend_xml(data))
        except Exception as error:
            reason = f"is a malformed feed ({type(error).__name__}); fetch it again, or save the pages that it lists"
            raise Refusal("xml", reason) from error
    return found, outcome


def _entries(
    entries: list[dict[str, Any]], feed: Mapping[str, Any], document: Document, outcome: str
) -> Iterator[Extract | Refusal]:
    for number, entry in enumerate(entries, 1):
        text, whole = _entry_text(entry)
        where = _line(entry.get("link")) or f"entry {number}"
        if not text:
            yield Refusal("empty", f"entry {number} ({_line(entry.get('title')) or 'untitled'}) has no text")
            continue
        note = Note(code="summary", message="the feed gives a summary only; save the page for the whole report")
        yield Extract(
            text=text,
            format="feed",
            title=fragment_text(_line(entry.get("title")) or "") or None,
            outlet=_line(feed.get("title")) or _inner(entry.get("source"), "title"),
            byline=_line(entry.get("author")),
            section=_inner(entry.get("tags"), "term"),
            language=(_line(feed.get("language")) or "").split("-")[0].lower() or None,
            url=_line(entry.get("link")),
            dates=signal(parse_stamp(_line(dict.get(entry, "published")) or ""), "feed"),
            modified=signal(parse_stamp(_line(dict.get(entry, "updated")) or ""), "feed"),
            outcome=outcome,
            notes=() if whole else (note,),
            own_hash=True,
            member=f"{document.member}: {where}" if document.member else where,
        )


def _entry_text(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the text of an entry and whether it is the whole report, as far as the feed says."""
    found = entry.get("content")
    contents = [_inner(c, "value", whole=True) or "" for c in (found if isinstance(found, list) else [])]
    whole = max(contents, key=len, default="")
    summary = entry.get("summary")
    summary = summary if isinstance(summary, str) else ""
    best = whole if len(whole) >= len(summary) else summary
    return fragment_text(best), len(whole) >= len(summary) and bool(whole)


def _inner(value: Any, name: str, *, whole: bool = False) -> str | None:
    """Return a text in an object, or in the first object of a list; malformed feeds hold anything anywhere."""
    first = value[0] if isinstance(value, list) and value else value
    found = first.get(name) if isinstance(first, Mapping) else None
    return (found if whole else _line(found)) if isinstance(found, str) else None


def _line(value: Any) -> str | None:
    return " ".join(value.split())[:500] or None if isinstance(value, str) else None
