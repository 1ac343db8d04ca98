"""JSON objects as reports: our own JSON lines, and what news-please, fundus and ninjs write."""

import json
from collections.abc import Mapping
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import DateSignal, Document, Extract, Refusal
from onrecord.intake.fragments import fragment_text
from onrecord.model import Note

TEXTS = ("text", "maintext", "plaintext", "body_text", "content", "articleBody", "body")
TITLES = ("title", "headline", "name")
OUTLETS = ("outlet", "publisher", "source_domain", "source", "site", "sitename", "provider", "newspaper")
BYLINES = ("byline", "authors", "author", "by")
URLS = ("url", "uri", "link", "canonical_url", "href")
DATES = ("published", "date_publish", "publishing_date", "firstpublished", "datePublished", "published_at", "pubdate")
LESSER_DATES = ("date", "firstcreated", "contentcreated", "versioncreated")
CHANGES = ("modified", "date_modify", "versioncreated", "dateModified", "updated", "last_modified")


def read_record(document: Document) -> Extract:
    """Read one JSON object as a report.

    Raises:
        Refusal: ``json``: not a JSON object; ``contract``: it holds no text.
    """
    try:
        value = json.loads(document.data.decode("utf-8-sig", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise Refusal("json", f"is not valid JSON ({_short(error)}); mend or delete it") from error
    return extract_record(value, document)


def extract_record(value: Any, document: Document) -> Extract:
    """Read one decoded JSON object as a report.

    Raises:
        Refusal: ``contract``: it is no object or holds no text.
    """
    if not isinstance(value, Mapping):
        raise Refusal("contract", "is JSON but not an object; a report is an object with at least 'text'")
    text = _text(value)
    if text is None:
        raise Refusal("contract", "has no 'text'; a report needs at least that field, as a string")
    own = isinstance(value.get("text"), str)
    days = tuple(_dates(value, "given" if own else "record"))
    written = value.get("published")
    unread = isinstance(written, str) and bool(written.strip()) and not any(d.signal == "given" for d in days)
    note = Note(code="date-unread", message=f"the date {str(written)[:40]!r} cannot be read; write it as 2019-03-01")
    return Extract(
        text=text,
        format=document.kind,
        id=_plain(value, ("id",)) if own else None,
        title=_plain(value, TITLES) or _plain(value, ("headlines",)),
        outlet=_plain(value, OUTLETS),
        byline=_plain(value, BYLINES),
        section=_plain(value, ("section", "category", "genre")),
        language=_plain(value, ("language", "lang")),
        url=_plain(value, URLS),
        dates=days,
        modified=tuple(s for key in CHANGES for s in signal(_day(value.get(key)), "record"))[:1],
        notes=(note,) if own and unread else (),
        own_hash=True,
    )


def _short(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.pos + 1}"
    return str(error)[:120] if isinstance(error, ValueError) else "nested too deeply"


def _text(value: Mapping[str, Any]) -> str | None:
    for key in TEXTS:
        found = value.get(key)
        if isinstance(found, str) and found.strip():
            return found
        if isinstance(found, Mapping):
            inner = _nested(found)
            if inner:
                return inner
    if isinstance(value.get("text"), str):
        return str(value["text"])
    return _marked_up(value)


def _marked_up(value: Mapping[str, Any]) -> str | None:
    """Return the text of a body in HTML, as ninjs has it: in a field of its own or in a list of bodies."""
    bodies = [value.get("body_xhtml"), value.get("body_html")]
    bodies += [b.get("value") for b in _list(value.get("bodies")) if isinstance(b, Mapping)]
    found = next((b for b in bodies if isinstance(b, str) and b.strip()), None)
    return fragment_text(found) if found else None


def _nested(body: Mapping[str, Any]) -> str | None:
    """Return the text of a body that comes in sections, as fundus writes it."""
    parts: list[str] = []
    for part in (body.get("summary"), *(_list(body.get("sections")))):
        if isinstance(part, Mapping):
            parts.extend(_strings(part.get("headline")))
            parts.extend(_strings(part.get("paragraphs")))
        else:
            parts.extend(_strings(part))
    return "\n\n".join(parts) or None


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, Mapping):
        return _strings(value.get("name") or value.get("text") or value.get("title") or value.get("value"))
    return [s for item in _list(value) for s in _strings(item)]


def _plain(value: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        found = value.get(key)
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        parts = _strings(found)
        if parts:
            return ", ".join(parts)[:1000]
    return None


def _dates(value: Mapping[str, Any], name: str) -> list[DateSignal]:
    for key in DATES + LESSER_DATES:
        found = value.get(key)
        if isinstance(found, Mapping):
            found = found.get("value")
        day = _day(found)
        if day:
            return list(signal(day, name if key == "published" else "record"))
    return []


def _day(found: Any) -> str | None:
    return parse_stamp(found) if isinstance(found, str) else None
