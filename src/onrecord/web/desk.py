"""What the screens ask of a story, and the shape they get it in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.errors import UnknownLine
from onrecord.model import Report, TimelineEntry, Verdict
from onrecord.model.decisions import Line
from onrecord.report.view import Entry
from onrecord.report.words import cite
from onrecord.store import Story, readings, screens


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
            self.load([report], names=True)
        return self._names[report].get(local, local)

    def report(self, report: str) -> Report:
        """Return a report, dated as people dated it."""
        if report not in self._reports:
            self.load([report])
        if report not in self._reports:
            raise UnknownLine(f"no report {report!r} in the story")
        return self._reports[report]

    def load(self, wanted: Iterable[str], *, names: bool = False) -> None:
        """Fetch reports, and the names in them, at once: a screen asks the database a few times, not once a line."""
        ids = sorted(set(wanted))
        with self.story.reading() as connection:
            self._reports |= readings.reports_by_id(connection, [i for i in ids if i not in self._reports])
            if names:
                self._names |= readings.names_by_report(connection, [i for i in ids if i not in self._names])

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

    def offices(self, lines: Sequence[Line]) -> list[tuple[str | None, str, str]]:
        """Return (day, office in words, report) by day, each office of a day once."""
        seen: dict[tuple[str | None, str], str] = {}
        self.load(li.report for li in lines)
        for line in lines:
            day = self.report(line.report).published.value
            for office in line.item.get("offices", ()):
                of = f" of {office['of']}" if office.get("of") else ""
                seen.setdefault((day, f"{office['status']} {office['office']}{of}"), line.report)
        found = [(day, words, report) for (day, words), report in seen.items()]
        return sorted(found, key=lambda o: (o[0] is None, o[0] or "", o[1]))

    def entries(self, found: Sequence[TimelineEntry]) -> list[Entry]:
        """Return timeline entries with the lines that stand for them."""
        lines = self.story.lines_by_id([e.event for e in found])
        self.load((li.report for li in lines.values()), names=True)
        return [Entry(entry=e, line=lines[e.event], who=self.who(lines[e.event])) for e in found if e.event in lines]

    def compared(self, verdicts: Sequence[Verdict]) -> list[tuple[Verdict, list[Line]]]:
        """Return verdicts with the lines of their figures."""
        lines = self.story.lines_by_id([f for v in verdicts for f in v.figures])
        self.load(li.report for li in lines.values())
        return [(v, [lines[f] for f in v.figures if f in lines]) for v in verdicts]

    @cached_property
    def strip_entries(self) -> list[Entry]:
        """The weightiest dated events."""
        with self.story.reading() as connection:
            found = screens.weighty(connection)
        return self.entries(found)
