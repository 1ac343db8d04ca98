"""Entities across reports: which lines name one person, government, organisation, place or group.

Lines that are written alike form one node, so that a name in every report costs no pairs; nodes that share a
name part are compared; single names join only a bearer that no other bearer in the story competes with.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any, Protocol, TypeVar

from onrecord.linking.clusters import Walls
from onrecord.linking.facts import EntityFact, ReportSummary, When
from onrecord.linking.grouping import Groups, group_lines
from onrecord.linking.layer import BACK, WALL, Edges, Found, Layer, judge, one_by_one
from onrecord.linking.naming import (
    NameKey,
    compare_bodies,
    compare_persons,
    fold,
    name_key,
    naming_words,
    skeleton,
)
from onrecord.linking.weights import word_weight
from onrecord.linking.words import hash_word, stem
from onrecord.model.entities import EntityType
from onrecord.model.links import LinkOf

THRESHOLD = 0.72
RARE = 0.78
"""Mean weight of its parts from which a name counts as rare."""
BLOCK = 60
REACH = 10
"""Nodes that share a key are all compared up to this many; beyond it each with its nearest in order."""
DATES = 20
"""Dates of so many of its lines stand for a node."""
FULL = "entity-full"
"""Under this name the groups are kept that full names make by themselves."""
SINGLE = "single"
"""Mark of a pair of a single name and a fuller one."""


class Reports(Protocol):
    """A set of reports, held or looked up."""

    def isdisjoint(self, other: Any, /) -> bool:
        """Tell whether no report is in both."""
        ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Lines that are written alike and so share every comparison.

    Attributes:
        id: The first of its lines.
        fact: The line that tells most.
        reports: Where they stand, as a set.
        dates: Of the reports of the first of its lines.
    """

    id: str
    fact: EntityFact
    keys: tuple[NameKey, ...]
    lines: tuple[str, ...]
    reports: Reports
    dates: tuple[When | None, ...]


@dataclass(slots=True)
class Pile:
    """Lines that are written alike, gathered one by one in any order."""

    fact: EntityFact
    rows: list[tuple[str, str, When | None]] = field(default_factory=list)

    def add(self, fact: EntityFact, report: str, published: When | None) -> None:
        """Add a line with its report and the report's date."""
        self.rows.append((fact.line, report, published))
        self.fact = max(self.fact, fact, key=telling)

    def node(self) -> Node:
        """Return the pile as it is compared."""
        rows = sorted(self.rows, key=lambda row: row[0])
        return Node(
            id=rows[0][0],
            fact=self.fact,
            keys=keys_of(self.fact),
            lines=tuple(line for line, _, _ in rows),
            reports=frozenset(report for _, report, _ in rows),
            dates=tuple(when for _, _, when in rows[:DATES]),
        )


def keys_of(fact: EntityFact) -> tuple[NameKey, ...]:
    """Return the names that a node is compared by."""
    return tuple(dict.fromkeys(name_key(n, fact.type) for n in _full_names(fact)))


def telling(fact: EntityFact) -> tuple[int, int, str]:
    """Return how much a line tells of its entity, to choose the one that stands for those written alike."""
    return len(fact.offices), fact.mentions, fact.line


def link_nodes(nodes: Sequence[Node], walls: Walls, edges: Edges | None = None) -> tuple[Groups, Groups]:
    """Cluster nodes: the full names first, then the single names that only one of their clusters bears.

    Returns the groups of the full names alone, and those of all.

    Args:
        nodes: In order of their ids.
        walls: What persons judged, on nodes.
        edges: Compared pairs, where they are known already.
    """
    ids = [node.id for node in nodes]
    compared = edges if edges is not None else judge(ENTITIES, nodes)
    full, singles = Edges(), []
    for left, right, found, shared in compared:
        if found.mark.endswith(SINGLE):
            singles.append((left, right, found))
        else:
            full.add(left, right, found, shared)
    first = group_lines(ENTITIES, ids, full, walls)
    bearers: dict[int, set[int]] = defaultdict(set)
    for left, right, found in singles:
        alone, bearer = sides(left, right, found)
        bearers[alone].add(int(first.first[bearer]))
    for left, right, found in singles:
        full.add(left, right, weigh_single(found, len(bearers[sides(left, right, found)[0]])))
    return first, group_lines(ENTITIES, ids, full, walls)


