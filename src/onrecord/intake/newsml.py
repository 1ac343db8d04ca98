"""NewsML-G2 and NITF: what agencies send."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import Document, Extract, Refusal
from onrecord.intake.xmlsafe import local, parse_xml

BLOCKS = frozenset({"p", "hl2", "h1", "h2", "h3", "h4", "li", "td", "th", "blockquote", "dt", "dd"})


def read_newsml(document: Document) -> Iterable[Extract | Refusal]:
    """Read the items of a NewsML-G2 message, or one NITF document.

    Raises:
        Refusal: ``empty``: no item has a text; ``entities``; ``xml``.
    """
    root = parse_xml(document.data)
    items = [e for e in root.iter() if local(e) == "newsItem"]
    found = [e for e in (_item(item) for item in items) if e] if items else list(_nitf(root))
    if not found:
        raise Refusal("empty", "is an agency file without a text in it (a picture or a list of links)")
    return [_own(extract) for extract in found] if len(items) > 1 else found


def _own(extract: Extract) -> Extract:
    from dataclasses import replace

    return replace(extract, own_hash=True, member=extract.id)


def _item(item: Any) -> Extract | None:
    """Return one news item, None when it holds no text."""
    bodies = [e for e in item.iter() if local(e) in {"inlineXML", "inlineData"}]
    text = "\n\n".join(filter(None, (_body(body) for body in bodies)))
    if not text:
        return None
    meta = {
        name: _find(item, name)
        for name in ("headline", "by", "byline", "firstCreated", "versionCreated", "contentCreated")
    }
    provider = next((e for e in item.iter() if local(e) == "provider"), None)
    language = next((e.get("tag") for e in item.iter() if local(e) == "language" and e.get("tag")), None)
    return Extract(
        text=text,
        format="newsml",
        id=item.get("guid"),
        title=meta["headline"],
        outlet=None if provider is None else _find(provider, "name") or provider.get("literal"),
        byline=meta["byline"] or meta["by"],
        language=(language or "").split("-")[0].lower() or None,
        dates=signal(
            parse_stamp(meta["contentCreated"] or meta["firstCreated"] or meta["versionCreated"] or ""), "record"
        ),
        modified=signal(parse_stamp(meta["versionCreated"] or ""), "record"),
    )


def _nitf(root: Any) -> Iterator[Extract]:
    body = next((e for e in root.iter() if local(e) == "body.content"), None)
    text = _body(body) if body is not None else ""
    if not text:
        return
    issued = next((e.get("norm") for e in root.iter() if local(e) == "date.issue"), None)
    yield Extract(
        text=text,
        format="nitf",
        title=_find(root, "hl1") or _find(root, "title"),
        byline=_find(root, "byline"),
        dates=signal(parse_stamp(issued or ""), "record"),
    )


def _body(body: Any) -> str:
    """Return the text of a body: its blocks, or all its characters when it has none."""
    blocks = [e for e in body.iter() if local(e) in BLOCKS and not any(local(d) in BLOCKS for d in e.iterdescendants())]
    content = [e for e in blocks if not any(local(a) in {"head", "hedline"} for a in e.iterancestors())]
    lines = [" ".join("".join(e.itertext()).split()) for e in content]
    if not lines:
        return " ".join("".join(body.itertext()).split())
    return "\n\n".join(filter(None, lines))


def _find(parent: Any, name: str) -> str | None:
    """Return the text of the first descendant of that name that has any."""
    for element in parent.iter():
        if local(element) == name and (text := " ".join("".join(element.itertext()).split())):
            return text[:500]
    return None
