"""W3C Web Annotation: every line as an annotation of its report's text, JSON-LD."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.exports import wording
from onrecord.exports.prov import OWN
from onrecord.exports.rows import iter_line_rows
from onrecord.exports.streams import write_array
from onrecord.exports.view import Selection, View, open_view
from onrecord.model import Spans
from onrecord.model.decisions import Line
from onrecord.store import Story

CONTEXT = 32
"""Code points of text quoted before and after the words."""


def write_webanno(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write one annotation page; positions count code points of the text that onrecord keeps.

    What the model has no words for stands under ``onrecord``, which the document's own context makes a JSON literal.

    References: https://www.w3.org/TR/annotation-model/
    """
    head = {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"onrecord": {"@id": f"{OWN}line", "@type": "@json"}}],
        "id": "urn:onrecord:page:1",
        "type": "AnnotationPage",
        "partOf": "urn:onrecord:record",
        "startIndex": 0,
    }
    write_array(out, head, "items", _annotations(open_view(story, selection)))


def _annotations(view: View) -> Iterator[dict[str, Any]]:
    report, text = "", ""
    for line, row in iter_line_rows(view):
        if line.report != report:
            report, text = line.report, view.report(line.report).text
        yield {
            "id": f"urn:onrecord:line:{line.id}",
            "type": "Annotation",
            "motivation": "identifying" if line.kind == "entity" else "describing",
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "value": line.kind},
                {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": _words(row)},
            ],
            "target": {
                "type": "SpecificResource",
                "source": view.heads[report].url or f"urn:onrecord:report:{report}",
                **_selectors(line, text),
            },
            "onrecord": {
                k: row[k]
                for k in (
                    "kind",
                    "said_by",
                    "evidence",
                    "review",
                    "factuality",
                    "strength",
                    "negated",
                    "date",
                    "earliest",
                    "latest",
                    "marks",
                )
            }
            | {"report": report, "sentence": row["sentence"], "spans": line.spans},
        }


def _words(row: Mapping[str, Any]) -> str:
    return "; ".join((wording.claim(row), wording.teller(row), wording.status(row), wording.when(row)))


def _selectors(line: Line, text: str) -> dict[str, Any]:
    spans: Spans = line.spans
    if not spans:
        return {}
    return {
        "selector": [
            selector
            for span in spans
            for selector in (
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.cut(text),
                    "prefix": text[max(0, span.start - CONTEXT) : span.start],
                    "suffix": text[span.end : span.end + CONTEXT],
                },
            )
        ]
    }
