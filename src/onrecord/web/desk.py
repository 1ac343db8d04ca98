"""What the screens ask of a story, and the shape they get it in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.model import Report, TimelineEntry, Verdict
from onrecord.model.decisions import Line
from onrecord.report.view import Entry
from onrecord.report.words import cite
from onrecord.store import Story, screens


@dataclass
class Desk:
    """One request's view of a story: the same names that the static report's page offers its templates.

    Args:
        story: Open; shared by all requests.
    """

    story: Story
    _names: dict[str, dict[str, str]] = field(default_factory=dict)
    _reports: dict[str, Report] = field(default_factory=dict)

    def name_of(self, report: str, local: str) -> str:
        """Return the name behind an entity's id inside a report."""
        if report not in self._names:
            self._names[report] = self.story.names(report)
        return self._names[report].get(local, local)

    def report(self, report: str) -> Report:
        """Return a report, dated as people dated it."""
        if report not in self._reports:
            self._reports[report] = self.story.dated_report(report)
        return self._reports[report]

    def cite(self, line: Line) -> str:
        """Return the citation of a line."""
        return cite(line, self.report(line.report))

    def counted(self, line: Line) -> str:
        """Return the words for what a figure counts."""
        span = line.item.get("counted")
        return self.report(line.report).text[span[0] : span[1]] if span else ""

    def who(self, line: Line) -> str:
        """Return actor and recipient of an event."""
        sides = [", ".join(self.name_of(line.report, e) for e in line.item.get(s, ())) for s in ("actor", "recipient")]
        return " → ".join(s for s in sides if s)

    def entries(self, found: Sequence[TimelineEntry]) -> list[Entry]:
        """Return timeline entries with the lines that stand for them."""
        lines = self.story.lines_by_id([e.event for e in found])
        return [Entry(entry=e, line=lines[e.event], who=self.who(lines[e.event])) for e in found if e.event in lines]

    def compared(self, verdicts: Sequence[Verdict]) -> list[tuple[Verdict, list[Line]]]:
        """Return verdicts with the lines of their figures."""
        lines = self.story.lines_by_id([f for v in verdicts for f in v.figures])
        return [(v, [lines[f] for f in v.figures if f in lines]) for v in verdicts]

    @cached_property
    def strip_entries(self) -> list[Entry]:
        """The weightiest dated events."""
        with self.story.reading() as connection:
            found = screens.weighty(connection)
        return self.entries(found)
