"""Marks the site furniture in a report's text: by words, by place and by repetition within the report.

Two grades: ``residue`` is skipped by the stages that read, ``suspect`` is read and flagged. Only whole lines are
marked. A line that ends as a sentence does is marked only when a pattern of the lexicon fits all of it.

References: the grades and the rules by place follow measurements on scraped news, ``docs/stages/intake.md``.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from onrecord.intake.bylines import byline_names
from onrecord.intake.lines import Line, split_lines
from onrecord.lexicon import Lexicon
from onrecord.model import Grade, Residue

LONGEST_LINE = 40
"""Words of a line that the lexicon is asked about."""

PARAGRAPH = 12
"""Words from which a line with a full stop and function words is a real paragraph."""

_LABEL = "(?#label)"

SHORT_LINE = 20
"""Words up to which a line without a full stop may be furniture by its place."""

_HEAD_ONLY = frozenset({"section name"})
_TAIL_ONLY = frozenset({"author note"})
_SOFT = frozenset({"call to the reader"})
_LISTS = frozenset({"related stories", "advertisement"})
_BYLINE = re.compile(
    r"(?:(?:reporting |written |posted |text |story )?by|from) [^\W\d_][\w.'’-]*(?:[ ,&|/]+(?:and )?[\w.'’@-]+){0,14}",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r" [|–—»·-] |: ")


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of a text, each judged by its words once: what title, dates and residue start from.

    Args:
        lines: In order.
        reasons: Why the lexicon holds a line for furniture, None where it does not.
        first: Index of the first real paragraph, or the number of lines when there is none.
        last: Index of the last one, or -1.
    """

    lines: tuple[Line, ...]
    reasons: tuple[str | None, ...]
    first: int
    last: int


def judge_lines(text: str, lexicon: Lexicon) -> Judged:
    """Judge the lines of a text by their words.

    Cost: linear in the text.
    """
    lines = tuple(split_lines(text))
    reasons = tuple(lexicon_reason(line, lexicon) for line in lines)
    stop = stopwords(lexicon)
    real = [i for i, line in enumerate(lines) if reasons[i] is None and is_paragraph(line, stop)]
    return Judged(lines, reasons, real[0] if real else len(lines), real[-1] if real else -1)


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
    return mark_residue(judge_lines(text, lexicon), title)


def mark_residue(judged: Judged, title: str | None) -> tuple[Residue, ...]:
    """Return the site furniture among judged lines."""
    key = Line(0, len(title), title).key if title else ""
    shown = next((i for i, line in enumerate(judged.lines) if key and line.key == key), None)
    repeats = Counter(line.key for line in judged.lines)
    marked: list[Residue] = []
    under: str | None = None
    for index, line in enumerate(judged.lines):
        if index == shown:
            under = None
            continue
        reason = _known_reason(judged, index, key if shown is not None else "")
        grade = Grade.SUSPECT if reason in _SOFT else Grade.RESIDUE
        if reason is None:
            reason, grade = _by_place(judged, index, repeats, under, titled=shown is not None)
        if reason is None:
            under = None
            continue
        if reason in _LISTS:
            under = reason
        elif not reason.startswith("under "):
            under = None
        marked.append(Residue(span=line.span, reason=reason, grade=grade))
    return tuple(marked)


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
    bare = line.text.strip(" \t*_#>|•·–—-:.!…»«→←▼▲►[]()").strip()
    if not bare:
        return "separator" if len(line.text) >= 1 and not line.words else None
    for reason, pattern in _patterns(lexicon, labels=not line.ends or line.text.endswith("?")):
        if pattern.fullmatch(bare):
            return reason
    return None


def stopwords(lexicon: Lexicon) -> frozenset[str]:
    """Return the function words that running text is full of."""
    return lexicon.words("intake/stopwords")


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon, *, labels: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return one pattern a reason, with or without those that no sentence may fit."""
    entries: dict[str, list[str]] = lexicon.entries("intake/residue")
    kept = {r: [f"(?:{p})" for p in ps if labels or not p.startswith(_LABEL)] for r, ps in entries.items()}
    return tuple((reason, re.compile("|".join(ps), re.IGNORECASE)) for reason, ps in kept.items() if ps)


def _known_reason(judged: Judged, index: int, title: str) -> str | None:
    """Return the reason that words or a copy of the title give."""
    if title and _repeats_title(judged.lines[index], title):
        return "repeated headline"
    reason = judged.reasons[index]
    if (reason in _HEAD_ONLY and index >= judged.first) or (reason in _TAIL_ONLY and index <= judged.last):
        return None
    return reason


def _repeats_title(line: Line, title: str) -> bool:
    """Tell whether a line is the title again, perhaps with the outlet's name behind a separator."""
    if not line.key.startswith(title):
        return False
    rest = line.key[len(title) :]
    return not rest or (len(rest) <= 40 and _SEPARATORS.match(rest) is not None)


def _by_place(
    judged: Judged, index: int, repeats: Counter[str], under: str | None, *, titled: bool
) -> tuple[str | None, Grade]:
    """Return the reason and grade that the place of a line gives, where its words give none."""
    line = judged.lines[index]
    if len(line.words) > SHORT_LINE or line.ends or judged.last < 0:
        return None, Grade.SUSPECT
    if index < judged.first:
        return _in_head(line, repeats, titled=titled)
    if under is not None:
        return f"under {under}", Grade.RESIDUE if index > judged.last else Grade.SUSPECT
    return ("after the last paragraph" if index > judged.last else None), Grade.SUSPECT


def _in_head(line: Line, repeats: Counter[str], *, titled: bool) -> tuple[str | None, Grade]:
    if repeats[line.key] > 1 and len(line.words) <= 6:
        return "repeated before the first paragraph", Grade.RESIDUE
    if byline_names(line):
        return "byline", Grade.RESIDUE
    if _BYLINE.fullmatch(line.text):
        return "byline", Grade.SUSPECT
    if titled and len(line.words) <= 4:
        return "before the first paragraph", Grade.SUSPECT
    return None, Grade.SUSPECT
