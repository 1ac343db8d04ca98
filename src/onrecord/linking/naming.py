"""Names compared: order, spelling, abbreviation, and what tells two bearers apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from onrecord.lexicon import load_lexicon
from onrecord.model.entities import EntityType
from onrecord.model.names import fold_name

_PART = re.compile(r"[^\W_]+")
_FOLD = tuple(
    pair.split(">")
    for pair in [
        "kh>k",
        "gh>g",
        "ph>f",
        "th>t",
        "dh>d",
        "sch>s",
        "sh>s",
        "ch>k",
        "tz>z",
        "ts>z",
        "ck>k",
        "q>k",
        "c>k",
        "w>v",
        "j>y",
        "g>k",
        "z>s",
        "x>ks",
    ]
)
"""What transliterations write in two ways, folded in this order."""
_VOWELS = re.compile("[aeiouyh]")


class NamingWords:
    """The word sets of ``linking/naming``; make it with :func:`naming_words`."""

    __slots__ = ("designators", "full", "generic", "institutions", "particles", "pronouns", "suffixes", "titles")

    def __init__(self, table: dict[str, object]) -> None:
        sets = {key: frozenset(str(value).split()) for key, value in table.items() if isinstance(value, str)}
        self.titles, self.particles, self.suffixes = sets["titles"], sets["particles"], sets["suffixes"]
        self.designators, self.generic = sets["designators"], sets["generic"]
        self.institutions, self.pronouns = sets["institutions"], sets["pronouns"]
        nicknames = table["nicknames"]
        assert isinstance(nicknames, dict)
        self.full: dict[str, frozenset[str]] = {}
        for full, short in nicknames.items():
            for name in (full, *short.split()):
                self.full[name] = self.full.get(name, frozenset()) | {full}


@lru_cache(maxsize=1)
def naming_words() -> NamingWords:
    """Return the word sets that names are read with."""
    return NamingWords(load_lexicon().entries("linking/naming"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKey:
    """A name as it is compared.

    Attributes:
        parts: Folded parts in the order written, without titles, designators and particles.
        suffix: ``jr``, ``ii`` … or empty.
        acronym: The letters when the name is written in capitals alone, else empty.
        initials: First letters of the capitalised words, for matching an acronym.
    """

    parts: tuple[str, ...]
    suffix: str = ""
    acronym: str = ""
    initials: str = ""

    @property
    def bag(self) -> tuple[str, ...]:
        """The parts, sorted: equal for both orders of family and given name."""
        return tuple(sorted(self.parts))


def fold(text: str) -> str:
    """Return a text in lower case without accents and possessive endings, words parted by one space."""
    return " ".join(map(fold_name, text.split()))


@lru_cache(maxsize=50_000)
def name_key(name: str, kind: EntityType) -> NameKey:
    """Return the key of a name.

    Example:
        >>> name_key("Prime Minister Ana-Lucía de Souza Jr.", EntityType.PERSON).parts
        ('ana', 'lucia', 'souza')
    """
    words = naming_words()
    bare = re.sub(r"['’]s?\b", "", name)
    raw = _PART.findall(bare)
    parts = [fold(p) for p in raw]
    drop = words.titles if kind is EntityType.PERSON else words.designators
    kept = [p for p in parts if p not in drop and p not in words.suffixes]
    solid = [p for p in kept if p not in words.particles] or kept or parts
    suffix = next((p for p in parts[1:] if p in words.suffixes), "")
    letters = "".join(raw)
    dotted = re.sub(r"\W", "", name)
    acronym = fold(dotted) if 2 <= len(letters) <= 6 and letters.isupper() and (len(raw) == 1 or "." in name) else ""
    initials = "".join(fold(p)[0] for p in raw if p[0].isupper() and fold(p) != "the")
    return NameKey(parts=tuple(solid), suffix=suffix, acronym=acronym, initials=initials)


@lru_cache(maxsize=50_000)
def skeleton(part: str) -> str:
    """Return the consonants of a name part with the letters that transliterations mix made equal.

    Example:
        >>> skeleton("qaddafi") == skeleton("gadhafi") == skeleton("kadafi")
        True
    """
    for old, new in _FOLD:
        part = part.replace(old, new)
    bare = (part[0] if part[0] not in "aeiouyh" else "") + _VOWELS.sub("", part[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


def compare_persons(a: NameKey, b: NameKey) -> tuple[float, str]:
    """Return how likely two names are one person's, 0 to 1, and why."""
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return 0.0, f"'{a.suffix}' is not '{b.suffix}'"
    doubt = 0.1 if a.suffix != b.suffix else 0.0
    if a.parts == b.parts:
        return 1.0 - doubt, "same name"
    if a.bag == b.bag:
        return 0.98 - doubt, "same name in another order"
    if "".join(a.parts) == "".join(b.parts) or "".join(a.bag) == "".join(b.bag):
        return 0.97 - doubt, "same name, joined otherwise"
    short, long = sorted((a, b), key=lambda k: len(k.parts))
    if len(short.parts) == 1:
        return _compare_single(short.parts[0], long.parts)
    score, reason = _align(short.parts, long.parts)
    return max(0.0, score - doubt), reason


