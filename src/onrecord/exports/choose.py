"""The formats by name."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.exports.csvfile import write_csv
from onrecord.exports.jsonlines import write_jsonl
from onrecord.exports.parquet import write_parquet
from onrecord.exports.view import Selection
from onrecord.store import Story

FORMATS: dict[str, Callable[[Story, Selection, BinaryIO], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}
"""Formats of one file."""

FOLDERS: dict[str, Callable[[Story, Selection, Path], None]] = {}
"""Formats of a folder of files."""


def export_story(story: Story, name: str, selection: Selection, out: BinaryIO) -> None:
    """Write a story in a format of one file.

    Args:
        name: One of ``FORMATS``.
        selection: Which lines; held lines are left out unless it says otherwise.
        out: Takes bytes.

    Raises:
        InputError: There is no such format.
        ResourceMissing: The library it needs is not installed.
    """
    if name not in FORMATS:
        raise InputError(f"there is no export {name!r}; use one of {', '.join([*FORMATS, *FOLDERS])}")
    FORMATS[name](story, selection, out)


def export_folder(story: Story, name: str, selection: Selection, folder: Path) -> None:
    """Write a story in a format of many files; files of the user's in the folder stay as they are.

    Args:
        name: One of ``FOLDERS``.

    Raises:
        InputError: There is no such format.
        StoreError: The folder cannot be written.
    """
    if name not in FOLDERS:
        raise InputError(f"{name!r} is no export of a folder; use one of {', '.join(FOLDERS)}")
    FOLDERS[name](story, selection, folder)
