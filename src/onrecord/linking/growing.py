"""Takes changed reports and changed judgements into a linked story, layer by layer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from onrecord.linking import copies, figures
from onrecord.linking.clusters import Walls
from onrecord.linking.entities import ENTITIES, FULL, SINGLE, Node, sides, walls_of_nodes, weigh_single
from onrecord.linking.facts import EventFact, ReportSummary
from onrecord.linking.ground import Ground, Row, Spot, entity_spot, pack_event
from onrecord.linking.growth import Regrouped, Shift, regroup, shift_layer
from onrecord.linking.layer import Layer, link_of
from onrecord.linking.linker import EVENTS
from onrecord.linking.occasions import OCCASIONS
from onrecord.linking.origins import Origins, origin_of
from onrecord.linking.quotations import QUOTATIONS
from onrecord.linking.scene import LINES, Scene, pile_of
from onrecord.linking.timeline import make_entry
from onrecord.linking.unsure import UNSURE_FROM, best_of, unsure_link
from onrecord.model.links import FigureVerdict, Judge, Link, LinkOf

TOLD = msgspec.json.Decoder(tuple[EventFact, ReportSummary])
CREDITS = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is other than when the story was linked last.

    Attributes:
        before, after: Summaries of the reports that changed, came or went.
        old, new: What persons judged then and judge now.
    """

    before: Mapping[str, ReportSummary] = field(default_factory=dict)
    after: Mapping[str, ReportSummary] = field(default_factory=dict)
    old: Sequence[Link] = ()
    new: Sequence[Link] = ()

    def reports(self) -> list[str]:
        """Return the reports that changed."""
        return sorted({*self.before, *self.after})

    def judged(self, of: LinkOf) -> set[str]:
        """Return the lines that are judged otherwise than before."""
        differ = {j for j in self.old if j.of is of} ^ {j for j in self.new if j.of is of}
        return {line for j in differ for line in (j.left, j.right)}


def grow(ground: Ground, change: Change) -> None:
    """Link what changed with the rest of a story.

    The tables then say what linking the whole story anew would say.

    Cost: what the changed reports have in common with others, not how many others there are.
    """
    _Growth(ground, change).run()


