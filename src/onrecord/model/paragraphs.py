"""A text as the paragraphs it shows: its lines or, where a program wrapped them, the lines between blank ones."""

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.model.spans import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_GAP = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_FINAL = frozenset(".!?:;\"'”’)")


def find_paragraphs(text: str) -> list[Span]:
    r"""Return the paragraphs of a text without outer white space, in order; none is blank.

    Lines are joined where a program wrapped them: where most are of like length and do not end a sentence.

    Cost: linear in the text.

    Example:
        >>> [span.cut("One.\n \n  Two.  \n") for span in find_paragraphs("One.\n \n  Two.  \n")]
        ['One.', 'Two.']
    """
    spans = [trim_span(text, m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    return _join_wrapped(text, spans) if _is_wrapped(text, spans) else spans


def trim_span(text: str, start: int, end: int) -> Span:
    """Return the stretch without outer white space; it must hold something else."""
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Tell whether a program wrapped the lines: of like length, and most do not end a sentence."""
    inner = [a for a, b in pairwise(lines) if not _GAP.search(text, a.end, b.start)]
    if len(inner) < 5:
        return False
    longest = max(len(line) for line in inner)
    if not 40 <= longest <= 120:
        return False
    opens = sum(1 for line in inner if text[line.end - 1] not in _FINAL)
    full = sum(1 for line in inner if len(line) >= 0.7 * longest)
    return opens >= 0.6 * len(inner) and full >= 0.6 * len(inner)


def _join_wrapped(text: str, lines: Sequence[Span]) -> list[Span]:
    """Join wrapped lines up to the next blank line."""
    out = [lines[0]]
    for line in lines[1:]:
        if _GAP.search(text, out[-1].end, line.start):
            out.append(line)
        else:
            out[-1] = Span(out[-1].start, line.end)
    return out