def _compare_single(part: str, parts: tuple[str, ...]) -> tuple[float, str]:
    if part in (parts[-1], parts[0]):
        where = 0.7 if part == parts[-1] else 0.62
        return where, f"'{part}' alone may be the same bearer"
    if any(_alike(part, p) > 0.85 for p in (parts[0], parts[-1])) and len(part) > 4:
        return 0.6 if len(parts) > 1 else 0.88, "spelt alike"
    return 0.0, "other name"


def _align(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[float, str]:
    """Match every part of the shorter name to one of the longer; best of both orders."""
    left = list(long)
    scores = []
    for part in short:
        best = max(left, key=lambda p: (_alike(part, p), p), default="")
        score = _alike(part, best) if best else 0.0
        if score < 0.5:
            return 0.0, f"'{part}' has no counterpart"
        left.remove(best)
        scores.append(score)
    if not any(s == 1.0 and len(p) > 1 for s, p in zip(scores, short, strict=True)) and min(scores) < 0.86:
        return 0.3, "no part is the same"
    score = min(scores) * (0.96 if left else 1.0)
    if len(short) >= 2 and left and not _ends_agree(short, long):
        score *= 0.85
    return score, "same name, parts left out" if min(scores) == 1.0 else "same name, spelt or shortened otherwise"


def _ends_agree(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return {short[0], short[-1]} == {long[0], long[-1]}


@lru_cache(maxsize=100_000)
def _alike(a: str, b: str) -> float:
    """Return how alike two name parts are: equal, initial, nickname, transliteration."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.86 if a[0] == b[0] else 0.0
    full = naming_words().full
    if full.get(a, frozenset()) & full.get(b, frozenset()):
        return 0.92
    if _gender_differs(a, b) or a.isdigit() or b.isdigit():
        return 0.0
    near = JaroWinkler.similarity(a, b)
    if skeleton(a) == skeleton(b) and skeleton(a) and len(min(a, b, key=len)) >= 4 and near >= 0.7:
        return 0.9
    return 0.87 if near >= 0.94 and min(len(a), len(b)) >= 6 and a[0] == b[0] else 0.0


def _gender_differs(a: str, b: str) -> bool:
    """Tell names that differ in a final a, o or nothing: Mario and Maria, Ivanov and Ivanova."""
    short, long = sorted((a, b), key=len)
    if long == short + "a" or long == short + "e":
        return True
    return len(a) == len(b) and a[:-1] == b[:-1] and {a[-1], b[-1]} & {"a", "o"} != set()


def compare_bodies(a: NameKey, b: NameKey) -> tuple[float, str]:
    """Return how likely two names are one organisation's, place's or group's, and why."""
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    if numbers_a != numbers_b and numbers_a and numbers_b:
        return 0.0, "other number in the name"
    if a.parts == b.parts:
        return 1.0, "same name"
    if "".join(a.parts) == "".join(b.parts):
        return 0.97, "same name, joined otherwise"
    for short, long in ((a, b), (b, a)):
        if short.acronym and len(long.parts) > 1 and short.acronym == long.initials:
            return 0.92, f"'{short.acronym.upper()}' abbreviates it"
    if a.bag == b.bag:
        return 0.9, "same words in another order"
    short, long = sorted((a, b), key=lambda k: len(k.parts))
    generic = naming_words().generic
    rest = [p for p in long.parts if p not in short.parts]
    if long.parts[: len(short.parts)] == short.parts and all(p in generic for p in rest):
        return (
            0.62 if rest[0] in {"university", "college", "school", "city", "united"} else 0.85
        ), "same name, shortened"
    if len(a.parts) == len(b.parts) and all(_alike(x, y) >= 0.86 for x, y in zip(a.parts, b.parts, strict=True)):
        return 0.86, "spelt alike"
    return 0.0, "other name"


def _numbers(key: NameKey) -> tuple[str, ...]:
    return tuple(p for p in key.parts if p[0].isdigit())
