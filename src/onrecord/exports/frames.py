"""Data frames with typed columns, a row a line, by Polars or pandas."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, ResourceMissing
from onrecord.exports.rows import COLUMNS, iter_rows
from onrecord.exports.view import LINE_KINDS, Selection, open_view
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
