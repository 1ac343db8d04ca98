"""Parquet: the same rows as CSV with typed columns, written in row groups (needs the ``exports`` extra)."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from onrecord._version import __version__
from onrecord.errors import ResourceMissing
from onrecord.exports.rows import COLUMNS, iter_rows
from onrecord.exports.view import Selection, open_view
from onrecord.store import Story

GROUP = 5_000
"""Rows in memory at a time, and rows of a row group."""


def write_parquet(story: Story, selection: Selection, out: BinaryIO) -> None:
    """Write every line as a row; cells are stored as they are, nothing is escaped for spreadsheets.

    Raises:
        ResourceMissing: pyarrow is not installed.

    Cost: ``GROUP`` rows in memory at a time.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ResourceMissing("Parquet needs pyarrow: pip install 'onrecord[exports]'") from error
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema(
        [(name, types[kind]) for name, kind in COLUMNS.items()], metadata={"onrecord": f"lines/1 {__version__}"}
    )
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in _groups(iter_rows(open_view(story, selection))):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=GROUP)


def _groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(rows, GROUP)):
        yield group
