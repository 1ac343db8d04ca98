"""What a page says about itself: title, outlet, byline, section, language, address and dates."""

from typing import Any

from onrecord.intake.dates import parse_stamp, signal


def read_metadata(html: str, url: str | None) -> dict[str, Any]:
    """Return the fields of :class:`onrecord.intake.documents.Extract` that the page's head states."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(
        html, default_url=url, date_config={"extensive_search": False, "original_date": True}
    )
    return {
        "title": found.title,
        "outlet": found.sitename,
        "byline": found.author,
        "language": found.language,
        "url": found.url,
        "dates": signal(parse_stamp(found.date or ""), "meta"),
    }
