"""Entities across reports: which lines name one person, government, organisation, place or group.

Lines that are written alike form one node, so that a name in every report costs no pairs; nodes that share a
name part are compared; single names join only a bearer that no other bearer in the story competes with.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.blocking import pair_up
from onrecord.linking.clusters import Edge, Grouping, Walls, cluster_lines
from onrecord.linking.facts import EntityFact, ReportSummary, When
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
"""Weight from which a part of a name counts as rare."""
BLOCK = 60
REACH = 10
"""Nodes that share a key are all compared up to this many; beyond it each with its nearest in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Lines that are written alike and so share every comparison."""

    id: str
    fact: EntityFact
    keys: tuple[NameKey, ...]
    lines: tuple[str, ...]
    reports: frozenset[str]
    dates: tuple[When | None, ...]


def link_entities(summaries: Sequence[ReportSummary], walls: Walls) -> Grouping:
    """Cluster the entity lines of a story.

    Args:
        summaries: In any order.
        walls: What persons judged on entities.
    """
    nodes = make_nodes(summaries, {line for a, b, _ in walls.different for line in (a, b)})
    by_line = {line: node.id for node in nodes for line in node.lines}
    moved = _walls_of_nodes(walls, by_line)
    edges: list[Edge] = []
    singles: list[tuple[str, Edge]] = []
    for a, b in _pairs(nodes):
        score, reason = compare_nodes(a, b)
        edge = Edge(a.id, b.id, score, reason)
        if score > 0 and _single(a) != _single(b):
            singles.append((a.id if _single(a) else b.id, edge))
        elif score > 0:
            edges.append(edge)
    ids = [n.id for n in nodes]
    own = list(_same_report_walls(nodes, edges))
    first = cluster_lines(ids, edges, moved, of=LinkOf.ENTITY, threshold=THRESHOLD, machine_walls=own)
    edges += _unrivalled(singles, first)
    final = cluster_lines(ids, edges, moved, of=LinkOf.ENTITY, threshold=THRESHOLD, machine_walls=own)
    return _spread(final, nodes)


def make_nodes(summaries: Iterable[ReportSummary], apart: set[str]) -> list[Node]:
    """Gather lines that are written alike; lines that someone judged different stay alone."""
    piles: dict[tuple[object, ...], list[tuple[EntityFact, ReportSummary]]] = defaultdict(list)
    for summary in summaries:
        for fact in summary.entities:
            piles[_profile(fact, fact.line in apart)].append((fact, summary))
    nodes = []
    for pile in piles.values():
        pile.sort(key=lambda row: row[0].line)
        fact = max((f for f, _ in pile), key=lambda f: (len(f.offices), f.mentions, f.line))
        keys = tuple(dict.fromkeys(name_key(n, fact.type) for n in _full_names(fact)))
        nodes.append(
            Node(
                id=pile[0][0].line,
                fact=fact,
                keys=keys,
                lines=tuple(f.line for f, _ in pile),
                reports=frozenset(s.report for _, s in pile),
                dates=tuple(s.published for _, s in pile),
            )
        )
    return sorted(nodes, key=lambda n: n.id)


def _profile(fact: EntityFact, apart: bool) -> tuple[object, ...]:
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


def _pairs(nodes: Sequence[Node]) -> Iterable[tuple[Node, Node]]:
    ordered = sorted(nodes, key=lambda n: (n.fact.name, n.id))
    for i, j in pair_up(map(_block_keys, ordered), limit=BLOCK, reach=REACH):
        yield ordered[i], ordered[j]


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
    """Tell a name of two parts or more that hardly any report has."""
    parts = name_key(name, EntityType.PERSON).parts
    return len(parts) > 1 and all(word_weight(hash_word(stem(p))) >= RARE for p in parts)


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
    days = [abs(x.earliest - y.earliest) for x in a.dates if x for y in b.dates[:20] if y]
    if days and min(days) <= 60:
        return 0.74, f"{office} of {of} at about one date"
    return 0.4, f"{office} of {of}, but the dates are far apart or unknown"


def _same_report_walls(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterable[tuple[str, str, str]]:
    """Keep apart what one report tells apart, unless the names are the same."""
    by_id = {n.id: n for n in nodes}
    for edge in edges:
        a, b = by_id[edge.left], by_id[edge.right]
        if edge.score < 0.95 and a.reports & b.reports:
            yield a.id, b.id, "one report tells them apart"


def _unrivalled(singles: Sequence[tuple[str, Edge]], grouping: Grouping) -> list[Edge]:
    """Raise the edge from a single name to its bearer where the story has one only; lower the others."""
    group = grouping.group_of()
    bearers: dict[str, set[str]] = defaultdict(set)
    for single, edge in singles:
        bearers[single].add(group[edge.right if edge.left == single else edge.left])
    out = []
    for single, edge in singles:
        if len(bearers[single]) == 1:
            out.append(edge._replace(score=max(edge.score, 0.75), reason=f"{edge.reason}; no other bearer here"))
        else:
            out.append(edge._replace(score=0.45, reason=f"{edge.reason}; {len(bearers[single])} bearers here"))
    return out


def _walls_of_nodes(walls: Walls, node_of: dict[str, str]) -> Walls:
    def move(rows: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
        return tuple(sorted((*sorted((node_of.get(a, a), node_of.get(b, b))), why) for a, b, why in rows))  # type: ignore[misc]

    doubted = frozenset(tuple(sorted((node_of.get(a, a), node_of.get(b, b)))) for a, b in walls.doubted)
    return Walls(different=move(walls.different), same=move(walls.same), doubted=doubted)  # type: ignore[arg-type]


def _spread(grouping: Grouping, nodes: Sequence[Node]) -> Grouping:
    lines = {n.id: n.lines for n in nodes}
    groups = tuple(sorted(tuple(sorted(line for n in g for line in lines[n])) for g in grouping.groups))
    return Grouping(groups=groups, merges=grouping.merges, refusals=grouping.refusals)
