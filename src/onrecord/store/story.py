"""A story: the folder in which a record lives, opened, written and read.

The faces and runners use this one class; the rooms beside it hold the SQL of each matter.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection

from onrecord.decisions import Applied, new_decision
from onrecord.decisions.fields import from_document, name_entities
from onrecord.decisions.targets import target_of_line, target_of_report
from onrecord.errors import InputError
from onrecord.model import Link, Rejection, Report
from onrecord.model.decisions import Decision, Line, Review, Target, Verb
from onrecord.store import database, decisions, links, readings, repeating, reports, search
from onrecord.store.prepared import Prepared

JUDGING = frozenset({Verb.MERGE, Verb.SPLIT})
"""Verbs that change links whatever they do to lines."""

ROUNDS = 4
"""How often linking starts again because the record changed under it."""


def now() -> str:
    """Return the present UTC time in ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, eq=False)
class Story:
    """One story, open.

    Args:
        folder: Its folder.
        clock: Gives the time of additions and decisions; tests give their own.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, open_story(folder, create=True) as story:
        ...     story.count_reports()
        0
    """

    folder: Path
    _database: database.Database
    clock: Callable[[], str] = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for several reads of one state."""
        with self._database.read() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection for several changes that are kept together or not at all."""
        with self._database.write() as connection:
            yield connection

    @property
    def mirrored(self) -> bool:
        """Whether decisions are also kept line by line in the folder."""
        return self._database.backend.mirrored

    # ---- reports -------------------------------------------------------------------------------

    def add(self, piece: reports.Piece) -> reports.Added:
        """Add what intake made of a file, with its bytes."""
        return self.add_all([piece])[0]

    def add_all(self, pieces: Sequence[reports.Piece]) -> list[reports.Added]:
        """Add what intake made of several files, all or none of them."""
        with self._database.write() as connection:
            added = [reports.add_piece(connection, piece, self.clock()) for piece in pieces]
            if any(one.new or one.revised for one in added):
                links.mark_stale(connection)
            return added

    def mark_repeated(self) -> int:
        """Mark what repeats across the reports of each outlet where it is not up to date; return how many changed."""
        with self._database.read() as connection:
            stale = repeating.stale_outlets(connection)
        total = 0
        for outlet in stale:
            with self._database.write() as connection:
                repeating.learn_outlet(connection, outlet)
            looked = 1
            while looked:
                with self._database.write() as connection:
                    looked, changed = repeating.mark_some(connection, outlet)
                    if changed:
                        links.mark_stale(connection)
                total += changed
        return total

    def unchanged(self, path: str, size: int, mtime_ns: int) -> bool:
        """Tell whether a file was added before and has the same size and time since."""
        with self._database.read() as connection:
            return reports.unchanged(connection, path, size, mtime_ns)

    def sources_from(self, path: str, limit: int) -> list[tuple[str, int, int]]:
        """Return (path, size, mtime in ns) of the added files from a path on, in order of their paths."""
        with self._database.read() as connection:
            return reports.sources_from(connection, path, limit)

    def report(self, wanted: str) -> Report:
        """Return the report that an id, its beginning or a path means."""
        with self._database.read() as connection:
            return reports.load_report(connection, reports.find_report(connection, wanted))

    def dated_report(self, report: str) -> Report:
        """Return a report with the date that people gave it."""
        with self._database.read() as connection:
            stored = reports.load_report(connection, report)
            return readings.dated(connection, stored)

    def serial(self) -> int:
        """Return a number that grows with every change of the record."""
        with self._database.read() as connection:
            return links.now_serial(connection)

    def wait(self, seconds: float) -> int:
        """Wait for a change, at most some seconds, and return the serial then."""
        self._database.backend.wait(seconds)
        return self.serial()

    def reports(self) -> list[tuple[Report, str]]:
        """Return every report that stands, with the time it was added."""
        with self._database.read() as connection:
            return list(reports.iter_reports(connection))

    def count_reports(self) -> int:
        """Return how many reports stand."""
        with self._database.read() as connection:
            return reports.count_reports(connection)

    def count_unread(self) -> int:
        """Return how many reports no version of the pipeline has read."""
        with self._database.read() as connection:
            return readings.count_unread(connection)

    def rejections(self) -> list[Rejection]:
        """Return what could not be read, with its reason."""
        with self._database.read() as connection:
            return reports.rejections(connection)

    # ---- readings ------------------------------------------------------------------------------

    def pending(self, key: str) -> list[str]:
        """Return the ids of the reports that this version of the pipeline has not read."""
        with self._database.read() as connection:
            return readings.pending(connection, key)

    def count_imported(self) -> int:
        """Return how many reports stand as they were imported."""
        with self._database.read() as connection:
            return readings.count_imported(connection)

    def reread_imported(self) -> None:
        """Let imported reports be pending again."""
        with self._database.write() as connection:
            readings.reread_imported(connection)

    def save_readings(self, found: Sequence[Prepared], key: str) -> None:
        """Keep readings with their lines, all or none of them."""
        with self._database.write() as connection:
            for prepared in found:
                readings.save_prepared(connection, prepared, key)
            links.mark_stale(connection)

    def to_read(self, report: str) -> tuple[Report, list[Decision]]:
        """Return a report with the decisions in force on it: what a reading is worked out from."""
        with self._database.read() as connection:
            stored = reports.load_report(connection, report)
            return stored, decisions.decisions_on(connection, stored.id, stored.path)

    def save_failure(self, report: str, key: str, reason: str) -> None:
        """Note that a report could not be read."""
        with self._database.write() as connection:
            readings.save_failure(connection, report, key, reason)

    def failures(self) -> list[tuple[str, str]]:
        """Return (report, reason) for every report that could not be read."""
        with self._database.read() as connection:
            return readings.failures(connection)

    def applied(self, report: str) -> Applied:
        """Return a report's reading with the decisions on it."""
        with self._database.read() as connection:
            return readings.applied(connection, report)

    def lines(self, **filters: Any) -> list[Line]:
        """Return lines in order of report and place; filters as in ``readings.iter_lines``."""
        with self._database.read() as connection:
            return list(readings.iter_lines(connection, **filters))

    def line(self, wanted: str) -> Line:
        """Return the line that an id, or the beginning of one, means."""
        with self._database.read() as connection:
            return readings.find_line(connection, wanted)

    def lines_by_id(self, ids: Sequence[str]) -> dict[str, Line]:
        """Return lines by their ids; unknown ids are left out."""
        with self._database.read() as connection:
            return readings.load_lines(connection, ids)

    def read_reports(self) -> set[str]:
        """Return the ids of the reports that were read."""
        with self._database.read() as connection:
            return readings.read_reports(connection)

    def names(self, report: str) -> dict[str, str]:
        """Return the names of the entities of a report, by their ids inside its reading."""
        return {li.local: str(li.item["name"]) for li in self.lines(kinds=["entity"], report=report) if li.local}

    def iter_lines(self, **filters: Any) -> Iterator[Line]:
        """Yield lines one by one, so that no export holds a whole story."""
        with self._database.read() as connection:
            yield from readings.iter_lines(connection, **filters)

    def search(self, query: str, limit: int = 50) -> list[search.Hit]:
        """Return the sentences that hold every word of a query, best first."""
        with self._database.read() as connection:
            return search.find_sentences(connection, query, limit)

    # ---- links ---------------------------------------------------------------------------------

    def relink(self, *, force: bool = False) -> bool:
        """Link what changed since the last time; return whether it was needed.

        A few changed reports are linked with what they have in common with others, many with the whole story: on one
        state of it, while others decide. What they change is linked in further rounds, after a few in the next call.

        Args:
            force: Link the whole story anew, changed or not.
        """
        done = False
        for _ in range(ROUNDS):
            with self._database.read() as connection:
                if not (links.is_stale(connection) or (force and not done)):
                    return done
                grown = None if force else links.grow_story(connection)
            if grown is not None:
                with self._database.write() as connection:
                    done = links.keep_grown(connection, grown) or done
                continue
            with self._database.read() as connection:
                result, serial = links.link(connection)
            with result, self._database.write() as connection:
                done = links.keep(connection, result, serial) or done
        return done

    def links(self) -> "links.StoryView":
        """Return links, clusters, verdicts, timeline and origins."""
        with self._database.read() as connection:
            return links.load_view(connection)

    def links_of(self, line: str) -> list[Link]:
        """Return every link at a line."""
        with self._database.read() as connection:
            return links.links_of(connection, line)

    def links_at(self, lines: Sequence[str]) -> list[Link]:
        """Return every link at any of some lines."""
        with self._database.read() as connection:
            return links.links_at(connection, lines)

    # ---- decisions -----------------------------------------------------------------------------

    def decisions(self) -> list[Decision]:
        """Return every decision in the order they were made."""
        with self._database.read() as connection:
            return decisions.all_decisions(connection)

    def decision(self, wanted: str) -> Decision:
        """Return the decision that an id, or the beginning of one, means."""
        with self._database.read() as connection:
            return decisions.find_decision(connection, wanted)

    def outcomes(self) -> list[tuple[str, str, str, str]]:
        """Return (decision, report, outcome, reason) of every decision as the record now stands."""
        with self._database.read() as connection:
            return decisions.outcomes(connection)

    def decide(
        self,
        verb: Verb,
        targets: Sequence[Target],
        *,
        who: str,
        field: str | None = None,
        value: Any = None,
        snapshot: dict[str, Any] | None = None,
        reason: str = "",
    ) -> Decision:
        """Keep a decision and let the lines of its reports follow.

        Raises:
            InputError: It points at nothing, or its value cannot be what it says.
        """
        if not targets:
            raise InputError("a decision needs a line or a report to decide on")
        decision = new_decision(
            verb,
            targets,
            at=self.clock(),
            who=who,
            field=field,
            value=value,
            snapshot=snapshot,
            reason=reason,
        )
        self._keep(decision, {t.report for t in targets}, verb in JUDGING)
        return decision

    def undo(self, wanted: str, *, who: str, reason: str = "") -> Decision:
        """Take one decision back, in any order; the undo is itself a decision.

        Raises:
            UnknownLine: No decision has that id.
        """
        undone = self.decision(wanted)
        decision = new_decision(Verb.UNDO, (), at=self.clock(), who=who, reason=reason, undoes=undone.id)
        root = undone
        while root.verb is Verb.UNDO and root.undoes:
            root = self.decision(root.undoes)
        self._keep(decision, {t.report for t in root.targets}, root.verb in JUDGING)
        return decision

    def _keep(self, decision: Decision, touched: set[str], judging: bool) -> None:
        """Keep a decision, let its reports follow, and note whether what holds across reports must follow too."""
        with self._database.write() as connection:
            decisions.append_decision(connection, decision)
            for report in sorted(touched):
                current = reports.latest_version(connection, report)
                if current is not None:
                    judging |= readings.refresh(connection, current)
            (links.mark_stale if judging else links.touch)(connection)
            if self._database.backend.mirrored:
                # the mirror is written last inside the transaction: a full disk undoes both
                decisions.mirror_decision(self.folder, decision)

    def target_of(self, wanted: str) -> tuple[Target, dict[str, Any] | None]:
        """Return the target that an id means, and a copy of the line to keep with the decision.

        Args:
            wanted: Id (or its beginning) of a line or of a report.
        """
        if wanted[:1] in "rR" or "/" in wanted or "." in wanted:
            return target_of_report(self.report(wanted)), None
        line = self.line(wanted)
        if not line.spans and line.review is Review.ORPHAN:
            raise InputError(f"{line.id} is an orphan: its words are no longer in the text")
        report = self.report(line.report)
        item = from_document(line.kind, line.item)
        snapshot = name_entities(line.kind, line.item, self.applied(line.report).reading)
        return target_of_line(report, item, line.id), snapshot


def open_story(
    folder: str | Path,
    *,
    create: bool = False,
    store: str | None = None,
    mapped: bool = False,
    clock: Callable[[], str] = now,
) -> Story:
    """Open the story in a folder.

    Args:
        create: Make it when it is not there.
        store: Address of a PostgreSQL database for a new story: ``postgresql://user@host/database?schema=NAME``.
        mapped: Read a file through memory, for many small questions of a large story.

    Raises:
        StoreError: There is none, it is damaged, or it cannot be written.
    """
    opened = database.open_database(path := Path(folder), create=create, store=store, mapped=mapped)
    if opened.backend.mirrored:
        with opened.write() as connection:
            if decisions.sync_mirror(connection, path):
                links.mark_stale(connection)
    return Story(folder=path, _database=opened, clock=clock)