class _Growth:
    """One change on its way through the layers."""

    def __init__(self, ground: Ground, change: Change) -> None:
        self.ground, self.change = ground, change
        self.before: dict[str, ReportSummary | None] = {r: change.before.get(r) for r in change.reports()}
        self.scene = Scene(ground, summaries={r: change.after.get(r) for r in change.reports()})

    def run(self) -> None:
        piles, apart = self._piles_touched()
        old_nodes = Scene(self.ground, summaries=self.before).nodes(piles)
        self._move_spots(apart)
        self.judgements = self._standing(self.change.new)
        self.walls = {of: Walls.of(self.judgements, of) for of in LinkOf}
        moved = self._copies()
        entities = self._entities(piles, old_nodes)
        occasions = self._occasions()
        old = Scene(self.ground, self.before, occasions={r: occasions.old[r] for r in occasions.old})
        shifts = self._lines(old, entities, occasions.changed())
        self._events(shifts["event"], moved)
        self._quotations(shifts["quotation"])
        self._figures(shifts["figure"])
        if set(self.change.old) != set(self.change.new):
            self.ground.replace_judgements([j for j in self.change.new if j.by is Judge.PERSON])

    def _standing(self, judgements: Iterable[Link]) -> list[Link]:
        """Return the judgements whose lines both stand."""
        lines = {line for j in judgements for line in (j.left, j.right)}
        there = self.ground.spots(lines)
        return [j for j in judgements if j.left in there and j.right in there]

    # ---- where lines stand ---------------------------------------------------------------------

    def _piles_touched(self) -> tuple[set[str], set[str]]:
        """Return the piles that lose or gain a line, and the entity lines that are to stay alone."""
        old, new = (
            {line for a, b, _ in Walls.of(judged, LinkOf.ENTITY).different for line in (a, b)}
            for judged in (self.change.old, self.change.new)
        )
        self._switched = old ^ new
        spots = self.ground.spots({e.line for s in self.change.before.values() for e in s.entities} | self._switched)
        piles = {str(spot.pile) for spot in spots.values()}
        piles |= {pile_of(e, apart=e.line in new) for s in self.change.after.values() for e in s.entities}
        self._elsewhere = [s for line, s in spots.items() if line in self._switched and s.report not in self.before]
        for spot, fact in self._facts(self._elsewhere):
            piles.add(pile_of(fact, apart=spot.line in new))
        return piles, new

    def _facts(self, spots: Sequence[Spot]) -> list[tuple[Spot, Any]]:
        found = self.scene.reports(sorted({spot.report for spot in spots}))
        facts = {fact.line: fact for summary in found.values() for fact in summary.entities}
        return [(spot, facts[spot.line]) for spot in spots if spot.line in facts]

    def _move_spots(self, apart: Collection[str]) -> None:
        self.ground.drop_spots(list(self.change.before))
        spots = [spot for s in self.change.after.values() for spot in spots_of(s, apart)]
        spots += [
            entity_spot(fact, spot.report, pile_of(fact, apart=spot.line in apart))
            for spot, fact in self._facts(self._elsewhere)
        ]
        self.ground.put_spots(spots)

    # ---- reports -------------------------------------------------------------------------------

    def _copies(self) -> set[str]:
        """Follow the copies; return the reports whose words come from elsewhere than before."""
        change, ground = self.change, self.ground
        shift = shift_layer(ground, copies.COPIES, change.before, change.after, self.scene.reports)
        seeds = self._seeds(shift, LinkOf.REPORT)
        gone = shift.gone - shift.new
        found = regroup(ground, copies.COPIES, seeds, gone, self.walls[LinkOf.REPORT])
        judged = self._judged_rows(copies.COPIES, LinkOf.REPORT)
        ground.drop_pairs(LinkOf.REPORT, [row.pair for row in (*shift.went, *judged)])
        rows = {row.pair: row for row in (*shift.came, *judged)}
        ground.put_links(
            copies.links_of(((r.left, r.right, r.found) for r in rows.values()), self.walls[LinkOf.REPORT])
        )
        firsts = set(found.new.values())
        groups = ground.members("copy", firsts)
        credited = {line: spot.told for line, spot in ground.spots({m for g in groups.values() for m in g}).items()}
        now: dict[str, str | None] = dict.fromkeys(gone)
        for group in groups.values():
            told = [credited.get(report) for report in group]
            origin = origin_of(group, [CREDITS.decode(row) if row else () for row in told])
            now.update(dict.fromkeys(group, origin))
        before = ground.origins(now)
        moved = {report: origin for report, origin in now.items() if before.get(report) != origin}
        ground.relabel(LinkOf.REPORT, moved)
        return {report for report, origin in moved.items() if origin is not None}

    def _occasions(self) -> Regrouped:
        change = self.change
        shift = shift_layer(self.ground, OCCASIONS, change.before, change.after, self.scene.reports)
        return regroup(self.ground, OCCASIONS, shift.seeds(), shift.gone - shift.new, Walls())

    def _seeds(self, shift: Shift, of: LinkOf) -> set[str]:
        """Return lines whose groups may change, those judged otherwise among them."""
        judged = self.change.judged(of)
        return shift.seeds() | (set(self.ground.spots(judged)) if judged else set())

    def _judged_rows(self, layer: Layer[Any], of: LinkOf) -> list[Row]:
        """Return the pairs at lines that are judged otherwise than before."""
        judged = self.change.judged(of)
        return self.ground.rows_at(layer.name, judged) if judged else []

    # ---- entities ------------------------------------------------------------------------------

    def _entities(self, piles: Collection[str], old: Mapping[str, Node]) -> dict[str, str | None]:
        """Follow the entities; return the lines whose cluster changed, with the cluster before."""
        ground = self.ground
        new = self.scene.nodes(piles)
        shift = shift_layer(
            ground,
            ENTITIES,
            {n.id: n for n in old.values()},
            {n.id: n for n in new.values()},
            self.scene.nodes_by_id,
        )
        judged = {
            line for j in (*self.change.old, *self.judgements) if j.of is LinkOf.ENTITY for line in (j.left, j.right)
        }
        node_of = self._node_of(judged)
        walls = walls_of_nodes(self.walls[LinkOf.ENTITY], node_of)
        changed = self.change.judged(LinkOf.ENTITY)
        seeds = shift.seeds() | {node_of[line] for line in changed if line in node_of}
        gone = shift.gone - shift.new
        found = regroup_nodes(ground, shift, seeds, gone, walls)
        ground.drop_links(LinkOf.ENTITY, found.seen | gone, "same")
        ground.put_links(link for link in found.merges if link.by is Judge.MACHINE)
        return self._relabel_entities(found, old, new)

    def _node_of(self, lines: Collection[str]) -> dict[str, str]:
        """Return entity line -> the node it is of."""
        out = {}
        for line, spot in self.ground.spots(lines).items():
            first, _ = self.ground.pile(str(spot.pile), 1)
            out[line] = first[0].line
        return out

    def _relabel_entities(
        self, found: Regrouped, old: Mapping[str, Node], new: Mapping[str, Node]
    ) -> dict[str, str | None]:
        """Let the lines of piles whose group changed follow, and those that are new."""
        ground = self.ground
        label: dict[str, str] = {}
        moved = set()
        for pile, node in new.items():
            label[pile] = found.new[node.id]
            if pile not in old or found.old.get(old[pile].id) != label[pile]:
                moved.add(pile)
        others = ground.spots(found.changed() - {node.id for node in new.values()})
        label.update({str(spot.pile): found.new[line] for line, spot in others.items()})
        moved |= {str(spot.pile) for spot in others.values()}
        now = {spot.line: label[str(spot.pile)] for spot in ground.lines_in(moved)}
        mine = {e.line for s in self.change.after.values() for e in s.entities} | self._switched
        now.update({line: label[str(spot.pile)] for line, spot in ground.spots(mine).items()})
        gone = {e.line for s in self.change.before.values() for e in s.entities} - now.keys()
        before = ground.entity_labels([*now, *gone])
        self._labels = {line: first for line, first in now.items() if before.get(line) != first}
        return {line: before.get(line) for line in (*self._labels, *gone)}

    # ---- events, quotations, figures -----------------------------------------------------------

    def _lines(self, old: Scene, entities: Mapping[str, str | None], occasions: Collection[str]) -> dict[str, Shift]:
        """Take out and put in the lines that are compared otherwise than before."""
        ground, change = self.ground, self.change
        elsewhere = {spot.report for spot in ground.spots(self._labels).values()}
        reports = sorted({*elsewhere, *occasions, *change.reports()})
        standing = [r for r in reports if r not in change.after or r in change.before]
        was = old.lines_of(LINES, standing)
        ground.relabel(LinkOf.ENTITY, {line: self._labels.get(line) for line in entities})
        now = self.scene.lines_of(LINES, [r for r in reports if r not in change.before or r in change.after])
        shifts = {}
        for layer in LINES:
            before, after = was[layer.name], now[layer.name]
            out = {line: view for line, view in before.items() if after.get(line) != view}
            into = {line: view for line, view in after.items() if before.get(line) != view}
            shifts[layer.name] = shift_layer(ground, layer, out, into, self.scene.lines(layer))
        return shifts

    def _events(self, shift: Shift, moved: Collection[str]) -> None:
        ground = self.ground
        gone = shift.gone - shift.new
        found = regroup(ground, EVENTS, self._seeds(shift, LinkOf.EVENT), gone, self.walls[LinkOf.EVENT])
        ground.drop_links(LinkOf.EVENT, found.seen | gone, "same")
        ground.put_links(link for link in found.merges if link.by is Judge.MACHINE)
        ground.relabel(LinkOf.EVENT, _labels(found, shift))
        update_doubts(ground, shift, found, gone)
        lines = {v.line for s in self.scene.reports(sorted(moved)).values() for v in s.events}
        lines |= found.seen | {v.line for s in self.change.after.values() for v in s.events}
        firsts = set(ground.firsts("event", lines).values())
        ground.replace_entries([*firsts, *found.old.values()], self._entries(firsts))

    def _entries(self, firsts: Collection[str]) -> list[tuple[str, Any]]:
        """Return the timeline entries of event clusters."""
        groups = self.ground.members("event", firsts)
        spots = self.ground.spots({line for group in groups.values() for line in group})
        told = {line: TOLD.decode(spot.told) for line, spot in spots.items() if spot.told}
        origins = Origins(by_report=self.ground.origins({spot.report for spot in spots.values()}))
        return [(first, make_entry([told[line] for line in group], origins)) for first, group in groups.items()]

    def _quotations(self, shift: Shift) -> None:
        ground = self.ground
        gone = shift.gone - shift.new
        seeds = self._seeds(shift, LinkOf.QUOTATION)
        found = regroup(ground, QUOTATIONS, seeds, gone, self.walls[LinkOf.QUOTATION])
        ground.relabel(LinkOf.QUOTATION, _labels(found, shift))
        ground.drop_pairs(LinkOf.QUOTATION, [row.pair for row in shift.went])
        links = (link_of(LinkOf.QUOTATION, row.left, row.right, row.found) for row in shift.came)
        ground.put_links(link for link in links if link)

    def _figures(self, shift: Shift) -> None:
        ground = self.ground
        judged = figures.judged_figures(self.change.new)
        lines = {line for row in (*shift.came, *shift.went) for line in row.pair}
        lines |= shift.gone | shift.new | self.change.judged(LinkOf.FIGURE)
        if not lines:
            return
        near = {row.pair: row for row in ground.rows_at("figure", lines)}
        part, same = FigureVerdict.PART_OF.value, FigureVerdict.AGREE.value
        twins = {line for row in near.values() if row.mark.lstrip("-") in {part, same} for line in row.pair}
        far = {row.pair: row for row in ground.rows_at("figure", twins - lines)} if twins - lines else {}
        told = [(r.left, r.right, r.found) for r in {**far, **near}.values()]
        mine = {pair: link for pair, link in judged.items() if lines & set(pair)}
        verdicts = [v for v in figures.settle(lambda: told, judged) if lines & set(v.figures)]
        ground.replace_verdicts(lines, [v for v in verdicts if _key(v.figures) in near or _key(v.figures) in mine])
        ground.drop_pairs(LinkOf.FIGURE, [row.pair for row in (*shift.went, *near.values())])
        ground.put_links(figures.parts_of([(r.left, r.right, r.found) for r in near.values()], judged))


