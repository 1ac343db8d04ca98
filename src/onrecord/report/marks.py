"""Cuts a report's text into pieces, each with the lines that point at it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Report, Span
from onrecord.model.decisions import Line

HELD = ("held",)
SHOWN = ("quotation", "event", "figure", "timex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same lines.

    Attributes:
        text: The words.
        start: Where they begin, in code points of the report's text.
        kinds: Of the lines, most telling first; ``held`` last where one of them is held back.
        lines: Their ids.
        residue: Why it is site furniture, or None.
    """

    text: str
    start: int = 0
    kinds: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    residue: str | None = None


def mark_text(report: Report, lines: Sequence[Line], most: int | None = None) -> tuple[tuple[Piece, ...], ...]:
    """Return the paragraphs of a report, cut into pieces wherever a line begins or ends.

    Args:
        most: Code points to show; the whole text by default. Lines must end before.

    Cost: linear in the text plus the lines times how deep they overlap.
    """
    text = report.text[:most]
    marks = [(s, li) for li in lines if li.kind in SHOWN for s in li.spans]
    edges = {0, len(text)}
    for span in (*(s for s, _ in marks), *(r.span for r in report.residue if r.span.end <= len(text))):
        edges |= {span.start, span.end}
    edges |= {i for i, c in enumerate(text) if c == "\n"}
    cuts = sorted(edges)
    order = sorted(marks, key=lambda m: (m[0].start, m[0].end, m[1].id))
    paragraphs: list[list[Piece]] = [[]]
    active: list[tuple[Span, Line]] = []
    at = 0
    for start, end in itertools.pairwise(cuts):
        active = [m for m in active if m[0].end > start]
        while at < len(order) and order[at][0].start <= start:
            if order[at][0].end > start:
                active.append(order[at])
            at += 1
        words = text[start:end]
        if words.startswith("\n"):
            paragraphs.append([])
            words, start = words[1:], start + 1  # noqa: PLW2901 (the line end belongs to no piece)
        if words:
            paragraphs[-1].append(_piece(words, start, active, _residue(report, start)))
    return tuple(tuple(p) for p in paragraphs if any(piece.text.strip() for piece in p))


def _piece(words: str, start: int, active: Sequence[tuple[Span, Line]], residue: str | None) -> Piece:
    lines = [li for _, li in active]
    return Piece(
        text=words,
        start=start,
        kinds=(
            *sorted({li.kind for li in lines}, key=SHOWN.index),
            *(["held"] if any(li.held for li in lines) else []),
        ),
        lines=tuple(dict.fromkeys(li.id for li in lines)),
        residue=residue,
    )


def _residue(report: Report, at: int) -> str | None:
    return next((r.reason for r in report.residue if r.span.start <= at < r.span.end), None)
