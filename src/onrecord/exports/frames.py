"""The record for notebooks: data frames with typed columns, and a line that shows its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, ResourceMissing
from onrecord.exports import wording
from onrecord.exports.rows import COLUMNS, iter_line_rows, iter_rows
from onrecord.exports.view import LINE_KINDS, Selection, open_view
from onrecord.model.decisions import Line
from onrecord.store import Story

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_POLARS = {str: "String", int: "Int64", float: "Float64", bool: "Boolean"}
_PANDAS = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}


def polars_frame(story: Story, kinds: Sequence[str] = (), selection: Selection | None = None) -> "pl.DataFrame":
    """Return the lines as a Polars data frame, a row a line, columns as in ``exports.rows.COLUMNS``.

    Args:
        kinds: Only lines of these kinds; all when empty.
        selection: As for an export: held lines are left out unless it says otherwise.

    Raises:
        InputError: There is no such kind.
        ResourceMissing: Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise ResourceMissing("this needs Polars: pip install 'onrecord[frames]'") from error
    schema = {name: getattr(pl, _POLARS[kind]) for name, kind in COLUMNS.items()}
    return pl.DataFrame(_rows(story, kinds, selection), schema=schema, orient="row")


def pandas_frame(story: Story, kinds: Sequence[str] = (), selection: Selection | None = None) -> "pd.DataFrame":
    """Return the lines as a pandas data frame with nullable types; arguments as in :func:`polars_frame`.

    Raises:
        InputError: There is no such kind.
        ResourceMissing: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise ResourceMissing("this needs pandas: pip install pandas") from error
    frame = pd.DataFrame(_rows(story, kinds, selection), columns=list(COLUMNS))
    return frame.astype({name: _PANDAS[kind] for name, kind in COLUMNS.items()})


def _rows(story: Story, kinds: Sequence[str], selection: Selection | None) -> list[dict[str, Any]]:
    unknown = sorted(set(kinds) - set(LINE_KINDS))
    if unknown:
        raise InputError(f"there are no lines of kind {unknown[0]!r}; kinds are {', '.join(LINE_KINDS)}")
    story.relink()
    return list(iter_rows(open_view(story, selection), kinds or LINE_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line that notebooks show with its sentence, who said it, its doubt and its review state.

    Attributes:
        row: Its cells, as in the tables.
    """

    line: Line
    row: dict[str, Any]

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


def show_lines(story: Story, kinds: Sequence[str] = (), selection: Selection | None = None) -> list[Shown]:
    """Return lines that a notebook shows with their sentences."""
    story.relink()
    pairs = iter_line_rows(open_view(story, selection), kinds or LINE_KINDS)
    return [Shown(line=line, row=row) for line, row in pairs]
