"""Works out everything the store keeps of a reading, away from the database: any process can do it."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.decisions import Applied, apply_decisions
from onrecord.linking import summarise
from onrecord.model import Reading
from onrecord.model.codec import encode_json, reading_document
from onrecord.model.decisions import Decision, Line, Review
from onrecord.store.queue import place_of
from onrecord.store.schema import TALLIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is kept of one reading.

    Attributes:
        report: Id of the report.
        document: The reading as compressed JSON.
        summary: What linking needs of it, compressed.
        lines, outcomes, sentences, voices: Rows of the tables of these names.
        tally: What is counted of the lines.
        published: The report's date as people dated it.
        decisions: Ids of the decisions it was worked out with; with others it must be worked out again.
    """

    report: str
    document: bytes
    summary: bytes
    lines: tuple[dict[str, Any], ...]
    outcomes: tuple[dict[str, Any], ...]
    sentences: tuple[tuple[int, int, str], ...]
    voices: tuple[dict[str, Any], ...]
    tally: dict[str, int]
    published: str | None
    decisions: tuple[str, ...]


def prepare(reading: Reading, decisions: Sequence[Decision]) -> Prepared:
    """Work out what to keep of a machine's reading under the decisions in force on its report.

    Cost: linear in the reading.
    """
    applied = apply_decisions(reading, decisions)
    report = reading.report.id
    text = reading.report.text
    rows = tuple(_line_row(line, applied.ids) for line in _distinct(applied.lines))
    return Prepared(
        report=report,
        document=zlib.compress(encode_json(reading_document(reading)), 6),
        summary=summary_of(applied),
        lines=rows,
        tally=tally_lines(rows, _hanging(applied.lines)),
        outcomes=tuple(
            {"decision": o.decision, "report": report, "outcome": o.outcome, "reason": o.reason}
            for o in applied.outcomes
        ),
        sentences=tuple((s.start, s.end, s.cut(text)) for s in reading.sentences),
        voices=tuple(_voices(applied)),
        published=applied.reading.report.published.value,
        decisions=tuple(d.id for d in decisions),
    )


def summary_of(applied: Applied) -> bytes:
    """Return what linking needs of a reading, compressed."""
    return zlib.compress(encode_json(summarise(applied.reading, applied.ids)), 1)


def _distinct(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield each line once: two decisions on one orphan make one line."""
    seen: dict[str, Line] = {}
    for line in lines:
        seen.setdefault(line.id, line)
    return iter(seen.values())


def tally_lines(lines: Iterable[Mapping[str, Any]], hanging: int) -> dict[str, int]:
    """Return what is counted of a report's lines.

    Args:
        lines: Rows of the table of lines.
        hanging: Times that wait for the report's date.
    """
    out = dict.fromkeys(TALLIED, 0)
    for line in lines:
        if line["review"] != Review.ORPHAN:
            out[line["kind"]] += 1
        out[line["review"]] += 1
    return {**out, "hanging": hanging}


def _hanging(lines: Iterable[Line]) -> int:
    """Return how many times wait for the report's date."""
    times = (li.item for li in lines if li.kind == "timex" and li.review is not Review.ORPHAN)
    return sum(1 for item in times if item.get("anchor") == "published" and not item.get("edtf"))


def _voices(applied: Applied) -> Iterator[dict[str, Any]]:
    """Yield who passed each quotation on, and whom it speaks of."""
    report = applied.reading.report.id
    named = [(m.span, e.id) for e in applied.reading.entities for m in e.mentions]
    for quotation in applied.reading.quotations:
        roles = {(local, "relay") for local in quotation.relayed_by}
        told = {local for span, local in named if any(part.contains(span) for part in quotation.content)}
        roles |= {(local, "of") for local in told - {quotation.speaker}}
        for local, role in sorted(roles):
            if local in applied.ids:
                yield {"line": applied.ids[quotation.id], "entity": applied.ids[local], "role": role, "report": report}


def _line_row(line: Line, ids: Mapping[str, str]) -> dict[str, Any]:
    speaks = line.kind == "quotation" and line.local
    return {
        "id": line.id,
        "kind": line.kind,
        "report": line.report,
        "local": line.local,
        "start": line.spans[0].start if line.spans else -1,
        "review": line.review.value,
        "held": line.held,
        "evidence": line.evidence.value,
        "name": line.item.get("name") if line.kind == "entity" else None,
        "speaker": ids.get(line.item.get("speaker") or "") if speaks else None,
        "queue": place_of(line),
        "document": encode_json(line).decode(),
    }
