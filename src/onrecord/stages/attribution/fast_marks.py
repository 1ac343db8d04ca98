"""Matches quotation marks of every style in one pass over the text.

Marks are matched paragraph by paragraph, so that one mark that was never closed cannot swallow a report.

References: the styles are listed in ``tests/stages/attribution/test_fast_marks.py``; many articles of PolNeAR
write two apostrophes for a mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import Span

_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")
_MARK = re.compile("''|``|[\"“”„«»「」『』‘’‚‹›']")
_OPENERS = {"“": "”", "„": "“”", "«": "»", "``": "''", "「": "」", "『": "』", "‘": "’", "‚": "‘’", "‹": "›"}
_STRAIGHT = {'"', "''"}
_SINGLE = {"‘", "’", "‚", "'"}
_CLIPPED = re.compile(r"(?:\d|em\b|til\b|cause\b|tis\b|twas\b|n\b|round\b)", re.IGNORECASE)
_DEEPEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One stretch in quotation marks.

    Attributes:
        span: From the opening mark to the closing mark, both included.
        inner: What stands between the marks.
        depth: 0 for an outermost stretch, 1 for one inside it, and so on.
        closed: Whether a closing mark was found in the paragraph.
        continues: Whether it goes on from a stretch that the paragraph before left open.
    """

    span: Span
    inner: Span
    depth: int = 0
    closed: bool = True
    continues: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    end: int


def find_quoted(text: str) -> tuple[Quoted, ...]:
    r"""Return every stretch in quotation marks, in order of its start.

    Args:
        text: The report's text.

    Cost: linear in the text.

    Example:
        >>> [q.inner.cut("He said “no”.") for q in find_quoted("He said “no”.")]
        ['no']
    """
    found: list[Quoted] = []
    left_open = False
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph[0].strip():
            continue
        rows = sorted(_in_paragraph(paragraph[0], paragraph.start()), key=_place)
        first = paragraph.start() + len(paragraph[0]) - len(paragraph[0].lstrip())
        if left_open and rows and rows[0].span.start == first:
            head = rows[0]
            rows[0] = Quoted(span=head.span, inner=head.inner, closed=head.closed, continues=True)
        left_open = any(not q.closed and q.depth == 0 for q in rows)
        found.extend(rows)
    return tuple(found)


def _place(quoted: Quoted) -> tuple[int, int]:
    return quoted.span.start, -quoted.span.end


def _in_paragraph(text: str, offset: int) -> Iterator[Quoted]:
    """Yield the stretches of one paragraph; a stretch that stays open runs to the paragraph's end."""
    marks = [(m[0], m.start(), m.end()) for m in _MARK.finditer(text)]
    stack: list[_Open] = []
    for index, (mark, start, end) in enumerate(marks):
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        later = marks[index + 1] if index + 1 < len(marks) else None
        if _closes(mark, before, after, stack, text, later):
            level = _matching(mark, stack)
            top = stack[level]
            del stack[level:]
            if start > top.end:
                span, inner = Span(offset + top.start, offset + end), Span(offset + top.end, offset + start)
                yield Quoted(span=span, inner=inner, depth=_depth(stack))
        elif _opens(mark, before, after, text[end : end + 6]):
            _drop_same(mark, stack)
            if len(stack) < _DEEPEST:
                stack.append(_Open(mark, start, end))
    if stack and stack[0].mark not in _SINGLE:
        yield from _left_open(text, offset, stack[0])


def _left_open(text: str, offset: int, top: _Open) -> Iterator[Quoted]:
    """Yield the stretch after a mark that its paragraph never closes."""
    end = len(text.rstrip())
    if end > top.end:
        span, inner = Span(offset + top.start, offset + end), Span(offset + top.end, offset + end)
        yield Quoted(span=span, inner=inner, closed=False)


def _depth(stack: list[_Open]) -> int:
    return len(stack)


def _drop_same(mark: str, stack: list[_Open]) -> None:
    """Forget an open mark of the same style: a mark that opens again was never closed."""
    for level, item in enumerate(stack):
        if item.mark == mark:
            del stack[level:]
            return


def _matching(mark: str, stack: list[_Open]) -> int:
    """Return the level of the open mark that this one closes, -1 when none does."""
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level].mark
        if mark == opened and mark in _STRAIGHT | {"'"}:
            return level
        if mark in _OPENERS.get(opened, ()):
            return level
        if mark in "”\"''" and mark not in _SINGLE and opened in {"“", '"', "''", "``", "„"}:
            return level
    return -1


def _closes(
    mark: str, before: str, after: str, stack: list[_Open], text: str, later: tuple[str, int, int] | None
) -> bool:
    if _matching(mark, stack) < 0:
        return False
    if mark in {"’", "'"}:
        return _single_closes(before, after, text, later)
    if mark in _STRAIGHT:
        return not (_opens(mark, before, after, "") and stack[-1].mark != mark) and not (
            before.isspace() and not after.isspace()
        )
    return True


def _single_closes(before: str, after: str, text: str, later: tuple[str, int, int] | None) -> bool:
    """Tell a closing single mark from an apostrophe."""
    if after.isalnum() or before.isspace():
        return False
    if before in "sz" and after == " " and later is not None and later[0] in {"’", "'"}:
        # "the workers' demands'": the next mark closes, if it can
        tail = text[later[2]] if later[2] < len(text) else " "
        return tail.isalnum()
    return True


def _opens(mark: str, before: str, after: str, following: str) -> bool:
    if mark in _STRAIGHT:
        return (before.isspace() or before in "([{—–-/‘'“:") and not after.isspace()
    if mark in {"'", "‘"}:
        if _CLIPPED.match(following):
            return False
        free = before.isspace() or before in "([{—–-/\"“:'"
        return not after.isspace() and (mark == "‘" or free) and not before.isalnum()
    return mark in _OPENERS
