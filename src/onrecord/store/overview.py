"""The story at a glance: counts, what is new, and the open questions."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, Connection, func, select

from onrecord.decisions import active_decisions
from onrecord.store import schema as t
from onrecord.store.decisions import all_decisions, outcomes
from onrecord.store.reports import count_reports, iter_reports
from onrecord.store.story import Story

LINE_KINDS = ("entity", "quotation", "timex", "event", "figure")

NOUNS = {
    "entity": ("entity", "entities"),
    "quotation": ("quotation", "quotations"),
    "timex": ("time", "times"),
    "event": ("event", "events"),
    "figure": ("figure", "figures"),
    "report": ("report", "reports"),
    "verdict": ("verdict on figures", "verdicts on figures"),
    "link": ("link", "links"),
    "decision": ("decision", "decisions"),
    "rejection": ("file that could not be read", "files that could not be read"),
}
"""One word a kind, for every face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A story at a glance.

    Attributes:
        reports: How many stand.
        lines: How many lines there are of each kind, entities and orphans left out.
        reviews: How many lines stand at each review mark.
        decisions: How many were made.
        stale, orphans: How many of them no longer fit.
        undated: Ids of reports whose publication date is unknown.
        hanging: How many times wait for such a date.
        rejections, failures: Files not taken in; reports that a stage broke on.
    """

    reports: int
    lines: dict[str, int] = field(default_factory=dict)
    reviews: dict[str, int] = field(default_factory=dict)
    decisions: int = 0
    stale: int = 0
    orphans: int = 0
    undated: tuple[str, ...] = ()
    hanging: int = 0
    rejections: int = 0
    failures: int = 0

    def sentence(self) -> str:
        """Return the summary that a run closes with."""
        counts = ", ".join(
            f"{self.lines[k]} {NOUNS[k][self.lines[k] != 1]}" for k in LINE_KINDS[1:] if self.lines.get(k)
        )
        total = sum(self.lines.get(k, 0) for k in LINE_KINDS[1:])
        report = NOUNS["report"][self.reports != 1]
        lost = f"{self.stale} decisions lost, {self.orphans} orphans"
        return f"{self.reports} {report}, {total} lines ({counts or 'nothing found'}), {lost}"

    def questions(self) -> list[str]:
        """Return the open questions, most pressing first."""
        out = []
        if self.undated:
            noun = "report has no date" if len(self.undated) == 1 else "reports have no date"
            out.append(f"{len(self.undated)} {noun}; {self.hanging} times hang on it")
        if self.orphans:
            out.append(f"{self.orphans} decided lines are orphans: their source text changed")
        if self.stale:
            out.append(f"{self.stale} decisions no longer fit what is read")
        if self.rejections:
            out.append(f"{self.rejections} files could not be read")
        if self.failures:
            out.append(f"{self.failures} reports broke a stage")
        return out


def overview(story: Story) -> Overview:
    """Count a story."""
    with story.reading() as connection:
        kinds = _counts(connection, t.line.c.kind, t.line.c.review != "orphan")
        reviews = _counts(connection, t.line.c.review)
        ended = Counter(o for _, _, o, _ in outcomes(connection))
        undated = tuple(r.id for r, _ in iter_reports(connection) if r.published.value is None)
        hanging, dated = _hanging(connection)
        rejected = connection.execute(select(func.count()).select_from(t.rejection)).scalar_one()
        failed = connection.execute(select(func.count()).select_from(t.failure)).scalar_one()
        return Overview(
            reports=count_reports(connection),
            lines=kinds,
            reviews=reviews,
            decisions=len(all_decisions(connection)),
            stale=ended["stale"],
            orphans=reviews.get("orphan", 0),
            undated=tuple(r for r in undated if r not in dated),
            hanging=hanging,
            rejections=rejected,
            failures=failed,
        )


def _counts(connection: Connection, column: Column[str], *where: ColumnElement[bool]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).where(*where).group_by(column))
    return {str(r[0]): int(r[1]) for r in rows}


def _hanging(connection: Connection) -> tuple[int, set[str]]:
    """Return how many times wait for a publication date, and the reports that people dated."""
    dated = {
        target.report for d in active_decisions(all_decisions(connection)) if d.verb == "date" for target in d.targets
    }
    rows = connection.execute(
        select(func.count())
        .select_from(t.line)
        .where(
            t.line.c.kind == "timex",
            t.line.c.document.like('%"anchor":"published"%'),
            t.line.c.document.like('%"edtf":null%'),
        )
    )
    return int(rows.scalar_one()), dated
