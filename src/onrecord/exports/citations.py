"""CSL-JSON: the reports as a bibliography."""

from typing import Any, BinaryIO

from onrecord.exports.timelinejs import date_parts
from onrecord.exports.view import Head, Selection, open_view
from onrecord.model.codec import encode_json
from onrecord.store import Story


def write_csl(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write one item a report; a date that is not plain stands as ``literal``, how it is known in ``note``.

    References: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
    """
    view = open_view(story, selection)
    since = selection.since
    heads = [h for h in view.heads.values() if since is None or h.added >= since]
    out.write(encode_json([_item(h) for h in heads]) + b"\n")


def _item(head: Head) -> dict[str, Any]:
    known = f"publication date: {head.published or 'unknown'} ({head.method}); onrecord report {head.id}"
    fields = {
        "id": head.id,
        "type": "article-newspaper",
        "title": head.title or head.path,
        "container-title": head.outlet,
        "author": [{"literal": head.byline}] if head.byline else None,
        "issued": _issued(head.published),
        "URL": head.url,
        "language": head.language,
        "accessed": _issued(head.added[:10]),
        "note": known,
    }
    return {k: v for k, v in fields.items() if v}


def _issued(value: str | None) -> dict[str, Any] | None:
    parts = date_parts(value)
    if parts:
        return {"date-parts": [list(parts.values())]}
    return {"literal": value} if value else None
