"""Finds the title where a plain text shows it: a headline line before the first real paragraph."""

import re
from collections import Counter

from onrecord.intake.lines import Line
from onrecord.intake.residue import Judged, judge_lines
from onrecord.lexicon import Lexicon

TITLES = frozenset({None, "call to the reader"})
"""What the lexicon may say of a headline: some begin with an imperative."""

HEAD = 20
"""Lines before the first paragraph among which a title is looked for."""

_BYLINE = re.compile(r"(?:reporting |written |story )?by [A-Z][\w.'’-]*( [\w.'’-]+){0,6}", re.IGNORECASE)


def find_title(text: str, lexicon: Lexicon) -> str | None:
    r"""Return the headline that a text shows before its first real paragraph, or None.

    A line that stands there more than once is preferred: sites repeat the headline, not the standfirst.

    Example:
        >>> from onrecord.lexicon import load_lexicon
        >>> body = "The dam at Orle broke on Friday and took the old bridge with it, the mayor said."
        >>> find_title("Dam breaks at Orle\n\n" + body, load_lexicon())
        'Dam breaks at Orle'
        >>> find_title(body, load_lexicon()) is None
        True
    """
    return pick_title(judge_lines(text, lexicon))


def pick_title(judged: Judged) -> str | None:
    """Return the headline among judged lines, or None."""
    if judged.last < 0:
        return None
    lines = judged.lines[: judged.first]
    head = [line for line, reason in zip(lines, judged.reasons, strict=False) if reason in TITLES and _may_be(line)][
        :HEAD
    ]
    counts = Counter(line.key for line in judged.lines)
    repeated = [line for line in head if counts[line.key] > 1 and len(line.words) >= 4]
    best = repeated or [line for line in head if len(line.words) >= 4] or head
    return best[0].text if best else None


def _may_be(line: Line) -> bool:
    """Tell whether a line has the shape of a headline."""
    if not 3 <= len(line.words) <= 30 or len(line.text) > 250:
        return False
    if line.ends and not line.text.rstrip("\"'”’").endswith(("?", "!")) and not _is_title_case(line):
        return False
    if not line.text[0].isupper() and line.text[0] not in "\"'“‘$£€¿¡[(" and not line.text[0].isdigit():
        return False
    return _BYLINE.fullmatch(line.text) is None


def _is_title_case(line: Line) -> bool:
    """Tell whether nearly all longer words begin with a capital, as in headlines of American papers."""
    longer = [word for word in line.text.split() if len(word) > 3]
    return len(longer) >= 3 and sum(word.lstrip("\"'“‘(")[:1].isupper() for word in longer) >= 0.8 * len(longer)
