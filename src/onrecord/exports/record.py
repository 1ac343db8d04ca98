"""A story for notebooks: typed lines that show their sentence, and data frames. ``onrecord.open`` opens one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from onrecord.decisions.fields import from_document
from onrecord.errors import AmbiguousId, UnknownLine
from onrecord.exports import wording
from onrecord.exports.frames import pandas_frame, polars_frame
from onrecord.exports.rows import iter_line_rows
from onrecord.exports.view import Head, Selection, View, open_view
from onrecord.model import Entity, Event, Figure, Quotation, TimelineEntry, Timex, Verdict
from onrecord.model.decisions import Decision, Evidence, Line, Review
from onrecord.store import Story, open_story

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")

MOST = 50
"""Most lines that a list shows at once; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[T]):
    """A line that notebooks show with its sentence, who said it, its doubt and its review state.

    Attributes:
        item: The line as a typed value, corrections applied; ids in it count inside its report.
        row: Its cells, as in the tables: the date with its bounds, the report's title and date, and more.
    """

    line: Line
    item: T
    row: dict[str, Any]

    @property
    def id(self) -> str:
        """The line's id."""
        return self.line.id

    @property
    def quote(self) -> str:
        """Its words, as they stand in the report."""
        return self.line.quote

    @property
    def sentence(self) -> str:
        """The whole sentence around them."""
        return self.line.sentence

    @property
    def said_by(self) -> tuple[str, ...]:
        """Whoever is said to have said it, outermost relay last; empty when the report says so itself."""
        return self.line.said_by

    @property
    def evidence(self) -> Evidence:
        """How directly it is on the record."""
        return self.line.evidence

    @property
    def review(self) -> Review:
        """Where it stands between machine and people."""
        return self.line.review

    def __str__(self) -> str:
        told = (wording.claim(self.row), wording.teller(self.row), wording.status(self.row), wording.place(self.row))
        return f"{self.line.id}: " + "; ".join(told)

    def _repr_html_(self) -> str:
        quote, sentence = self.line.quote, self.line.sentence or self.line.quote
        before, found, after = sentence.partition(quote)
        marked = f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(sentence)
        told = (wording.claim(self.row), wording.teller(self.row), wording.status(self.row), wording.when(self.row))
        source = f"{self.row['title'] or self.line.report}, {wording.published(self.row)}; {wording.place(self.row)}"
        return (
            f"<blockquote>{marked}</blockquote><p><b>{escape(self.line.id)}</b> {escape('; '.join(told))}"
            f"<br><small>{escape(source)}</small></p>"
        )


@dataclass(frozen=True, slots=True)
class Lines(Sequence[Shown[T]]):
    """Lines in order of report, kind and place; a notebook shows each with its sentence."""

    shown: tuple[Shown[T], ...]

    @overload
    def __getitem__(self, at: int) -> Shown[T]: ...
    @overload
    def __getitem__(self, at: slice) -> "Lines[T]": ...
    def __getitem__(self, at: int | slice) -> "Shown[T] | Lines[T]":
        return Lines(self.shown[at]) if isinstance(at, slice) else self.shown[at]

    def __len__(self) -> int:
        return len(self.shown)

    def __iter__(self) -> Iterator[Shown[T]]:
        return iter(self.shown)

    def _repr_html_(self) -> str:
        more = len(self.shown) - MOST
        rest = f"<p>… and {more} more</p>" if more > 0 else ""
        return "".join(s._repr_html_() for s in self.shown[:MOST]) + rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A story, open for reading in a notebook; lines held back are not in it.

    Attributes:
        story: The store below, for decisions and searches.
        selection: Which lines are seen; :meth:`where` gives another view on the same story.

    Example:
        >>> import tempfile, onrecord
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     onrecord.open_story(folder, create=True).close()
        ...     with onrecord.open(folder) as record:
        ...         len(record.quotations)
        0
    """

    story: Story
    selection: Selection = field(default_factory=Selection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the story."""
        self.story.close()

    def where(self, *, only: Sequence[str] = (), since: str | None = None, held: bool = False) -> "Record":
        """Return the same story with other lines chosen.

        Args:
            only: Review marks to keep.
            since: Only lines of reports added since that day (ISO 8601).
            held: Also the lines held back as sensitive.
        """
        return replace(self, selection=Selection(only=tuple(only), since=since, held=held))

    @property
    def reports(self) -> tuple[Head, ...]:
        """The reports with title, outlet, date, and how the date is known."""
        return tuple(self._view().heads.values())

    @property
    def people(self) -> Lines[Entity]:
        """People, governments, organisations and places, a line a report."""
        return self._lines("entity", Entity)

    @property
    def quotations(self) -> Lines[Quotation]:
        """What is said to have been said."""
        return self._lines("quotation", Quotation)

    @property
    def times(self) -> Lines[Timex]:
        """Time expressions."""
        return self._lines("timex", Timex)

    @property
    def events(self) -> Lines[Event]:
        """Who did what to whom."""
        return self._lines("event", Event)

    @property
    def figures(self) -> Lines[Figure]:
        """Numbers, what they count and whose count they are."""
        return self._lines("figure", Figure)

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """Events by date, those without one last."""
        return self._view().linked().timeline

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Figures beside each other: agree, conflict, part of and the like."""
        return self._view().linked().verdicts

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, in the order they were made."""
        return self._view().decisions

    def line(self, line_id: str) -> Shown[Any]:
        """Return a line by its id, or the beginning of it.

        Raises:
            UnknownLine: There is none, or several, or it is not among the lines chosen.
        """
        try:
            found = self.story.line(line_id)
        except AmbiguousId:  # its message names ids, also those of lines held back
            raise UnknownLine(f"several lines begin with {line_id!r}, or one did; give the whole id") from None
        pairs = iter_line_rows(self._view(reports=(found.report,)), [found.kind])
        for line, row in pairs:
            if line.id == found.id:
                return Shown(line=line, item=from_document(line.kind, line.item), row=row)
        raise UnknownLine(f"no line {line_id!r} among the lines chosen")

    def polars(self, *kinds: str) -> "pl.DataFrame":
        """Return the lines as a Polars data frame, columns as in the CSV; of some kinds if given.

        Raises:
            InputError: There is no such kind.
            ResourceMissing: Polars is not installed.
        """
        return polars_frame(self.story, kinds, self.selection)

    def pandas(self, *kinds: str) -> "pd.DataFrame":
        """Return the lines as a pandas data frame with nullable types.

        Raises:
            InputError: There is no such kind.
            ResourceMissing: pandas is not installed.
        """
        return pandas_frame(self.story, kinds, self.selection)

    def _view(self, reports: Sequence[str] = ()) -> View:
        self.story.relink()
        view = open_view(self.story, self.selection)
        return replace(view, heads={r: view.heads[r] for r in reports if r in view.heads}) if reports else view

    def _lines(self, kind: str, known: type[T]) -> Lines[T]:
        found: list[Shown[T]] = []
        for line, row in iter_line_rows(self._view(), [kind]):
            item = from_document(line.kind, line.item)
            if isinstance(item, known):
                found.append(Shown(line=line, item=item, row=row))
        return Lines(tuple(found))


def open_record(folder: str | Path) -> Record:
    """Open a story for reading; as ``onrecord.open``.

    Raises:
        StoreError: There is none in the folder, or it is damaged.
    """
    return Record(story=open_story(folder))
