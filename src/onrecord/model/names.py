"""Names of people as they vary between reports: order, hyphens, case, diacritics, middle names.

Pure functions of the text of a name; no word list, no report. Used inside a report and across reports.
"""

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'", "‘": "'"}
)
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_SPLIT = re.compile(r"[\s\-‐‑‒–—_/,·・]+")
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|sir|dame|prof|lord|lady)\.?\s+", re.IGNORECASE)
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset({"al", "el", "ul", "ibn", "bin"})


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return a name in lower case without diacritics, possessive ending or honorific.

    Example:
        >>> fold_name("Recep Tayyip Erdoğan’s")
        'recep tayyip erdogan'
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).translate(_PLAIN)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub("", plain.strip())
    return _TITLE.sub("", plain)


@lru_cache(maxsize=65536)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the folded words of a name in order; hyphens part words, particles such as ``al-`` are dropped.

    Example:
        >>> name_parts("Kim Jong-un"), name_parts("Ayman al-Zawahiri")
        (('kim', 'jong', 'un'), ('ayman', 'zawahiri'))
    """
    words = [w.strip(".'\"()“”") for w in _SPLIT.split(fold_name(name))]
    kept = [w for w in words if w and w not in _PARTICLES]
    while len(kept) > 1 and kept[-1] in _SUFFIX:
        kept.pop()
    return tuple(kept or [w for w in words if w])


def name_key(name: str) -> str:
    """Return a key that is equal for variants of one name: order, hyphens, case, diacritics.

    Example:
        >>> name_key("Abe Shinzo") == name_key("Shinzo Abe")
        True
        >>> name_key("Kim Jong-un") == name_key("KIM JONG UN")
        True
        >>> name_key("Kim Jong Un") == name_key("Kim Jong Il")
        False
    """
    return " ".join(sorted(name_parts(name)))


def same_name(a: str, b: str) -> bool:
    """Tell whether two names can be one person's: equal up to order, and to middle names that one leaves out.

    A lone word equals only itself: whose surname it is depends on the report.

    Example:
        >>> same_name("Donald J. Trump", "Donald Trump"), same_name("George H. W. Bush", "George W. Bush")
        (True, False)
        >>> same_name("Kim Jong Il", "Kim Jong Un"), same_name("Kim", "Kim Jong Un")
        (False, False)
    """
    left, right = name_parts(a), name_parts(b)
    if not left or not right:
        return False
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return True
    short, long = sorted((left, right), key=len)
    if len(short) < 2 or len(short) == len(long):
        return _initial_fits(left, right)
    if {short[0], short[-1]} != {long[0], long[-1]}:
        return False
    inner_short, inner_long = short[1:-1], long[1:-1]
    return not inner_short or _abbreviates(inner_short, inner_long)


def _initial_fits(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether names of two or more words differ only in initials ("J. Trump", "B. H. Obama")."""
    if len(left) != len(right) or len(left) < 2 or left[-1] != right[-1] or len(left[-1]) < 2:
        return False
    pairs = list(zip(left[:-1], right[:-1], strict=True))
    return all(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in pairs)


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether middle words agree: those of the shorter are the longer's, by word or by initial, all of them."""
    pairs = list(zip(short, long, strict=False))
    return len(short) == len(long) and all(x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in pairs)
