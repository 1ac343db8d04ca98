"""The span reader: ONNX Runtime over the shipped weights, one window at a time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.backends.blocks import find_blocks
from onrecord.backends.span_reader.decode import Heads, WordSpan, best_tags, link_spans, spans_of
from onrecord.backends.span_reader.encoding import Encoded, encode
from onrecord.backends.span_reader.windows import Floats, Pointed, run_windows
from onrecord.backends.weights import load_pinned, open_session, open_tokenizer
from onrecord.model import Grade, Report, Span
from onrecord.model.spantags import SpanTags

WEIGHTS = Path(__file__).parent / "weights"
LAYERS = 2
STRETCH = 100_000
"""Code points run and decoded at a time, in whole paragraphs: memory stays flat for any length."""

_Link = tuple[int, int, float]
_Row = tuple[int, int, int, int, float, float]


@dataclass(frozen=True, eq=False)
class SpanReader:
    """A loaded span reader.

    Attributes:
        name, version: Of the weights, for ``made_by``.
    """

    name: str
    version: str
    _session: Any = field(repr=False)
    _tokenizer: Any = field(repr=False)
    _heads: Heads = field(repr=False)

    def tag_report(self, report: Report) -> SpanTags:
        """Return the spans and links that the reader sees in the body of a report.

        Args:
            report: Any report; stretches of residue are left out.

        Cost: linear in the text; about 200 MB of memory with the weights, for any length.

        Example:
            >>> from onrecord.testing import make_report
            >>> report = make_report("The mayor said that taxes will rise.")
            >>> tags = load_span_reader().tag_report(report)
            >>> [report.text[s:e] for s, e in zip(tags.start, tags.end, strict=True)]
            ['The mayor', 'said', 'that taxes will rise']
        """
        skip = [r.span for r in report.residue if r.grade is Grade.RESIDUE]
        return self.tag_text(report.text, find_blocks(report.text, skip))

    def tag_text(self, text: str, blocks: Sequence[Span]) -> SpanTags:
        """Return the spans and links in the blocks (paragraphs) of a text."""
        rows: list[_Row] = []
        links: list[_Link] = []
        for stretch in _stretches(blocks):
            encoded = encode(text, stretch, self._tokenizer)
            if not len(encoded.first):
                continue
            emissions, pointed = run_windows(encoded, self._run)
            for layer, (spans, found) in enumerate(self._decode(emissions, pointed)):
                base = len(rows)
                links += [(t + base, h + base if h >= 0 else -1, p) for t, h, p in found]
                rows += [_row(encoded, span, layer) for span in spans]
        return _columns(rows, links)

    def tag_reports(self, reports: Sequence[Report]) -> Iterator[SpanTags]:
        """Yield the tags of each report in order; no report changes another's."""
        return map(self.tag_report, reports)

    def _run(self, ids: NDArray[np.int64], features: NDArray[np.int64]) -> tuple[Floats, Floats]:
        emissions, vectors = self._session.run(None, {"ids": ids, "features": features})
        return emissions, vectors

    def _decode(self, emissions: Floats, pointed: Pointed) -> Iterator[tuple[list[WordSpan], list[_Link]]]:
        """Yield the spans and links of each layer."""
        own = np.ascontiguousarray(emissions.reshape(len(emissions), LAYERS, -1).transpose(1, 0, 2))
        for layer, tags in enumerate(best_tags(own, self._heads.steps)):
            spans = spans_of(tags, own[layer])
            yield spans, link_spans(spans, pointed, self._heads, layer)


def _stretches(blocks: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield runs of whole blocks of at most ``STRETCH`` code points, unless one block is longer."""
    stretch: list[Span] = []
    for block in blocks:
        if stretch and block.end - stretch[0].start > STRETCH:
            yield stretch
            stretch = []
        stretch.append(block)
    if stretch:
        yield stretch


def _row(encoded: Encoded, span: WordSpan, layer: int) -> _Row:
    start, end = int(encoded.starts[span.first]), int(encoded.ends[span.last])
    return start, end, span.role, layer, span.certainty, span.edges


def _columns(rows: list[_Row], links: list[_Link]) -> SpanTags:
    start, end, role, layer, certainty, edges = zip(*rows, strict=True) if rows else ((),) * 6
    tail, head, probability = zip(*links, strict=True) if links else ((),) * 3
    return SpanTags(
        start=np.array(start, dtype=np.int32),
        end=np.array(end, dtype=np.int32),
        role=np.array(role, dtype=np.uint8),
        layer=np.array(layer, dtype=np.uint8),
        certainty=np.array(certainty, dtype=np.float32),
        edges=np.array(edges, dtype=np.float32),
        tail=np.array(tail, dtype=np.int32),
        head=np.array(head, dtype=np.int32),
        probability=np.array(probability, dtype=np.float32),
    )


def load_span_reader(folder: Path | None = None) -> SpanReader:
    """Load the shipped weights, or others from a folder made by ``training/attribution/export.py``.

    Args:
        folder: Folder with the graph, the tokenizer, the tables and ``pins.json``; None for ours.

    Raises:
        ResourceMissing: A file is not there; the message says which.
        ResourceDamaged: A file has another hash than ``pins.json`` says.
    """
    pins, data = load_pinned(folder or WEIGHTS, "span reader")
    tables = json.loads(data["heads.json"])
    heads = Heads(
        steps=np.array(tables["steps"], dtype=np.float32),
        near=np.array(tables["near"], dtype=np.float32),
        width=tables["width"],
    )
    return SpanReader(
        name="span-reader",
        version=pins["version"],
        _session=open_session(data["span_reader.onnx"]),
        _tokenizer=open_tokenizer(data["tokenizer.json"]),
        _heads=heads,
    )