def _key(lines: Sequence[str]) -> tuple[str, str]:
    return min(lines), max(lines)


def _labels(found: Regrouped, shift: Shift) -> dict[str, str | None]:
    now = {line: found.new[line] for line in found.changed() | shift.new}
    return {**dict.fromkeys(shift.gone - shift.new), **now}


def spots_of(summary: ReportSummary, apart: Collection[str]) -> list[Spot]:
    """Return where the lines of a report stand, and the report itself."""
    encode = msgspec.json.encode
    out = [Spot(summary.report, summary.report, told=encode(summary.credits))]
    out += [entity_spot(e, summary.report, pile_of(e, apart=e.line in apart)) for e in summary.entities]
    out += [Spot(v.line, summary.report, told=encode(pack_event(v, summary))) for v in summary.events]
    out += [Spot(quotation.line, summary.report) for quotation in summary.quotations]
    out += [Spot(figure.line, summary.report) for figure in summary.figures]
    return out


def regroup_nodes(ground: Ground, shift: Shift, seeds: set[str], gone: Collection[str], walls: Walls) -> Regrouped:
    """Group nodes anew: by full names first, then the single names whose bearers changed."""

    def full(lines: Collection[str]) -> list[Row]:
        return [row for row in ground.rows_at("entity", lines) if not row.mark.endswith(SINGLE)]

    first = regroup(ground, ENTITIES, seeds, gone, walls, name=FULL, rows_at=full)
    moved = first.changed()
    rows = [*shift.came, *shift.went, *(ground.rows_at("entity", moved) if moved else ())]
    alone = {sides(r.left, r.right, r.found)[0] for r in rows if r.mark.endswith(SINGLE)} - set(gone)
    return regroup(ground, ENTITIES, seeds | alone, gone, walls, rows_at=_Weighed(ground).rows_at)


