"""The story at a glance: counts, what is new, and the open questions."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select

from onrecord.model.decisions import Review
from onrecord.store import schema as t
from onrecord.store.reports import count_reports
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
    """Count a story.

    Cost: a row a report is added up, whatever the number of lines.
    """
    with story.reading() as connection:
        totals = tallied(connection)
        ended = _outcomes(connection)
        standing = t.report.c.superseded_by.is_(None)
        undated = connection.execute(select(t.report.c.id).where(standing, t.report.c.published.is_(None))).all()
        return Overview(
            reports=count_reports(connection),
            lines={kind: totals[kind] for kind in LINE_KINDS if totals[kind]},
            reviews={review.value: totals[review] for review in Review if totals[review]},
            decisions=_size(connection, t.decision),
            stale=ended.get("stale", 0),
            orphans=totals["orphan"],
            undated=tuple(sorted(r.id for r in undated)),
            hanging=totals["hanging"],
            rejections=_size(connection, t.rejection),
            failures=_size(connection, t.failure),
        )


def tallied(connection: Connection) -> dict[str, int]:
    """Return what is counted of all lines, by the columns of ``tally``."""
    sums = [func.coalesce(func.sum(t.tally.c[name]), 0).label(name) for name in t.TALLIED]
    row = connection.execute(select(*sums)).one()
    return {name: int(value) for name, value in zip(t.TALLIED, row, strict=True)}


def _outcomes(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(t.outcome.c.outcome, func.count()).group_by(t.outcome.c.outcome))
    return {str(r[0]): int(r[1]) for r in rows}


def _size(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
