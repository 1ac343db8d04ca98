"""What two figures count: one thing, other things, or things with nothing in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import Lexicon, load_lexicon
from onrecord.linking.events import families_of, trigger_stems
from onrecord.linking.figure_view import FigureView
from onrecord.linking.weights import similarity
from onrecord.linking.words import stem

CONTEXT = 0.2
"""Sentences this alike speak of one thing, when the heads agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What two figures have in common.

    Attributes:
        sure: Whether they count one thing for certain enough to call two values a conflict.
        near: Whether they are near enough to ask: one matter counted by two.
        other: Why they count other things, or empty.
    """

    sure: bool = False
    near: bool = False
    other: str = ""


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Return the word groups of ``linking/counted`` as stems."""
    table = lexicon.entries("linking/counted")
    return {name: frozenset(stem(w) for w in words.split()) for name, words in table.items()}


def find_outcomes(words: Iterable[str], trigger: str) -> frozenset[str]:
    """Return what befell the counted, by family.

    Example:
        >>> sorted(find_outcomes({"injur", "miner"}, ""))
        ['hurt']
    """
    table = _words(load_lexicon())
    stems = set(words) | (trigger_stems(trigger) if trigger else frozenset())
    return frozenset(
        name.removeprefix("outcome_") for name, group in table.items() if name.startswith("outcome_") and stems & group
    )


def head_families(head: str) -> frozenset[str]:
    """Return the families that a counted noun belongs to; all words for people share one."""
    if head in _words(load_lexicon())["people"]:
        return frozenset({"people"})
    return families_of(frozenset({head}))


def heads_meet(a: FigureView, b: FigureView) -> bool:
    """Tell whether the counted nouns may name one thing."""
    return bool(a.head and b.head and head_families(a.head) & head_families(b.head))


def compare_things(a: FigureView, b: FigureView) -> Common | None:
    """Return what two figures have in common, or None when nothing says that they belong together."""
    if not heads_meet(a, b):
        return None
    near = a.occasion == b.occasion or bool(a.owner and a.owner == b.owner)
    alike = similarity(a.fact.context, b.fact.context)
    if not near and alike < CONTEXT / 2 and not similarity(a.fact.names, b.fact.names) >= CONTEXT:
        return None
    if a.fact.unit and b.fact.unit and a.fact.unit != b.fact.unit:
        return Common(other=f"'{a.fact.unit}' is not '{b.fact.unit}'")
    if a.outcomes and b.outcomes and not a.outcomes & b.outcomes:
        return Common(other=f"{_list(a.outcomes)} is not {_list(b.outcomes)}")
    mine, theirs = _telling(a), _telling(b)
    if mine - theirs and theirs - mine and not mine & theirs:
        return Common(other=f"{_list(mine)} is not {_list(theirs)}")
    exact = a.head == b.head and (mine == theirs or bool(mine & theirs))
    rivals = bool(near and a.head == b.head and a.owner and b.owner and a.owner != b.owner)
    return Common(sure=(exact and (near or alike >= CONTEXT)) or (near and alike >= CONTEXT), near=rivals)


def _telling(view: FigureView) -> frozenset[str]:
    """Return the words that tell one counted thing from another: no outcome and nothing that any count has."""
    return (view.modifiers | view.rest) - _plain(load_lexicon())


@lru_cache(maxsize=4)
def _plain(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that tell no counted thing from another: outcomes, and what any count may have."""
    return frozenset().union(*(group for name, group in _words(lexicon).items() if name != "people"))


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"'{w}'" for w in sorted(words)[:3])