T = TypeVar("T")


def sides(left: T, right: T, found: Found) -> tuple[T, T]:
    """Return the single name and its bearer."""
    return (right, left) if found.mark.startswith(BACK) else (left, right)


def weigh_single(found: Found, bearers: int) -> Found:
    """Raise the edge from a single name to its bearer where the story has one only; lower the others."""
    if bearers == 1:
        return Found(max(found.score, 0.75), f"{found.reason}; no other bearer here")
    return Found(0.45, f"{found.reason}; {bearers} bearers here")


def make_nodes(summaries: Iterable[ReportSummary], apart: Collection[str]) -> list[Node]:
    """Gather lines that are written alike; lines that someone judged different stay alone."""
    piles: dict[tuple[object, ...], Pile] = {}
    for summary in summaries:
        for fact in summary.entities:
            pile = piles.setdefault(profile(fact, fact.line in apart), Pile(fact))
            pile.add(fact, summary.report, summary.published)
    nodes = [piles.pop(kind).node() for kind in list(piles)]  # a pile goes as its node comes: memory never holds both
    return sorted(nodes, key=lambda n: n.id)


def profile(fact: EntityFact, apart: bool) -> tuple[object, ...]:
    """Return what lines that are written alike have in common; ``apart`` leaves a line to itself."""
    if apart or not fact.named:
        return (fact.line,)
    if is_whole_government(fact):
        return (fact.type, "whole", fact.country)
    key = name_key(_full_names(fact)[0], fact.type)
    return (fact.type, key.parts, key.suffix, fact.country)


def is_whole_government(fact: EntityFact) -> bool:
    """Tell a country's government as such from its ministries, houses and forces."""
    if fact.type is not EntityType.GOVERNMENT or not fact.country:
        return False
    parts = {fold(w) for name in fact.names for w in name.split()}
    return not parts & naming_words().institutions


def _full_names(fact: EntityFact) -> tuple[str, ...]:
    """Return the name forms worth comparing: not the single parts of a fuller form."""
    names = fact.names or (fact.name,)
    longest = max(len(n.split()) for n in names)
    return tuple(n for n in names if longest == 1 or len(n.split()) > 1 or (n.isupper() and len(n) > 1)) or names


def _single(node: Node) -> bool:
    return node.fact.type is EntityType.PERSON and all(len(k.parts) == 1 for k in node.keys)


def _block_keys(node: Node) -> set[tuple[str, str]]:
    kind = _family(node.fact)
    keys: set[tuple[str, str]] = set()
    if not node.fact.named:
        return {("office", f"{fold(o.office)}|{fold(o.of)}") for o in node.fact.offices if o.of}
    for office in node.fact.offices:
        if office.of:
            keys.add(("office", f"{fold(office.office)}|{fold(office.of)}"))
    for key in node.keys:
        keys.add((kind, "".join(key.bag)))
        keys.add((kind, "".join(key.parts)))
        parts = key.parts if kind == "person" else key.parts[:1]
        keys |= {(kind, f"~{skeleton(p)}") for p in parts if len(p) > 1 and skeleton(p)}
        if kind != "person":
            keys |= {(kind, f"@{key.acronym}")} if key.acronym else {(kind, f"@{key.initials}")}
    return keys


def _family(fact: EntityFact) -> str:
    return "person" if fact.type is EntityType.PERSON else fact.type.value


