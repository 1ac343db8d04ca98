"""Rules as patterns over token classes, and what a match gives."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.model import TimexType
from onrecord.stages.timexes.tokens import Classes, Sentence

_NAME = re.compile(r"(?<!\?P)<([a-z0-9|]+)(?:=([a-z0-9]+))?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A time expression on its way: the value is not anchored yet.

    Attributes:
        sentence: Index of its sentence.
        first, end: Half-open token range in the sentence.
        type: TimeML type.
        value: TIMEX3 value, underspecified where it hangs on something.
        hangs: What it hangs on: ``""`` nothing, ``published``, ``year`` (a date without its year), ``day``,
            ``date`` (an earlier date of at least the precision ``grain``), ``clock`` (a time without its day).
        steps: Steps of the relative language; a direction ``?`` is settled by the context.
        grain: Precision of the value: ``T D W M Q S Y DE CE``, or ``""``.
        mod: TIMEX3 modifier.
        rule: Name of the rule.
        need: Precision that an earlier date must have.
        target: Place in the report's drafts of the one it hangs on, where that is settled already.
        more: Further drafts of the same match, as the second day of "March 3-5".
        aside: Whether it stands alone in brackets or after "since": the story does not go on from it.
    """

    sentence: int
    first: int
    end: int
    type: TimexType
    value: str | None
    rule: str
    hangs: str = ""
    steps: tuple[tuple[str, ...], ...] = ()
    grain: str = ""
    mod: str | None = None
    need: str = ""
    target: int | None = None
    more: tuple["Draft", ...] = ()
    aside: bool = False


class Hit:
    """One match of a rule: gives the tokens and values of its named parts."""

    def __init__(self, sentence: Sentence, match: re.Match[str], classes: Classes) -> None:
        self.sentence = sentence
        self.match = match
        self.classes = classes

    def has(self, part: str) -> bool:
        """Tell whether a part took part in the match."""
        return part in self.match.re.groupindex and self.match.start(part) >= 0

    def words(self, part: str) -> list[str]:
        """Return the tokens of a part in lower case."""
        if not self.has(part):
            return []
        start, end = self.match.span(part)
        return self.sentence.lowers[start:end]

    def word(self, part: str) -> str:
        """Return the first token of a part in lower case, or an empty string."""
        words = self.words(part)
        return words[0] if words else ""

    def value(self, part: str, name: str) -> str:
        """Return the lexicon's value of a part's first token in a class."""
        return self.classes.values[name][self.word(part)]


Build = Callable[[Hit], Draft | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern with the function that reads its match.

    Attributes:
        name: Stands in every timex it makes.
        pattern: Regular expression in which ``<class>`` or ``<class|class=part>`` stands for one token.
        build: Match -> draft, or None when the match is no time expression after all.
    """

    name: str
    pattern: str
    build: Build


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A rule ready to run.

    Attributes:
        any_of: Characters of which one must begin the match.
    """

    rule: Rule
    regex: re.Pattern[str]


def compile_pattern(pattern: str, classes: Classes) -> re.Pattern[str]:
    """Return the regular expression over class characters of a pattern."""

    def expand(match: re.Match[str]) -> str:
        chars = "".join(classes.members.get(name, "") for name in match[1].split("|"))
        body = f"[{''.join(sorted(set(chars)))}]" if chars else r"(?!)"
        return f"(?P<{match[2]}>{body})" if match[2] else body

    return re.compile(_NAME.sub(expand, re.sub(r"\s+", "", pattern)))


def compile_rules(rules: Sequence[Rule], classes: Classes) -> tuple[Compiled, ...]:
    """Compile rules for a lexicon's classes."""
    return tuple(Compiled(rule=r, regex=compile_pattern(r.pattern, classes)) for r in rules)


NO_TIME = "no-time"
"""Rule name of a draft that only keeps other rules away from its tokens."""


def no_time(hit: Hit) -> Draft:
    """Return a draft for what looks like a time and is none: ages, "three-quarters", "24 hours a day"."""
    return draft(hit, NO_TIME, TimexType.DURATION, None)


def draft(
    hit: Hit,
    rule: str,
    kind: TimexType,
    value: str | None,
    *,
    hangs: str = "",
    steps: Sequence[tuple[str, ...]] = (),
    grain: str = "",
    mod: str | None = None,
    need: str = "",
) -> Draft:
    """Return a draft over the whole of a match."""
    return Draft(
        sentence=hit.sentence.number,
        first=hit.match.start(),
        end=hit.match.end(),
        type=kind,
        value=value,
        rule=rule,
        hangs=hangs,
        steps=tuple(steps),
        grain=grain,
        mod=mod,
        need=need,
    )
