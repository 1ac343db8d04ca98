"""Finds who wrote a plain text where it says so: "By Ann Lee, health correspondent" before the first real paragraph."""

import re
from collections.abc import Sequence

from onrecord.intake.lines import Line

LONGEST = 20
"""Words of a byline."""

_NAME = r"[^\W\d_a-z][\w.'’-]*(?: (?:(?:de|van|der|von|la|al|bin|ben|di|da|dos|el)\b|[^\W\d_a-z][\w.'’-]*)){1,4}"
_BYLINE = re.compile(
    r"(?:(?:[Rr]eporting |[Ww]ritten |[Ss]tory |[Tt]ext )?[Bb]y|BY) "
    rf"(?P<names>{_NAME}(?:(?:,? and | AND |, | & ){_NAME}){{0,4}})"
    r"(?:(?: ?[,|/–—-]| in | at | for )[^.!?]{0,80})?"
)


def byline_names(line: Line) -> str | None:
    """Return the names of a line that is a byline and nothing else, as they stand, or None.

    A byline is "by", then names of two words or more, then perhaps what the writers are or where.

    Example:
        >>> byline_names(Line(0, 45, "By Ann Lee and Bo de Wit, Orle correspondents"))
        'Ann Lee and Bo de Wit'
        >>> byline_names(Line(0, 38, "By 2030, Half of Cars Will Be Electric")) is None
        True
    """
    if len(line.words) > LONGEST or line.text.endswith("."):
        return None
    match = _BYLINE.fullmatch(line.text.strip())
    return match["names"] if match else None


def find_byline(lines: Sequence[Line], body: int) -> str | None:
    """Return the names of the byline before the first real paragraph, or None.

    Args:
        lines: The text's lines.
        body: Index of the first real paragraph; without one, no line is a byline.
    """
    if body >= len(lines):
        return None
    return next((names for line in lines[:body] if (names := byline_names(line))), None)