def compare_nodes(a: Node, b: Node) -> tuple[float, str]:
    """Return how likely two nodes are one entity, 0 to 1, and why."""
    left, right = a.fact, b.fact
    if not (left.named and right.named):
        return _compare_described(a, b)
    if left.type is not right.type and EntityType.OTHER not in (left.type, right.type):
        return 0.0, "other type"
    if is_whole_government(left) and is_whole_government(right):
        same = left.country == right.country
        return (1.0, "government of one country") if same else (0.0, "governments of two countries")
    compare = compare_persons if EntityType.PERSON in (left.type, right.type) else compare_bodies
    score, reason = max((compare(x, y) for x in a.keys for y in b.keys), key=lambda row: row[0])
    return _weigh_country(left, right, score, reason)


def _rare(name: str) -> bool:
    """Tell a name of two parts or more that hardly any report has: one part may be known if another is not."""
    parts = name_key(name, EntityType.PERSON).parts
    return len(parts) > 1 and mean(word_weight(hash_word(stem(p))) for p in parts) >= RARE


def _weigh_country(a: EntityFact, b: EntityFact, score: float, reason: str) -> tuple[float, str]:
    if a.country and b.country and a.country != b.country:
        if score > 0.95 and a.type is EntityType.PERSON and _rare(a.name):
            # A rare full name twice in one story: a wrong country is likelier than a namesake.
            return score * 0.76, f"{reason}, though of two countries"
        return score * 0.4, f"{reason}, but of two countries"
    if a.country and a.country == b.country and 0 < score < 0.9:
        return min(0.95, score + 0.03), f"{reason}, of one country"
    return score, reason


def _compare_described(a: Node, b: Node) -> tuple[float, str]:
    """Compare descriptions ("the mayor of X") by office and by the dates of their reports."""
    shared = {(fold(o.office), fold(o.of or "")) for o in a.fact.offices if o.status == "current"} & {
        (fold(o.office), fold(o.of or "")) for o in b.fact.offices if o.status == "current"
    }
    if not shared or a.fact.type is not b.fact.type:
        return 0.0, "nothing names it"
    office, of = min(shared)
    days = [abs(x.earliest - y.earliest) for x in a.dates if x for y in b.dates if y]
    if days and min(days) <= 60:
        return 0.74, f"{office} of {of} at about one date"
    return 0.4, f"{office} of {of}, but the dates are far apart or unknown"


def _judge(a: Node, b: Node) -> Found | None:
    """Compare two nodes; keep apart what one report tells apart, unless the names are the same."""
    score, reason = compare_nodes(a, b)
    if not score > 0:
        return None
    if _single(a) != _single(b):
        return Found(score, reason, SINGLE if _single(a) else f"{BACK}{SINGLE}")
    if score < 0.95 and not a.reports.isdisjoint(b.reports):
        return Found(0.0, "one report tells them apart", WALL)
    return Found(score, reason)


def _place(node: Node) -> float:
    """Return a number that sorts nodes nearly as their names do."""
    return float(int.from_bytes(node.fact.name.encode("utf-8", "surrogatepass")[:6].ljust(6, b"\0"), "big"))


ENTITIES: Layer[Node] = Layer(
    name="entity",
    of=LinkOf.ENTITY,
    limit=BLOCK,
    reach=REACH,
    threshold=THRESHOLD,
    line=lambda node: node.id,
    place=_place,
    keys=_block_keys,
    compare=one_by_one(_judge),
)
"""Nodes meet under a name part, an abbreviation or an office; near ones are spelt alike."""


def walls_of_nodes(walls: Walls, node_of: Mapping[str, str]) -> Walls:
    """Return what persons judged on lines, as judged on the nodes that the lines are of."""

    def move(rows: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
        return tuple(sorted((*sorted((node_of.get(a, a), node_of.get(b, b))), why) for a, b, why in rows))  # type: ignore[misc]

    doubted = frozenset(tuple(sorted((node_of.get(a, a), node_of.get(b, b)))) for a, b in walls.doubted)
    return Walls(different=move(walls.different), same=move(walls.same), doubted=doubted)  # type: ignore[arg-type]
