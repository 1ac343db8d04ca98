"""schema.org: quotations as ``Quotation``, events and figures as ``Claim``, JSON-LD; no ratings."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.prov import OWN
from onrecord.exports.rows import iter_rows
from onrecord.exports.streams import write_array
from onrecord.exports.timelinejs import date_parts
from onrecord.exports.view import CLAIM_KINDS, Head, Selection, View, open_view
from onrecord.store import Story

VOICES = {"person": "Person", "organisation": "Organization", "government": "Organization", "group": "Organization"}
"""Who may speak in schema.org, by the type of the entity; others are told of in words alone."""

TOLD = (
    *("kind", "sentence", "evidence", "review", "factuality", "strength", "negated", "date", "earliest", "latest"),
    *("low", "high", "approximate", "unit", "marks", "start", "end", "report"),
)
"""Cells of a line that schema.org has no property for; they stand under the prefix ``or``."""


def write_schemaorg(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a graph of reports and what they say; onrecord gives no verdict, so no ``ClaimReview`` is made.

    References: https://schema.org/Claim, https://schema.org/Quotation
    """
    head = {"@context": ["https://schema.org", {"or": OWN}]}
    write_array(out, head, "@graph", _graph(open_view(story, selection)))


def _graph(view: View) -> Iterator[dict[str, Any]]:
    for head in view.heads.values():
        yield _article(head)
    voices = _voices(view)
    for row in iter_rows(view, CLAIM_KINDS):
        yield _claim(row, voices)


def _voices(view: View) -> dict[str, str]:
    """Return what each name is in schema.org; a name that is two things is left out."""
    out: dict[str, str] = {}
    for line in view.iter_lines(["entity"]):
        kind = VOICES.get(line.item["type"], "")
        if out.setdefault(line.item["name"], kind) != kind:
            out[line.item["name"]] = ""
    return out


def _article(head: Head) -> dict[str, Any]:
    parts = date_parts(head.published)
    fields = {
        "@type": "NewsArticle",
        "@id": f"urn:onrecord:report:{head.id}",
        "headline": head.name,
        "publisher": {"@type": "Organization", "name": head.outlet} if head.outlet else None,
        "creditText": head.byline,
        "datePublished": head.published if parts and len(parts) == 3 else None,
        "url": head.url,
        "inLanguage": head.language,
        "or:published": head.published or "unknown",
        "or:publishedMethod": head.method,
    }
    return {k: v for k, v in fields.items() if v}


def _claim(row: Mapping[str, Any], voices: Mapping[str, str]) -> dict[str, Any]:
    first, _, relays = (row["said_by"] or "").partition(" < ")
    article = {"@id": f"urn:onrecord:report:{row['report']}"}
    quoted = row["kind"] == "quotation"
    voice = {"@type": voices[first], "name": first} if voices.get(first) else None
    told = [wording.teller(row), wording.status(row), *([] if quoted else [wording.when(row)])]
    fields = {
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"urn:onrecord:line:{row['id']}",
        "text": row["quote"],
        "abstract": wording.claim(row),
        "description": "; ".join(told),
        "spokenByCharacter" if quoted else "author": voice,
        "isPartOf" if quoted else "appearance": article,
        "temporalCoverage": None if quoted else row["date"],
        "creativeWorkStatus": row["review"],
        "or:saidBy": first,
        "or:relayedBy": relays,
    }
    own = {f"or:{name}": row[name] for name in TOLD if row[name] not in {None, ""}}
    return {k: v for k, v in fields.items() if v} | own
