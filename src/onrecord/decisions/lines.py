"""Makes the lines of the record from a reading: who is said to have said it, how directly, and the words."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING

from onrecord.decisions.fields import as_document
from onrecord.model import (
    Event,
    Factuality,
    Figure,
    Item,
    Quotation,
    Reading,
    Span,
    Timex,
    cut_spans,
    iter_items,
    line_kind,
    line_spans,
)
from onrecord.model.decisions import Decision, Evidence, Line, Review, Target

if TYPE_CHECKING:
    from onrecord.decisions.apply import State

DOUBTFUL = 0.5
"""Below this score a line is shown as uncertain."""


def make_lines(reading: Reading, states: Mapping[str, "State"]) -> tuple[Line, ...]:
    """Return a line for every item of a reading, in text order within each kind."""
    teller = _Teller(reading)
    return tuple(_line(reading, item, teller, states[item.id]) for item in iter_items(reading))


def _line(reading: Reading, item: Item, teller: "_Teller", state: "State") -> Line:
    text = reading.report.text
    spans = line_spans(item)
    return Line(
        id=state.line,
        kind=line_kind(item),
        report=reading.report.id,
        local=item.id,
        spans=spans,
        quote=cut_spans(spans, text),
        sentence=teller.sentence(spans[0]) if spans else "",
        item=as_document(item),
        said_by=teller.said_by(item),
        evidence=teller.evidence(item),
        review=state.review,
        held=state.held,
        marks=tuple(sorted(state.marks)),
        decisions=tuple(state.decisions),
    )


def orphan_line(decision: Decision, target: Target, report: str, reason: str) -> Line:
    """Return the line of a decision whose words are no longer in the text: listed, pointing nowhere."""
    return Line(
        id=target.line,
        kind=target.kind,
        report=report,
        local="",
        spans=(),
        quote=target.exact,
        sentence="",
        item={"orphan_of": target.report, "reason": reason, **(decision.snapshot or {})},
        evidence=Evidence.UNCERTAIN,
        review=Review.ORPHAN,
        decisions=(decision.id,),
    )


class _Teller:
    """Tells, for the items of one reading, who says so and in which sentence."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.report.text
        self._names = {e.id: e.name for e in reading.entities}
        self._quotations = {q.id: q for q in reading.quotations}
        self._sentences = sorted(reading.sentences)

    def sentence(self, span: Span) -> str:
        """Return the sentence in which a span begins, or the words themselves outside all sentences."""
        at = bisect_right(self._sentences, Span(span.start, len(self._text) + 1)) - 1
        if at >= 0 and self._sentences[at].end > span.start:
            return self._sentences[at].cut(self._text)
        return span.cut(self._text)

    def name(self, ref: str | None) -> str | None:
        """Return the name behind an entity id; words that are no id stand for themselves."""
        return None if ref is None else self._names.get(ref, ref)

    def said_by(self, item: Item) -> tuple[str, ...]:
        """Return whoever is said to have said it: the speaker first, the outermost relay last."""
        if isinstance(item, Quotation):
            return self._voices(item, ())
        if isinstance(item, Event | Figure) and item.said_in in self._quotations:
            return self._voices(self._quotations[item.said_in], ())
        if isinstance(item, Figure) and item.by:
            return (str(self.name(item.by)),)
        return ()

    def _voices(self, quotation: Quotation, seen: tuple[str, ...]) -> tuple[str, ...]:
        speaker = self.name(quotation.speaker) or cut_spans(quotation.source, self._text, " ") or None
        voices = [speaker] if speaker else []
        voices += [str(self.name(r)) for r in reversed(quotation.relayed_by)]
        outer = self._quotations.get(quotation.inside or "")
        if outer is not None and outer.id not in seen:
            voices += self._voices(outer, (*seen, quotation.id))
        return tuple(dict.fromkeys(voices))

    def evidence(self, item: Item) -> Evidence:
        """Return how directly a line is on the record."""
        if isinstance(item, Quotation):
            return self._quoted(item)
        if isinstance(item, Timex):
            return Evidence.ASSERTED if item.edtf or item.type in {"DURATION", "SET"} else Evidence.UNCERTAIN
        if isinstance(item, Event) and (item.score < DOUBTFUL or item.factuality is Factuality.ALLEGED):
            return Evidence.UNCERTAIN
        if isinstance(item, Event | Figure) and item.said_in in self._quotations:
            return self._quoted(self._quotations[item.said_in])
        return Evidence.QUOTED if isinstance(item, Figure) and item.by else Evidence.ASSERTED

    def _quoted(self, quotation: Quotation) -> Evidence:
        if quotation.score < DOUBTFUL or not (quotation.speaker or quotation.source):
            return Evidence.UNCERTAIN
        return Evidence.RELAYED if quotation.relayed_by or quotation.inside else Evidence.QUOTED
