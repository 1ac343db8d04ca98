"""Clusters as views of judged edges, and decisions of persons as walls and bridges."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.model.links import Judge, Judgement, Link, LinkOf


class Edge(NamedTuple):
    """A compared pair: two line ids, how alike they are (0 to 1) and why."""

    left: str
    right: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A merge that did not happen because someone judged two of the lines different.

    Attributes:
        left, right: The lines whose likeness asked for the merge.
        wall: The two lines that are judged different.
        reason: One sentence a reader can check.
    """

    of: LinkOf
    left: str
    right: str
    wall: tuple[str, str]
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What clustering gives.

    Attributes:
        groups: Every line once, in groups; lines and groups sorted.
        merges: The judged edges that hold the groups together, a spanning forest.
        refusals: Merges that a judgement forbade.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    merges: tuple[Link, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    def group_of(self) -> dict[str, str]:
        """Return line -> first line of its group."""
        return {line: group[0] for group in self.groups for line in group}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """Pairs that must not, and pairs that must, stand in one cluster."""

    different: tuple[tuple[str, str, str], ...] = ()
    same: tuple[tuple[str, str, str], ...] = ()
    doubted: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, judgements: Iterable[Link], of: LinkOf) -> "Walls":
        """Take from the judgements those of persons on one kind of line."""
        kinds: dict[Judgement, list[tuple[str, str, str]]] = defaultdict(list)
        for link in judgements:
            if link.of is of and link.by is Judge.PERSON:
                left, right = sorted((link.left, link.right))
                kinds[link.judgement].append((left, right, link.reason))
        doubted = frozenset((a, b) for a, b, _ in kinds[Judgement.UNSURE])
        return cls(
            different=tuple(sorted(kinds[Judgement.DIFFERENT])),
            same=tuple(sorted(kinds[Judgement.SAME])),
            doubted=doubted,
        )

    def within(self, lines: Collection[str]) -> "Walls":
        """Return those between two of the lines."""
        return Walls(
            different=tuple(row for row in self.different if row[0] in lines and row[1] in lines),
            same=tuple(row for row in self.same if row[0] in lines and row[1] in lines),
            doubted=frozenset(pair for pair in self.doubted if pair[0] in lines and pair[1] in lines),
        )
