"""Marks the site furniture in a report's text: by words, by place and by repetition within the report.

Two grades: ``residue`` is skipped by the stages that read, ``suspect`` is read and flagged. Only whole lines are
marked. A line that ends as a sentence does is marked only when a pattern of the lexicon fits all of it.

References: the grades and the rules by place follow measurements on scraped news, ``docs/stages/intake.md``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.intake.lines import Line, split_lines
from onrecord.lexicon import Lexicon
from onrecord.model import Grade, Residue

LONGEST_LINE = 40
"""Words of a line that the lexicon is asked about."""

PARAGRAPH = 12
"""Words from which a line with a full stop and function words is a real paragraph."""

_HEAD_ONLY = frozenset({"section name"})
_LISTS = frozenset({"related stories", "advertisement"})
_BYLINE = re.compile(
    r"(?:(?:reporting |written |posted |text |story )?by|from) [^\W\d_][\w.'’-]*(?:[ ,&|/]+(?:and )?[\w.'’@-]+){0,14}",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r" [|–—»·-] |: ")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the body of a text stands among its lines.

    Args:
        first: Index of the first real paragraph, or the number of lines when there is none.
        last: Index of the last one, or -1.
        title: Index of the line that is the title, or None.
    """

    first: int
    last: int
    title: int | None = None


def find_residue(text: str, title: str | None, lexicon: Lexicon) -> tuple[Residue, ...]:
    r"""Return the site furniture of a text, in order.

    Args:
        text: The report's text.
        title: Its title, if known; the first line that shows it is kept, further ones are residue.
        lexicon: Where ``intake/residue`` and ``intake/stopwords`` come from.

    Cost: linear in the text.

    Example:
        >>> from onrecord.lexicon import load_lexicon
        >>> text = "The dam broke on Friday and the water took the bridge, the mayor said in the town.\nCOMMENTS"
        >>> [(r.span.cut(text), r.reason, r.grade.value) for r in find_residue(text, None, load_lexicon())]
        [('COMMENTS', 'comments notice', 'residue')]
    """
    lines = split_lines(text)
    frame = frame_lines(lines, title, lexicon)
    repeats = Counter(line.key for line in lines)
    marked: list[Residue] = []
    under: str | None = None
    for index, line in enumerate(lines):
        reason = _known_reason(line, index, frame, lexicon, title)
        grade = Grade.RESIDUE
        if reason is None and index != frame.title:
            reason, grade = _by_place(line, index, frame, lines, repeats, under)
        if reason is None or (line.ends and grade is Grade.SUSPECT):
            under = None
            continue
        under = reason if reason in _LISTS and grade is Grade.RESIDUE else None
        if grade is Grade.SUSPECT and reason.startswith("under "):
            under = reason.removeprefix("under ")
        marked.append(Residue(span=line.span, reason=reason, grade=grade))
    return tuple(marked)


def frame_lines(lines: Sequence[Line], title: str | None, lexicon: Lexicon) -> Frame:
    """Return where the body stands and which line shows the title first."""
    stop = stopwords(lexicon)
    real = [i for i, line in enumerate(lines) if is_paragraph(line, stop) and lexicon_reason(line, lexicon) is None]
    first, last = (real[0], real[-1]) if real else (len(lines), -1)
    shown = None
    if title:
        key = Line(0, len(title), title).key
        shown = next((i for i, line in enumerate(lines) if line.key == key), None)
    return Frame(first=first, last=last, title=shown)


def is_paragraph(line: Line, stop: frozenset[str]) -> bool:
    """Tell whether a line is running text: long enough, closed by a full stop, with function words."""
    words = line.words
    if len(words) < PARAGRAPH:
        return False
    share = sum(1 for word in words if word in stop) / len(words)
    return share >= 0.25 and (line.ends or len(words) >= 2 * PARAGRAPH)


def lexicon_reason(line: Line, lexicon: Lexicon) -> str | None:
    """Return why the lexicon holds a line for furniture, or None.

    Example:
        >>> from onrecord.lexicon import load_lexicon
        >>> lexicon_reason(Line(0, 24, "Sign up to our newsletter"), load_lexicon())
        'newsletter'
    """
    if len(line.words) > LONGEST_LINE or len(line.text) > 400:
        return None
    bare = line.text.strip(" \t*_#>|•·–—-:.!…»«→←▼▲►[]").strip()
    if not bare:
        return "separator" if len(line.text) >= 1 and not line.words else None
    for reason, pattern in _patterns(lexicon):
        if pattern.fullmatch(bare):
            return reason
    return None


def stopwords(lexicon: Lexicon) -> frozenset[str]:
    """Return the function words that running text is full of."""
    return lexicon.words("intake/stopwords")


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries: dict[str, list[str]] = lexicon.entries("intake/residue")
    return tuple(
        (reason, re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE))
        for reason, patterns in entries.items()
    )


def _known_reason(line: Line, index: int, frame: Frame, lexicon: Lexicon, title: str | None) -> str | None:
    """Return the reason that words or a copy of the title give."""
    if index == frame.title:
        return None
    if title and frame.title is not None and _repeats_title(line, title):
        return "repeated headline"
    reason = lexicon_reason(line, lexicon)
    if reason in _HEAD_ONLY and index >= frame.first:
        return None
    return reason


def _repeats_title(line: Line, title: str) -> bool:
    """Tell whether a line is the title again, perhaps with the outlet's name behind a separator."""
    key = Line(0, len(title), title).key
    if line.key == key:
        return True
    if len(line.words) > LONGEST_LINE or not line.key.startswith(key):
        return False
    rest = line.key[len(key) :]
    return len(rest) <= 40 and _SEPARATORS.match(rest) is not None


def _by_place(
    line: Line, index: int, frame: Frame, lines: Sequence[Line], repeats: Counter[str], under: str | None
) -> tuple[str | None, Grade]:
    """Return the reason and grade that the place of a line gives, where its words give none."""
    short = len(line.words) <= 20 and not line.ends
    if not short or frame.last < 0:
        return None, Grade.SUSPECT
    if index < frame.first:
        return _in_head(line, index, frame, repeats)
    if under is not None:
        return f"under {under}", Grade.RESIDUE if index > frame.last else Grade.SUSPECT
    if index > frame.last:
        return "after the last paragraph", Grade.SUSPECT
    return None, Grade.SUSPECT


def _in_head(line: Line, index: int, frame: Frame, repeats: Counter[str]) -> tuple[str | None, Grade]:
    if repeats[line.key] > 1 and len(line.words) <= 6:
        return "repeated before the first paragraph", Grade.RESIDUE
    if _BYLINE.fullmatch(line.text):
        return "byline", Grade.SUSPECT
    if len(line.words) <= 4 and frame.title is not None:
        return "before the first paragraph", Grade.SUSPECT
    return None, Grade.SUSPECT
