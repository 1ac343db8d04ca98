"""schema.org: quotations as ``Quotation``, events and figures as ``Claim``, JSON-LD; no ratings."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.rows import iter_rows
from onrecord.exports.streams import write_array
from onrecord.exports.view import CLAIM_KINDS, Head, Selection, View, open_view
from onrecord.store import Story


def write_schemaorg(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write a graph of reports and what they say; onrecord gives no verdict, so no ``ClaimReview`` is made.

    References: https://schema.org/Claim, https://schema.org/Quotation
    """
    write_array(out, {"@context": "https://schema.org"}, "@graph", _graph(open_view(story, selection)))


def _graph(view: View) -> Iterator[dict[str, Any]]:
    for head in view.heads.values():
        yield _article(head)
    for row in iter_rows(view, CLAIM_KINDS):
        yield _claim(row)


def _article(head: Head) -> dict[str, Any]:
    fields = {
        "@type": "NewsArticle",
        "@id": f"urn:onrecord:report:{head.id}",
        "headline": head.name,
        "publisher": {"@type": "Organization", "name": head.outlet} if head.outlet else None,
        "author": head.byline,
        "datePublished": head.published,
        "url": head.url,
        "inLanguage": head.language,
        "additionalProperty": [_property("datePublished is known by", head.method)],
    }
    return {k: v for k, v in fields.items() if v}


def _property(name: str, value: object) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": name, "value": value}


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    first, *relays = (row["said_by"] or "").split(" < ")
    article = {"@id": f"urn:onrecord:report:{row['report']}"}
    quoted = row["kind"] == "quotation"
    voice = {"@type": "Thing", "name": first} if first else None
    fields = {
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"urn:onrecord:line:{row['id']}",
        "text": row["quote"],
        "abstract": wording.claim(row),
        "spokenByCharacter" if quoted else "claimInterpreter": voice,
        "isPartOf" if quoted else "appearance": article,
        "temporalCoverage": None if quoted else row["date"],
        "creativeWorkStatus": row["review"],
        "additionalProperty": [
            _property("sentence", row["sentence"]),
            _property("evidence", row["evidence"]),
            _property("review", row["review"]),
            _property("said by", wording.teller(row)),
            *([_property("strength", row["strength"]), _property("negated", row["negated"])] if quoted else []),
            *([_property("passed on by", relays)] if relays else []),
            *([_property("factuality", row["factuality"])] if row["factuality"] else []),
            *([] if quoted else [_property("date", wording.when(row))]),
            _property("code points", [row["start"], row["end"]]),
        ],
    }
    return {k: v for k, v in fields.items() if v}
