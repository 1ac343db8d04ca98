"""What a page says about itself: title, outlet, byline, section, language, address, and its dates by signal."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.intake.dates import parse_stamp, signal
from onrecord.intake.documents import DateSignal
from onrecord.lexicon import load_lexicon
from onrecord.model import FoundBy

DEEPEST = 12
"""Levels of JSON-LD that are looked into."""

LARGEST = 500_000
"""Characters of one JSON-LD element that are looked at."""

LONGEST = 2000
"""Characters of what one meta element states; libraries take the square of its length over a byline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page states about itself."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    dates: tuple[DateSignal, ...] = ()
    modified: tuple[DateSignal, ...] = ()
    found_by: tuple[FoundBy, ...] = ()


def read_facts(tree: Any, url: str | None) -> PageFacts:
    """Return what a parsed page states about itself.

    Args:
        tree: The page as lxml parsed it.
        url: Where it was published, if the container says so.
    """
    from trafilatura.metadata import extract_metadata

    metas, articles = _metas(tree), list(_articles(tree))
    found = extract_metadata(tree, default_url=url, date_config={"extensive_search": False, "original_date": True})
    lists = load_lexicon().entries("intake/html")
    title = _clean(found.title)
    return PageFacts(
        title=title,
        outlet=_clean(found.sitename),
        byline=_clean(found.author),
        section=_clean(_first(metas, lists["section"]) or _text_of(articles, "articleSection")),
        language=_language(tree, metas),
        url=url or found.url,
        dates=(
            *signal(_meta_day(metas, lists["published"]), "meta"),
            *signal(_ld_day(articles, "datePublished") or _ld_day(articles, "dateCreated"), "json-ld"),
            *_time_days(tree, "datepublished"),
        ),
        modified=(
            *signal(_meta_day(metas, lists["modified"]), "meta"),
            *signal(_ld_day(articles, "dateModified"), "json-ld"),
            *_marked_day(tree, "datemodified"),
        ),
        found_by=_title_by(title, articles, metas),
    )


def _clean(value: Any) -> str | None:
    return " ".join(value.split())[:500] or None if isinstance(value, str) else None


def _metas(tree: Any) -> dict[str, str]:
    """Return the content of the meta elements by lower-case name; the first of a name counts, overlong ones are cut."""
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content and len(content) > LONGEST:
            content = content[:LONGEST]
            element.set("content", content)
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content:
                out.setdefault(name.strip().lower(), content)
    return out


def _first(metas: Mapping[str, str], names: list[str]) -> str | None:
    return next((metas[name] for name in names if metas.get(name, "").strip()), None)


def _meta_day(metas: Mapping[str, str], names: list[str]) -> str | None:
    days = (parse_stamp(metas[name]) for name in names if name in metas)
    return next((day for day in days if day and len(day) == 10), None)


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON-LD objects of the page that are reports."""
    kinds = set(load_lexicon().entries("intake/html")["articles"])
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "") or not element.text or len(element.text) > LARGEST:
            continue
        try:
            value = json.loads(element.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(value, 0):
            named = item.get("@type")
            names = named if isinstance(named, list) else [named]
            if any(isinstance(n, str) and n.rpartition("/")[2].lower() in kinds for n in names):
                yield item


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the objects at the top, in lists, graphs and ``mainEntity``; not those of comments or related items."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _ld_day(articles: list[Mapping[str, Any]], key: str) -> str | None:
    days = (parse_stamp(found) for item in articles if isinstance(found := item.get(key), str))
    return next((day for day in days if day and len(day) == 10), None)


def _text_of(articles: list[Mapping[str, Any]], key: str) -> str | None:
    for item in articles:
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            return value
    return None


def _marked_day(tree: Any, itemprop: str) -> tuple[DateSignal, ...]:
    """Return the day of an element with the given ``itemprop``, wherever it stands."""
    for element in tree.xpath("//*[@itemprop][not(self::meta)]"):
        if itemprop in element.get("itemprop", "").lower().split():
            day = parse_stamp(element.get("datetime") or element.get("content") or element.text_content()[:80])
            if day and len(day) == 10:
                return signal(day, "time")
    return ()


def _time_days(tree: Any, itemprop: str) -> tuple[DateSignal, ...]:
    """Return the day that ``<time>`` elements state: marked as such, or the only one on the page."""
    marked = _marked_day(tree, itemprop)
    if marked:
        return marked
    times = [e for e in tree.iter("time") if not any(a.tag in {"aside", "footer", "nav"} for a in e.iterancestors())]
    for element in times:
        if element.get("pubdate") is not None and (day := parse_stamp(element.get("datetime") or "")):
            return signal(day, "time")
    days = [day for e in times if (day := parse_stamp(e.get("datetime") or e.text_content()[:80])) and len(day) == 10]
    if len(set(days)) == 1:
        return signal(days[0], "time")
    return tuple(s for day in dict.fromkeys(days[:3]) for s in signal(day, "text"))


def _language(tree: Any, metas: Mapping[str, str]) -> str | None:
    root = tree.getroottree().getroot()
    named = root.get("lang") or root.get("xml:lang") or metas.get("og:locale") or metas.get("content-language")
    code = (named or "").replace("_", "-").split("-")[0].strip().lower()
    return code if code.isalpha() and 2 <= len(code) <= 3 else None


def _title_by(title: str | None, articles: list[Mapping[str, Any]], metas: Mapping[str, str]) -> tuple[FoundBy, ...]:
    """Return which signal states the title as it is."""
    if title is None:
        return ()
    if any(_clean(item.get("headline")) == title for item in articles):
        return (FoundBy(field="title", signal="json-ld", confidence=0.95),)
    if any(_clean(metas.get(name)) == title for name in ("og:title", "twitter:title", "dc.title", "headline")):
        return (FoundBy(field="title", signal="meta", confidence=0.95),)
    return (FoundBy(field="title", signal="page", confidence=0.9),)