class _Weighed:
    """Compared pairs at nodes, single names weighed by how many bear them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._bearers: dict[str, int] = {}

    def rows_at(self, lines: Collection[str]) -> Iterator[Row]:
        """Yield the compared pairs at some nodes."""
        rows = self._ground.rows_at("entity", lines)
        self._count({sides(r.left, r.right, r.found)[0] for r in rows if r.mark.endswith(SINGLE)})
        for row in rows:
            if row.mark.endswith(SINGLE):
                found = weigh_single(row.found, self._bearers[sides(row.left, row.right, row.found)[0]])
                yield row._replace(score=found.score, reason=found.reason, mark="")
            else:
                yield row

    def _count(self, singles: Collection[str]) -> None:
        """Count the groups of bearers of single names that were not met yet."""
        new = {line for line in singles if line not in self._bearers}
        bearers: dict[str, set[str]] = defaultdict(set)
        for row in self._ground.rows_at("entity", new) if new else ():
            if row.mark.endswith(SINGLE):
                single, bearer = sides(row.left, row.right, row.found)
                bearers[single].add(bearer)
        groups = self._ground.firsts(FULL, {line for group in bearers.values() for line in group})
        self._bearers.update({line: len({groups[bearer] for bearer in bearers[line]}) for line in new})


def update_doubts(ground: Ground, shift: Shift, found: Regrouped, gone: Collection[str]) -> None:
    """Follow the best doubtful pair of each event that the change may have touched."""
    ends = {line for row in (*shift.came, *shift.went) if row.score >= UNSURE_FROM for line in row.pair}
    lines = (ends | found.seen) - set(gone)
    near = {line for row in ground.rows_at("event", lines, UNSURE_FROM) for line in row.pair} | lines
    rows = ground.rows_at("event", near, UNSURE_FROM)
    group = ground.firsts("event", {line for row in rows for line in row.pair})
    apart = [row for row in rows if group[row.left] != group[row.right]]
    best = {line: pair for line, pair in best_of((r.left, r.right, r.found) for r in apart).items() if line in near}
    before = ground.doubts(near | set(gone))
    ground.put_doubts({**dict.fromkeys({*near, *gone}), **{line: pair[:2] for line, pair in best.items()}})
    touched = {*before.values(), *(pair[:2] for pair in best.values())}
    ground.drop_pairs(LinkOf.EVENT, touched, "unsure")
    rows = ground.rows_of("event", ground.doubted(touched))
    ground.put_links(unsure_link((row.left, row.right, row.found)) for row in rows)
